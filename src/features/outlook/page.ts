import type { DateTime } from 'luxon';
import type { Card } from '../../chat/card.ts';
import { normaliseKey } from '../../chat/commands.ts';
import { inPlace, UserError } from '../../core/errors.ts';
import type { Tx } from '../../db/db.ts';
import { milestoneTable } from '../../pictures/markdown.ts';
import { flowchart, ganttChart } from '../../pictures/mermaid.ts';
import type { Picture } from '../../pictures/model.ts';
import { altOf, leftOutOf, titleOf } from '../../pictures/words.ts';
import { getPerson, listTeams } from '../people/index.ts';
import { listProgrammes, programmeNamed } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import { loadFacts } from './load.ts';
import { readFilter } from './rules/filter.ts';
import { ganttOf, mapOf } from './rules/pictures.ts';
import { whatIf } from './what-if.ts';

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
  /** The key of the programme that is shown, and all there are. */
  programme: string;
  programmes: readonly { key: string; name: string }[];
}

/** What a page shows of a slip. */
export interface WhatIf {
  /** What can slip. */
  open: readonly { key: string; title: string }[];
  /** What follows; undefined where nothing was asked, or it does not fit. */
  answer: Card | undefined;
  /** What does not fit, and what to send instead. */
  fault: string | undefined;
}

/** A programme, the first where none is named; undefined where there is none. Throws InvalidInput or NotFound for what is not there. */
export async function outlookFor(
  tx: Tx,
  asked: { now: DateTime; personId: string; kind: 'map' | 'gantt'; part: string; programme?: string | undefined },
): Promise<Outlook | undefined> {
  const { now, personId, kind, part } = asked;
  const programmes = await listProgrammes(tx);
  const programme = asked.programme === undefined ? programmes[0] : programmeNamed(programmes, asked.programme);
  if (programme === undefined) return undefined;
  const teams = await listTeams(tx);
  const filter = readFilter(part, teams, kind === 'map' ? 'map' : 'timeline');
  const { facts } = await loadFacts({ tx, now, by: await getPerson(tx, personId) }, programme);
  const named = ({ key, name }: { key: string; name: string }) => ({ key, name });
  const common = { teams: teams.map(named), programme: programme.key, programmes: programmes.map(named) };
  if (kind === 'map') {
    const model = mapOf(facts, filter);
    return { ...common, ...inWords(model), model, mermaid: flowchart(model), markdown: undefined };
  }
  const model = ganttOf(facts, filter);
  return { ...common, ...inWords(model), model, mermaid: ganttChart(model), markdown: milestoneTable(model) };
}

/** What follows when a dependency slips, and what can be asked for; nothing is saved. */
export async function whatIfFor(
  tx: Tx,
  asked: { now: DateTime; personId: string; slip: { dependency: string; days: string } | undefined },
): Promise<WhatIf> {
  const { now, personId, slip } = asked;
  const all = await listDependencies(tx, {});
  const open = all.filter(({ state }) => state === 'open').map(({ key, title }) => ({ key, title }));
  if (slip === undefined) return { open, answer: undefined, fault: undefined };
  try {
    const by = await getPerson(tx, personId);
    const days = /^\d{1,6}$/.test(slip.days.trim()) ? Number(slip.days) : 0;
    return { open, answer: await whatIf({ tx, now, by }, normaliseKey(slip.dependency), days), fault: undefined };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { open, answer: undefined, fault: inPlace(error.message) };
  }
}

function inWords(model: Picture) {
  return { title: titleOf(model), alt: altOf(model), leftOut: leftOutOf(model, 'page') };
}
