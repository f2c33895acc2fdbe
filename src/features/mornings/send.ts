import type { DateTime } from 'luxon';
import { type Held, heldFor, markListed, release } from '../../outbox/held.ts';
import { enqueue, takeBack } from '../../outbox/outbox.ts';
import { setTimers } from '../../timers/timers.ts';
import type { Scope, TogetherHandler } from '../feature.ts';
import { type Budget, interruptionsThisWeek, isSpent, momentFor, morningTimer } from '../interruptions/index.ts';
import { getPeople } from '../people/index.ts';
import { dayCard } from './cards.ts';
import { byImpact } from './impact.ts';

/**
 * Sends people what is held for them: one thing as it is, several as a list. When a week's budget was spent meanwhile, they wait for
 * the next week.
 */
export const sendTogether: TogetherHandler = async (scope, fired) => {
  const { tx, now } = scope;
  const timers = new Map(fired.map((timer) => [timer.subject, timer]));
  const people = await getPeople(tx, [...timers.keys()]);
  const past = await interruptionsThisWeek(scope, [...people.values()]);
  const ready = new Map<string, Budget>();
  for (const { id, calendar } of people.values()) {
    const { time = '', weekly } = timers.get(id)?.payload ?? {};
    const budget = { calendar, time, weekly: Number(weekly), interruptions: past.get(id) ?? [] };
    if (isSpent(budget, now)) await setTimers(tx, [morningTimer(id, momentFor(budget, null, now), budget)]);
    else ready.set(id, budget);
  }
  const listed = await sendAll(scope, await withoutOldNews(scope, await heldFor(tx, [...ready.keys()])));
  await setTimers(
    tx,
    listed.flatMap((id) => {
      const budget = ready.get(id);
      return budget === undefined ? [] : [morningTimer(id, tomorrow(budget, now), budget)];
    }),
  );
};

/** The living card of somebody's message of the day, which is rewritten when they open something of it. */
export function daySubject(person: string, sentAt: DateTime): string {
  return `day:${person}:${sentAt.toUTC().toISO()}`;
}

/** What was listed and is not opened is listed again. */
function tomorrow(budget: Budget, now: DateTime): DateTime {
  return momentFor({ ...budget, interruptions: [...budget.interruptions, now] }, null, now);
}

/** What is no living card and was listed before was news of that day: it is not listed again. */
async function withoutOldNews({ tx, now }: Scope, held: readonly Held[]): Promise<Held[]> {
  const old = held.filter(({ living, listedAt }) => !living && listedAt !== null);
  if (old.length > 0)
    await takeBack(
      tx,
      old.map(({ id }) => id),
      now,
    );
  return held.filter((one) => !old.includes(one));
}

/** Gives the people who got a list. */
async function sendAll({ tx, now }: Scope, held: readonly Held[]): Promise<string[]> {
  const many = new Map<string, number>();
  for (const { person } of held) many.set(person, 1 + (many.get(person) ?? 0));
  const single = held.filter(({ person }) => many.get(person) === 1);
  const listed = held.filter(({ person }) => many.get(person) !== 1);
  if (single.length > 0)
    await release(
      tx,
      single.map(({ id }) => id),
      now,
      'unasked',
    );
  if (listed.length === 0) return [];
  const waiting = await byImpact(tx, now, listed);
  await enqueue(
    tx,
    now,
    [...waiting].map(([person, items]) => ({
      key: daySubject(person, now),
      subject: daySubject(person, now),
      to: { person },
      card: dayCard(items),
      priority: 'prompt',
      wants: [],
    })),
  );
  await markListed(
    tx,
    listed.map(({ id }) => id),
    now,
  );
  return [...waiting.keys()];
}
