import type { DateTime } from 'luxon';
import type { Speaker } from '../../../chat/commands.ts';
import { InvalidInput } from '../../../core/errors.ts';
import { parsePlainDate } from '../../../core/plain-dates.ts';
import { LONGEST } from '../model.ts';

const MOVE_HELP = 'Say when and why: `/deps sync move Thu 15:00 because Ana is away on Wednesday`.';

/** Reads `Thu 15:00 [because REASON]` on the speaker's clock. Throws InvalidInput saying what to send. */
export function readMove(words: string, speaker: Speaker): { startsAt: DateTime; reason: string | null } {
  const [, when = '', reason] = /^(.*?)(?:\s+because\s+(.*))?$/is.exec(words.trim()) ?? [];
  if (when.trim() === '') throw new InvalidInput('no-date', `The new day and time are missing. ${MOVE_HELP}`);
  const { at, hasTime } = parsePlainDate(when, { zone: speaker.zone }, speaker.now);
  if (!hasTime) throw new InvalidInput('no-time', `“${when.trim().slice(0, 60)}” has no time of day. ${MOVE_HELP}`);
  return { startsAt: at.startOf('minute'), reason: reason === undefined ? null : readReason(reason) };
}

/** A reason, on one line. Throws InvalidInput when it is missing or too long. */
export function readReason(words: string): string {
  const reason = words.replace(/\s+/g, ' ').trim();
  if (reason === '') {
    throw new InvalidInput('no-reason', 'Say why: `/deps sync cancel half of us are at the summit`.');
  }
  if (reason.length > LONGEST.reason) {
    throw new InvalidInput(
      'long-reason',
      `Shorten the reason to ${LONGEST.reason} characters; it has ${reason.length}.`,
    );
  }
  return reason;
}

/** A note, and the point it is about when it begins with its key: `DEP-4 the vendor confirmed`. Throws InvalidInput saying what to send. */
export function readNote(words: string, keys: readonly string[]): { about: string | null; text: string } {
  const [first = ''] = words.trim().split(/\s+/, 1);
  const key = first.replace(/[:,.]$/, '').toUpperCase();
  const about = keys.includes(key) ? key : null;
  const text = (about === null ? words : words.trim().slice(first.length)).trim();
  if (text === '')
    throw new InvalidInput('no-note', 'Say what to write down: `/deps note DEP-4 the vendor delivers Friday`.');
  if (text.length > LONGEST.note) {
    throw new InvalidInput('long-note', `Shorten the note to ${LONGEST.note} characters; it has ${text.length}.`);
  }
  return { about, text };
}
