import { z } from 'zod';
import type { Reply } from '../../chat/inbound.ts';
import { Conflict, NotAllowed, onField } from '../../core/errors.ts';
import { formatDay, formatMoment } from '../../core/format-time.ts';
import { record } from '../audit/index.ts';
import { type Act, action } from '../feature.ts';
import { getPeople, getPerson, handles, isAmong } from '../people/index.ts';
import { line } from '../register/index.ts';
import { actionCard, closeForm, handOverForm, moveForm } from './cards.ts';
import { type ActionChanges, type ActionItem, ActionState, LONGEST } from './model.ts';
import { plan, refuseDay, showAction } from './open.ts';
import * as store from './store.ts';
import { changersOf, viewOf } from './view.ts';

/** What a button carries; `list` when its card is about several actions. */
const Value = z.object({ action: z.uuid(), list: z.string().optional() });
/** A form carries the version that it shows as well. */
const FormValue = Value.extend({ version: z.coerce.number().int() });

const GONE = 'This card is out of date: its action is gone. `/deps actions` shows what is open.';

/** Opens one of the forms; a closed action shows how it ended instead. */
function opens(form: typeof closeForm) {
  return action({
    value: Value,
    async run(act, value): Promise<Reply> {
      const [found] = await store.listActions(act.tx, { ids: [value.action] });
      if (found === undefined) throw new Conflict('no-such-action', GONE);
      if (found.state !== 'open') return answer(act, found, value.list);
      await requireChanger(act, found);
      const carried = value.list === undefined ? {} : { list: value.list };
      return { kind: 'form', form: form(found, { action: found.id, version: String(found.version), ...carried }) };
    },
  });
}

/** The action, locked, when this person may change it; undefined when it is closed. */
async function holdOpen(act: Act, { action: id }: z.output<typeof FormValue>): Promise<ActionItem> {
  const held = await store.lockAction(act.tx, id);
  if (held === undefined) throw new Conflict('no-such-action', GONE);
  await requireChanger(act, held);
  if (held.state !== 'open') throw new Conflict('closed', await endedWords(act, held));
  return held;
}

async function requireChanger(act: Act, { key, ...held }: ActionItem): Promise<void> {
  const may = await changersOf(act, { key, ...held });
  if (await isAmong(act, may)) return;
  throw new NotAllowed('not-your-action', `You cannot change ${key}. ${handles(may)} can, and who stands in for them.`);
}

async function endedWords({ tx, by }: Act, { key, state, closedById, closedAt, note }: ActionItem): Promise<string> {
  const who = closedById === null ? undefined : (await getPeople(tx, [closedById])).get(closedById);
  const when = closedAt === null ? '' : `, ${formatMoment(closedAt, by.calendar.zone)}`;
  return `${key} is ${state} already: @${who?.handle ?? 'somebody'}${when}${note === null ? '' : `: “${note}”`}. Nothing of yours was saved.`;
}

/** Refuses to overwrite what somebody else changed while the form was open. */
async function refuseStale(act: Act, held: ActionItem, { version }: z.output<typeof FormValue>): Promise<void> {
  if (held.version === version) return;
  const owner = await getPerson(act.tx, held.ownerId);
  throw new Conflict(
    'outdated-form',
    `${held.key} changed while your form was open: @${owner.handle} does it by ${formatDay(held.dueOn)}. Nothing of yours was saved. \`/deps actions ${held.key}\` shows it as it is.`,
  );
}

async function change(
  act: Act,
  held: ActionItem,
  list: string | undefined,
  entry: { action: string; before: object; after: object; reason: string | null; changes: ActionChanges },
): Promise<Reply> {
  const { changes, ...logged } = entry;
  await store.updateAction(act.tx, held.id, changes);
  await record(act, { ...logged, programmeId: held.programmeId, byId: act.by.id, subject: held.key });
  const [changed] = await store.listActions(act.tx, { ids: [held.id] });
  if (changed === undefined) throw new Error(`The action ${held.id} is gone.`);
  await plan(act, changed, await getPerson(act.tx, changed.ownerId));
  const newOwner = changed.ownerId !== held.ownerId && changed.ownerId !== act.by.id;
  await showAction(act, changed, newOwner ? 'owner' : 'copies');
  return answer(act, changed, list);
}

async function answer(act: Act, found: ActionItem, list: string | undefined): Promise<Reply> {
  return { kind: list === undefined ? 'replace' : 'card', card: await cardOf(act, found) };
}

/** The card of an action for somebody who asks for it. */
export async function cardOf(act: Act, found: ActionItem) {
  const { view, reader, mayChange } = await viewOf(act, found);
  const standIn = reader === undefined || reader.id === found.ownerId ? null : reader.name;
  return actionCard(view, { mayChange, standIn });
}

const close = action({
  value: FormValue,
  fields: z.object({
    state: ActionState.exclude(['open']),
    note: line(LONGEST.note, 'Write what was done, or why it is dropped.'),
  }),
  async run(act, value, { state, note }): Promise<Reply> {
    const held = await holdOpen(act, value);
    return change(act, held, value.list, {
      action: `actions.${state}`,
      before: { state: 'open' },
      after: { state, note },
      reason: null,
      changes: { state, note, closedById: act.by.id, closedAt: act.now },
    });
  },
});

const move = action({
  value: FormValue,
  fields: z.object({ due: z.iso.date('Choose a day.'), reason: line(LONGEST.note, 'Write why it moves.') }),
  async run(act, value, { due, reason }): Promise<Reply> {
    const held = await holdOpen(act, value);
    await refuseStale(act, held, value);
    refuseDay(act, await getPerson(act.tx, held.ownerId), due);
    return change(act, held, value.list, {
      action: 'actions.moved',
      before: { dueOn: held.dueOn },
      after: { dueOn: due },
      reason,
      changes: { dueOn: due },
    });
  },
});

const handOver = action({
  value: FormValue,
  fields: z.object({ owner: z.uuid('Choose a person.'), reason: z.string().max(LONGEST.note).optional() }),
  async run(act, value, { owner: ownerId, reason }): Promise<Reply> {
    const held = await holdOpen(act, value);
    await refuseStale(act, held, value);
    const people = await getPeople(act.tx, [ownerId, held.ownerId]);
    const [owner, before] = [people.get(ownerId), people.get(held.ownerId)];
    if (owner === undefined) {
      throw onField('no-such-person', 'owner', 'Nobody in the register is this person. Choose another.');
    }
    if (ownerId === held.ownerId) throw onField('same-owner', 'owner', `${owner.name} has it already. Choose another.`);
    return change(act, held, value.list, {
      action: 'actions.handed-over',
      before: { owner: before?.handle },
      after: { owner: owner.handle },
      reason: reason?.trim() || null,
      changes: { ownerId },
    });
  },
});

export const changeActions = {
  'actions.close-form': opens(closeForm),
  'actions.close': close,
  'actions.move-form': opens(moveForm),
  'actions.move': move,
  'actions.hand-over-form': opens(handOverForm),
  'actions.hand-over': handOver,
};
