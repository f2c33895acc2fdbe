import { addDays } from '../../core/calendar-date.ts';
import { onField } from '../../core/errors.ts';
import { formatDay } from '../../core/format-time.ts';
import { newId } from '../../core/ids.ts';
import { audienceWith } from '../../outbox/outbox.ts';
import { setTimers, type Timer } from '../../timers/timers.ts';
import { record } from '../audit/index.ts';
import type { Act, Scope } from '../feature.ts';
import { interrupt } from '../interruptions/index.ts';
import { getPerson, type Person, today } from '../people/index.ts';
import { channelsOf, getProgramme, lockProgramme } from '../programme/index.ts';
import { actionCard } from './cards.ts';
import { type ActionItem, FURTHEST_DAYS, type NewAction } from './model.ts';
import { overdueAt, reminderOf } from './rules.ts';
import * as store from './store.ts';
import { viewOf } from './view.ts';

export const REMIND = 'actions.remind';
export const OVERDUE = 'actions.overdue';

/**
 * Opens an action under the programme's next number (ACT-9), tells its owner, unless they opened it themselves, and has
 * them reminded. Locks the programme until the transaction ends: who holds other locks of it takes this one first.
 */
export async function openAction(scope: Scope, action: NewAction): Promise<ActionItem> {
  const { tx, now } = scope;
  await lockProgramme(tx, action.programmeId);
  const number = await store.nextActionNumber(tx, action.programmeId);
  const open = { state: 'open', note: null, closedById: null, closedAt: null } as const;
  const saved = await store.insertAction(tx, { ...action, ...open, key: `ACT-${number}`, number, openedAt: now });
  const owner = await getPerson(tx, saved.ownerId);
  await record(scope, {
    programmeId: saved.programmeId,
    byId: saved.openedById,
    action: 'actions.opened',
    subject: saved.key,
    after: { what: saved.what, owner: owner.handle, dueOn: saved.dueOn, source: saved.source },
    reason: saved.source.why,
  });
  await plan(scope, saved, owner);
  if (saved.ownerId !== saved.openedById) await showAction(scope, saved);
  return saved;
}

/**
 * Writes down an action of a register file, or brings the one with its number up to date. Nobody is told; the owner is
 * reminded when it falls due. Numbers that are new are taken with the programme locked.
 */
export async function saveAction(scope: Scope, row: Omit<ActionItem, 'id' | 'version'>): Promise<ActionItem> {
  const { tx } = scope;
  const [before] = await store.listActions(tx, { programmeId: row.programmeId, keys: [row.key] }, 1);
  if (before !== undefined) await store.updateAction(tx, before.id, row);
  const saved = before === undefined ? await store.insertAction(tx, row) : { ...before, ...row };
  const owner = await getPerson(tx, saved.ownerId);
  await plan(scope, saved, owner);
  if (before !== undefined) await showAction(scope, saved, 'copies');
  return saved;
}

/** Sets what happens by itself when an action falls due; what was set for another day or owner finds it changed. */
export async function plan({ tx, now }: Pick<Scope, 'tx' | 'now'>, action: ActionItem, owner: Person): Promise<void> {
  const { calendar } = owner;
  if (action.state !== 'open' || action.dueOn < today(owner, now)) return;
  const reminder = reminderOf(calendar, action.dueOn);
  const timers: Timer[] = [
    { kind: OVERDUE, subject: action.id, occurrence: action.dueOn, dueAt: overdueAt(calendar, action.dueOn) },
  ];
  // On the day itself its card has just come.
  if (reminder.date > today(owner, now)) {
    timers.push({ kind: REMIND, subject: owner.id, occurrence: reminder.date, dueAt: reminder.at });
  }
  await setTimers(tx, timers);
}

/** The living card of an action. */
export function subjectOf(id: string): string {
  return `action:${id}`;
}

/** Brings an action's card up to date wherever it was sent; by default its owner, or who stands in, gets one as well. */
export async function showAction(scope: Scope, action: ActionItem, to: 'owner' | 'copies' = 'owner'): Promise<void> {
  const { tx } = scope;
  const subject = subjectOf(action.id);
  const { view, reader, mayChange } = await viewOf(scope, action);
  const fresh = to === 'owner' && reader !== undefined ? [{ person: reader.id }] : [];
  const programme = await getProgramme(tx, action.programmeId);
  const standIn = reader !== undefined && reader.id !== action.ownerId ? reader.name : null;
  const audience = await audienceWith(tx, subject, fresh);
  const wants = action.state === 'open' && { wants: action.dependencyId === null ? [] : [action.dependencyId] };
  await interrupt(
    scope,
    programme,
    audience
      .filter((to) => 'person' in to)
      .map(({ person }) => ({
        key: `${subject}:${newId()}`,
        to: { person },
        card: actionCard(view, { mayChange, standIn }),
        subject,
        priority: 'reply',
        fallback: channelsOf(programme, 'programme'),
        by: null,
        ...wants,
      })),
  );
}

/** Refuses a due day that is past for its owner, or further away than an action may be. */
export function refuseDay({ now }: Pick<Act, 'now'>, owner: Person, dueOn: string): void {
  const first = today(owner, now);
  const last = addDays(first, FURTHEST_DAYS);
  if (dueOn < first) {
    throw onField('past-date', 'due', `${formatDay(dueOn, now)} is past. Send a day from ${formatDay(first, now)} on.`);
  }
  if (dueOn > last) {
    throw onField(
      'far-date',
      'due',
      `${formatDay(dueOn, now)} is too far away. Send a day up to ${formatDay(last, now)}.`,
    );
  }
}
