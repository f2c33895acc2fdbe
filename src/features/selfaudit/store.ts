import { and, asc, eq, getTableColumns, gte, isNull, like, lte, or, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { groupBy } from '../../core/group.ts';
import { anyOf } from '../../db/any-of.ts';
import type { Tx } from '../../db/db.ts';
import { conversationOf } from '../../outbox/outbox.ts';
import { outbox } from '../../outbox/tables.ts';
import { timers } from '../../timers/tables.ts';
import { gates, lateGates, votes } from '../approvals/tables.ts';
import { audit } from '../audit/tables.ts';
import { blockers } from '../blockers/tables.ts';
import { prompts, reports } from '../checkins/tables.ts';
import { contracts } from '../contracts/tables.ts';
import { absences, people, workspaces } from '../people/tables.ts';
import { Policy } from '../programme/model.ts';
import { programmes } from '../programme/tables.ts';
import { dependencies } from '../register/tables.ts';
import type {
  DependencyFacts,
  Facts,
  GateFacts,
  LedgerRow,
  PersonFacts,
  ProgrammeFacts,
  PromptFacts,
  Span,
} from './model.ts';
import { type Change, historyOf } from './rules/history.ts';

/** What happened so long before a span may still lead to a send within it: ladders and waits for working hours. */
const REACH_DAYS = 21;
/** A ledger row is written at most so long before its message is due: clocks of processes apart. */
const EARLY_MINUTES = 60;
const CARDS = ['prompt:', 'nudge:', 'delegate:', 'silent:', 'blocker:', 'late-gate:', 'signatures:'];

type AuditRow = typeof audit.$inferSelect;

/** The register as it is and was, as far as a span needs it. */
export async function readFacts(tx: Tx, span: Span): Promise<Facts> {
  const since = span.from.minus({ days: REACH_DAYS });
  const log = groupBy(await changesSince(tx, since), (row) => row.subject);
  const everybody = await tx.select().from(people);
  const handles = new Map(everybody.map((person) => [person.handle, person.id]));
  const { id, key, programmeId, ownerId, delegateId, state, createdAt } = dependencies;
  const register = await tx.select({ id, key, programmeId, ownerId, delegateId, state, createdAt }).from(dependencies);
  const keys = new Map(register.map((one) => [one.id, one.key]));
  const late = await tx
    .select()
    .from(lateGates)
    .where(or(isNull(lateGates.endedAt), gte(lateGates.endedAt, since)));
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
    dependencies: new Map(
      register.map(({ id, key, programmeId, ownerId, delegateId, state, createdAt }) => [
        id,
        {
          key,
          programmeId,
          history: historyOf({ ownerId, delegateId, state }, createdAt, dependencyChanges(log.get(key) ?? [], handles)),
        },
      ]),
    ),
    absences: groupBy(await tx.select().from(absences).where(gte(absences.endsAt, since)), (one) => one.personId),
    prompts: groupBy(await promptsSince(tx, since), (one) => one.ownerId),
    answers: await answersSince(tx, since),
    matters: [
      ...(
        await tx
          .select()
          .from(blockers)
          .where(or(isNull(blockers.resolvedAt), gte(blockers.resolvedAt, since)))
      ).map((row) => ({
        ...row,
        subject: `blocker:${row.id}`,
        importedAt: importOf(log.get(keys.get(row.dependencyId) ?? '') ?? [], row.raisedAt),
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
    gates: await gatesOf(tx, since, late, (dependencyId) => log.get(keys.get(dependencyId) ?? '') ?? []),
  };
}

async function promptsSince(tx: Tx, since: DateTime): Promise<PromptFacts[]> {
  const { answers: _, ...columns } = getTableColumns(prompts);
  const rows = await tx
    .select(columns)
    .from(prompts)
    .where(gte(prompts.askedAt, since))
    .orderBy(asc(prompts.askedAt), asc(prompts.id));
  return rows.map((row) => ({ ...row, dropped: row.state === 'dropped' }));
}

async function answersSince(tx: Tx, since: DateTime): Promise<Map<string, number[]>> {
  const rows = await tx
    .select({
      dependencyId: reports.dependencyId,
      at: sql<number[]>`array_agg((extract(epoch from ${reports.at}) * 1000)::float8)`,
    })
    .from(reports)
    .where(gte(reports.at, since))
    .groupBy(reports.dependencyId);
  return new Map(rows.map(({ dependencyId, at }) => [dependencyId, at]));
}

/** What was written to be sent since a moment. */
export async function readLedger(tx: Tx, from: DateTime): Promise<LedgerRow[]> {
  const rows = await tx
    .select({
      key: outbox.key,
      subject: outbox.subject,
      address: outbox.address,
      deliveredAt: outbox.deliveredAt,
      parkedAt: outbox.parkedAt,
      message: outbox.message,
    })
    .from(outbox)
    .where(
      and(
        gte(outbox.createdAt, from.minus({ minutes: EARLY_MINUTES })),
        or(like(outbox.key, '%/fallback-%'), ...CARDS.map((prefix) => sql`starts_with(${outbox.subject}, ${prefix})`)),
      ),
    );
  return rows.map(({ address, ...row }) => ({ ...row, to: conversationOf(address) }));
}

/** Before anything there is; nobody notes when a person came into the register. */
const DISTANT = DateTime.fromMillis(0, { zone: 'utc' });

function changesSince(tx: Tx, since: DateTime): Promise<AuditRow[]> {
  const about = [
    'people.',
    'programme.',
    'register.',
    'blockers.decided',
    'blockers.imported',
    'approvals.decided',
    'approvals.delegated',
  ];
  return tx
    .select()
    .from(audit)
    .where(and(gte(audit.at, since), or(...about.map((prefix) => sql`starts_with(${audit.action}, ${prefix})`))))
    .orderBy(asc(audit.at), asc(audit.id));
}

function personOf(row: typeof people.$inferSelect): PersonFacts {
  const { zone, country, region, weekend, workStart, workEnd, delegateId } = row;
  return { zone, country, region, weekend, workStart, workEnd, delegateId };
}

const Word = z.string();
const PersonPart = z
  .object({
    zone: Word,
    country: Word.nullable(),
    region: Word.nullable(),
    weekend: z.array(z.number()).nullable(),
    workStart: Word,
    workEnd: Word,
    delegateId: Word.nullable(),
  })
  .partial();

/** Somebody new comes with what the file said, which is not how they are stored, and nothing concerned them before. */
function personChanges(rows: readonly AuditRow[]): Change<PersonFacts>[] {
  return rows
    .filter(({ action, before }) => action.startsWith('people.') && before !== null)
    .map(({ at, before, after }) => ({
      at,
      before: given(PersonPart.parse(before)),
      after: given(PersonPart.parse(after)),
    }));
}

const PolicyPart = Policy.pick({ cadence: true, nudges: true, channels: true }).partial();
const ProgrammePart = z.object({ leadIds: z.array(z.string()), policy: PolicyPart }).partial();

function programmeChanges(rows: readonly AuditRow[]): Change<ProgrammeFacts>[] {
  const partOf = (action: string, side: unknown): Partial<ProgrammeFacts> => {
    if (action === 'programme.settings-changed') return given(PolicyPart.parse(side));
    const { policy = {}, ...rest } = ProgrammePart.parse(side);
    return given({ ...rest, ...policy });
  };
  return rows
    .filter(({ action }) => action.startsWith('programme.'))
    .map(({ action, at, before, after }) => ({
      at,
      before: before === null ? null : partOf(action, before),
      after: partOf(action, after),
    }));
}

const Handle = z.string().nullable();
const DependencyPart = z
  .object({ ownerId: Handle, delegateId: Handle, state: z.string(), owner: Handle, delegate: Handle })
  .partial();

function dependencyChanges(rows: readonly AuditRow[], handles: ReadonlyMap<string, string>): Change<DependencyFacts>[] {
  const idOf = (handle: string | null) => (handle === null ? null : (handles.get(handle) ?? handle));
  const partOf = (side: unknown): Partial<DependencyFacts> => {
    const { owner, delegate, ownerId, delegateId, state } = DependencyPart.parse(side);
    return given({
      ownerId: owner === undefined ? ownerId : idOf(owner),
      delegateId: delegate === undefined ? delegateId : idOf(delegate),
      state,
    });
  };
  return rows
    .filter(({ action }) => action.startsWith('register.') || /^(blockers|approvals)[.]decided$/.test(action))
    .map(({ at, before, after }) => ({ at, before: before === null ? null : partOf(before), after: partOf(after) }));
}

/** Without what is undefined. */
function given<Part extends object>(part: Part): { [Name in keyof Part]: Exclude<Part[Name], undefined> } {
  const kept = Object.entries(part).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [Name in keyof Part]: Exclude<Part[Name], undefined> }; // the rest was left out
}

const Imported = z.object({ raisedAt: z.string() });

/** When a register file brought a blocker that was raised at this moment; null when none did. */
function importOf(rows: readonly AuditRow[], raisedAt: DateTime): DateTime | null {
  const brought = rows.find(
    ({ action, before, after }) =>
      action === 'blockers.imported' &&
      before === null &&
      DateTime.fromISO(Imported.parse(after).raisedAt).toMillis() === raisedAt.toMillis(),
  );
  return brought?.at ?? null;
}

const HandedOver = z.object({ version: z.string(), gate: z.number(), approver: z.string() });

async function gatesOf(
  tx: Tx,
  since: DateTime,
  late: readonly (typeof lateGates.$inferSelect)[],
  logOf: (dependencyId: string) => readonly AuditRow[],
): Promise<GateFacts[]> {
  const rows = await tx
    .select({ gate: gates, version: contracts.version, submitterId: contracts.submittedById })
    .from(gates)
    .innerJoin(contracts, eq(contracts.id, gates.contractId))
    .where(or(isNull(gates.closedAt), gte(gates.closedAt, since)));
  if (rows.length === 0) return [];
  const ids = rows.map(({ gate }) => gate.id);
  const cast = groupBy(await tx.select().from(votes).where(anyOf(votes.gateId, ids)), (vote) => vote.gateId);
  return rows.map(({ gate, version, submitterId }) => {
    const handedOver = logOf(gate.dependencyId)
      .filter(({ action }) => action === 'approvals.delegated')
      .map(({ at, before, after }) => ({ at, from: HandedOver.parse(before), to: HandedOver.parse(after) }))
      .filter(({ to }) => to.version === version && to.gate === gate.number);
    const seats = gate.approvers.flatMap(({ personId }) => {
      const held: GateFacts['seats'][number][] = [];
      let holder = { personId, until: null as DateTime | null };
      for (const { at, from, to } of handedOver.toReversed()) {
        if (to.approver !== holder.personId) continue;
        held.push({ ...holder, since: at });
        holder = { personId: from.approver, until: at };
      }
      return [...held, { ...holder, since: gate.openedAt }];
    });
    // A signature that was carried over stood from the beginning, also where changes were requested in its place.
    const voted = (cast.get(gate.id) ?? []).map(({ carriedFrom, ...vote }) =>
      carriedFrom === null ? vote : { ...vote, at: gate.openedAt },
    );
    return { ...gate, submitterId, seats, votes: voted, late: late.filter((one) => one.gateId === gate.id) };
  });
}

/** The row that holds the newest check of a workspace: a timer that has fired, so that nothing else takes it up. */
const NEWEST = { kind: 'selfaudit.check', subject: 'schedule', occurrence: 'newest' };
const Counts = z.record(z.string(), z.coerce.number());

/** Takes the next check of the workspace on, when none began since `before`; in one process of all. */
export async function claimCheck(tx: Tx, now: DateTime, before: DateTime): Promise<boolean> {
  const claimed = await tx
    .insert(timers)
    .values({ ...NEWEST, dueAt: now, doneAt: now, payload: {} })
    .onConflictDoUpdate({
      target: [timers.workspaceId, timers.kind, timers.subject, timers.occurrence],
      set: { dueAt: now },
      setWhere: lte(timers.dueAt, before),
    })
    .returning({ id: timers.id });
  return claimed.length > 0;
}

/** Writes the result of a check down, for all processes. */
export async function saveCheck(tx: Tx, now: DateTime, counts: Readonly<Record<string, number>>): Promise<void> {
  const payload = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
  await tx.update(timers).set({ doneAt: now, payload }).where(eq(timers.kind, NEWEST.kind));
}

/** The newest finished check of every workspace. */
export async function newestChecks(tx: Tx): Promise<{ at: DateTime; counts: Record<string, number> }[]> {
  const rows = await tx
    .select({ doneAt: timers.doneAt, payload: timers.payload })
    .from(workspaces)
    .innerJoin(
      timers,
      and(
        eq(timers.workspaceId, workspaces.id),
        eq(timers.kind, NEWEST.kind),
        eq(timers.subject, NEWEST.subject),
        eq(timers.occurrence, NEWEST.occurrence),
      ),
    );
  return rows.flatMap(({ doneAt, payload }) =>
    doneAt === null || Object.keys(payload).length === 0 ? [] : [{ at: doneAt, counts: Counts.parse(payload) }],
  );
}

export async function workspaceIds(tx: Tx): Promise<string[]> {
  return (await tx.select({ id: workspaces.id }).from(workspaces)).map((row) => row.id);
}
