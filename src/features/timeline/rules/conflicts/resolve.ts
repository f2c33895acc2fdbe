import { dateOfNumber, dayNumber } from '../../../../core/calendar-date.ts';
import { formatDay } from '../../../../core/format-time.ts';
import type {
  Environment,
  Plan,
  PlanConflict,
  Resolution,
  Schedule,
  ScheduledDependency,
  Window,
} from '../../model.ts';
import type { Calendars } from '../calendars.ts';
import { isWithinLife, MOST_AT_ONCE } from './find.ts';

/** Ways out that are proposed of one conflict. */
const MOST_PROPOSED = 4;
/** Working days ahead in which room is looked for: a quarter. */
const MOST_DAYS_AHEAD = 65;

/** What the ways out of conflicts are computed from. */
export interface Setting {
  plan: Plan;
  schedule: Schedule;
  calendars: Calendars;
}

/** Ways out of a conflict: the fewest days first, then the fewest people. */
export function resolutionsOf(conflict: PlanConflict, setting: Setting): Resolution[] {
  return waysOut(conflict, setting)
    .map((one) => ({ ...one, people: [...new Set(one.people)] }))
    .sort((a, b) => a.days - b.days || a.people.length - b.people.length)
    .slice(0, MOST_PROPOSED);
}

function waysOut(conflict: PlanConflict, setting: Setting): Resolution[] {
  switch (conflict.kind) {
    case 'never-works':
      return [
        {
          text: 'Leave a working day in their week: weekend: [6, 7] under people in the register file',
          days: 0,
          people: [conflict.idle.personId],
        },
      ];
    case 'needed-earlier': {
      const { dependency, waiting, days } = conflict;
      const { key } = dependency.dependency;
      return [
        {
          text: `${waiting.team} takes ${key} on ${dayText(dependency.last.end)} instead of ${formatDay(waiting.neededBy)}`,
          days,
          people: some(waiting.leadId),
        },
        {
          text: `Deliver ${key} ${counted(days)} earlier, by ${formatDay(waiting.neededBy)}`,
          days,
          people: ownerOf(dependency),
        },
      ];
    }
    case 'cycle':
      return outOfCycle(conflict.keys, setting);
    case 'after-cut-off': {
      const { dependency, stage, cutOff, days } = conflict;
      const what = stage.planned.name === 'test' ? 'Test' : 'Deliver';
      return [
        {
          text: `${what} ${dependency.dependency.key} ${counted(days)} earlier, by ${formatDay(cutOff)}`,
          days,
          people: ownerOf(dependency),
        },
        {
          text: `Move the cut-off to ${dayText(stage.end)}`,
          days,
          people: [...setting.plan.leadIds, ...leadsWaiting(dependency)],
        },
      ];
    }
    case 'no-environment':
      return elsewhere(conflict.window, setting);
    case 'not-ready': {
      const { window, environment } = conflict;
      const provide = {
        text: `Provision ${environment.name} by ${dayText(window.stage.start)}`,
        days: 0,
        people: some(environment.ownerId),
      };
      return [...(environment.state === 'retired' ? [] : [provide]), ...elsewhere(window, setting)];
    }
    case 'outside-life': {
      const { window, environment } = conflict;
      const life = {
        text: `Keep ${environment.name} for ${windowText(window.stage)}`,
        days: 0,
        people: [...some(environment.ownerId), ...setting.plan.leadIds],
      };
      return [life, ...later(window, environment, setting), ...elsewhere(window, setting)];
    }
    case 'over-capacity': {
      const { window, environment } = conflict;
      const more = {
        text: `Raise the capacity of ${environment.name} to ${conflict.beside.length + 1}`,
        days: 0,
        people: [...some(environment.ownerId), ...setting.plan.leadIds],
      };
      return [more, ...later(window, environment, setting), ...elsewhere(window, setting)];
    }
    case 'in-freeze': {
      const { window, freeze } = conflict;
      const lift = { text: `Except ${keyOf(window)} from “${freeze.name}”`, days: 0, people: setting.plan.leadIds };
      return [lift, ...later(window, environmentOf(window, setting), setting)];
    }
    case 'on-holiday':
      return afterHolidays(conflict.window, setting);
    case 'no-shared-day': {
      const { window } = conflict;
      const text = `Name a stand-in who works on days of the other side for the test window of ${keyOf(window)}`;
      return [{ text, days: 0, people: peopleOf(window.dependency) }];
    }
    case 'over-committed':
      return lessAtOnce(conflict, setting);
    case 'priorities-disagree':
      return onePriority(conflict, setting);
  }
}

/** Any need of a circle can go; what is agreed as a contract takes its place. */
function outOfCycle(keys: readonly string[], { schedule }: Setting): Resolution[] {
  const byKey = new Map([...schedule.dependencies.values()].map((one) => [one.dependency.key, one]));
  return keys.map((key, index) => {
    const needed = keys[(index + 1) % keys.length] ?? '';
    const people = [key, needed].flatMap((name) => {
      const found = byKey.get(name);
      return found === undefined ? [] : ownerOf(found);
    });
    return {
      text: `Begin ${key} against the contract of ${needed}: /deps needs ${key} ${needed} none`,
      days: 0,
      people,
    };
  });
}

/** The first room in the environment that a window has, after the window's own days. */
function later(window: Window, environment: Environment | undefined, setting: Setting): Resolution[] {
  const room = firstRoom(window, environment, setting);
  if (room === undefined) return [];
  const where = environment === undefined ? '' : ` in ${environment.name}`;
  return [
    {
      text: `Move the test window of ${keyOf(window)}${where} to ${windowText(room)}`,
      days: room.days,
      people: peopleOf(window.dependency),
    },
  ];
}

/** The first room in each other environment that is ready. */
function elsewhere(window: Window, setting: Setting): Resolution[] {
  const own = window.stage.planned.environmentId;
  return setting.plan.environments
    .filter(({ id, state }) => id !== own && state === 'ready')
    .flatMap((environment) => {
      const room = firstRoom(window, environment, setting);
      if (room === undefined) return [];
      const when = room.days === 0 ? '' : ` on ${windowText(room)}`;
      const people = [...some(environment.ownerId), ...(room.days === 0 ? [] : peopleOf(window.dependency))];
      return [{ text: `Test ${keyOf(window)} in ${environment.name}${when}`, days: room.days, people }];
    });
}

interface Room {
  start: number;
  end: number;
  /** Working days after the window's own start. */
  days: number;
}

/** Where a window fits: within the environment's life and capacity, outside freezes and before the cut-off. */
function firstRoom(window: Window, environment: Environment | undefined, setting: Setting): Room | undefined {
  const { plan, calendars } = setting;
  const { planned, start, end } = window.stage;
  const calendar = calendars(planned.sides);
  const first = calendar.onOrAfter(start);
  const long = calendar.onOrBefore(end) - first;
  const taken = environment === undefined ? [] : windowsIn(environment.id, window, setting);
  for (let days = 0; days <= MOST_DAYS_AHEAD; days += 1) {
    const room = { start: calendar.day(first + days), end: calendar.day(first + days + long), days };
    if (plan.cutOff !== null && room.end > dayNumber(plan.cutOff)) return undefined;
    if (plan.freezes.some((one) => dayNumber(one.startDate) <= room.end && room.start <= dayNumber(one.endDate)))
      continue;
    if (environment === undefined) return room;
    if (isWithinLife(environment, room) && mostAtOnce(taken, room) < environment.capacity) return room;
  }
  return undefined;
}

function windowsIn(environmentId: string, except: Window, { schedule }: Setting): { start: number; end: number }[] {
  return [...schedule.dependencies.values()]
    .flatMap(({ stages }) => stages)
    .filter((stage) => stage !== except.stage && stage.planned.environmentId === environmentId);
}

/** The most of these spans that fall on one day of another. */
function mostAtOnce(spans: readonly { start: number; end: number }[], within: { start: number; end: number }): number {
  const inside = spans.filter(({ start, end }) => start <= within.end && within.start <= end);
  const days = [within.start, ...inside.map(({ start }) => start).filter((start) => start > within.start)];
  return Math.max(...days.map((day) => inside.filter(({ start, end }) => start <= day && day <= end).length));
}

function afterHolidays(window: Window, { calendars }: Setting): Resolution[] {
  const { planned, start, end } = window.stage;
  const calendar = calendars(planned.sides);
  const long = calendar.onOrBefore(end) - calendar.onOrAfter(start);
  const holidays: number[] = [];
  for (let day = start; day <= end; day += 1) if (calendar.holiday(day) !== undefined) holidays.push(day);
  const first = calendar.onOrAfter((holidays.at(-1) ?? end) + 1);
  const room = { start: calendar.day(first), end: calendar.day(first + long) };
  const people = peopleOf(window.dependency);
  const days = first - calendar.onOrAfter(start);
  return [
    { text: `Keep the window: it has ${counted(long + 1)} that both sides work`, days: 0, people },
    { text: `Move the test window of ${keyOf(window)} to ${windowText(room)}`, days, people },
  ];
}

/** What has the most float gives way: to the delegate, or until one of the others has ended. */
function lessAtOnce(
  { ownerId, work }: PlanConflict & { kind: 'over-committed' },
  { calendars }: Setting,
): Resolution[] {
  const [first] = work.toSorted((a, b) => b.stage.totalFloat - a.stage.totalFloat);
  if (first === undefined) return [];
  const { dependency, stage } = first;
  const ends = work
    .filter((one) => one !== first)
    .map((one) => one.stage.end)
    .sort((a, b) => a - b);
  const free = ends[work.length - 1 - MOST_AT_ONCE] ?? stage.end;
  const calendar = calendars(stage.planned.sides);
  const start = calendar.onOrAfter(free + 1);
  const days = start - calendar.onOrAfter(stage.start);
  const float = stage.totalFloat >= days ? 'within its float' : `${counted(days - stage.totalFloat)} beyond its float`;
  const hand = {
    text: `Hand ${dependency.key} to its delegate`,
    days: 0,
    people: [ownerId, ...some(dependency.delegateId)],
  };
  const wait = {
    text: `Begin ${dependency.key} on ${dayText(calendar.day(start))}, ${float}`,
    days,
    people: [ownerId],
  };
  return [...(dependency.delegateId === null ? [] : [hand]), wait];
}

/** One side takes the other's priority, or leadership says which counts. Who waits gives the float that it can lose. */
function onePriority(
  { dependency, waiting }: PlanConflict & { kind: 'priorities-disagree' },
  { plan, calendars }: Setting,
): Resolution[] {
  const { key, producer } = dependency.dependency;
  const { end, totalFloat, planned } = dependency.last;
  const teams = waiting.map(({ team }) => team).join(', ');
  const leads = waiting.flatMap(({ leadId }) => some(leadId));
  const calendar = calendars(planned.sides);
  const days = Math.max(0, totalFloat);
  const latest = dayText(calendar.day(calendar.onOrBefore(end) + days));
  const lead = some(producer.leadId);
  return [
    {
      text: `${producer.team} raises ${key} to high`,
      days: 0,
      people: lead.length === 0 ? ownerOf(dependency) : lead,
    },
    {
      text: `Leadership decides whose priority of ${key} counts`,
      days: 0,
      people: [...plan.leadIds, ...lead, ...leads],
    },
    {
      text: `${teams} ${waiting.length === 1 ? 'lowers its priority and takes' : 'lower their priorities and take'} ${key} by ${latest}, the last day that moves nothing else`,
      days,
      people: leads,
    },
  ];
}

function environmentOf({ stage }: Window, { plan }: Setting): Environment | undefined {
  return plan.environments.find(({ id }) => id === stage.planned.environmentId);
}

function keyOf({ dependency }: Window): string {
  return dependency.dependency.key;
}

function ownerOf({ dependency }: ScheduledDependency): string[] {
  return some(dependency.ownerId);
}

function leadsWaiting({ dependency }: ScheduledDependency): string[] {
  return dependency.consumers.flatMap(({ leadId }) => some(leadId));
}

function peopleOf(dependency: ScheduledDependency): string[] {
  return [...ownerOf(dependency), ...leadsWaiting(dependency)];
}

function some(id: string | null): string[] {
  return id === null ? [] : [id];
}

function counted(days: number): string {
  return days === 1 ? '1 working day' : `${days} working days`;
}

function dayText(day: number): string {
  return formatDay(dateOfNumber(day));
}

function windowText({ start, end }: { start: number; end: number }): string {
  return start === end ? dayText(start) : `${dayText(start)} – ${dayText(end)}`;
}
