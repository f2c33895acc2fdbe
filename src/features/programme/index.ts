import type { Feature } from '../feature.ts';
import { settingsActions, settingsCommand } from './handlers.ts';

export { channelsOf, isLead, programmeFor, programmeNamed, replanPrompts, requireLead, whoChanged } from './access.ts';
export { changePolicy } from './change-policy.ts';
export { savePart } from './handlers.ts';
export { type ContactRole, Policy, type Programme } from './model.ts';
export { readSync } from './read-settings.ts';
export {
  getProgramme,
  listPolicyVersions,
  listProgrammes,
  lockProgramme,
  savePolicyVersion,
  saveProgramme,
} from './store.ts';

export const programme: Feature = { name: 'programme', commands: [settingsCommand], actions: settingsActions };
