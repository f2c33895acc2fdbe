import { and, asc, eq, getTableColumns, gt, gte, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { DateTime } from 'luxon';
import { groupBy } from '../../core/group.ts';
import { anyOf } from '../../db/any-of.ts';
import type { Tx } from '../../db/db.ts';
import { gates, lateGates, votes } from '../approvals/tables.ts';
import { audit } from '../audit/tables.ts';
import { blockers } from '../blockers/tables.ts';
import { prompts, reports } from '../checkins/tables.ts';
import { contracts } from '../contracts/tables.ts';
import { absences, people } from '../people/tables.ts';
import { programmes } from '../programme/tables.ts';
import { dependencies } from '../register/tables.ts';
import type { DependencyFacts, Facts, GateFacts, History, PersonFacts, PromptFacts, Span } from './model.ts';
import { historyOf } from './rules/history.ts';
import {
  dependencyChanges,
  type HandOver,
  handOversOf,
  importOf,
  type LogRow,
  personChanges,
  programmeChanges,
  takenBackOf,
} from './rules/log.ts';

/** What happened so long before a span may still lead to a send within it: ladders and waits for working hours. */
const REACH_DAYS = 21;
/** Reading a row takes up to 100 µs (measured), so that a page holds the process for some twenty milliseconds. */
const ROWS_AT_A_STRETCH = 200;

/** The register as it is and was, as far as a span needs it. */
export async function readFacts(tx: Tx, span: Span): Promise<Facts> {
  const since = span.from.minus({ days: REACH_DAYS });
  const log = groupBy(await changesSince(tx, since), (row) => row.subject);
  const everybody = await tx.select().from(people);
  const handles = new Map(everybody.map((person) => [person.handle, person.id]));
  const register = await registerOf(tx, log, handles);
  const raised = await tx
    .select()
    .from(blockers)
    .where(or(isNull(blockers.resolvedAt), gte(blockers.resolvedAt, since)));
  const late = await tx
    .select()
    .from(lateGates)
    .where(or(isNull(lateGates.endedAt), gte(lateGates.endedAt, since)));
  const keyOf = (dependencyId: string) => register.get(dependencyId)?.key ?? '';
  return {
    people: new Map(
      everybody.map((row) => [
        row.id,
        { handle: row.handle, history: historyOf(personOf(row), DISTANT, personChanges(log.get(row.handle) ?? [])) },
      ]),
    ),
    programmes: (await tx.select().from(programmes)).map(
      ({ id, key, leadIds, policy: { cadence, nudges, channels }, createdAt }) => ({
        id,
        key,
        history: historyOf({ leadIds, cadence, nudges, channels }, createdAt, programmeChanges(log.get(key) ?? [])),
      }),
    ),
    dependencies: register,
    absences: groupBy(await tx.select().from(absences).where(gte(absences.endsAt, since)), (one) => one.personId),
    prompts: await promptsSince(tx, since),
    answers: await answersSince(tx, since, [...register.keys()]),
    matters: [
      ...raised.map((row) => ({
        ...row,
        subject: `blocker:${row.id}`,
        importedAt: importOf(log.get(keyOf(row.dependencyId)) ?? [], row.raisedAt),
      })),
      ...late.map(({ id, dependencyId, since: raisedAt, endedAt: resolvedAt, tiers }) => ({
        subject: `late-gate:${id}`,
        dependencyId,
        raisedAt,
        resolvedAt,
        tiers,
        importedAt: null,
      })),
    ],
    gates: await gatesOf(tx, since, late, (dependencyId) => log.get(keyOf(dependencyId)) ?? []),
  };
}

/** What the audit log says since a moment of all that decides who is asked when, oldest first. */
function changesSince(tx: Tx, since: DateTime): Promise<(typeof audit.$inferSelect)[]> {
  const about = [
    'people.',
    'programme.',
    'register.',
    'blockers.decided',
    'blockers.imported',
    'approvals.decided',
    'approvals.delegated',
    'approvals.taken-back',
  ];
  return tx
    .select()
    .from(audit)
    .where(and(gte(audit.at, since), or(...about.map((prefix) => sql`starts_with(${audit.action}, ${prefix})`))))
    .orderBy(asc(audit.at), asc(audit.id));
}

/** Every dependency there is, with what the log says of it. */
async function registerOf(
  tx: Tx,
  log: ReadonlyMap<string, readonly LogRow[]>,
  handles: ReadonlyMap<string, string>,
): Promise<Facts['dependencies']> {
  const { id, key, programmeId, ownerId, delegateId, state, createdAt } = dependencies;
  const columns = { id, key, programmeId, ownerId, delegateId, state, createdAt };
  const pages = inPages((last) =>
    tx.select(columns).from(dependencies).where(after(id, last)).orderBy(asc(id)).limit(ROWS_AT_A_STRETCH),
  );
  const register = new Map<string, { key: string; programmeId: string; history: History<DependencyFacts> }>();
  for await (const page of pages) {
    for (const { id, key, programmeId, ownerId, delegateId, state, createdAt } of page) {
      const changes = dependencyChanges(log.get(key) ?? [], handles);
      register.set(id, { key, programmeId, history: historyOf({ ownerId, delegateId, state }, createdAt, changes) });
    }
  }
  return register;
}

async function promptsSince(tx: Tx, since: DateTime): Promise<Facts['prompts']> {
  const { answers: _, ...columns } = getTableColumns(prompts);
  const pages = inPages((last) =>
    tx
      .select(columns)
      .from(prompts)
      .where(and(gte(prompts.askedAt, since), after(prompts.id, last)))
      .orderBy(asc(prompts.id))
      .limit(ROWS_AT_A_STRETCH),
  );
  const all: PromptFacts[] = [];
  for await (const page of pages) all.push(...page.map((row) => ({ ...row, dropped: row.state === 'dropped' })));
  all.sort((a, b) => a.askedAt.toMillis() - b.askedAt.toMillis());
  return groupBy(all, (one) => one.ownerId);
}

async function answersSince(tx: Tx, since: DateTime, dependencyIds: readonly string[]): Promise<Facts['answers']> {
  const answers = new Map<string, number[]>();
  for (let from = 0; from < dependencyIds.length; from += ROWS_AT_A_STRETCH) {
    const rows = await tx
      .select({
        dependencyId: reports.dependencyId,
        at: sql<number[]>`array_agg((extract(epoch from ${reports.at}) * 1000)::float8)`,
      })
      .from(reports)
      .where(
        and(gte(reports.at, since), anyOf(reports.dependencyId, dependencyIds.slice(from, from + ROWS_AT_A_STRETCH))),
      )
      .groupBy(reports.dependencyId);
    for (const { dependencyId, at } of rows) answers.set(dependencyId, at);
  }
  return answers;
}

/** All rows in ascending order of their ids, page by page: others have a turn while the next one comes. */
async function* inPages<Row extends { id: string }>(
  read: (last: string | null) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let last: string | null = null;
  for (;;) {
    const page: Row[] = await read(last);
    yield page;
    if (page.length < ROWS_AT_A_STRETCH) return;
    last = page.at(-1)?.id ?? null;
  }
}

/** True for ids above the last one read. */
function after(column: PgColumn, last: string | null): SQL | undefined {
  return last === null ? undefined : gt(column, last);
}

/** Before anything there is; nobody notes when a person came into the register. */
const DISTANT = DateTime.fromMillis(0, { zone: 'utc' });

function personOf(row: typeof people.$inferSelect): PersonFacts {
  const { zone, country, region, weekend, workStart, workEnd, delegateId } = row;
  return { zone, country, region, weekend, workStart, workEnd, delegateId };
}

async function gatesOf(
  tx: Tx,
  since: DateTime,
  late: readonly (typeof lateGates.$inferSelect)[],
  logOf: (dependencyId: string) => readonly LogRow[],
): Promise<GateFacts[]> {
  const columns = { ...getTableColumns(gates), release: contracts.version, submitterId: contracts.submittedById };
  const pages = inPages((last) =>
    tx
      .select(columns)
      .from(gates)
      .innerJoin(contracts, eq(contracts.id, gates.contractId))
      .where(and(or(isNull(gates.closedAt), gte(gates.closedAt, since)), after(gates.id, last)))
      .orderBy(asc(gates.id))
      .limit(ROWS_AT_A_STRETCH),
  );
  const lateness = groupBy(late, (one) => one.gateId);
  const all: GateFacts[] = [];
  for await (const page of pages) {
    const ids = page.map((gate) => gate.id);
    const cast = groupBy(await tx.select().from(votes).where(anyOf(votes.gateId, ids)), (vote) => vote.gateId);
    for (const gate of page) {
      const own = logOf(gate.dependencyId).filter(({ at }) => at >= gate.openedAt);
      const handedOver = handOversOf(own, { version: gate.release, number: gate.number });
      // A signature that was carried over stood from the beginning, also where changes were requested in its place.
      const standing = (cast.get(gate.id) ?? []).map(({ carriedFrom, ...vote }) => ({
        ...vote,
        at: carriedFrom === null ? vote.at : gate.openedAt,
        until: null,
      }));
      all.push({
        ...gate,
        seats: gate.approvers.flatMap(heldBy(gate, handedOver)),
        late: lateness.get(gate.id) ?? [],
        votes: [...takenBackOf(own, gate.id), ...standing],
      });
    }
  }
  return all;
}

/** Who held a seat of a gate from when to when, told back from who holds it now. */
function heldBy({ openedAt }: { openedAt: DateTime }, handedOver: readonly HandOver[]) {
  return ({ personId }: { personId: string }): GateFacts['seats'][number][] => {
    const held: GateFacts['seats'][number][] = [];
    let holder = { personId, until: null as DateTime | null };
    for (const { at, from, to } of handedOver.toReversed()) {
      if (to !== holder.personId) continue;
      held.push({ ...holder, since: at });
      holder = { personId: from, until: at };
    }
    return [...held, { ...holder, since: openedAt }];
  };
}
