import type { Feature } from '../feature.ts';
import { addActions, addCommand } from './add.ts';
import { assignActions, assignCommand } from './assign.ts';
import { contactActions, contactCommand } from './contact.ts';
import { editActions, editCommand } from './edit.ts';
import { linkActions, linkCommand } from './link.ts';
import { listActions, listCommand, showCommand } from './list.ts';
import { overrideCommand } from './override.ts';

export { holdDependency } from './access.ts';
export { line, readBy } from './answers.ts';
export { dependencyLine } from './cards.ts';
export { CARERS } from './edit.ts';
export { findDependency } from './find.ts';
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
  updateDependency,
} from './store.ts';

export const register: Feature = {
  name: 'register',
  commands: [
    listCommand,
    showCommand,
    addCommand,
    editCommand,
    assignCommand,
    contactCommand,
    linkCommand,
    overrideCommand,
  ],
  actions: { ...listActions, ...addActions, ...editActions, ...assignActions, ...contactActions, ...linkActions },
};
