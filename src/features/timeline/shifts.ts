import type { DateTime } from 'luxon';
import type { Text } from '../../chat/text.ts';
import type { Tx } from '../../db/db.ts';
import { entriesOf } from '../audit/index.ts';
import { getPeople, listTeams } from '../people/index.ts';
import { SHIFTED } from './model.ts';
import { peopleIn, shiftInWords } from './rules/shift-words.ts';

/** A shift of the timeline. */
export interface Shift {
  /** The key of what was moved. */
  key: string;
  /** From when to when, what followed, who and why. */
  words: Text;
}

/** Shifts of a programme's timeline since an instant, the oldest first. */
export async function shiftsSince(tx: Tx, programmeId: string, since: DateTime): Promise<Shift[]> {
  const shifts = await entriesOf(tx, programmeId, since, SHIFTED);
  if (shifts.length === 0) return [];
  const people = await getPeople(tx, peopleIn(shifts));
  const names = new Map([...people.values(), ...(await listTeams(tx))].map(({ id, name }) => [id, name]));
  return shifts.map((shift) => ({ key: shift.subject, words: [shiftInWords(shift, names)] }));
}
