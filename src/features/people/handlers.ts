import { rest } from '../../chat/commands.ts';
import { InvalidInput } from '../../core/errors.ts';
import { instantOf } from '../../core/local-time.ts';
import { findPlainDate } from '../../core/plain-dates.ts';
import type { Tx } from '../../db/db.ts';
import { command } from '../feature.ts';
import { awayCard, backCard } from './cards.ts';
import { findPerson } from './find.ts';
import type { Person } from './model.ts';
import { addAbsence, endAbsences, getPeople } from './store.ts';

/** Away until Monday means: back when Monday begins. */
const MIDNIGHT = { hour: 0, minute: 0 };

/** `/deps away until Monday, @sam stands in` and `/deps away back`. */
export const awayCommand = command({
  name: 'away',
  summary: 'Say that you are away; a stand-in answers for you',
  usage: 'away until DATE[, @STANDIN stands in] · away back',
  examples: ['away until Monday, @sam stands in', 'away back'],
  who: 'everybody, for themselves',
  arguments: { words: rest() },
  async run(act, { words }) {
    if (/^back\b/i.test(words)) {
      const ended = await endAbsences(act.tx, act.by.id, act.now);
      return { kind: 'card', card: backCard(ended > 0) };
    }
    const until = findPlainDate(words.replace(/@\S+/g, ' '), act.speaker, act.now);
    if (until === undefined) {
      throw new InvalidInput('no-date', 'Say until when: `/deps away until Monday, @sam stands in`.');
    }
    const named = /@([^\s,;]+)/.exec(words)?.[1]?.replace(/\.$/, '');
    const standIn = await standInFor(act.tx, act.by.delegateId, named);
    if (standIn?.id === act.by.id) throw new InvalidInput('own-stand-in', 'Name somebody else as your stand-in.');
    const endsAt = until.hasTime ? until.at : instantOf(until.date, MIDNIGHT, act.by.calendar.zone);
    await addAbsence(act.tx, { personId: act.by.id, startsAt: act.now, endsAt, standInId: standIn?.id ?? null });
    return { kind: 'card', card: awayCard(endsAt, standIn?.name ?? null) };
  },
});

/** Who is named, else the delegate; NotFound for a name that nobody has. */
async function standInFor(tx: Tx, delegateId: string | null, named: string | undefined): Promise<Person | undefined> {
  if (named !== undefined) return findPerson(tx, named);
  return delegateId === null ? undefined : (await getPeople(tx, [delegateId])).get(delegateId);
}
