import type { DateTime } from 'luxon';
import type { Text } from '../../chat/text.ts';
import { localDate } from '../../core/local-time.ts';
import type { Tx } from '../../db/db.ts';
import type { BarsModel } from '../../pictures/model.ts';
import { altOf } from '../../pictures/words.ts';
import { getProgramme, listProgrammes } from '../programme/index.ts';
import { calendarOf } from './calendar.ts';
import { improvementLine, pileText } from './cards.ts';
import { openImprovements } from './improvements.ts';
import { metricsOf } from './insight.ts';
import { QUESTION, type Retrospective } from './model.ts';
import { questions } from './rules/box.ts';
import { chartOf } from './rules/chart.ts';
import { beforeInWords, inWords } from './rules/metrics.ts';
import * as store from './store.ts';

/** Retrospectives that a page shows of a programme: two years of quarters, and what is older is asked for by key. Ours. */
const MOST_ON_PAGE = 8;

/** What a page shows of a retrospective. */
export interface RetrospectivePage {
  id: string;
  title: string;
  survey: Text[];
  /** All words that were written, by question. */
  words: { label: string; said: string[] }[];
  figures: { label: string; present: string; before: string }[];
  /** The figures as a picture, in words. */
  alt: string;
}

/** The retrospectives of every programme that have ended, the latest first, and what they agreed that is open. */
export async function retrospectivePages(
  tx: Tx,
  now: DateTime,
): Promise<{ programme: string; retrospectives: RetrospectivePage[]; improvements: Text[]; left: number }[]> {
  const pages = [];
  for (const { id, name } of await listProgrammes(tx)) {
    const ended = (await store.listRetrospectives(tx, { programmeId: id })).filter(({ results }) => results !== null);
    const retrospectives: RetrospectivePage[] = [];
    for (const retro of ended.slice(0, MOST_ON_PAGE)) retrospectives.push(await pageOf(tx, now, retro));
    pages.push({
      programme: name,
      retrospectives,
      improvements: (await openImprovements(tx, id)).map(improvementLine),
      left: Math.max(0, ended.length - MOST_ON_PAGE),
    });
  }
  return pages;
}

/** The figures of a retrospective as a picture; undefined where it is gone. */
export async function retrospectiveChart(tx: Tx, now: DateTime, id: string): Promise<BarsModel | undefined> {
  const [retro] = await store.listRetrospectives(tx, { ids: [id] });
  return retro && (await chart(tx, now, retro)).model;
}

async function chart(tx: Tx, now: DateTime, retro: Retrospective) {
  const programme = await getProgramme(tx, retro.programmeId);
  const { zone } = await calendarOf({ tx }, programme);
  const metrics = await metricsOf({ tx }, retro);
  return { metrics, model: chartOf({ ...retro, programme: programme.name, today: localDate(now, zone) }, metrics) };
}

async function pageOf(tx: Tx, now: DateTime, retro: Retrospective): Promise<RetrospectivePage> {
  const { metrics, model } = await chart(tx, now, retro);
  const box = retro.results?.box ?? null;
  return {
    id: retro.id,
    title: `${retro.key}: ${retro.milestone}`,
    survey: [
      [`${retro.results?.answered ?? 0} of ${retro.results?.asked ?? 0} answered`],
      ...questions.flatMap((question): Text[] =>
        box === null ? [] : [[`${QUESTION[question].label}: `, ...pileText(box[question])]],
      ),
    ],
    words: questions.flatMap((question) => {
      const said = box?.[question].words ?? [];
      return said.length === 0 ? [] : [{ label: QUESTION[question].label, said }];
    }),
    figures: metrics.map((metric) => ({
      label: metric.label,
      present: inWords(metric),
      before: beforeInWords(metric),
    })),
    alt: altOf(model),
  };
}
