import { DateTime } from 'luxon';
import type { Colour } from '../../chat/card.ts';
import { addWorkingDays, type Calendar } from '../../core/calendar.ts';
import { addDays, weekdayOf } from '../../core/calendar-date.ts';
import { instantOf, localDate, parseWallTime } from '../../core/local-time.ts';
import type { Policy } from '../programme/model.ts';
import type { Dependency, Override } from '../register/model.ts';
import { type Prompt, STEPS, type Step } from './model.ts';

/** A prompt that could not be sent for longer than this is dropped: asked at midday for 09:30 it would only confuse. */
const LATE_AFTER_HOURS = 2;

/** True when a prompt due at `dueAt` is too late to be sent. */
export function isTooLate(dueAt: DateTime, now: DateTime): boolean {
  return now.diff(dueAt).as('hours') > LATE_AFTER_HOURS;
}

/** The cadence day that a prompt asked on `askedOn` belongs to: that day, or the one it was moved from. */
export function roundDate(weekdays: readonly number[], askedOn: string): string {
  const back = [0, 1, 2, 3, 4, 5, 6].find((days) => weekdays.includes(weekdayOf(addDays(askedOn, -days))));
  return addDays(askedOn, -(back ?? 0));
}

/**
 * When a step that lies so many working days after the prompt falls, on the clock of whoever was asked. One whose time of
 * day is over when they are asked is the next working day's.
 */
export function stepAt(step: { workingDays: number; time: string }, calendar: Calendar, askedAt: DateTime): DateTime {
  const askedOn = localDate(askedAt, calendar.zone);
  const day = step.workingDays === 0 ? askedOn : addWorkingDays(calendar, askedOn, step.workingDays);
  const at = instantOf(day, parseWallTime(step.time), calendar.zone);
  return at > askedAt ? at : instantOf(addWorkingDays(calendar, day, 1), parseWallTime(step.time), calendar.zone);
}

/** The dependencies of a prompt that nobody has answered. */
export function unanswered(prompt: Pick<Prompt, 'dependencyIds' | 'answers'>): string[] {
  return prompt.dependencyIds.filter((id) => prompt.answers[id] === undefined);
}

/** The steps of the ladder from one on, those that the programme has. */
export function stepsFrom(step: Step, nudges: Policy['nudges']): Step[] {
  return STEPS.slice(STEPS.indexOf(step)).filter((one) => nudges[one] !== null);
}

/**
 * A dependency as it stood at a moment, as far as its colour goes, seen from now. `colour` was reported then, and `override` in
 * force, where either changed since; `missed` where silence counted one round less. What was there and is over is not known any more.
 */
export function asItStood(
  dependency: Dependency,
  at: DateTime,
  then: { colour?: Colour | null; override?: Override | null; missed: boolean },
): Dependency {
  const { report, override, signals } = dependency;
  const isBefore = (iso: string) => DateTime.fromISO(iso) < at;
  const colour = then.colour === undefined && report !== null && isBefore(report.at) ? report.colour : then.colour;
  return {
    ...dependency,
    report: report === null || colour == null ? null : { ...report, colour },
    override: then.override === undefined ? override : then.override,
    signals: signals
      .filter(({ since }) => isBefore(since))
      .map((signal) => (signal.kind === 'silence' && then.missed ? { ...signal, count: signal.count - 1 } : signal)),
  };
}
