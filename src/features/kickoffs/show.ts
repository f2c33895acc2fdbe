import type { Card } from '../../chat/card.ts';
import { newId } from '../../core/ids.ts';
import { enqueue, takeBackHeld } from '../../outbox/outbox.ts';
import { record } from '../audit/index.ts';
import type { Scope } from '../feature.ts';
import { interrupt, type Request } from '../interruptions/index.ts';
import { actingFor, getPeople, type Person, withStandIns } from '../people/index.ts';
import { channelsOf, type Programme } from '../programme/index.ts';
import { type Reader, reviewCard, summaryCard, warningCard } from './cards.ts';
import { loadSummary } from './load.ts';
import { dueAt, type Kickoff } from './model.ts';
import * as store from './store.ts';

const warningSubject = ({ id }: Kickoff) => `kickoff-warning:${id}`;

/** Sends every lead, or who stands in, the review card, or brings it up to date. */
export async function showReview(scope: Scope, programme: Programme, kickoff: Kickoff): Promise<void> {
  const summary = await loadSummary(scope, programme, kickoff);
  const { postedBy } = await namesOf(scope, kickoff);
  await tellLeads(scope, programme, (reader) => reviewCard(summary, kickoff, postedBy, reader), {
    key: `kickoff-review:${kickoff.id}:${newId()}`,
    subject: `kickoff-review:${kickoff.id}`,
    by: dueAt(kickoff),
    ...(kickoff.postedAt === null && { wants: [] }),
  });
}

/** Tells every lead, or who stands in, that the time is nearly over. */
export async function warnLeads(scope: Scope, programme: Programme, kickoff: Kickoff): Promise<void> {
  const summary = await loadSummary(scope, programme, kickoff);
  await tellLeads(scope, programme, (reader) => warningCard(summary, kickoff, reader), {
    key: `kickoff-warning:${kickoff.id}`,
    subject: warningSubject(kickoff),
    by: dueAt(kickoff),
    wants: [],
  });
}

/** Posts the summary to the programme's channel: by a lead, or by itself (null). Call it with the kickoff locked and not posted. */
export async function post(
  scope: Scope,
  programme: Programme,
  kickoff: Kickoff,
  byId: string | null,
): Promise<Kickoff> {
  const posted = await store.updateKickoff(scope.tx, kickoff.id, { postedAt: scope.now, postedById: byId });
  await record(scope, { programmeId: programme.id, byId, action: 'kickoffs.posted', subject: programme.key });
  await showPosted(scope, programme, posted);
  await showReview(scope, programme, posted);
  await takeBackHeld(scope.tx, warningSubject(posted), scope.now);
  return posted;
}

/** Posts the summary, or brings the posted one up to date. */
export async function showPosted(scope: Scope, programme: Programme, kickoff: Kickoff): Promise<void> {
  const card = await postedCard(scope, programme, kickoff);
  const subject = `kickoff:${kickoff.id}`;
  await enqueue(
    scope.tx,
    scope.now,
    channelsOf(programme, 'programme').map((to) => ({
      key: `${subject}:${newId()}`,
      to,
      card,
      subject,
      priority: 'reply' as const,
    })),
  );
}

/** The summary as the programme's channel sees it now. */
export async function postedCard(scope: Pick<Scope, 'tx'>, programme: Programme, kickoff: Kickoff): Promise<Card> {
  return summaryCard(await loadSummary(scope, programme, kickoff), kickoff, await namesOf(scope, kickoff));
}

/** The review card for a lead who asks for it. */
export async function reviewFor(scope: Scope, programme: Programme, kickoff: Kickoff, lead: Person): Promise<Card> {
  const { postedBy } = await namesOf(scope, kickoff);
  return reviewCard(
    await loadSummary(scope, programme, kickoff),
    kickoff,
    postedBy,
    await readerOf(scope, programme, lead, lead),
  );
}

async function tellLeads(
  scope: Scope,
  programme: Programme,
  card: (reader: Reader) => Card,
  { key, ...what }: Pick<Request, 'key' | 'subject' | 'by' | 'wants'>,
): Promise<void> {
  const { tx, now } = scope;
  for (const lead of (await getPeople(tx, programme.leadIds)).values()) {
    const reads = await actingFor(tx, lead, now);
    await interrupt(scope, programme, [
      {
        ...what,
        key: `${key}:${lead.id}`,
        to: { person: reads.id },
        card: card(await readerOf(scope, programme, lead, reads)),
        priority: 'reply',
        fallback: channelsOf(programme, 'leadership'),
      },
    ]);
  }
}

async function readerOf(scope: Scope, { name, leadIds }: Programme, lead: Person, reads: Person): Promise<Reader> {
  const stands = reads.id === lead.id ? '' : `stand-in of ${lead.name}, `;
  const leads = [...(await getPeople(scope.tx, leadIds)).values()];
  return { as: `${stands}lead of ${name}`, zone: reads.calendar.zone, only: await withStandIns(scope, leads) };
}

async function namesOf({ tx }: Pick<Scope, 'tx'>, { startedById, postedById }: Kickoff) {
  const people = await getPeople(tx, [startedById, ...(postedById === null ? [] : [postedById])]);
  const name = (id: string) => people.get(id)?.name ?? 'somebody';
  return { startedBy: name(startedById), postedBy: postedById === null ? null : name(postedById) };
}
