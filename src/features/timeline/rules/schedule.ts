import { dayNumber } from '../../../core/calendar-date.ts';
import type { WorkingDayIndex } from '../../../core/working-days.ts';
import type {
  Line,
  Network,
  Plan,
  PlannedStage,
  Schedule,
  ScheduledDependency,
  ScheduledStage,
  Step,
  Task,
} from '../model.ts';
import { type Calendars, calendarsOf } from './calendars.ts';
import { inOrder } from './order.ts';

/** Days, by dependency, of each of its stages before which it does not begin. */
export type Delays = ReadonlyMap<string, readonly number[]>;

/** When tasks take place, each by its number in the network. Starts are counts of the task's calendar, all others days. */
interface Times {
  starts: Int32Array;
  ends: Int32Array;
  /** Day after which it cannot end without moving the end. */
  latest: Int32Array;
  /** Day after which it cannot end without moving what comes next. */
  free: Int32Array;
}

/**
 * When everything takes place if it goes on as planned: the critical path method (Kelley and Walker 1959) over working days of
 * many calendars. One pass forward gives the earliest days; one backward the latest, by asking of each step forward the
 * latest day that it maps to the same result. Float is therefore exact over different weekends and holidays; on the critical
 * path it may be more than 0 where one side's days off hide a day of the other.
 */
export function schedule(plan: Plan, calendars: Calendars = calendarsOf(plan)): Schedule {
  return scheduled(networkOf(plan, calendars));
}

/** The schedule of a network, when some stages begin later than they could. */
export function scheduled(network: Network, delays: Delays = new Map()): Schedule {
  const { lines, tasks, cycles } = network;
  const { starts, ends } = forward(network, delays);
  const end = tasks.length === 0 ? null : ends.reduce((last, one) => Math.max(last, one));
  if (end === null) return { network, dependencies: new Map(), end, path: [], cycles };
  const times = { starts, ends, ...backward(network, starts, end) };
  const dependencies = new Map(
    lines.map(({ dependency, first }): [string, ScheduledDependency] => {
      const stages = dependency.stages.map((_, place) => scheduledStage(taskAt(network, first + place), times));
      const last = stages.at(-1);
      if (last === undefined) throw new Error(`${dependency.key} has no stage.`);
      return [dependency.id, { dependency, stages, last }];
    }),
  );
  return { network, dependencies, end, path: pathTo(end, network, times, dependencies), cycles };
}

function networkOf(plan: Plan, calendars: Calendars): Network {
  const today = dayNumber(plan.today);
  const places = new Map(plan.dependencies.map(({ id }, place) => [id, place]));
  const needed: number[][] = plan.dependencies.map(() => []);
  const lags: number[][] = plan.dependencies.map(() => []);
  for (const { dependencyId, neededId, lag } of plan.needs) {
    const [from, to] = [places.get(dependencyId), places.get(neededId)];
    // What is delivered or out of scope holds nobody up.
    if (from === undefined || to === undefined) continue;
    needed[from]?.push(to);
    lags[from]?.push(lag);
  }
  const { order, circleOf, cycles } = inOrder(needed);
  const tasks: Task[] = [];
  const lines: Line[] = [];
  /** By place in the plan: the number of its last task. */
  const lasts = new Int32Array(plan.dependencies.length);
  for (const place of order) {
    const dependency = plan.dependencies[place];
    if (dependency === undefined) continue;
    const first = tasks.length;
    const line = { dependency, first };
    // What is needed holds up the first that is no contract, which is agreed while others still build.
    const waits = Math.max(
      0,
      dependency.stages.findIndex(({ name }) => name !== 'contract'),
    );
    for (const stage of dependency.stages) {
      const number = tasks.length;
      const after = number === first ? [] : [{ number: number - 1, lag: 0 }];
      if (number === first + waits) {
        needed[place]?.forEach((to, index) => {
          if (circleOf[place] === circleOf[to]) return;
          after.push({ number: lasts[to] ?? 0, lag: lags[place]?.[index] ?? 0 });
        });
      }
      tasks.push({ number, line, after, ...workOf(stage, calendars(stage.sides), today) });
    }
    lasts[place] = tasks.length - 1;
    lines.push(line);
  }
  const keyOf = (place: number) => plan.dependencies[place]?.key ?? '';
  return { lines, tasks, cycles: cycles.map((cycle) => cycle.map(keyOf)) };
}

function workOf(
  planned: PlannedStage,
  calendar: WorkingDayIndex,
  today: number,
): Omit<Task, 'number' | 'line' | 'after'> {
  const from = planned.from === null ? null : dayNumber(planned.from);
  const by = planned.by === null ? null : dayNumber(planned.by);
  const promised = by === null ? null : calendar.onOrBefore(by);
  const begins = from === null ? null : calendar.onOrAfter(from);
  const span = begins === null || promised === null ? 1 : promised - begins + 1;
  const days = Math.max(1, planned.days ?? span);
  const present = calendar.onOrAfter(today);
  const undated = from === null && by === null;
  const floor = Math.max(
    // What has dates may be under way; nothing that is open ended in the past.
    undated ? present : present - (days - 1),
    begins ?? 0,
    promised === null ? 0 : promised - (days - 1),
  );
  return { planned, calendar, days, floor, promised };
}

function forward({ lines, tasks }: Network, delays: Delays): Pick<Times, 'starts' | 'ends'> {
  const starts = Int32Array.from(tasks, ({ floor }) => floor);
  const ends = new Int32Array(tasks.length);
  const delayed = delays.size === 0 ? [] : lines.filter(({ dependency }) => delays.has(dependency.id));
  for (const { dependency, first } of delayed) {
    delays.get(dependency.id)?.forEach((day, place) => {
      const start = tasks[first + place]?.calendar.onOrAfter(day) ?? 0;
      starts[first + place] = Math.max(starts[first + place] ?? 0, start);
    });
  }
  for (const task of tasks) {
    let start = starts[task.number] ?? 0;
    for (const before of task.after) start = Math.max(start, earliestAfter(task, before, ends));
    starts[task.number] = start;
    ends[task.number] = task.calendar.day(start + task.days - 1);
  }
  return { starts, ends };
}

/** The count on which a task can begin after what precedes. */
function earliestAfter({ calendar }: Task, { number, lag }: Task['after'][number], ends: Int32Array): number {
  return calendar.onOrAfter((ends[number] ?? 0) + 1) + lag;
}

/** The latest day on which what precedes may end so that the task begins on that count at the latest. */
function latestBefore({ calendar }: Task, start: number, lag: number): number {
  return calendar.day(Math.max(0, start - lag)) - 1;
}

function backward({ tasks }: Network, starts: Int32Array, end: number): Pick<Times, 'latest' | 'free'> {
  const latest = new Int32Array(tasks.length).fill(end);
  const free = new Int32Array(tasks.length).fill(end);
  for (let index = tasks.length - 1; index >= 0; index -= 1) {
    const task = tasks[index];
    if (task === undefined || task.after.length === 0) continue;
    const latestStart = task.calendar.onOrBefore(latest[index] ?? 0) - (task.days - 1);
    for (const { number, lag } of task.after) {
      latest[number] = Math.min(latest[number] ?? 0, latestBefore(task, latestStart, lag));
      free[number] = Math.min(free[number] ?? 0, latestBefore(task, starts[index] ?? 0, lag));
    }
  }
  return { latest, free };
}

function taskAt({ tasks }: Network, number: number): Task {
  const task = tasks[number];
  if (task === undefined) throw new RangeError(`There is no task ${number}.`);
  return task;
}

function scheduledStage({ number, planned, calendar, days, promised }: Task, times: Times): ScheduledStage {
  const start = times.starts[number] ?? 0;
  const end = start + days - 1;
  return {
    planned,
    start: calendar.day(start),
    end: times.ends[number] ?? 0,
    totalFloat: calendar.onOrBefore(times.latest[number] ?? 0) - end,
    freeFloat: calendar.onOrBefore(times.free[number] ?? 0) - end,
    late: Math.max(0, end - (promised ?? end)),
  };
}

/** From the first of those that end last back along what each of them waited for until it began. */
function pathTo(
  end: number,
  network: Network,
  { starts, ends }: Times,
  dependencies: Schedule['dependencies'],
): Step[] {
  const ended = network.lines.filter(({ dependency }) => dependencies.get(dependency.id)?.last.end === end);
  const [last] = ended.sort((a, b) => a.dependency.key.localeCompare(b.dependency.key, 'en', { numeric: true }));
  const path: Step[] = [];
  let task = last && taskAt(network, last.first + last.dependency.stages.length - 1);
  while (task !== undefined) {
    const { number, line, after }: Task = task;
    const { dependency, first } = line;
    const stage = dependencies.get(dependency.id)?.stages[number - first];
    if (stage !== undefined) path.push({ dependency, stage });
    const at: Task = task;
    const [before] = after
      .filter((one) => earliestAfter(at, one, ends) === starts[number])
      .sort((a, b) => (ends[b.number] ?? 0) - (ends[a.number] ?? 0));
    task = before && taskAt(network, before.number);
  }
  return path.reverse();
}
