import type { DateTime } from 'luxon';
import { addDays, weekdayOf } from '../../core/calendar-date.ts';
import { groupBy } from '../../core/group.ts';
import {
  type Answers,
  type CommunicationKind,
  type Item,
  KINDS,
  MOST_PEOPLE,
  type Tally,
  TOLERANCE_MINUTES,
  type Week,
} from './model.ts';

/** The Monday (YYYY-MM-DD, by UTC) of the week of a moment. */
export function mondayOf(at: DateTime): string {
  const day = at.toUTC().toISODate() ?? '';
  return addDays(day, 1 - weekdayOf(day));
}

/** What was due, sent, late and answered in each of the last weeks, the present one first. */
export function weeksOf(items: readonly Item[], now: DateTime, weeks: number): Week[] {
  const byWeek = groupBy(items, ({ due }) => mondayOf(due));
  const present = mondayOf(now);
  return Array.from({ length: weeks }, (_, back) => {
    const monday = addDays(present, -7 * back);
    return { monday, tallies: talliesOf(byWeek.get(monday) ?? [], now) };
  });
}

function talliesOf(items: readonly Item[], now: DateTime): Record<CommunicationKind, Tally> {
  const byKind = groupBy(items, ({ kind }) => kind);
  const tallies = KINDS.map((kind) => [kind, tallyOf(byKind.get(kind) ?? [], now)]);
  return Object.fromEntries(tallies) as Record<CommunicationKind, Tally>; // an entry for each kind
}

/** What these items come to. */
export function tallyOf(items: readonly Item[], now: DateTime): Tally {
  const asked = items.filter((item) => isSettled(item, now));
  const answered = asked.filter(({ answeredAt }) => answeredAt !== null);
  return {
    due: items.length,
    sent: items.filter(({ sentAt }) => sentAt !== null).length,
    late: items.filter((item) => isLate(item, now)).length,
    asked: asked.length,
    answered: answered.length,
    answeredLate: answered.filter(isAnsweredLate).length,
  };
}

function isLate({ due, sentAt }: Item, now: DateTime): boolean {
  return (sentAt ?? now).diff(due).as('minutes') > TOLERANCE_MINUTES;
}

/** It was answered, or should have been by now. */
function isSettled({ sentAt, answerBy, answeredAt }: Item, now: DateTime): boolean {
  return sentAt !== null && answerBy !== null && (answeredAt !== null || answerBy <= now);
}

function isAnsweredLate({ answerBy, answeredAt }: Item): boolean {
  return answerBy !== null && answeredAt !== null && answeredAt > answerBy;
}

/** How each person answered: those who left most unanswered first, then by name. */
export function answersOf(items: readonly Item[], now: DateTime): { first: Answers[]; more: number } {
  const named = items.filter((item) => item.who !== null && isSettled(item, now));
  const people = [...groupBy(named, ({ who }) => who ?? '')].map(([who, own]) => {
    const { asked, answered, answeredLate } = tallyOf(own, now);
    return { who, asked, answered, late: answeredLate };
  });
  people.sort((a, b) => b.asked - b.answered - (a.asked - a.answered) || a.who.localeCompare(b.who));
  return { first: people.slice(0, MOST_PEOPLE), more: Math.max(0, people.length - MOST_PEOPLE) };
}
