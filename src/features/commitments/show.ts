import { heldAmong } from '../../outbox/held.ts';
import type { Address } from '../../outbox/message.ts';
import { peopleSent } from '../../outbox/outbox.ts';
import type { Scope } from '../feature.ts';
import { interrupt, type Request } from '../interruptions/index.ts';
import { actingFor, getPeople, type Person } from '../people/index.ts';
import type { Dependency } from '../register/index.ts';
import { commitmentCard, supersededCard } from './cards.ts';
import { COMPLIANCE, type Terms } from './model.ts';
import { latestTerms } from './rules/standing.ts';
import * as store from './store.ts';
import { type CommitmentView, viewOf } from './view.ts';

/** The living card of one number of terms: new terms are a message of their own, so that people notice them. */
function subjectOf({ commitmentId, number }: Pick<Terms, 'commitmentId' | 'number'>): string {
  return `commitment:${commitmentId}:${number}`;
}

/** The same card once more, as a reminder. */
function reminderOf(terms: Pick<Terms, 'commitmentId' | 'number'>): string {
  return `${subjectOf(terms)}:again`;
}

/**
 * Brings all cards of a commitment up to date: those of the signers and of who promises, and every other one that was sent.
 * `retired` are terms whose place others took in this act. Returns the commitment as it stands.
 */
export async function showCommitment(
  scope: Pick<Scope, 'tx' | 'now'>,
  id: string,
  dependency: Dependency,
  retired?: Terms,
): Promise<CommitmentView> {
  const { tx, now } = scope;
  const [negotiation] = await store.listCommitments(tx, { ids: [id] });
  if (negotiation === undefined) throw new Error(`No commitment has the id ${id}.`);
  const view = await viewOf(scope, negotiation, dependency);
  const terms = latestTerms(negotiation);
  const requests = [
    ...(await requestsOf(scope, view, subjectOf(terms), await readersOf(scope, view))),
    ...(await requestsOf(scope, view, reminderOf(terms), [])),
  ];
  if (retired !== undefined) {
    for (const subject of [subjectOf(retired), reminderOf(retired)]) {
      const card = supersededCard(view, retired);
      requests.push(...(await peopleSent(tx, subject)).map((person) => told(view, subject, person, card)));
    }
  }
  await interrupt({ tx, now }, view.circle.programme, requests);
  return view;
}

/** Sends somebody the card of the present terms once more, unless the first is still held: it is named each morning. */
export async function showAgain(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  view: CommitmentView,
  reader: Person,
): Promise<void> {
  if ((await heldAmong(tx, reader.id, [subjectOf(view.terms)])).size > 0) return;
  await interrupt({ tx, now }, view.circle.programme, [await asked({ tx, now }, view, reminderOf(view.terms), reader)]);
}

async function requestsOf(
  scope: Pick<Scope, 'tx' | 'now'>,
  view: CommitmentView,
  subject: string,
  readers: readonly string[],
): Promise<Request[]> {
  const { tx } = scope;
  const everybody = await getPeople(tx, [...new Set([...readers, ...(await peopleSent(tx, subject))])]);
  return Promise.all([...everybody.values()].map((reader) => asked(scope, view, subject, reader)));
}

/** The card for somebody, who is asked while a seat waits that they may sign for. */
async function asked(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  view: CommitmentView,
  subject: string,
  reader: Person,
): Promise<Request> {
  const request = told(view, subject, reader.id, commitmentCard(view, reader));
  const seats = view.pending.filter(({ id }) => id !== COMPLIANCE || view.standing !== 'proposed');
  for (const signer of seats.flatMap(({ signers }) => signers)) {
    if ((await actingFor(tx, signer, now)).id !== reader.id) continue;
    return { ...request, wants: [view.negotiation.commitment.dependencyId] };
  }
  return request;
}

function told(view: CommitmentView, subject: string, person: string, card: Request['card']): Request {
  const { commitment } = view.negotiation;
  const fallback = view.circle.programme.leadIds.map((lead): Address => ({ person: lead }));
  return {
    key: `${subject}/${commitment.version}/${person}`,
    to: { person },
    card,
    subject,
    priority: 'approval',
    fallback,
    by: null,
  };
}

/** The signers of every seat, or who acts for them, and who promises; compliance once the teams agree. */
async function readersOf({ tx, now }: Pick<Scope, 'tx' | 'now'>, view: CommitmentView): Promise<string[]> {
  const seats = view.seats.filter(({ id }) => id !== COMPLIANCE || view.standing !== 'proposed');
  const readers = new Set([view.terms.ownerId]);
  for (const person of seats.flatMap(({ signers }) => signers)) readers.add((await actingFor(tx, person, now)).id);
  return [...readers];
}
