import type { Address, Message } from '../../outbox/message.ts';
import { audienceOf, enqueue } from '../../outbox/outbox.ts';
import type { Scope } from '../feature.ts';
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
  const messages = [
    ...(await messagesOf(scope, view, subjectOf(terms), await readersOf(scope, view))),
    ...(await messagesOf(scope, view, reminderOf(terms), [])),
  ];
  if (retired !== undefined) {
    for (const subject of [subjectOf(retired), reminderOf(retired)]) {
      const card = supersededCard(view, retired);
      messages.push(...(await peopleSent(tx, subject)).map((person) => message(view, subject, person, card)));
    }
  }
  await enqueue(tx, now, messages);
  return view;
}

/** Sends somebody the card of the present terms once more. */
export async function showAgain(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  view: CommitmentView,
  reader: Person,
): Promise<void> {
  await enqueue(tx, now, [message(view, reminderOf(view.terms), reader.id, commitmentCard(view, reader))]);
}

async function messagesOf(
  { tx }: Pick<Scope, 'tx'>,
  view: CommitmentView,
  subject: string,
  readers: readonly string[],
): Promise<Message[]> {
  const everybody = await getPeople(tx, [...new Set([...readers, ...(await peopleSent(tx, subject))])]);
  return [...everybody.values()].map((reader) => message(view, subject, reader.id, commitmentCard(view, reader)));
}

function message(view: CommitmentView, subject: string, person: string, card: Message['card']): Message {
  const { commitment } = view.negotiation;
  const fallback = view.circle.programme.leadIds.map((lead): Address => ({ person: lead }));
  return {
    key: `${subject}/${commitment.version}/${person}`,
    to: { person },
    card,
    subject,
    priority: 'approval',
    fallback,
  };
}

async function peopleSent(tx: Scope['tx'], subject: string): Promise<string[]> {
  return (await audienceOf(tx, subject)).flatMap((to) => ('person' in to ? [to.person] : []));
}

/** The signers of every seat, or who acts for them, and who promises; compliance once the teams agree. */
async function readersOf({ tx, now }: Pick<Scope, 'tx' | 'now'>, view: CommitmentView): Promise<string[]> {
  const seats = view.seats.filter(({ id }) => id !== COMPLIANCE || view.standing !== 'proposed');
  const readers = new Set([view.terms.ownerId]);
  for (const person of seats.flatMap(({ signers }) => signers)) readers.add((await actingFor(tx, person, now)).id);
  return [...readers];
}
