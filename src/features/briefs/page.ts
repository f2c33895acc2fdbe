import type { DateTime } from 'luxon';
import { formatMoment } from '../../core/format-time.ts';
import type { Tx } from '../../db/db.ts';
import { getPerson } from '../people/index.ts';
import { listProgrammes, type Programme } from '../programme/index.ts';
import { MOST_EARLIER, titleOf } from './cards.ts';
import { makeBrief } from './make.ts';
import { type BriefPage, htmlOf, markdownOf, pageOf } from './pages.tsx';
import { getBrief, listBriefs } from './store.ts';

/** What the console shows of a brief. */
export interface ShownBrief extends BriefPage {
  markdown: string;
  /** Those that were sent, the newest first. */
  earlier: { id: string; text: string }[];
}

/**
 * The brief of the first programme as it is now, or one that was sent, as whoever asks sees it; undefined where there is
 * none. Throws Conflict, saying what is missing or does not agree.
 */
export async function briefFor(
  tx: Tx,
  asked: { now: DateTime; personId: string; id?: string },
): Promise<ShownBrief | undefined> {
  const { now, personId, id } = asked;
  const [programme] = await listProgrammes(tx);
  if (programme === undefined) return undefined;
  const { zone } = (await getPerson(tx, personId)).calendar;
  const brief = id === undefined ? (await makeBrief({ tx, now }, programme)).brief : (await getBrief(tx, id))?.brief;
  if (brief === undefined) return undefined;
  const page = pageOf(brief, zone);
  const earlier = (await listBriefs(tx, programme.id, MOST_EARLIER)).map((one) => ({
    id: one.id,
    text: `${formatMoment(one.at, zone)} ${titleOf(one.brief)}, to ${one.sentTo.join(', ')}`,
  }));
  return { ...page, markdown: markdownOf(page), earlier };
}

/** The brief as a file in the zone of the first lead. */
export async function briefFile(
  tx: Tx,
  now: DateTime,
  programme: Programme,
  format: 'markdown' | 'html',
): Promise<string> {
  const { brief, zone } = await makeBrief({ tx, now }, programme);
  const page = pageOf(brief, zone);
  return format === 'html' ? htmlOf(page) : markdownOf(page);
}
