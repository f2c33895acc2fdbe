import { z } from 'zod';
import { normaliseKey, type Speaker } from '../../../chat/commands.ts';
import { InvalidInput, onField } from '../../../core/errors.ts';
import { formatDay } from '../../../core/format-time.ts';
import { parsePlainDate } from '../../../core/plain-dates.ts';
import { MOST_DAYS, type Trigger } from '../model.ts';

/** The five forms of a trigger, each as an example that can be sent. */
export const TRIGGER_EXAMPLES = [
  'on 5 Dec',
  'DEP-4 red',
  'float of DEP-4 below 3',
  'DEP-4 silent for 5 days',
  'gate of DEP-4 late',
] as const;

const KEY = '([a-z][a-z0-9]*[- ]?\\d+)';
const words = (pattern: string) => new RegExp(`^${pattern.replaceAll('KEY', KEY).replaceAll(' ', '\\s+')}$`, 'i');

const DATE = words('on (.+)');
const STATUS = words('(?:KEY )?(?:(?:is|turns|goes) )?(red|yellow)');
const FLOAT = words('float(?: of KEY)? (?:is |falls )?(?:below|under|<) (\\d{1,6})(?: (?:working )?days?| ?d)?');
const SILENCE = words('(?:KEY )?(?:is )?silent(?: for)? (\\d{1,6})(?: days?| ?d)');
const GATE = words('(?:a )?gate(?: of KEY)? (?:is )?late');

/**
 * Reads what makes a mitigation begin. A form that names no dependency means `own`, that of the risk. Throws InvalidInput
 * (field `trigger`) that lists the five forms, or says what is wrong with the date or the number.
 */
export function readTrigger(said: string, own: string | undefined, speaker: Speaker): Trigger {
  const trimmed = said.trim().replace(/[.;,]+$/, '');
  const date = DATE.exec(trimmed);
  if (date?.[1] !== undefined) return { kind: 'date', on: readDay(date[1], speaker) };
  const status = STATUS.exec(trimmed);
  if (status?.[2] !== undefined) {
    const colour = status[2].toLowerCase() === 'red' ? 'red' : 'yellow';
    return { kind: 'status', dependency: keyOf(status[1], own, trimmed), colour };
  }
  const float = FLOAT.exec(trimmed);
  if (float?.[2] !== undefined) {
    const below = readNumber(float[2], MOST_DAYS.float, 'working days of float');
    return { kind: 'float', dependency: keyOf(float[1], own, trimmed), below };
  }
  const silence = SILENCE.exec(trimmed);
  if (silence?.[2] !== undefined) {
    const days = readNumber(silence[2], MOST_DAYS.silence, 'days of silence');
    return { kind: 'silence', dependency: keyOf(silence[1], own, trimmed), days };
  }
  const gate = GATE.exec(trimmed);
  if (gate !== null) return { kind: 'gate-late', dependency: keyOf(gate[1], own, trimmed) };
  throw unreadable(trimmed);
}

/** A trigger in the words by which it is read: `float of DEP-4 below 3`. `exact` gives the date as YYYY-MM-DD. */
export function triggerWords(trigger: Trigger, exact = false): string {
  switch (trigger.kind) {
    case 'date':
      return `on ${exact ? trigger.on : formatDay(trigger.on)}`;
    case 'status':
      return `${trigger.dependency} ${trigger.colour}`;
    case 'float':
      return `float of ${trigger.dependency} below ${trigger.below}`;
    case 'silence':
      return `${trigger.dependency} silent for ${trigger.days} ${trigger.days === 1 ? 'day' : 'days'}`;
    case 'gate-late':
      return `gate of ${trigger.dependency} late`;
  }
}

/** The dependency that a trigger watches, by key; undefined for a date. */
export function watchedKey(trigger: Trigger): string | undefined {
  return trigger.kind === 'date' ? undefined : trigger.dependency;
}

/** An exact date is taken as it is: in a register file it may be past. */
function readDay(words: string, speaker: Speaker): string {
  const exact = z.iso.date().safeParse(words);
  if (exact.success) return exact.data;
  try {
    return parsePlainDate(words, { zone: speaker.zone }, speaker.now).date;
  } catch (error) {
    if (error instanceof InvalidInput) throw onField(error.code, 'trigger', error.message);
    throw error;
  }
}

function readNumber(digits: string, most: number, what: string): number {
  const number = Number(digits);
  if (number >= 1 && number <= most) return number;
  throw onField('bad-number', 'trigger', `A trigger takes 1 to ${most} ${what}; you sent ${number}.`);
}

function keyOf(named: string | undefined, own: string | undefined, said: string): string {
  if (named !== undefined) return normaliseKey(named);
  if (own !== undefined) return own;
  throw unreadable(said);
}

function unreadable(said: string): InvalidInput {
  const forms = TRIGGER_EXAMPLES.map((example) => `“${example}”`).join(', ');
  return onField('no-trigger', 'trigger', `I cannot read “${said.slice(0, 80)}” as a trigger. Send one of: ${forms}.`);
}
