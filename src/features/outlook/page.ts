import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import { milestoneTable } from '../../pictures/markdown.ts';
import { flowchart, ganttChart } from '../../pictures/mermaid.ts';
import type { Picture } from '../../pictures/model.ts';
import { altOf, leftOutOf, titleOf } from '../../pictures/words.ts';
import { getPerson, listTeams } from '../people/index.ts';
import { listProgrammes } from '../programme/index.ts';
import { loadFacts } from './load.ts';
import { readFilter } from './rules/filter.ts';
import { ganttOf, mapOf } from './rules/pictures.ts';

/** What a page shows of a programme. */
export interface Outlook {
  model: Picture;
  title: string;
  /** The same in words. */
  alt: string;
  leftOut: string | undefined;
  mermaid: string;
  /** The milestones as a table in Markdown; none for a map. */
  markdown: string | undefined;
  teams: readonly { key: string; name: string }[];
}

/** The first programme as whoever asks may see it; undefined where there is none. Throws InvalidInput for a part that is not there. */
export async function outlookFor(
  tx: Tx,
  asked: { now: DateTime; personId: string; kind: 'map' | 'gantt'; part: string },
): Promise<Outlook | undefined> {
  const { now, personId, kind, part } = asked;
  const [programme] = await listProgrammes(tx);
  if (programme === undefined) return undefined;
  const teams = await listTeams(tx);
  const filter = readFilter(part, teams, kind === 'map' ? 'map' : 'timeline');
  const { facts } = await loadFacts({ tx, now, by: await getPerson(tx, personId) }, programme);
  const common = { teams: teams.map(({ key, name }) => ({ key, name })) };
  if (kind === 'map') {
    const model = mapOf(facts, filter);
    return { ...common, ...inWords(model), model, mermaid: flowchart(model), markdown: undefined };
  }
  const model = ganttOf(facts, filter);
  return { ...common, ...inWords(model), model, mermaid: ganttChart(model), markdown: milestoneTable(model) };
}

function inWords(model: Picture) {
  return { title: titleOf(model), alt: altOf(model), leftOut: leftOutOf(model, 'page') };
}
