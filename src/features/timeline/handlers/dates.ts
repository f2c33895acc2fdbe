import { isDeepStrictEqual } from 'node:util';
import { text } from '../../../chat/text.ts';
import { daysBetween } from '../../../core/calendar-date.ts';
import { formatDay } from '../../../core/format-time.ts';
import type { Act } from '../../feature.ts';
import { type Dependency, setConsumers, updateDependency } from '../../register/index.ts';
import type { Records } from '../model.ts';
import { withDependency } from '../rules/records.ts';
import type { Change } from './change.ts';

/** Moves the delivery of a dependency, or takes its day away. */
export function deliveryChange(
  act: Act,
  { id, key, title, dueDate: before }: Dependency,
  dueDate: string | null,
): Change {
  return {
    title: text`${key}: due ${dayOf(dueDate)}`,
    said: [[title], [`Before: ${dayOf(before)}`]],
    button: moveLabel(key, before, dueDate),
    subject: key,
    moves: key,
    ...(before !== null && { decides: { question: `When is ${key} delivered?`, dependencyId: id } }),
    before: { dueDate: before },
    after: { dueDate },
    to: (records) => withDependency(records, id, { dueDate }),
    save: () => updateDependency(act.tx, id, { dueDate }, act.now),
  };
}

/** Moves the days on which consumers need a dependency. */
export function neededChange(
  act: Act,
  { id, key, title, consumers: before }: Dependency,
  consumers: Dependency['consumers'],
  teams: Records['teams'],
): Change {
  const moved = consumers.filter((one) => !before.some((other) => isDeepStrictEqual(one, other)));
  const words = moved
    .map(({ teamId, neededBy }) => `${teams.get(teamId)?.name ?? 'A team'} ${dayOf(neededBy)}`)
    .join(', ');
  return {
    title: text`${key}: needed by ${words}`,
    said: [[title]],
    button: `Save ${key}: needed by ${words}`,
    subject: key,
    ...(before.some(({ neededBy }) => neededBy !== null) && {
      decides: { question: `When is ${key} needed?`, dependencyId: id },
    }),
    before: { consumers: before },
    after: { consumers },
    to: (records) => withDependency(records, id, { consumers }),
    async save() {
      await setConsumers(act.tx, id, consumers);
      await updateDependency(act.tx, id, {}, act.now);
    },
  };
}

/** `Move DEP-4 to Fri 15 Jan (+5 d)`: what a button says that moves a delivery. */
export function moveLabel(key: string, before: string | null, after: string | null): string {
  if (after === null) return `Take the day of ${key} away`;
  if (before === null) return `Deliver ${key} on ${formatDay(after)}`;
  const days = daysBetween(before, after);
  return `Move ${key} to ${formatDay(after)} (${days < 0 ? '−' : '+'}${Math.abs(days)} d)`;
}

function dayOf(date: string | null): string {
  return date === null ? 'no day' : formatDay(date);
}
