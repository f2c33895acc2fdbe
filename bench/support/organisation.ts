import type { DateTime } from 'luxon';
import { newId } from '../../src/core/ids.ts';
import type { Database, Tx } from '../../src/db/db.ts';
import { absences, people, teams } from '../../src/features/people/tables.ts';
import { Policy } from '../../src/features/programme/model.ts';
import { programmes } from '../../src/features/programme/tables.ts';
import { consumers, dependencies } from '../../src/features/register/tables.ts';

/** Rows of one insert; PostgreSQL takes 65,535 parameters. */
const ROWS_AT_ONCE = 1_000;
const OWNERS_A_TEAM = 10;
/** One in so many is away with a stand-in, and one in so many has no delegate. */
const AWAY = 50;
const ALONE = 25;

export interface Size {
  programmes: number;
  owners: number;
  dependenciesEach: number;
}

/** Writes an organisation down: everybody in Berlin, owners shared out over the programmes. Gives the ids of what was made. */
export async function organisation(
  { db, workspace }: { db: Database; workspace: string },
  now: DateTime,
  size: Size,
): Promise<{ programmeIds: string[]; ownerIds: string[]; dependencyIds: string[] }> {
  const ids = (many: number) => Array.from({ length: many }, newId);
  const programmeIds = ids(size.programmes);
  const ownerIds = ids(size.owners);
  const teamIds = ids(Math.ceil(size.owners / OWNERS_A_TEAM));
  const dependencyIds = ids(size.owners * size.dependenciesEach);
  const at = <Item>(items: readonly Item[], index: number) => items[index % items.length] as Item; // never empty
  const teamOf = (owner: number) => at(teamIds, Math.floor(owner / OWNERS_A_TEAM));
  await db.tx(workspace, async (tx) => {
    await insertAll(tx, teams, teamIds, (id, n) => ({
      id,
      key: `t${n}`,
      name: `Team ${n}`,
      leadId: at(ownerIds, n * OWNERS_A_TEAM),
    }));
    await insertAll(tx, people, ownerIds, (id, n) => ({
      id,
      handle: `p${n}`,
      name: `Person ${n}`,
      email: `p${n}@example.com`,
      zone: 'Europe/Berlin',
      zoneFrom: 'register' as const,
      country: 'DE',
      region: 'BE',
      teamId: teamOf(n),
      delegateId: n % ALONE === 0 ? null : at(ownerIds, n + 1),
    }));
    const away = ownerIds.filter((_, n) => n % AWAY === 1);
    await insertAll(tx, absences, away, (personId) => ({
      personId,
      startsAt: now.minus({ days: 1 }),
      endsAt: now.plus({ days: 14 }),
      standInId: null,
    }));
    await insertAll(tx, programmes, programmeIds, (id, n) => ({
      id,
      key: `P${n}`,
      name: `Programme ${n}`,
      prefix: `P${n}`,
      goal: null,
      releaseDate: null,
      leadIds: [at(ownerIds, n)],
      policy: Policy.parse({}),
      createdAt: now,
    }));
    await insertAll(tx, dependencies, dependencyIds, (id, n) => ({
      id,
      programmeId: at(programmeIds, n % size.owners),
      key: `P${(n % size.owners) % size.programmes}-${n + 1}`,
      number: n + 1,
      title: `Interface ${n + 1}`,
      kind: 'api' as const,
      producerTeamId: teamOf(n % size.owners),
      ownerId: at(ownerIds, n),
      dueDate: now.plus({ days: 20 + (n % 60) }).toISODate(),
      risk: 'medium' as const,
      obligations: [],
      criticalDates: [],
      links: [],
      createdAt: now,
      updatedAt: now,
    }));
    await insertAll(tx, consumers, dependencyIds, (dependencyId, n) => ({
      dependencyId,
      teamId: teamOf((n + OWNERS_A_TEAM) % size.owners),
    }));
  });
  return { programmeIds, ownerIds, dependencyIds };
}

/** Inserts a row for each item, many at once. */
export async function insertAll<Table extends Parameters<Tx['insert']>[0], Item>(
  tx: Tx,
  table: Table,
  items: readonly Item[],
  rowOf: (item: Item, index: number) => Table['$inferInsert'],
): Promise<void> {
  const rows = items.map(rowOf);
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    // drizzle cannot see that an array of a table's rows is one when the table is a parameter.
    await tx.insert(table).values(rows.slice(from, from + ROWS_AT_ONCE) as never);
  }
}
