import type { Text } from '../../chat/text.ts';
import type { Tx } from '../../db/db.ts';
import { listTeams } from '../people/index.ts';
import { lessonLine } from './cards.ts';
import { MOST_SHOWN, type Subject } from './model.ts';
import { matching } from './rules/match.ts';
import * as store from './store.ts';

/** A dependency as lessons need to know it. */
export interface Recalling extends Pick<Subject, 'kind'> {
  title: string;
  interface: string | null;
  producerTeamId: string;
  consumers: readonly { teamId: string }[];
}

/** What was learned about such a dependency, in at most two lines; `said` may hold words that recall it as well. */
export async function lessonsFor(tx: Tx, about: Recalling, said: string | null = null): Promise<Text[]> {
  return (await recollection(tx))(about, said);
}

/** The same for many dependencies: lessons are read once. */
export async function recollection(tx: Tx): Promise<(about: Recalling, said?: string | null) => Text[]> {
  const lessons = await store.listLessons(tx);
  const all = lessons.length === 0 ? [] : await listTeams(tx);
  return (about, said = null) => {
    const ids = [about.producerTeamId, ...about.consumers.map(({ teamId }) => teamId)];
    const teams = all.filter(({ id }) => ids.includes(id)).map(({ key }) => key.toLowerCase());
    const words = [about.title, about.interface, said].filter((one) => one !== null).join(' · ');
    return matching(lessons, { kind: about.kind, teams, words }).slice(0, MOST_SHOWN).map(lessonLine);
  };
}
