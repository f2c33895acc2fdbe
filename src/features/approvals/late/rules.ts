import type { DateTime } from 'luxon';
import { z } from 'zod';
import { text } from '../../../chat/text.ts';
import { addWorkingDays, NoWorkingTime, type WorkingDays } from '../../../core/calendar.ts';
import { addDays } from '../../../core/calendar-date.ts';
import { formatDay } from '../../../core/format-time.ts';
import type { Milestone } from '../../timeline/model.ts';
import { dueOn } from '../rules.ts';
import type { ChoiceFacts, DecisionOption, Missing, OptionKind, Written } from './model.ts';

/** Missing approvers whom leadership is offered to replace from one card. */
const MOST_REPLACED = 3;
/** A gate is given four weeks at most: what takes longer needs another plan. Ours. */
const LONGEST_EXTENSION_DAYS = 28;

/** What leadership can choose for a late gate, each with what follows from it. */
export function choicesFor(facts: ChoiceFacts): DecisionOption[] {
  return [...facts.missing.slice(0, MOST_REPLACED).map(replace), extendTo(facts, proposedDate(facts)), drop(facts)];
}

function replace({ personId, name, as }: Missing): DecisionOption {
  return {
    kind: 'replace',
    label: `Name another approver for ${name}`,
    done: `another approver for ${name}`,
    consequence: text`signs as ${as}; no date moves, and the gate stays late until it is signed`,
    target: personId,
  };
}

/** Giving until a day as a choice. */
export function extendTo(facts: ChoiceFacts, date: string): DecisionOption {
  const day = formatDay(date);
  return {
    kind: 'extend',
    label: `Give until ${day}`,
    done: `given until ${day}`,
    consequence: text`${inThePlan(facts, date)}; approvers are reminded again every working day`,
    target: '',
  };
}

/**
 * The contract stage when the gate is given until a day: it ends when the gates after it have had their working days too.
 * Undefined where the plan does not change by it.
 */
export function stageMoved({ stage, laterDays, ownDays }: ChoiceFacts, date: string): Milestone | undefined {
  if (stage === null) return undefined;
  const endDate = lastGate(ownDays, date, laterDays);
  return stage.endDate !== null && stage.endDate >= endDate ? undefined : { ...stage, endDate };
}

/** What a choice writes that the plan is made of; undefined for nothing. */
export function writtenBy(facts: ChoiceFacts, kind: OptionKind, date = ''): Written | undefined {
  if (kind === 'drop') return { facts: { state: 'dropped' } };
  const stage = kind === 'extend' ? stageMoved(facts, date) : undefined;
  return stage && { stage };
}

/** A calendar without a working day is the plan's to tell of: here every day counts then. */
function lastGate(calendar: WorkingDays, date: string, days: number): string {
  try {
    return addWorkingDays(calendar, date, days);
  } catch (error) {
    if (error instanceof NoWorkingTime) return addDays(date, days);
    throw error;
  }
}

function inThePlan(facts: ChoiceFacts, date: string): string {
  const { stage } = facts;
  const later = facts.laterDays === 0 ? '' : '; later gates move as far';
  if (stage === null) return `no date moves: the plan has no contract stage to wait for${later}`;
  const moved = stageMoved(facts, date);
  if (moved === undefined) return `no date moves: the contract stage has until ${dayOf(stage.endDate)}${later}`;
  const terms = stage.committed === null ? '' : `; the terms of ${stage.committed} change by this decision`;
  const follows = facts.follows({ stage: moved });
  return `contract stage ${dayOf(stage.endDate)} → ${dayOf(moved.endDate)}${terms}${follows === '' ? '' : `; ${follows}`}${later}`;
}

function dayOf(date: string | null): string {
  return date === null ? 'no date' : formatDay(date);
}

function drop({ programme, consumers, follows }: ChoiceFacts): DecisionOption {
  const [first, ...others] = consumers;
  const lose =
    first === undefined
      ? 'nobody waits for it'
      : others.length === 0
        ? `${first} loses it`
        : `${consumers.length} teams lose it`;
  const words = follows({ facts: { state: 'dropped' } });
  return {
    kind: 'drop',
    label: 'Take out of scope',
    done: 'taken out of scope',
    consequence: text`not part of ${programme} any more; ${lose}; nothing is signed${words === '' ? '' : `; ${words}`}`,
    target: '',
  };
}

/** The choice that a button means; undefined when it is not offered any more. */
export function offeredOption(
  offered: readonly DecisionOption[],
  kind: OptionKind,
  target: string,
): DecisionOption | undefined {
  return offered.find((option) => option.kind === kind && option.target === target);
}

/** The day to give until: as many working days as the gate had, on the calendar of whoever is missing and needs longest. */
export function proposedDate({ missing, workingDays, today }: ChoiceFacts): string {
  const days = missing.map(({ calendar }) => addWorkingDays(calendar, today, workingDays));
  return days.sort().at(-1) ?? addDays(today, workingDays);
}

/** Why a gate cannot be given until this day; undefined when it can. */
export function faultOfDate(facts: ChoiceFacts, date: string): string | undefined {
  const last = addDays(facts.today, LONGEST_EXTENSION_DAYS);
  const example = `such as ${proposedDate(facts)}`;
  if (!z.iso.date().safeParse(date).success) return `Choose a day, ${example}.`;
  if (date <= facts.today) return `Choose a day after ${formatDay(facts.today)}, ${example}.`;
  return date > last ? `Choose a day up to ${formatDay(last)}, ${example}.` : undefined;
}

/** The moment on a day at which those who are missing are due. */
export function dueAfter({ missing }: ChoiceFacts, date: string): DateTime {
  return dueOn(
    missing.map(({ calendar }) => calendar),
    date,
  );
}
