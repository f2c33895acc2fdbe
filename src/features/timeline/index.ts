import type { Feature } from '../feature.ts';
import { environmentCommand, freezeCommand } from './handlers/environments.ts';
import { milestonesCommand } from './handlers/milestones.ts';
import { needsCommand } from './handlers/needs.ts';
import { conflictsCommand, whatIfCommand } from './handlers/show.ts';

export { timelineCard } from './cards.ts';
export { loadTimeline, type Timeline } from './load.ts';
export {
  type Environment,
  type Freeze,
  type Milestone,
  type Need,
  type ProgrammeMilestone,
  StageName,
} from './model.ts';
export { keysOn } from './rules/consequence.ts';
export { inOrder } from './rules/order.ts';
export {
  listEnvironments,
  listFreezes,
  listMilestones,
  listNeeds,
  listProgrammeMilestones,
  removeEnvironment,
  removeFreeze,
  removeMilestone,
  removeNeed,
  removeProgrammeMilestone,
  saveEnvironment,
  saveFreeze,
  saveMilestone,
  saveNeed,
  saveProgrammeMilestone,
} from './store.ts';

export const timeline: Feature = {
  name: 'timeline',
  commands: [conflictsCommand, whatIfCommand, milestonesCommand, needsCommand, environmentCommand, freezeCommand],
};
