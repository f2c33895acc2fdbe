import type { Feature } from '../feature.ts';
import { confirmActions } from './handlers/ask.ts';
import { editActions, editCommand } from './handlers/edit.ts';
import { environmentCommand, freezeCommand } from './handlers/environments.ts';
import { milestonesCommand } from './handlers/milestones.ts';
import { needsCommand } from './handlers/needs.ts';
import { conflictsCommand } from './handlers/show.ts';

export { consequenceBlocks, timelineCard } from './cards.ts';
export { type Change, makeShift, recordShift, tryShift, trySlip } from './handlers/change.ts';
export { loadTimeline, readRecords } from './load.ts';
export {
  type Environment,
  type Freeze,
  type Milestone,
  type Need,
  type ProgrammeMilestone,
  StageName,
} from './model.ts';
export { readDay, refuseAfterCutOff, refuseOutsideLife, refuseWrongOrder } from './read.ts';
export { type Consequence, keysOn } from './rules/consequence.ts';
export { circlesIn } from './rules/order.ts';
export { cutOffOf, unplanned } from './rules/plan.ts';
export { withDependency, withMilestone } from './rules/records.ts';
export { computed, type Timeline, wouldFollow, wouldSlip } from './rules/timeline.ts';
export { floatInWords, inWords, stagesInWords, standingInWords } from './rules/words.ts';
export { shiftsSince } from './shifts.ts';
export {
  committedOn,
  hasDates,
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
  setCommitted,
} from './store.ts';

const PLANNING = [editCommand, milestonesCommand, needsCommand, environmentCommand, freezeCommand];

export const timeline: Feature = {
  name: 'timeline',
  commands: [conflictsCommand, ...PLANNING],
  actions: { ...editActions, ...confirmActions('timeline', PLANNING) },
};
