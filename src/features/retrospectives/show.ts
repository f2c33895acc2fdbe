import type { Card } from '../../chat/card.ts';
import { newId } from '../../core/ids.ts';
import { localDate } from '../../core/local-time.ts';
import { audienceWith, enqueue } from '../../outbox/outbox.ts';
import { captionOf } from '../../pictures/words.ts';
import type { Scope } from '../feature.ts';
import { addPicture } from '../outlook/index.ts';
import { channelsOf, getProgramme } from '../programme/index.ts';
import { calendarOf } from './calendar.ts';
import { openCard, resultCard } from './cards.ts';
import { openImprovements } from './improvements.ts';
import { metricsOf } from './insight.ts';
import type { Retrospective } from './model.ts';
import { chartOf } from './rules/chart.ts';
import * as store from './store.ts';

/** A retrospective for whoever asks: its themes while it is open, then what it came to. */
export async function cardOf(scope: Pick<Scope, 'tx' | 'now'>, retro: Retrospective): Promise<Card> {
  const { tx, now } = scope;
  const themes = await store.listThemes(tx, retro.id);
  const improvements = await openImprovements(tx, retro.programmeId);
  const { results } = retro;
  if (results === null) {
    const asked = (await store.participantsOf(tx, retro.id)).length;
    return openCard(retro, { themes, asked, carried: improvements });
  }
  const programme = await getProgramme(tx, retro.programmeId);
  const { zone } = await calendarOf(scope, programme);
  const metrics = await metricsOf(scope, retro);
  const chart = chartOf({ ...retro, programme: programme.name, today: localDate(now, zone) }, metrics);
  const picture = { id: await addPicture(tx, chart, now), alt: captionOf(chart) };
  return resultCard({ retro, results, themes, metrics, improvements, picture });
}

/**
 * Brings a retrospective's card in the programme's channels up to date. The result is a message of its own, so that people
 * notice it.
 */
export async function showProgramme(scope: Scope, retro: Retrospective): Promise<void> {
  const { tx, now } = scope;
  const programme = await getProgramme(tx, retro.programmeId);
  const subject = `retro:${retro.id}${retro.closedAt === null ? '' : ':result'}`;
  const card = await cardOf(scope, retro);
  await enqueue(
    tx,
    now,
    (await audienceWith(tx, subject, channelsOf(programme, 'programme'))).map((to) => ({
      key: `${subject}:${newId()}`,
      to,
      card,
      subject,
      priority: 'digest' as const,
    })),
  );
}
