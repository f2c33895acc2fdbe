import type { DateTime } from 'luxon';
import { z } from 'zod';
import { text } from '../../../chat/text.ts';
import { addWorkingDays } from '../../../core/calendar.ts';
import { addDays } from '../../../core/calendar-date.ts';
import { formatDay } from '../../../core/format-time.ts';
import { dueOn } from '../rules.ts';
import type { ChoiceFacts, DecisionOption, Missing, OptionKind } from './model.ts';

/** Missing approvers whom leadership is offered to replace from one card. */
const MOST_REPLACED = 3;
/** A gate is given four weeks at most: what takes longer needs another plan. Ours. */
const LONGEST_EXTENSION_DAYS = 28;

/** What leadership can choose for a late gate, each with what follows from it. */
export function choicesFor(facts: ChoiceFacts): DecisionOption[] {
  return [...facts.missing.slice(0, MOST_REPLACED).map(replace), extendTo(proposedDate(facts)), drop(facts)];
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
export function extendTo(date: string): DecisionOption {
  const day = formatDay(date);
  return {
    kind: 'extend',
    label: `Give until ${day}`,
    done: `given until ${day}`,
    consequence: text`approvers are reminded again every working day; later gates move as far`,
    target: '',
  };
}

function drop({ programme, consumers }: ChoiceFacts): DecisionOption {
  const [first, ...others] = consumers;
  const lose =
    first === undefined
      ? 'nobody waits for it'
      : others.length === 0
        ? `${first} loses it`
        : `${consumers.length} teams lose it`;
  return {
    kind: 'drop',
    label: 'Take out of scope',
    done: 'taken out of scope',
    consequence: text`not part of ${programme} any more; ${lose}; nothing is signed`,
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
