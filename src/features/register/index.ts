import type { Feature } from '../feature.ts';
import { addActions, addCommand } from './add.ts';
import { assignActions, assignCommand } from './assign.ts';
import { contactActions, contactCommand } from './contact.ts';
import { linkActions, linkCommand } from './link.ts';
import { listActions, listCommand, showCommand } from './list.ts';
import { overrideCommand } from './override.ts';

export { CARERS, FormValue, type Held, holdDependency, refuseStale } from './access.ts';
export { line, optionalLine, readBy } from './answers.ts';
export { dependencyLine } from './cards.ts';
export { type Changes, saveChanges } from './changes.ts';
export { changesOfForm, EditAnswers, openEditForm } from './edit-form.ts';
export { readChange } from './edit-words.ts';
export { findDependency, requireTeam } from './find.ts';
export type { Dependency, Report } from './model.ts';
export { faultsOf, rollUp, statusOf } from './rules.ts';
export {
  clearSignal,
  type DependencyRow,
  listDependencies,
  lockDependency,
  nextNumber,
  ownersOf,
  saveDependency,
  setConsumers,
  setContacts,
  setReport,
  setSignal,
  settleCommitments,
  updateDependency,
} from './store.ts';

export const register: Feature = {
  name: 'register',
  commands: [listCommand, showCommand, addCommand, assignCommand, contactCommand, linkCommand, overrideCommand],
  actions: { ...listActions, ...addActions, ...assignActions, ...contactActions, ...linkActions },
};
