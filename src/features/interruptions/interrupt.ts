import { DateTime } from 'luxon';
import { alreadySent, interruptionsSince } from '../../outbox/held.ts';
import type { Message } from '../../outbox/message.ts';
import { enqueue } from '../../outbox/outbox.ts';
import { setTimers, type Timer } from '../../timers/timers.ts';
import type { Scope } from '../feature.ts';
import { getPeople, type Person } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';
import { GATHER_SECONDS, MORNING } from './model.ts';
import { type Budget, momentFor, weekStart } from './rules.ts';

/** A message to a person that wants something from them, or no longer does (`wants` is not there). */
export type Request = Omit<Message, 'to' | 'held'> & {
  to: { person: string };
  /** When the answer is due; null when nothing hangs on a moment. */
  by: DateTime | null;
};

/**
 * The way to everybody who is to do something: sends it in their message of the day, or at once where that is the rule. Living cards
 * that they have are brought up to date at once, which interrupts nobody; what is held and asks nothing any more is taken back.
 */
export async function interrupt(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  { policy }: Pick<Programme, 'policy'>,
  requests: readonly Request[],
): Promise<void> {
  if (requests.length === 0) return;
  const living = requests.flatMap(({ subject, to }) => (subject === undefined ? [] : [{ subject, person: to.person }]));
  const isKnown = await alreadySent(tx, living);
  const [updates, fresh] = [[] as Message[], [] as Request[]];
  for (const request of requests) {
    const { by, wants, ...message } = request;
    if (message.subject !== undefined && isKnown({ subject: message.subject, person: message.to.person })) {
      updates.push(message);
    } else fresh.push(request);
  }
  const { bundled } = policy.interruptions;
  const messages = fresh.map(({ by, ...message }) => ({ ...message, held: bundled && message.wants !== undefined }));
  await enqueue(tx, now, [...updates, ...messages]);
  if (bundled) await setMornings({ tx, now }, policy, fresh);
}

async function setMornings(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  policy: Programme['policy'],
  requests: readonly Request[],
): Promise<void> {
  const asking = requests.filter(({ wants }) => wants !== undefined);
  const people = await getPeople(
    tx,
    asking.map(({ to }) => to.person),
  );
  const past = await interruptionsThisWeek({ tx, now }, [...people.values()]);
  const { time } = policy.cadence;
  const { weekly } = policy.interruptions;
  const moments = new Map<string, DateTime>();
  for (const { to, by } of asking) {
    const person = people.get(to.person);
    if (person === undefined) continue;
    const interruptions = past.get(person.id) ?? [];
    const at = momentFor({ calendar: person.calendar, time, weekly, interruptions }, by, now);
    const earlier = moments.get(person.id);
    if (earlier === undefined || at < earlier) moments.set(person.id, at);
  }
  await setTimers(
    tx,
    [...moments].map(([person, at]) => morningTimer(person, at, { time, weekly })),
  );
}

/** The message of the day of a person, once for each moment, with what it needs of the policy. */
export function morningTimer(person: string, at: DateTime, { time, weekly }: Pick<Budget, 'time' | 'weekly'>): Timer {
  const moment = at.toUTC();
  return {
    kind: MORNING,
    subject: person,
    occurrence: moment.toISO() ?? '',
    dueAt: moment.plus({ seconds: GATHER_SECONDS }),
    payload: { time, weekly: String(weekly) },
  };
}

/** When these people were interrupted since their week began, by person. */
export async function interruptionsThisWeek(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  people: readonly Person[],
): Promise<Map<string, DateTime[]>> {
  const earliest = DateTime.min(...people.map(({ calendar }) => weekStart(calendar, now)));
  if (earliest === undefined) return new Map();
  return interruptionsSince(
    tx,
    people.map(({ id }) => id),
    earliest,
  );
}
