import { dateOfNumber, daysBetween } from '../../../core/calendar-date.ts';
import { formatDay } from '../../../core/format-time.ts';
import { type PlanConflict, STAGE_LABEL } from '../model.ts';
import { type Consequence, passesCutOff } from './consequence.ts';
import type { Timeline } from './timeline.ts';
import { slipped } from './what-if.ts';

/** A plan with its schedule. */
type Planned = Pick<Timeline, 'plan' | 'schedule'>;

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
    ...(kinds.length === 0 ? [] : [`new ${kinds.length === 1 ? 'conflict' : 'conflicts'}: ${named(kinds)}`]),
    ...(gone === 0 ? [] : [`${gone} ${gone === 1 ? 'conflict' : 'conflicts'} solved`]),
  ];
}

/** What of its float a dependency has left, and what then slips; undefined for one that is not open. */
export function floatInWords({ plan, schedule }: Planned, dependencyId: string): string | undefined {
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

/**
 * How stages of a dependency move after what precedes them, in a few words: the delivery by its day, others by the day on which
 * they begin. What is not in both plans is left out.
 */
export function stagesInWords(before: Planned, after: Planned, dependencyId: string): string[] {
  const then = after.schedule.dependencies.get(dependencyId)?.stages ?? [];
  const moved = (before.schedule.dependencies.get(dependencyId)?.stages ?? []).map((old) => {
    const { name } = old.planned;
    const now = then.find((one) => one.planned.name === name);
    if (now === undefined || name === 'contract') return undefined;
    if (name === 'release') return old.end === now.end ? undefined : `delivery ${span(old.end, now.end)}`;
    return old.start === now.start
      ? undefined
      : `${STAGE_LABEL[name].toLowerCase()} begins ${span(old.start, now.start)}`;
  });
  return moved.filter((words) => words !== undefined);
}

/** How a dependency stands in a plan: its float, and whether the last delivery keeps the cut-off. Nothing for one that is not open. */
export function standingInWords({ plan: { cutOff }, schedule }: Planned, dependencyId: string): string[] {
  const found = schedule.dependencies.get(dependencyId);
  if (found === undefined || schedule.end === null) return [];
  const { totalFloat } = found.last;
  const float = `${totalFloat === 0 ? 'no' : totalFloat} working ${totalFloat === 1 ? 'day' : 'days'} of float left`;
  if (cutOff === null) return [float];
  const late = daysBetween(cutOff, dateOfNumber(schedule.end));
  const cut = `the cut-off ${formatDay(cutOff)}`;
  return [
    float,
    late <= 0 ? `${cut} holds` : `the last delivery is ${late} ${late === 1 ? 'day' : 'days'} after ${cut}`,
  ];
}

function span(before: number, after: number): string {
  return `${formatDay(dateOfNumber(before))} → ${formatDay(dateOfNumber(after))}`;
}

function named(items: readonly string[]): string {
  const more = items.length - MOST_NAMED;
  return `${items.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
