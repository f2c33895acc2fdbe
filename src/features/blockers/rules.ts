import { z } from 'zod';
import { moment, type Text, text } from '../../chat/text.ts';
import {
  addWorkingDays,
  NoWorkingTime,
  type WorkingDays,
  workingDayOnOrAfter,
  workingDaysBetween,
} from '../../core/calendar.ts';
import { addDays, daysBetween } from '../../core/calendar-date.ts';
import { enumerate } from '../../core/enumerate.ts';
import { formatDay } from '../../core/format-time.ts';
import type { Decided } from '../escalations/model.ts';
import type { Consumer, CriticalDate } from '../register/model.ts';
import type { ChoiceFacts, Choices, DecisionOption, OptionKind } from './model.ts';

/** A date is moved by a year at most, and a blocker expected to last no longer; what needs more is out of scope. */
export const LONGEST_MOVE_DAYS = 366;
/** Items a consequence names before it only counts. */
const MOST_NAMED = 3;

/** What leadership can choose, each with what follows from it by the register's data, and why the rest cannot be chosen. */
export function choicesFor(facts: ChoiceFacts, calendar: WorkingDays): Choices {
  const all: (DecisionOption | Text)[] = [
    reassign(facts),
    moveProposed(facts, calendar),
    proceed(facts, calendar),
    drop(facts),
  ];
  return {
    offered: all.flatMap((one) => (Array.isArray(one) ? [] : [one])),
    notOffered: all.flatMap((one) => (Array.isArray(one) ? [one] : [])),
  };
}

function reassign(facts: ChoiceFacts): DecisionOption | Text {
  const { owner, delegate } = facts;
  if (delegate === null) return text`Reassigning: no delegate is named`;
  if (delegate.awayUntil !== null)
    return text`Reassigning: ${delegate.name} is away until ${moment(delegate.awayUntil)}`;
  const load =
    delegate.open === 0
      ? `${delegate.name} owns nothing else that is open`
      : `${delegate.name} owns ${counted(delegate.open, 'other open dependency', 'other open dependencies')}, ${delegate.reds} RED`;
  const stays = owner === null ? '' : `; ${owner.name} is delegate then`;
  return {
    kind: 'reassign',
    label: `Reassign to ${delegate.name}`,
    done: `reassigned to ${delegate.name}`,
    consequence: text`${facts.follows({ ownerId: delegate.id, delegateId: owner?.id ?? null }) || 'no date moves'}; ${load}${stays}`,
    target: delegate.id,
  };
}

function moveProposed(facts: ChoiceFacts, calendar: WorkingDays): DecisionOption | Text {
  try {
    const date = proposedDate(facts, calendar);
    return date === undefined ? text`Moving a date: none is set` : moveOption(facts, calendar, date);
  } catch (error) {
    // Leadership hears of a blocker all the same; its other choices stand.
    if (error instanceof NoWorkingTime) return text`Moving a date: the owner's calendar has no working day`;
    throw error;
  }
}

function proceed(facts: ChoiceFacts, calendar: WorkingDays): DecisionOption | Text {
  const { contract } = facts;
  if (contract === null) return text`Going on against the contract: none is submitted`;
  const missing = contract.gates - contract.gatesPassed;
  return {
    kind: 'proceed',
    label: `Go on against contract v${contract.version} as drafted`,
    done: `going on against contract v${contract.version} as drafted`,
    consequence: text`no date moves${ifItLasts(facts, calendar)}; ${missing} of ${contract.gates} gates not passed; shows YELLOW until the next tier`,
    target: contract.version,
  };
}

/**
 * What follows while nothing is moved: each working day until the expected end is lost, or one where none is known. Going on
 * writes no date, so that it is told as what the blocker will have cost.
 */
function ifItLasts({ expectedUntil, today, costs }: ChoiceFacts, calendar: WorkingDays): string {
  const last = addDays(today, LONGEST_MOVE_DAYS);
  const until = expectedUntil === null || expectedUntil < last ? expectedUntil : last;
  const lost = until === null || until <= today ? 0 : workingDaysBetween(calendar, today, until);
  const words = costs(Math.max(1, lost));
  if (words === '') return '';
  return lost === 0 || until === null
    ? `; one more working day blocked: ${words}`
    : `; blocked until ${formatDay(until)}, ${counted(lost, 'working day', 'working days')}: ${words}`;
}

function drop(facts: ChoiceFacts): DecisionOption {
  const teams = facts.consumers.map((consumer) => consumer.team);
  const lose =
    teams.length === 0 ? 'nobody waits for it' : `${listed(teams)} ${teams.length === 1 ? 'loses' : 'lose'} it`;
  const keys = facts.commitments.map(({ key }) => key);
  const broken = keys.length === 0 ? '' : `; ${listed(keys)} ${keys.length === 1 ? 'falls' : 'fall'}`;
  const dates = facts.criticalDates.length;
  const follows = facts.follows({ state: 'dropped' });
  const fall = dates === 0 ? '' : `; ${counted(dates, 'critical date falls', 'critical dates fall')}`;
  return {
    kind: 'drop',
    label: 'Take out of scope',
    done: 'taken out of scope',
    consequence: text`not part of ${facts.programme} any more; ${lose}${broken}${fall}${follows === '' ? '' : `; ${follows}`}; ${toldOf(facts.told)} told`,
    target: '',
  };
}

/** How a blocker ended that a decision ended. */
export function resolutionBy({ choice, key }: Pick<Decided, 'choice' | 'key'>): string {
  return `${choice} (${key})`;
}

function toldOf(names: readonly string[]): string {
  if (names.length === 0) return 'nobody is';
  return `${listed(names)} ${names.length === 1 ? 'is' : 'are'}`;
}

/** What moving to a date changes in the register. */
export interface Move {
  /** The date it is moved from: the earliest on which somebody needs it, else the delivery. */
  from: string;
  to: string;
  days: number;
  /** Teams whose date moves; none when only the delivery has one. */
  teams: string[];
  consumers: Consumer[];
  dueDate: string | null;
  /** Critical dates that were after it and are before it now. */
  passes: CriticalDate[];
}

/** The date a move starts from; undefined when no date is set. */
export function dateToMove({ consumers, dueDate }: Pick<ChoiceFacts, 'consumers' | 'dueDate'>): string | undefined {
  const needed = consumers.flatMap((consumer) => (consumer.neededBy === null ? [] : [consumer.neededBy]));
  return needed.sort()[0] ?? dueDate ?? undefined;
}

/**
 * The date to move to. Each working day between raising and the expected end (today, where none is known) costs one
 * working day, at least one; counted from the consumer's date or the delivery, whichever is later; and never before
 * the first working day after the blocker's end. Undefined when no date is set.
 */
export function proposedDate(facts: ChoiceFacts, calendar: WorkingDays): string | undefined {
  const from = dateToMove(facts);
  if (from === undefined) return undefined;
  const ends = latest(facts.expectedUntil ?? facts.today, facts.today);
  const began = latest(facts.raisedOn, addDays(ends, -LONGEST_MOVE_DAYS));
  const lost = Math.max(1, workingDaysBetween(calendar, began, ends));
  const moved = addWorkingDays(calendar, latest(from, facts.dueDate ?? from), lost);
  return latest(moved, addWorkingDays(calendar, ends, 1));
}

/**
 * What moving to `to` means: every consumer that needs it earlier gets that date. The delivery moves by the same days,
 * to a working day and at most to `to`; nothing moves to an earlier day.
 */
export function planMove(facts: ChoiceFacts, calendar: WorkingDays, to: string): Move {
  const from = dateToMove(facts);
  if (from === undefined) throw new Error('A move was planned where no date is set.');
  const days = daysBetween(from, to);
  const earlier = facts.consumers.filter(({ neededBy }) => neededBy !== null && neededBy < to);
  return {
    from,
    to,
    days,
    teams: earlier.map((consumer) => consumer.team),
    consumers: facts.consumers.map(({ teamId, neededBy, priority }) => ({
      teamId,
      neededBy: neededBy !== null && neededBy < to ? to : neededBy,
      priority,
    })),
    dueDate: facts.dueDate === null ? null : movedDelivery(facts.dueDate),
    passes: facts.criticalDates.filter(({ date }) => from <= date && date < to),
  };

  function movedDelivery(dueDate: string): string {
    if (dueDate >= to) return dueDate;
    const shifted = workingDayOnOrAfter(calendar, addDays(dueDate, days));
    return shifted < to ? shifted : to;
  }
}

/** A commitment holds the day of delivery; leadership's decision becomes its terms. */
function termsPart({ commitments }: ChoiceFacts): string[] {
  const held = commitments.filter(({ stage }) => stage === 'release').map(({ key }) => key);
  return held.length === 0 ? [] : [`the terms of ${listed(held)} change by this decision`];
}

/** Moving to `to` as a choice. */
export function moveOption(facts: ChoiceFacts, calendar: WorkingDays, to: string): DecisionOption {
  const move = planMove(facts, calendar, to);
  const day = formatDay(to);
  const [team, ...others] = move.teams;
  const what =
    team === undefined ? 'the delivery' : others.length === 0 ? `${team}'s date` : `${move.teams.length} teams' dates`;
  const span = `${day} (+${move.days} d)`;
  const parts = [
    `+${move.days} d`,
    ...(others.length > 0 ? [`moves ${listed(move.teams)}`] : []),
    ...(team !== undefined && move.dueDate !== null && move.dueDate !== facts.dueDate
      ? [`delivery moves to ${formatDay(move.dueDate)}`]
      : []),
    ...(move.dueDate === facts.dueDate ? [] : termsPart(facts)),
    ...releasePart(facts.releaseDate, to),
    ...[facts.follows({ consumers: move.consumers, dueDate: move.dueDate })].filter((words) => words !== ''),
    ...(move.passes.length > 0
      ? [`passes ${listed(move.passes.map((one) => `${one.label} ${formatDay(one.date)}`))}`]
      : []),
  ];
  return {
    kind: 'move',
    label: `Move ${what} to ${span}`,
    done: `${what} moved to ${span}`,
    consequence: text`${parts.join('; ')}`,
    target: '',
  };
}

function releasePart(releaseDate: string | null, to: string): string[] {
  if (releaseDate === null) return [];
  const left = daysBetween(to, releaseDate);
  const release = `the release ${formatDay(releaseDate)}`;
  if (left === 0) return [`on the day of ${release}`];
  return [
    left > 0
      ? `${counted(left, 'day', 'days')} before ${release}`
      : `${counted(-left, 'day', 'days')} after ${release}`,
  ];
}

/** Why `to` cannot be moved to; undefined when it can. */
export function faultOfDate(facts: ChoiceFacts, to: string): string | undefined {
  const from = dateToMove(facts);
  if (from === undefined) return 'No date is set, so none can be moved. Set one first.';
  const earliest = addDays(latest(from, facts.today), 1);
  const last = addDays(earliest, LONGEST_MOVE_DAYS);
  if (!z.iso.date().safeParse(to).success) return `Choose a day, such as ${earliest}.`;
  if (to < earliest) return `Choose a day after ${formatDay(addDays(earliest, -1))}, such as ${earliest}.`;
  if (to > last) return `Choose a day up to ${formatDay(last)}, such as ${earliest}; for later, take it out of scope.`;
  return undefined;
}

/** The choice of this kind that is offered; undefined when it is not, or means somebody or something else by now. */
export function offeredOption(choices: Choices, kind: OptionKind, target: string): DecisionOption | undefined {
  return choices.offered.find((option) => option.kind === kind && option.target === target);
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}

function counted(many: number, one: string, several: string): string {
  return `${many} ${many === 1 ? one : several}`;
}

/** Names in a row: `A, B, C and 2 more`. */
export function listed(names: readonly string[], most = MOST_NAMED): string {
  const shown = names.slice(0, most);
  if (names.length > most) return `${shown.join(', ')} and ${names.length - most} more`;
  return enumerate(shown);
}
