import { dateOfNumber } from '../../../core/calendar-date.ts';
import { formatDay } from '../../../core/format-time.ts';
import type { PlanConflict } from '../model.ts';
import { type Consequence, passesCutOff } from './consequence.ts';
import type { Timeline } from './timeline.ts';
import { slipped } from './what-if.ts';

/** Dependencies that a consequence in a few words names before it only counts. */
const MOST_NAMED = 3;

const CONFLICT_LABEL: Readonly<Record<PlanConflict['kind'], string>> = {
  'needed-earlier': 'needed before it is delivered',
  'never-works': 'somebody without a working day',
  cycle: 'a circle',
  'after-cut-off': 'after the cut-off',
  'no-environment': 'a test window without an environment',
  'not-ready': 'an environment that is not ready',
  'outside-life': 'an environment that is not there',
  'over-capacity': 'an environment that is full',
  'in-freeze': 'a test window in a freeze',
  'on-holiday': 'a test window over a holiday',
  'no-shared-day': 'sides that never work together',
  'over-committed': 'an owner over-committed',
  'priorities-disagree': 'priorities that disagree',
};

/** What follows in a few words; `about` is the key of what is changed, whose own delivery goes without saying. */
export function inWords(consequence: Consequence, cutOff: string | null, about: string): string[] {
  const { end, moved, eaten, appeared, gone } = consequence;
  const others = moved
    .filter(({ key }) => key !== about)
    .map(({ key, before, after }) => `${key} ${span(before, after)}`);
  const used = eaten.filter(({ before, after }) => before > 0 && after <= 0).map(({ key }) => key);
  const kinds = [...new Set(appeared.map(({ kind }) => CONFLICT_LABEL[kind]))];
  const late = passesCutOff(consequence, cutOff) && cutOff !== null ? `, after the cut-off ${formatDay(cutOff)}` : '';
  return [
    ...(end.before !== null && end.after !== null && end.before !== end.after
      ? [`last delivery ${span(end.before, end.after)}${late}`]
      : []),
    ...(others.length === 0 ? [] : [`moves ${named(others)}`]),
    ...(used.length === 0 ? [] : [`uses up the float of ${named(used)}`]),
    ...(kinds.length === 0 ? [] : [`new: ${named(kinds)}`]),
    ...(gone === 0 ? [] : [`${gone} ${gone === 1 ? 'conflict' : 'conflicts'} solved`]),
  ];
}

/** What of its float a dependency has left, and what then slips; undefined for one that is not open. */
export function floatInWords({ plan, schedule }: Timeline, dependencyId: string): string | undefined {
  const found = schedule.dependencies.get(dependencyId);
  if (found === undefined) return undefined;
  const { totalFloat } = found.last;
  const { end } = slipped(schedule, { dependencyId, days: totalFloat + 1 });
  const left = `${totalFloat} working ${totalFloat === 1 ? 'day' : 'days'}`;
  if (end === null || schedule.end === null || end <= schedule.end) return left;
  const then = dateOfNumber(end);
  const passed = plan.cutOff !== null && then > plan.cutOff ? ` and passes the cut-off ${formatDay(plan.cutOff)}` : '';
  return `${left} · then the last delivery moves to ${formatDay(then)}${passed}`;
}

function span(before: number, after: number): string {
  return `${formatDay(dateOfNumber(before))} → ${formatDay(dateOfNumber(after))}`;
}

function named(items: readonly string[]): string {
  const more = items.length - MOST_NAMED;
  return `${items.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
