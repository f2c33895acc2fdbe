import { dayNumber } from '../../../core/calendar-date.ts';
import type { WorkingDayIndex } from '../../../core/working-days.ts';
import type {
  Plan,
  PlannedDependency,
  PlannedStage,
  Schedule,
  ScheduledDependency,
  ScheduledStage,
  Step,
} from '../model.ts';
import { type Calendars, calendarsOf } from './calendars.ts';
import { inOrder } from './order.ts';

/** A stage while it is scheduled; counts are of working days of its calendar. */
interface Task {
  planned: PlannedStage;
  calendar: WorkingDayIndex;
  days: number;
  /** Count before which it does not begin, whatever it waits for. */
  floor: number;
  start: number;
  /** Day after which it cannot end without moving the end, and without moving what comes next. */
  latest: number;
  free: number;
}

/** A dependency while it is scheduled. */
interface Line {
  dependency: PlannedDependency;
  tasks: Task[];
  /** The task that waits for what is needed: the first that is no contract, which is agreed while others still build. */
  waits: number;
  needs: { line: Line; lag: number }[];
}

/** Days, by dependency, of each of its stages before which it does not begin. */
export type Delays = ReadonlyMap<string, readonly number[]>;

/**
 * When everything takes place if it goes on as planned: the critical path method (Kelley and Walker 1959) over working days of
 * many calendars. One pass forward gives the earliest days; one backward the latest, by asking of each step forward the
 * latest day that it maps to the same result. Float is therefore exact over different weekends and holidays; on the critical
 * path it may be more than 0 where one side's days off hide a day of the other.
 */
export function schedule(plan: Plan, calendars: Calendars = calendarsOf(plan), delays: Delays = new Map()): Schedule {
  const { lines, cycles } = linesOf(plan, calendars, delays);
  for (const line of lines) forward(line);
  const end = lines.reduce<number | null>((last, line) => Math.max(last ?? 0, endOf(lastOf(line))), null);
  if (end === null) return { dependencies: new Map(), end, path: [], cycles };
  for (const line of lines.toReversed()) backward(line, end);
  const scheduled = new Map(lines.map((line) => [line.dependency.id, scheduledOf(line)]));
  return { dependencies: scheduled, end, path: pathTo(end, lines, scheduled), cycles };
}

function linesOf(plan: Plan, calendars: Calendars, delays: Delays): { lines: Line[]; cycles: string[][] } {
  const today = dayNumber(plan.today);
  const numbers = new Map(plan.dependencies.map(({ id }, number) => [id, number]));
  const lines = plan.dependencies.map((dependency): Line => {
    const delayed = delays.get(dependency.id);
    const tasks = dependency.stages.map((stage, place) =>
      taskOf(stage, calendars(stage.sides), today, delayed?.[place]),
    );
    const built = tasks.findIndex(({ planned }) => planned.name !== 'contract');
    return { dependency, tasks, waits: Math.max(0, built), needs: [] };
  });
  const needed: number[][] = lines.map(() => []);
  const counted = plan.needs.flatMap(({ dependencyId, neededId, lag }) => {
    const [from, to] = [numbers.get(dependencyId), numbers.get(neededId)];
    // What is delivered or out of scope holds nobody up.
    return from === undefined || to === undefined ? [] : [{ from, to, lag }];
  });
  for (const { from, to } of counted) needed[from]?.push(to);
  const { order, circleOf, cycles } = inOrder(needed);
  for (const { from, to, lag } of counted) {
    const line = lines[to];
    if (line !== undefined && circleOf[from] !== circleOf[to]) lines[from]?.needs.push({ line, lag });
  }
  const keyOf = (number: number) => lines[number]?.dependency.key ?? '';
  return { lines: order.flatMap((number) => lines[number] ?? []), cycles: cycles.map((cycle) => cycle.map(keyOf)) };
}

function taskOf(planned: PlannedStage, calendar: WorkingDayIndex, today: number, delay: number | undefined): Task {
  const from = planned.from === null ? null : dayNumber(planned.from);
  const by = planned.by === null ? null : dayNumber(planned.by);
  const span = from === null || by === null ? 1 : calendar.onOrBefore(by) - calendar.onOrAfter(from) + 1;
  const days = Math.max(1, planned.days ?? span);
  const present = calendar.onOrAfter(today);
  const undated = from === null && by === null;
  const floor = Math.max(
    // What has dates may be under way; nothing that is open ended in the past.
    undated ? present : present - (days - 1),
    from === null ? 0 : calendar.onOrAfter(from),
    by === null ? 0 : calendar.onOrBefore(by) - (days - 1),
    delay === undefined ? 0 : calendar.onOrAfter(delay),
  );
  return {
    planned,
    calendar,
    days,
    floor,
    start: floor,
    latest: Number.POSITIVE_INFINITY,
    free: Number.POSITIVE_INFINITY,
  };
}

function forward(line: Line): void {
  line.tasks.forEach((task, place) => {
    for (const before of precedingOf(line, place)) task.start = Math.max(task.start, earliestAfter(task, before));
  });
}

/** A stage of a line that has to end, and working days more, before another begins. */
interface Preceding {
  line: Line;
  place: number;
  lag: number;
}

function precedingOf(line: Line, place: number): Preceding[] {
  const own = place === 0 ? [] : [{ line, place: place - 1, lag: 0 }];
  if (place !== line.waits) return own;
  return [
    ...own,
    ...line.needs.map(({ line: needed, lag }) => ({ line: needed, place: needed.tasks.length - 1, lag })),
  ];
}

/** The count on which a task can begin after what precedes. */
function earliestAfter({ calendar }: Task, { line, place, lag }: Preceding): number {
  return calendar.onOrAfter(endOf(taskAt(line, place)) + 1) + lag;
}

/** The latest day on which what precedes may end so that the task begins on that count at the latest. */
function latestBefore({ calendar }: Task, start: number, lag: number): number {
  return calendar.day(Math.max(0, start - lag)) - 1;
}

function backward(line: Line, end: number): void {
  for (let place = line.tasks.length - 1; place >= 0; place -= 1) {
    const task = taskAt(line, place);
    task.latest = Math.min(task.latest, end);
    task.free = Math.min(task.free, end);
    const latestStart = task.calendar.onOrBefore(task.latest) - (task.days - 1);
    for (const preceding of precedingOf(line, place)) {
      const before = taskAt(preceding.line, preceding.place);
      before.latest = Math.min(before.latest, latestBefore(task, latestStart, preceding.lag));
      before.free = Math.min(before.free, latestBefore(task, task.start, preceding.lag));
    }
  }
}

function endOf({ calendar, start, days }: Task): number {
  return calendar.day(start + days - 1);
}

function taskAt({ tasks, dependency }: Line, place: number): Task {
  const task = tasks.at(place);
  if (task === undefined) throw new Error(`${dependency.key} has no stage ${place}.`);
  return task;
}

function lastOf(line: Line): Task {
  return taskAt(line, -1);
}

function scheduledOf(line: Line): ScheduledDependency {
  const stages = line.tasks.map(scheduledStage);
  const last = stages.at(-1);
  if (last === undefined) throw new Error(`${line.dependency.key} has no stage.`);
  return { dependency: line.dependency, stages, last };
}

function scheduledStage({ planned, calendar, start, days, latest, free }: Task): ScheduledStage {
  const end = start + days - 1;
  const promised = planned.by === null ? end : calendar.onOrBefore(dayNumber(planned.by));
  return {
    planned,
    start: calendar.day(start),
    end: calendar.day(end),
    totalFloat: calendar.onOrBefore(latest) - end,
    freeFloat: calendar.onOrBefore(free) - end,
    late: Math.max(0, end - promised),
  };
}

/** From the first of those that end last back along what each of them waited for until it began. */
function pathTo(end: number, lines: readonly Line[], scheduled: Schedule['dependencies']): Step[] {
  const ended = lines.filter((line) => endOf(lastOf(line)) === end);
  const [last] = ended.sort((a, b) => a.dependency.key.localeCompare(b.dependency.key, 'en', { numeric: true }));
  const path: Step[] = [];
  let at = last && { line: last, place: last.tasks.length - 1 };
  while (at !== undefined) {
    const { line, place } = at;
    const stage = scheduled.get(line.dependency.id)?.stages[place];
    if (stage !== undefined) path.push({ dependency: line.dependency, stage });
    const task = taskAt(line, place);
    [at] = precedingOf(line, place)
      .filter((before) => earliestAfter(task, before) === task.start)
      .sort((a, b) => endOf(taskAt(b.line, b.place)) - endOf(taskAt(a.line, a.place)));
  }
  return path.reverse();
}
