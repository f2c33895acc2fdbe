import { and, asc, between, eq, isNull, ne, type SQL, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Colour } from '../../chat/card.ts';
import type { Tx } from '../../db/db.ts';
import { gates, votes } from '../approvals/tables.ts';
import { blockers } from '../blockers/tables.ts';
import { contracts } from '../contracts/tables.ts';
import { people } from '../people/tables.ts';
import { colourAt, consumers, dependencies, signals, standings } from '../register/tables.ts';
import type { Top } from './model.ts';

/** Open dependencies of a programme, all of them or some, as they stand at a moment. */
export interface Selection {
  programmeId: string;
  now: DateTime;
  colour?: Colour;
  ownerId?: string;
  /** Producer or consumer. */
  teamId?: string;
}

/** How many rows there would be without a limit. */
const total = sql<number>`count(*) over ()`.mapWith(Number);

function selected({ programmeId, now, colour, ownerId, teamId }: Selection): SQL | undefined {
  return and(
    eq(standings.programmeId, programmeId),
    eq(standings.open, true),
    colour === undefined ? undefined : sql`${colourAt(now)} = ${colour}`,
    ownerId === undefined ? undefined : eq(standings.ownerId, ownerId),
    teamId === undefined
      ? undefined
      : sql`(${standings.producerTeamId} = ${teamId} or exists (select 1 from ${consumers} where ${consumers.dependencyId} = ${standings.dependencyId} and ${consumers.teamId} = ${teamId}))`,
  );
}

/** Something is missing on it: an owner, or on a red or yellow what is done about it. The register's `faultsOf` says what. */
function faulty(now: DateTime): SQL {
  return sql`(${standings.ownerId} is null or (${standings.unplanned} and ${colourAt(now)} <> 'green'))`;
}

/** How many have each colour, and on how many something is missing. */
export async function countColours(
  tx: Tx,
  selection: Selection,
): Promise<{ counts: Record<Colour, number>; faulty: number }> {
  const rows = await tx
    .select({
      colour: colourAt(selection.now),
      many: sql<number>`count(*)`.mapWith(Number),
      faulty: sql<number>`count(*) filter (where ${faulty(selection.now)})`.mapWith(Number),
    })
    .from(standings)
    .where(selected(selection))
    .groupBy(sql`1`);
  const of = (colour: Colour) => rows.find((row) => row.colour === colour)?.many ?? 0;
  return {
    counts: { red: of('red'), yellow: of('yellow'), green: of('green') },
    faulty: rows.reduce((sum, row) => sum + row.faulty, 0),
  };
}

const RANK = (now: DateTime) => sql`case ${colourAt(now)} when 'red' then 0 when 'yellow' then 1 else 2 end`;

/** Ids of the worst, worst first and then by number: of all, of those that are not green, or of those with a fault. */
export async function worst(
  tx: Tx,
  selection: Selection,
  which: 'all' | 'not-green' | 'faulty',
  most: number,
): Promise<string[]> {
  const { now } = selection;
  const narrowed = { all: undefined, 'not-green': sql`${colourAt(now)} <> 'green'`, faulty: faulty(now) }[which];
  const rows = await tx
    .select({ id: standings.dependencyId })
    .from(standings)
    .where(and(selected(selection), narrowed))
    .orderBy(RANK(now), asc(standings.number))
    .limit(most);
  return rows.map((row) => row.id);
}

/** Open blockers, the longest open first. */
export async function longestBlocked(
  tx: Tx,
  selection: Selection,
  most: number,
): Promise<Top<{ key: string; reason: string; raisedAt: DateTime }>> {
  const rows = await tx
    .select({ key: dependencies.key, reason: blockers.reason, raisedAt: blockers.raisedAt, total })
    .from(blockers)
    .innerJoin(standings, eq(standings.dependencyId, blockers.dependencyId))
    .innerJoin(dependencies, eq(dependencies.id, blockers.dependencyId))
    .where(and(isNull(blockers.resolvedAt), selected(selection)))
    .orderBy(asc(blockers.raisedAt), asc(standings.number))
    .limit(most);
  return top(rows);
}

/** The signal that says of a gate that it is late. */
const isLate = sql`exists (select 1 from ${signals} where ${signals.dependencyId} = ${gates.dependencyId} and ${signals.kind} = 'gate-late' and ${signals.subject} = ${gates.id}::text)`;
/** Of the present contract, and not passed: each contract has one such gate at most. */
const isPresent = and(isNull(contracts.supersededAt), ne(gates.state, 'passed'));

/** Gates past their time, with the handles of those who have not signed; by number of the dependency. */
export async function lateGates(
  tx: Tx,
  selection: Selection,
  most: number,
): Promise<Top<{ key: string; gate: number; dueAt: DateTime; waitsFor: string[] }>> {
  const rows = await tx
    .select({
      key: dependencies.key,
      gate: gates.number,
      dueAt: gates.dueAt,
      waitsFor: sql<
        string[]
      >`array(select ${people.handle} from jsonb_array_elements(${gates.approvers}) with ordinality as seat (value, place) join ${people} on ${people.id} = (seat.value->>'personId')::uuid where not exists (select 1 from ${votes} where ${votes.gateId} = ${gates.id} and ${votes.approverId} = ${people.id}) order by seat.place)`,
      total,
    })
    .from(gates)
    .innerJoin(contracts, eq(contracts.id, gates.contractId))
    .innerJoin(standings, eq(standings.dependencyId, gates.dependencyId))
    .innerJoin(dependencies, eq(dependencies.id, gates.dependencyId))
    .where(and(isPresent, eq(gates.state, 'open'), isLate, selected(selection)))
    .orderBy(asc(standings.number))
    .limit(most);
  return top(rows);
}

/** Gates that are not late and due by then, the one due first first. */
export async function gatesDueBy(
  tx: Tx,
  selection: Selection,
  until: DateTime,
  most: number,
): Promise<Top<{ key: string; gate: number; dueAt: DateTime }>> {
  const rows = await tx
    .select({ key: dependencies.key, gate: gates.number, dueAt: gates.dueAt, total })
    .from(gates)
    .innerJoin(contracts, eq(contracts.id, gates.contractId))
    .innerJoin(standings, eq(standings.dependencyId, gates.dependencyId))
    .innerJoin(dependencies, eq(dependencies.id, gates.dependencyId))
    .where(
      and(
        isPresent,
        sql`${gates.dueAt} <= ${sql.param(until, gates.dueAt)}`,
        sql`not (${gates.state} = 'open' and ${isLate})`,
        selected(selection),
      ),
    )
    .orderBy(asc(gates.dueAt), asc(standings.number))
    .limit(most);
  return top(rows);
}

/** Deliveries due from one day to another (YYYY-MM-DD, both included), the earliest first. */
export async function deliveriesDue(
  tx: Tx,
  selection: Selection,
  days: { from: string; to: string },
  most: number,
): Promise<Top<{ key: string; dueDate: string }>> {
  const rows = await tx
    .select({ key: dependencies.key, dueDate: sql<string>`${dependencies.dueDate}`, total })
    .from(dependencies)
    .innerJoin(standings, eq(standings.dependencyId, dependencies.id))
    .where(and(between(dependencies.dueDate, days.from, days.to), selected(selection)))
    .orderBy(asc(dependencies.dueDate), asc(standings.number))
    .limit(most);
  return top(rows);
}

/** Owners who let a round pass without an answer, with what they were asked about and since when; by their first number. */
export async function silentOwners(
  tx: Tx,
  selection: Selection,
  most: number,
): Promise<Top<{ owner: string; keys: string[]; since: DateTime }>> {
  const rows = await tx
    .select({
      owner: people.name,
      keys: sql<string[]>`array_agg(${dependencies.key} order by ${standings.number})`,
      since: sql`min(${signals.since})`.mapWith(signals.since),
      total,
    })
    .from(signals)
    .innerJoin(standings, eq(standings.dependencyId, signals.dependencyId))
    .innerJoin(dependencies, eq(dependencies.id, signals.dependencyId))
    .innerJoin(people, eq(people.id, standings.ownerId))
    .where(and(eq(signals.kind, 'silence'), sql`${signals.subject} = ${people.id}::text`, selected(selection)))
    .groupBy(people.id)
    .orderBy(sql`min(${standings.number})`)
    .limit(most);
  return top(rows);
}

function top<Row extends { total: number }>(rows: readonly Row[]): Top<Row> {
  return { first: rows, total: rows[0]?.total ?? 0 };
}
