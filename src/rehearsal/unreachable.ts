import { DateTime } from 'luxon';
import { holidayName, type Interval } from '../core/calendar.ts';
import { formatDay, formatMoment, formatSpan } from '../core/format-time.ts';
import { groupBy } from '../core/group.ts';
import { localDate } from '../core/local-time.ts';
import type { Person } from '../features/people/model.ts';
import { absenceAt } from './presence.ts';
import { delegateOf, type Ownership, type Register } from './register.ts';
import { type Finding, firstFew } from './report.ts';
import { gapsBetween, type Spans } from './spans.ts';

const HOUR_MS = 3_600_000;

/**
 * Times in which a blocker would reach leadership before anybody had a working hour to act: neither owner nor delegate
 * nor who stands in for them works for as long as the first tier. Ordinary nights and weekends are none: a holiday or an
 * absence must have its part in it.
 */
export function unreachable(
  register: Register,
  spans: Spans,
  of: Ownership,
  from: DateTime,
  until: DateTime,
): Finding[] {
  const { programme, owner, dependencies } = of;
  const [firstTierHours = 24] = programme.policy.tiers;
  const pairs = groupBy(dependencies, (one) => delegateOf(register, of, one));
  return [...pairs].flatMap(([delegate, about]) => {
    const people = delegate === undefined || delegate.id === owner.id ? [owner] : [owner, delegate];
    const keys = about.map((one) => one.key);
    const ordinary = people.flatMap((person) => spans.ordinary(person));
    const reached = people.flatMap((person) => spans.reachable(person));
    return gapsBetween(reached, from.toMillis(), until.toMillis())
      .filter((gap) => gap.end - gap.start >= firstTierHours * HOUR_MS)
      .flatMap((gap) => {
        const lost = ordinary.find((one) => one.start < gap.end && one.end > gap.start);
        return lost === undefined ? [] : [finding(register, of, people, keys, gap, Math.max(lost.start, gap.start))];
      });
  });
}

function finding(
  register: Register,
  { programme, owner }: Ownership,
  people: readonly Person[],
  keys: readonly string[],
  gap: Interval,
  lostAt: number,
): Finding {
  const at = DateTime.fromMillis(gap.start, { zone: 'utc' });
  const until = DateTime.fromMillis(gap.end, { zone: 'utc' });
  const lost = DateTime.fromMillis(lostAt, { zone: 'utc' });
  const why = people.map((person) => `@${person.handle} ${whereIs(register, person, lost)}`);
  if (people.length === 1) why.push('no delegate');
  return {
    kind: 'unreachable',
    programme: programme.key,
    at: at.toISO(),
    until: until.toISO(),
    subjects: [...keys],
    text: `${formatMoment(at, owner.calendar.zone)}: nobody reachable for ${firstFew(keys)} for ${formatSpan(until.diff(at).as('minutes'))} (${why.join(', ')}).`,
    remedy: `Have somebody who works then stand in: /deps away with a stand-in, or /deps assign ${keys[0]} delegate @….`,
  };
}

function whereIs(register: Register, person: Person, at: DateTime): string {
  const absence = absenceAt(register, person.id, at);
  const { calendar } = person;
  if (absence !== undefined) return `away until ${formatDay(localDate(absence.endsAt, calendar.zone), at)}`;
  const holiday = holidayName(calendar, localDate(at, calendar.zone));
  return holiday === undefined ? 'off work' : `off: ${holiday}`;
}
