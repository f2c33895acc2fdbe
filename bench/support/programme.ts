import type { DateTime } from 'luxon';
import { newId } from '../../src/core/ids.ts';
import type { Tx } from '../../src/db/db.ts';
import { gates, votes } from '../../src/features/approvals/tables.ts';
import { blockers } from '../../src/features/blockers/tables.ts';
import { contracts } from '../../src/features/contracts/tables.ts';
import { identities, people, teams } from '../../src/features/people/tables.ts';
import { ContactRole, Policy } from '../../src/features/programme/model.ts';
import { programmes } from '../../src/features/programme/tables.ts';
import { Kind, type Report, type SignalKind } from '../../src/features/register/model.ts';
import { consumers, contacts, dependencies, signals } from '../../src/features/register/tables.ts';

const TEAMS = 40;
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'America/Sao_Paulo', 'Australia/Sydney'];
/** PostgreSQL takes 65,535 parameters in one statement. */
const ROWS_AT_ONCE = 1_000;

/** Anything with rows to insert into. */
type Table = Parameters<Tx['insert']>[0];

/**
 * Writes down a programme in its middle, the same each time: of 20 dependencies 12 are green, 5 yellow, 2 red and one has
 * no status; 1 in 50 is blocked, 1 in 4 has a contract at a gate, 1 gate in 5 is late, 1 owner in 10 is silent. All are
 * open and fall due over half a year. Person n has the Slack id Un.
 */
export async function writeProgramme(
  tx: Tx,
  now: DateTime,
  size: { owners: number; dependencies: number },
): Promise<void> {
  const teamIds = Array.from({ length: TEAMS }, newId);
  const personIds = Array.from({ length: size.owners }, newId);
  const dependencyIds = Array.from({ length: size.dependencies }, newId);
  const of = (ids: readonly string[], n: number) => ids[n % ids.length] ?? '';
  const programmeId = newId();
  const owner = (n: number) => of(personIds, n);

  await insertAll(tx, teams, teamIds, (id, n) => ({ id, key: `team${n}`, name: `Team ${n}`, leadId: owner(n) }));
  await insertAll(tx, people, personIds, (id, n) => ({
    id,
    handle: `person${n}`,
    name: `Person ${n}`,
    email: `person${n}@example.com`,
    zone: of(ZONES, n),
    zoneFrom: 'register' as const,
    teamId: of(teamIds, n),
    delegateId: owner(n + 1),
  }));
  await insertAll(tx, identities, personIds, (personId, n) => ({
    personId,
    platform: 'slack' as const,
    externalId: `U${n}`,
  }));
  await tx.insert(programmes).values({
    id: programmeId,
    key: 'Q1',
    name: 'Q1 launch',
    prefix: 'DEP',
    releaseDate: now.plus({ days: 90 }).toISODate(),
    leadIds: [owner(0)],
    policy: Policy.parse({}),
    createdAt: now,
  });
  await insertAll(tx, dependencies, dependencyIds, (id, n) => ({
    id,
    programmeId,
    key: `DEP-${n + 1}`,
    number: n + 1,
    title: `Interface ${n + 1} of the launch`,
    kind: Kind.options[n % Kind.options.length] ?? 'api',
    interface: `v2 of interface ${n + 1}`,
    producerTeamId: of(teamIds, n),
    ownerId: n % 200 === 7 ? null : owner(n),
    dueDate: now.plus({ days: (n % 180) - 5 }).toISODate(),
    risk: n % 3 === 0 ? ('high' as const) : ('medium' as const),
    obligations: [],
    criticalDates: [],
    links: [],
    report: reportOf(n, owner(n), now.minus({ hours: n % 72 })),
    override: null,
    createdAt: now,
    updatedAt: now,
  }));
  await insertAll(tx, consumers, dependencyIds, (dependencyId, n) => ({
    dependencyId,
    teamId: of(teamIds, n + 1),
    neededBy: now.plus({ days: (n % 180) + (n % 10 === 0 ? -10 : 5) }).toISODate(),
  }));
  for (const [index, role] of ContactRole.options.entries()) {
    const personOf = (n: number) => owner(n + index + 1);
    await insertAll(tx, contacts, dependencyIds, (dependencyId, n) => ({ dependencyId, role, personId: personOf(n) }));
  }

  const signal = (dependencyId: string, kind: SignalKind, subject: string, since: DateTime) => ({
    dependencyId,
    kind,
    subject,
    text: `${kind} of a while`,
    since,
  });
  const blocked = every(dependencyIds, 50).map(({ id, n }) => ({
    id: newId(),
    dependencyId: id,
    reason: `the sandbox of vendor ${n} is down`,
    raisedById: owner(n),
    raisedAt: now.minus({ hours: n % 96 }),
    tiers: [24, 48, 72],
  }));
  await insertAll(tx, blockers, blocked, (row) => row);
  await insertAll(tx, signals, blocked, ({ id, dependencyId, raisedAt }) =>
    signal(dependencyId, 'blocker', id, raisedAt),
  );

  const submitted = every(dependencyIds, 4).map(({ id, n }) => ({
    id: newId(),
    dependencyId: id,
    version: '1.0.0',
    url: `https://example.com/contracts/${n}`,
    hash: 'f'.repeat(64),
    submittedById: owner(n),
    submittedAt: now.minus({ days: 3 }),
  }));
  await insertAll(tx, contracts, submitted, (row) => row);
  const open = submitted.map(({ id, dependencyId }, n) => ({
    id: newId(),
    dependencyId,
    contractId: id,
    number: 1,
    name: 'Draft review',
    criteria: ['Scope matches the roadmap goal'],
    approvers: [owner(n + 1), owner(n + 2)].map((personId) => ({ personId, as: 'product contact', cards: [] })),
    quorum: 'all' as const,
    state: 'open' as const,
    openedAt: now.minus({ days: 3 }),
    dueAt: now.plus({ hours: n % 5 === 0 ? -(n % 90) - 1 : n % 300 }),
  }));
  await insertAll(tx, gates, open, (row) => row);
  await insertAll(tx, votes, open, ({ id }, n) => ({
    gateId: id,
    approverId: owner(n + 1),
    byId: owner(n + 1),
    vote: 'approve' as const,
    at: now,
  }));
  const late = open.filter((gate) => gate.dueAt <= now);
  await insertAll(tx, signals, late, ({ id, dependencyId, dueAt }) => signal(dependencyId, 'gate-late', id, dueAt));

  const silent = dependencyIds.map((id, n) => ({ id, owner: n % size.owners })).filter((one) => one.owner % 10 === 3);
  await insertAll(tx, signals, silent, (one) =>
    signal(one.id, 'silence', owner(one.owner), now.minus({ hours: 30 + (one.owner % 40) })),
  );
}

function reportOf(n: number, byId: string, at: DateTime): Report | null {
  const kind = (n * 7) % 20;
  if (kind === 19) return null;
  const colour = kind < 12 ? 'green' : kind < 17 ? 'yellow' : 'red';
  const bad = colour !== 'green';
  return {
    colour,
    reason: bad ? 'the QA window has no environment' : null,
    mitigation: bad && n % 2 === 0 ? 'a second window is asked for' : null,
    trigger: bad && n % 4 === 0 ? 'no answer until Friday' : null,
    byId,
    at: at.toUTC().toISO() ?? '',
  };
}

function every(ids: readonly string[], step: number): { id: string; n: number }[] {
  return ids.map((id, n) => ({ id, n })).filter(({ n }) => n % step === 0);
}

async function insertAll<Item, To extends Table>(
  tx: Tx,
  table: To,
  items: readonly Item[],
  row: (item: Item, n: number) => To['$inferInsert'],
): Promise<void> {
  for (let from = 0; from < items.length; from += ROWS_AT_ONCE) {
    const rows = items.slice(from, from + ROWS_AT_ONCE).map((item, index) => row(item, from + index));
    await tx.insert(table).values(rows);
  }
}
