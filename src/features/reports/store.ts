import { and, asc, between, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import type { Colour } from '../../chat/card.ts';
import type { Tx } from '../../db/db.ts';
import { gates, votes } from '../approvals/tables.ts';
import { blockers } from '../blockers/tables.ts';
import { contracts } from '../contracts/tables.ts';
import { people } from '../people/tables.ts';
import { colourAt, consumers, dependencies, signals, standings } from '../register/tables.ts';
import { mitigatedByRisk } from '../risks/tables.ts';
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
/** The key of a standing's dependency. A sub-select is computed for the rows that are shown; a join was for all that count. */
const key = sql<string>`(select ${dependencies.key} from ${dependencies} where ${dependencies.id} = ${standings.dependencyId})`;

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

const RANK = (now: DateTime) => sql`case ${colourAt(now)} when 'red' then 0 when 'yellow' then 1 else 2 end`;

/** Something is missing on it: an owner, or on a red or yellow what is done about it. The register's `faultsOf` says what. */
export function faulty(now: DateTime): SQL<boolean> {
  return sql<boolean>`(${standings.ownerId} is null or (${standings.unplanned} and ${colourAt(now)} <> 'green' and not ${mitigatedByRisk(standings.dependencyId)}))`;
}

/** What a status counts, and the ids of what it lists: worst first, then by number. */
export interface Standing {
  counts: Record<Colour, number>;
  worst: readonly string[];
  /** Those on which something is missing. */
  faulty: Top<string>;
}

/** Counts and picks in one look at the selection; `worst` takes greens too only when asked for all. */
export async function standing(
  tx: Tx,
  selection: Selection,
  which: 'all' | 'not-green',
  most: { worst: number; faulty: number },
): Promise<Standing> {
  const { now } = selection;
  const here = tx.$with('here').as(
    tx
      .select({
        dependencyId: standings.dependencyId,
        number: standings.number,
        rank: RANK(now).as('rank'),
        faulty: faulty(now).as('faulty'),
      })
      .from(standings)
      .where(selected(selection)),
  );
  const many = (condition: SQL) => sql<number>`count(*) filter (where ${condition})`.mapWith(Number);
  const first = (condition: SQL, limit: number) =>
    sql<string[]>`array(select dependency_id from here where ${condition} order by rank, number limit ${limit})`;
  const [row] = await tx
    .with(here)
    .select({
      red: many(sql`rank = 0`),
      yellow: many(sql`rank = 1`),
      green: many(sql`rank = 2`),
      faulty: many(sql`faulty`),
      worst: first(which === 'all' ? sql`true` : sql`rank < 2`, most.worst),
      firstFaulty: first(sql`faulty`, most.faulty),
    })
    .from(here);
  if (row === undefined) throw new Error('PostgreSQL counted without a result.');
  const { red, yellow, green } = row;
  return { counts: { red, yellow, green }, worst: row.worst, faulty: { first: row.firstFaulty, total: row.faulty } };
}

/** Open blockers, the longest open first. */
export async function longestBlocked(
  tx: Tx,
  selection: Selection,
  most: number,
): Promise<Top<{ key: string; reason: string; raisedAt: DateTime }>> {
  const rows = await tx
    .select({ key, reason: blockers.reason, raisedAt: blockers.raisedAt, total })
    .from(blockers)
    .innerJoin(standings, eq(standings.dependencyId, blockers.dependencyId))
    .where(and(isNull(blockers.resolvedAt), selected(selection)))
    .orderBy(asc(blockers.raisedAt), asc(standings.number))
    .limit(most);
  return top(rows);
}

/** The signal that says of a gate that it is late. */
const isLate = sql`exists (select 1 from ${signals} where ${signals.dependencyId} = ${gates.dependencyId} and ${signals.kind} = 'gate-late' and ${signals.subject} = ${gates.id}::text)`;
/** Of the present contract, and not passed. */
const isPresent = and(isNull(contracts.supersededAt), inArray(gates.state, ['open', 'changes-requested']));

/** Gates past their time, with the handles of those who have not signed; by number of the dependency. */
export async function lateGates(
  tx: Tx,
  selection: Selection,
  most: number,
): Promise<Top<{ key: string; gate: number; dueAt: DateTime; waitsFor: string[] }>> {
  const rows = await tx
    .select({
      key,
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
    .where(and(isPresent, eq(gates.state, 'open'), isLate, selected(selection)))
    .orderBy(asc(standings.number))
    .limit(most);
  return top(rows);
}

/** Gates that passed by a waiver, the one that ends first first. */
export async function waivedGates(
  tx: Tx,
  selection: Selection,
  most: number,
): Promise<Top<{ key: string; gate: number; until: DateTime }>> {
  const until = sql`${gates.waiver}->>'until'`;
  const rows = await tx
    .select({ key, gate: gates.number, until: sql<string>`${until}`, total })
    .from(gates)
    .innerJoin(contracts, eq(contracts.id, gates.contractId))
    .innerJoin(standings, eq(standings.dependencyId, gates.dependencyId))
    .where(and(isNull(contracts.supersededAt), eq(gates.state, 'passed'), isNotNull(gates.waiver), selected(selection)))
    .orderBy(asc(until), asc(standings.number))
    .limit(most);
  return top(rows.map((row) => ({ ...row, until: DateTime.fromISO(row.until) })));
}

/** Gates that are not late and due by then, the one due first first. */
export async function gatesDueBy(
  tx: Tx,
  selection: Selection,
  until: DateTime,
  most: number,
): Promise<Top<{ key: string; gate: number; dueAt: DateTime }>> {
  const rows = await tx
    .select({ key, gate: gates.number, dueAt: gates.dueAt, total })
    .from(gates)
    .innerJoin(contracts, eq(contracts.id, gates.contractId))
    .innerJoin(standings, eq(standings.dependencyId, gates.dependencyId))
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
      owner: sql<string>`(select ${people.name} from ${people} where ${people.id} = ${standings.ownerId})`,
      keys: sql<
        string[]
      >`array(select ${dependencies.key} from ${dependencies} where ${dependencies.id} = any(array_agg(${standings.dependencyId})) order by ${dependencies.number})`,
      since: sql`min(${signals.since})`.mapWith(signals.since),
      total,
    })
    .from(signals)
    .innerJoin(standings, eq(standings.dependencyId, signals.dependencyId))
    .where(and(eq(signals.kind, 'silence'), sql`${signals.subject} = ${standings.ownerId}::text`, selected(selection)))
    .groupBy(standings.ownerId)
    .orderBy(sql`min(${standings.number})`)
    .limit(most);
  return top(rows);
}

function top<Row extends { total: number }>(rows: readonly Row[]): Top<Row> {
  return { first: rows, total: rows[0]?.total ?? 0 };
}
