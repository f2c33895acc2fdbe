import type { DateTime } from 'luxon';
import { type Calendar, holidayName, weekendOf, workingDayOnOrAfter } from '../core/calendar.ts';
import { addDays, weekdayOf } from '../core/calendar-date.ts';
import { formatDay } from '../core/format-time.ts';
import { groupBy } from '../core/group.ts';
import { instantOf, localDate, parseWallTime } from '../core/local-time.ts';
import type { Policy } from '../features/programme/model.ts';
import type { Ownership } from './register.ts';
import { type Finding, firstFew } from './report.ts';

interface Move {
  date: string;
  holiday: string;
  to: string;
}

/** Prompts that fall on a public holiday, and the day they move to; owners with the same days off together. */
export function movedPrompts(ownerships: readonly Ownership[], from: DateTime, until: DateTime): Finding[] {
  const alike = groupBy(ownerships, ({ programme, owner }) => {
    const { zone, country, region, weekend } = owner.calendar;
    return JSON.stringify([programme.id, zone, country, region, weekend]);
  });
  const moves = [...alike.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { programme, owner } = first;
    const { country, region } = owner.calendar;
    const place = [country, region].filter(Boolean).join('-');
    const handles = own.map((one) => one.owner.handle);
    return movesOf(programme.policy.cadence, owner.calendar, from, until).map((move) => ({
      programme,
      place,
      handles,
      move,
    }));
  });
  const same = groupBy(moves, ({ programme, place, move }) => JSON.stringify([programme.id, place, move]));
  return [...same.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { programme, place, move } = first;
    const handles = own.flatMap((one) => one.handles);
    const { weekdays } = programme.policy.cadence;
    const joins = weekdays.includes(weekdayOf(move.to)) ? ', together with that day’s prompt' : '';
    return {
      kind: 'moved-prompt' as const,
      programme: programme.key,
      at: `${move.date}T00:00:00.000Z`,
      until: null,
      subjects: handles,
      text: `${formatDay(move.date, from)} is ${move.holiday} in ${place}. ${firstFew(handles.map((one) => `@${one}`))}: asked on ${formatDay(move.to, from)}${joins}.`,
      remedy: 'Nothing to do; to hear earlier, ask the day before: /deps ask @….',
    };
  });
}

function movesOf(cadence: Policy['cadence'], calendar: Calendar, from: DateTime, until: DateTime): Move[] {
  const moves: Move[] = [];
  const time = parseWallTime(cadence.time);
  const weekend = weekendOf(calendar);
  const last = localDate(until, calendar.zone);
  for (let date = localDate(from, calendar.zone); date <= last; date = addDays(date, 1)) {
    const weekday = weekdayOf(date);
    if (!cadence.weekdays.includes(weekday) || weekend.includes(weekday)) continue;
    const holiday = holidayName(calendar, date);
    const at = instantOf(date, time, calendar.zone);
    if (holiday !== undefined && at > from && at <= until) {
      moves.push({ date, holiday, to: workingDayOnOrAfter(calendar, date) });
    }
  }
  return moves;
}
