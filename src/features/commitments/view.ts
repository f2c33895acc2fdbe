import type { Block } from '../../chat/card.ts';
import { Conflict, NotFound } from '../../core/errors.ts';
import { formatMoment } from '../../core/format-time.ts';
import { localDate } from '../../core/local-time.ts';
import type { Tx } from '../../db/db.ts';
import { type Circle, circleOf, distinct } from '../escalations/index.ts';
import type { Act, Scope } from '../feature.ts';
import { getPeople, getPerson, handles, listTeams, type Person, withStandIns } from '../people/index.ts';
import { listProgrammes, lockProgramme, programmeFor } from '../programme/index.ts';
import { type Dependency, listDependencies, lockDependency } from '../register/index.ts';
import { evidenceOf } from '../register/model.ts';
import { type Forecast, forecastFor } from './forecasts.ts';
import { COMPLIANCE, type Negotiation, type Terms } from './model.ts';
import { followsFrom } from './plan.ts';
import {
  isOverdue,
  latestTerms,
  pendingSeats,
  type Seat,
  type Standing,
  signaturesOn,
  standingOf,
  termsInForce,
} from './rules/standing.ts';
import { addressOf } from './rules/trace.ts';
import * as store from './store.ts';

/** How a commitment stands, and with whom. */
export interface Stand {
  negotiation: Negotiation;
  circle: Circle;
  terms: Terms;
  /** The terms in force, where others are negotiated. */
  inForce: Terms | undefined;
  standing: Standing;
  isOverdue: boolean;
  seats: Seat[];
  pending: Seat[];
  signed: { seat: string; byId: string; at: Terms['proposedAt'] }[];
  evidence: { obligation: string; url: string | null }[];
  /** Where its trace leads. */
  address: string | null;
  people: ReadonlyMap<string, Person>;
}

/** Everything that the cards of a commitment show. */
export interface CommitmentView extends Stand {
  /** What follows for the plan when the terms are locked; null when they are. */
  follows: Block[] | null;
  forecast: Forecast | null;
}

/** Reads all of a commitment; of one that is negotiated, what follows from it is computed. */
export async function viewOf(
  scope: Pick<Scope, 'tx' | 'now'>,
  negotiation: Negotiation,
  dependency: Dependency,
): Promise<CommitmentView> {
  const stand = await standOf(scope, negotiation, dependency);
  const { circle, terms, standing, people } = stand;
  if (standing !== 'proposed' && standing !== 'agreed') return { ...stand, follows: null, forecast: null };
  return {
    ...stand,
    follows: await followsFrom(scope, circle, negotiation.commitment, terms, people),
    forecast: await forecastFor(scope, circle, terms),
  };
}

/** Reads how a commitment stands. */
export async function standOf(
  scope: Pick<Scope, 'tx' | 'now'>,
  negotiation: Negotiation,
  dependency: Dependency,
): Promise<Stand> {
  const { tx, now } = scope;
  const circle = await circleOf(tx, dependency);
  const terms = latestTerms(negotiation);
  const seats = await seatsOf(scope, circle, { obligations: negotiation.commitment.obligations, terms });
  const inForce = termsInForce(negotiation);
  const signed = signaturesOn(negotiation);
  const named = [
    ...negotiation.terms.flatMap((one) => [one.ownerId, one.proposedById]),
    ...signed.map((one) => one.byId),
  ];
  const people = await getPeople(tx, named);
  return {
    negotiation,
    circle,
    terms,
    inForce: inForce?.number === terms.number ? undefined : inForce,
    standing: standingOf(negotiation, seats),
    isOverdue: isOverdue(negotiation, localDate(now, dependency.zone)),
    seats,
    pending: pendingSeats(negotiation, seats),
    signed,
    evidence: evidenceOf({ obligations: negotiation.commitment.obligations, links: dependency.links }),
    address: addressOf(terms.trace, circle.programme.policy.tickets),
    people,
  };
}

/** Who signs: the producer side, each consumer team, and compliance where obligations are carried. What nobody holds falls to the programme's leads. */
export async function seatsOf(
  scope: Pick<Scope, 'tx' | 'now'>,
  circle: Circle,
  { obligations, terms }: { obligations: readonly string[]; terms?: Pick<Terms, 'ownerId'> },
): Promise<Seat[]> {
  const { tx } = scope;
  const { programme, dependency, owner, delegate, consumers } = circle;
  const producer = (await listTeams(tx)).find(({ id }) => id === dependency.producerTeamId);
  const contact = dependency.contacts.find(({ role }) => role === 'compliance');
  const ids = [producer?.leadId, contact?.personId, contact?.delegateId, ...programme.leadIds];
  const people = await getPeople(
    tx,
    ids.filter((id) => id != null),
  );
  const person = (id: string | null | undefined) => people.get(id ?? '');
  const leads = distinct(programme.leadIds.map(person));
  const seat = async (id: string, as: string, wanted: readonly (Person | undefined)[]): Promise<Seat> => {
    const held = distinct(wanted);
    const signers = held.length > 0 ? held : leads;
    return { id, as, signers, may: await withStandIns(scope, signers) };
  };
  const seats = [
    await seat(dependency.producerTeamId, producer?.name ?? 'the producer', [
      owner,
      delegate,
      person(producer?.leadId),
    ]),
  ];
  for (const { team, lead } of consumers) seats.push(await seat(team.id, team.name, [lead]));
  if (obligations.length === 0) return seats;
  // Nobody signs off the evidence of their own work.
  const approvers = [person(contact?.personId), person(contact?.delegateId)];
  return [
    ...seats,
    await seat(
      COMPLIANCE,
      'Compliance',
      approvers.filter((one) => one?.id !== terms?.ownerId),
    ),
  ];
}

/** A commitment whose programme and dependency are held until the transaction ends: nobody else signs or counters meanwhile. */
export interface Held {
  negotiation: Negotiation;
  dependency: Dependency;
}

/** Holds a commitment and reads it. Throws Conflict for one that is not there. */
export async function hold(tx: Tx, id: string): Promise<Held> {
  const [found] = await store.listCommitments(tx, { ids: [id] });
  if (found === undefined) {
    throw new Conflict('no-such-commitment', 'This commitment is not there any more. `/deps commitments` shows all.');
  }
  // Before its dependency, as recordDecision wants it.
  await lockProgramme(tx, found.commitment.programmeId);
  const dependency = await lockDependency(tx, found.commitment.dependencyId);
  const [negotiation] = await store.listCommitments(tx, { ids: [id] });
  return { negotiation: negotiation ?? found, dependency };
}

/** The commitment with this key: of the programme that the act is about, else of another. NotFound says where all stand. */
export async function findCommitment(act: Pick<Act, 'tx' | 'place'>, key: string): Promise<Negotiation> {
  const found = await store.listCommitments(act.tx, { key });
  const { id } = await programmeFor(act);
  const own = found.find(({ commitment }) => commitment.programmeId === id) ?? found[0];
  if (own !== undefined) return own;
  const programmes = await listProgrammes(act.tx);
  const example = programmes[0]?.prefix ?? 'DEP';
  throw new NotFound(
    'no-such-commitment',
    `There is no commitment ${key.slice(0, 40)}. \`/deps commitments\` shows all; \`/deps commit ${example}-4\` proposes one.`,
  );
}

/** The commitment as it stands, for looking at. */
export async function lookAt(scope: Pick<Scope, 'tx' | 'now'>, negotiation: Negotiation): Promise<CommitmentView> {
  const [dependency] = await listDependencies(scope.tx, { ids: [negotiation.commitment.dependencyId] });
  if (dependency === undefined) throw new Error(`${negotiation.commitment.key} has no dependency.`);
  return viewOf(scope, negotiation, dependency);
}

/** Those who may sign for these seats, as refusals name them. */
export function signersOf(seats: readonly Seat[]): string {
  return handles(distinct(seats.flatMap(({ signers }) => signers)));
}

/** Throws Conflict for a commitment that was kept or withdrawn. */
export function refuseClosed({ commitment: { key, state } }: Negotiation): void {
  if (state === 'open') return;
  throw new Conflict('closed', `${key} is ${state}. \`/deps commitments\` shows those that are open.`);
}

/** Throws Conflict when other terms took the place of those that were looked at, naming whose. */
export async function refuseOutdated(
  { tx, by }: Pick<Act, 'tx' | 'by'>,
  negotiation: Negotiation,
  seen: number | undefined,
): Promise<void> {
  const latest = latestTerms(negotiation);
  if (seen === undefined || seen === latest.number) return;
  const { key } = negotiation.commitment;
  const proposer = await getPerson(tx, latest.proposedById);
  const when = formatMoment(latest.proposedAt, by.calendar.zone);
  throw new Conflict(
    'outdated-terms',
    `This card is out of date: the terms of ${key} that hold now are @${proposer.handle}’s, ${when}. Nothing of yours was saved. \`/deps commit ${key}\` shows them.`,
  );
}
