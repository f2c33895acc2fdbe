import type { Feature } from '../feature.ts';
import { environmentCommand, freezeCommand } from './handlers/environments.ts';
import { milestonesCommand } from './handlers/milestones.ts';
import { needsCommand } from './handlers/needs.ts';
import { conflictsCommand, timelineCommand, whatIfCommand } from './handlers/show.ts';

export { loadTimeline } from './load.ts';
export {
  type Environment,
  type Freeze,
  type Milestone,
  type Need,
  type ProgrammeMilestone,
  StageName,
} from './model.ts';
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
  commands: [
    timelineCommand,
    conflictsCommand,
    whatIfCommand,
    milestonesCommand,
    needsCommand,
    environmentCommand,
    freezeCommand,
  ],
};
