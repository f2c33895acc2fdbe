import { DateTime } from 'luxon';
import { isWorkingDay, nextWorkingMoment } from '../../../core/calendar.ts';
import { addDays, utcMidnight } from '../../../core/calendar-date.ts';
import { groupBy } from '../../../core/group.ts';
import { instantOf, localDate } from '../../../core/local-time.ts';
import type { Expectation, Expected, Facts, GateFacts, Span } from '../model.ts';
import { judged, Unknown, valueAt } from './history.ts';
import { actingFor, personAt } from './presence.ts';

/** Approvers are reminded at this time of their working day. */
const REMIND_TIME = { hour: 9, minute: 30 };
/** A reminder may wait so long for the working hours of whoever stands in. */
const LONGEST_WAIT_DAYS = 14;
/** Waits for another person's working hours in a row. */
const MOST_WAITS = 8;

/** The gates that each approver has or had a seat at. */
type Gates = ReadonlyMap<string, readonly GateFacts[]>;

/** The daily reminders of everybody whose signature an open gate waits for, by approver. */
export function* expectedReminders(facts: Facts, span: Span): Generator<Expected> {
  const gates = gatesByApprover(facts);
  for (const approver of gates.keys()) {
    yield judged(`signatures of @${handleOf(facts, approver)}`, () => remindersOf(facts, gates, approver, span));
  }
}

function gatesByApprover({ gates }: Facts): Gates {
  const seats = gates.flatMap((gate) => {
    const approvers = gate.seats.map((seat) => seat.personId);
    return [...new Set(approvers)].map((approver) => ({ approver, gate }));
  });
  const byApprover = groupBy(seats, ({ approver }) => approver);
  return new Map([...byApprover].map(([approver, of]) => [approver, of.map(({ gate }) => gate)]));
}

function remindersOf(facts: Facts, gates: Gates, approver: string, span: Span): Expectation[] {
  const all = gates.get(approver) ?? [];
  const found: Expectation[] = [];
  const end = span.to.plus({ days: 1 });
  let day = span.from.minus({ days: LONGEST_WAIT_DAYS }).toISODate();
  for (; day <= end.toISODate(); day = addDays(day, 1)) {
    const own = all.filter((gate) => mayWaitOn(gate, utcMidnight(day)));
    if (own.length === 0) continue;
    const calendar = personAt(facts, approver, DateTime.min(utcMidnight(day).plus({ hours: 12 }), span.to));
    if (!isWorkingDay(calendar, day)) continue;
    const due = nextWorkingMoment(calendar, instantOf(day, REMIND_TIME, calendar.zone));
    const asked = own.some(
      (gate) => waitsInTime(gate, approver, due) && localDate(askedSince(gate, approver, due), calendar.zone) < day,
    );
    const call = asked ? callOf(facts, all, approver, due) : undefined;
    if (call === undefined) continue;
    const { reader, at } = call;
    const subject = `signatures:${reader}:${localDate(at, personAt(facts, reader, at).zone)}`;
    if (isTold(facts, gates, reader, at)) {
      found.push({ send: 'reminder', about: `@${handleOf(facts, reader)}`, at, to: `person:${reader}`, subject });
    }
    // The next one is planned when this one is sent.
    day = localDate(at, calendar.zone);
  }
  return found;
}

/** Who is reminded and when: whoever acts for the approver, in their working hours after 09:30. */
function callOf(
  facts: Facts,
  gates: readonly GateFacts[],
  approver: string,
  due: DateTime,
): { reader: string; at: DateTime } | undefined {
  let at = due;
  for (let wait = 0; wait < MOST_WAITS; wait += 1) {
    const moment = at;
    if (!gates.some((gate) => waitsInTime(gate, approver, moment))) return undefined;
    const reader = actingFor(facts, approver, at);
    const calendar = personAt(facts, reader, at);
    const working = nextWorkingMoment(calendar, at);
    const morning = instantOf(localDate(working, calendar.zone), REMIND_TIME, calendar.zone);
    const ready = nextWorkingMoment(calendar, DateTime.max(working, morning));
    if (ready <= at) return { reader, at };
    at = ready;
  }
  throw new Unknown('who signs changes too often');
}

/** True when a gate may be open on a day, anywhere on earth. */
function mayWaitOn(gate: GateFacts, day: DateTime): boolean {
  const ended = gate.closedAt !== null && gate.closedAt < day.minus({ days: 1 });
  return !ended && gate.openedAt < day.plus({ days: 2 });
}

function waitsFor(gate: GateFacts, approver: string, at: DateTime): boolean {
  if (gate.openedAt > at || (gate.closedAt !== null && gate.closedAt <= at)) return false;
  const holds = gate.seats.some(
    (seat) => seat.personId === approver && seat.since <= at && (seat.until === null || seat.until > at),
  );
  return holds && !gate.votes.some((vote) => vote.approverId === approver && countsAt(vote, at));
}

function countsAt(vote: GateFacts['votes'][number], at: DateTime): boolean {
  return vote.at <= at && (vote.until === null || vote.until > at);
}

function waitsInTime(gate: GateFacts, approver: string, at: DateTime): boolean {
  const isLate = gate.late.some(({ since, endedAt }) => since <= at && (endedAt === null || endedAt > at));
  return gate.dueAt > at && !isLate && waitsFor(gate, approver, at);
}

/** Since when an approver has had a seat; who was given more time is reminded from the day after. */
function askedSince(gate: GateFacts, approver: string, at: DateTime): DateTime {
  const since = gate.seats.findLast((seat) => seat.personId === approver)?.since ?? gate.openedAt;
  const ends = gate.late.flatMap(({ endedAt }) => (endedAt !== null && endedAt <= at ? [endedAt] : []));
  return DateTime.max(since, ...ends);
}

/** True when something waits that this reader may sign: not what they submitted, and not where they have voted. */
function isTold(facts: Facts, gates: Gates, reader: string, at: DateTime): boolean {
  // Only for somebody who is away does another one act.
  const approvers = [...new Set([reader, ...facts.absences.keys()])].filter(
    (approver) => approver === reader || actingFor(facts, approver, at) === reader,
  );
  return approvers.some((approver) =>
    gates.get(approver)?.some((gate) => {
      if (!waitsFor(gate, approver, at)) return false;
      const dependency = facts.dependencies.get(gate.dependencyId);
      if (dependency === undefined || valueAt(dependency.history, at)?.state === 'dropped') return false;
      return gate.submitterId !== reader && !gate.votes.some((vote) => vote.byId === reader && countsAt(vote, at));
    }),
  );
}

function handleOf({ people }: Facts, id: string): string {
  return people.get(id)?.handle ?? id;
}
