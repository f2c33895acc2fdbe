import { z } from 'zod';
import type { Card } from '../../../chat/card.ts';
import { key, optional, rest, word } from '../../../chat/commands.ts';
import type { Reply } from '../../../chat/inbound.ts';
import { InvalidInput, inPlace } from '../../../core/errors.ts';
import { type Act, action } from '../../feature.ts';
import { listTeams } from '../../people/index.ts';
import {
  CARERS,
  type Changes,
  changesOfForm,
  type Dependency,
  EditAnswers,
  FormValue,
  type Held,
  holdDependency,
  openEditForm,
  readChange,
  readPriority,
  refuseStale,
  saveChanges,
} from '../../register/index.ts';
import { withConflicts } from '../cards.ts';
import { loadTimeline } from '../load.ts';
import { heldBy, lateForCutOff } from '../read.ts';
import { cutOffOf, stagesOf } from '../rules/plan.ts';
import * as store from '../store.ts';
import { type Asking, askOrMake, planning } from './ask.ts';
import { deliveryChange, neededChange } from './dates.ts';

export const editCommand = planning('timeline', {
  name: 'edit',
  summary: 'Change a dependency, in a form or one field in words',
  usage: 'edit KEY [FIELD VALUE]',
  examples: [
    'edit DEP-4',
    'edit DEP-4 due 11 Dec',
    'edit DEP-4 risk high',
    'edit DEP-4 needed part 7 Dec',
    'edit DEP-4 priority part high',
    'edit DEP-4 date Code freeze: 15 Jan',
    'edit DEP-4 state delivered',
  ],
  who: `${CARERS}; a priority: everybody of its team, leads of the programme`,
  arguments: { key: key(), field: optional(word()), value: optional(rest()) },
  async run(act, { key, field, value = '' }) {
    if (field === undefined) return { kind: 'form', form: await openEditForm(act, key) };
    if (field.toLowerCase() === 'priority') return setPriority(act, key, value);
    const held = await holdDependency(act, key, 'edit');
    return edit(act, held, await readChange(act, held.dependency, field, value));
  },
});

/** Dates of deliveries and of those who wait for them are the plan's: what follows from moving them is shown and kept. */
async function edit(act: Asking, held: Held, changes: Changes): Promise<Reply> {
  const { dependency, programme } = held;
  const { dueDate, consumers } = changes;
  if (dueDate !== undefined && dueDate !== dependency.dueDate) {
    const fault = await faultOf(act, held, dueDate);
    if (fault !== undefined) throw new InvalidInput('bad-day', fault);
    return askOrMake(act, programme, deliveryChange(act, dependency, dueDate));
  }
  if (consumers !== undefined && onlyDatesDiffer(dependency.consumers, consumers)) {
    const teams = new Map((await listTeams(act.tx)).map((team) => [team.id, team]));
    return askOrMake(act, programme, neededChange(act, dependency, consumers, teams));
  }
  return { kind: 'card', card: await saveChanges(act, held, changes) };
}

/** A priority moves no day, so that it is saved at once; whether it disagrees with the other side's is said. */
async function setPriority(act: Act, key: string, words: string): Promise<Reply> {
  const { held, changes } = await readPriority(act, key, words);
  const card = await saveChanges(act, held, changes);
  const { conflicts } = await loadTimeline(act, held.programme);
  const own = conflicts.filter(
    (one) => one.kind === 'priorities-disagree' && one.dependency.dependency.id === held.dependency.id,
  );
  return { kind: 'card', card: withConflicts(card, own, new Map()) };
}

function onlyDatesDiffer(before: Dependency['consumers'], after: Dependency['consumers']): boolean {
  const dateOf = (teamId: string) => before.find((one) => one.teamId === teamId)?.neededBy;
  const same = after.length === before.length && after.every(({ teamId }) => dateOf(teamId) !== undefined);
  return same && after.some(({ teamId, neededBy }) => dateOf(teamId) !== neededBy);
}

/** What is wrong with another day of delivery: a commitment holds the present one, or it is after the cut-off. */
async function faultOf(
  { tx, now }: Act,
  { dependency, programme }: Held,
  dueDate: string | null,
): Promise<string | undefined> {
  const milestones = await store.listMilestones(tx, programme.id);
  const own = milestones.filter((one) => one.dependencyId === dependency.id);
  const release = stagesOf(dependency, own).find(({ stage }) => stage === 'release');
  const cutOff = cutOffOf(await store.listProgrammeMilestones(tx, programme.id), programme.releaseDate);
  return (release && heldBy(release, dueDate, now)) ?? lateForCutOff(dueDate, cutOff, now);
}

export const editActions = {
  'timeline.edit': action({
    value: z.object({ key: z.string() }),
    run: async (act, { key }) => ({ kind: 'form', form: await openEditForm(act, key) }),
  }),
  'timeline.save-edit': action({
    value: FormValue,
    fields: EditAnswers,
    async run(act, form, answers) {
      const held = await holdDependency(act, form.key, 'edit');
      await refuseStale(act, held, form, `edit ${form.key}`);
      const { dependency } = held;
      const read = changesOfForm(act, dependency, answers);
      if ('faults' in read) return { kind: 'errors', fields: read.faults };
      const { dueDate, ...others } = read.changes;
      if (dueDate === undefined || dueDate === dependency.dueDate) {
        return { kind: 'card', card: await saveChanges(act, held, others) };
      }
      const fault = await faultOf(act, held, dueDate);
      if (fault !== undefined) return { kind: 'errors', fields: { due: inPlace(fault) } };
      const saved = await saveChanges(act, held, others);
      // A button has no room for a form, so that the day is asked for as it is in words; what was saved is said beside it.
      return beside(await editCommand.ask(act, `${dependency.key} due ${dueDate ?? 'none'}`), saved);
    },
  }),
};

function beside(reply: Reply, { title }: Card): Reply {
  if (reply.kind !== 'card') return reply;
  const { blocks, ...card } = reply.card;
  return { kind: 'card', card: { ...card, blocks: [{ kind: 'text', text: title }, ...blocks] } };
}
