import { sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { record } from '../../src/features/audit/index.ts';
import { audit } from '../../src/features/audit/tables.ts';
import { listPeople, savePerson } from '../../src/features/people/index.ts';
import { workspaces } from '../../src/features/people/tables.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

const now = DateTime.fromISO('2026-11-23T09:00:00Z');
const ana = { handle: 'ana', name: 'Ana Example', zone: 'Europe/Berlin', zoneFrom: 'register' as const };

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

it('shows a workspace only its own rows, even to a query that forgets to ask', async () => {
  const [other] = await database.db.system((tx) =>
    tx.insert(workspaces).values({ name: 'Other', createdAt: now }).returning({ id: workspaces.id }),
  );
  await database.db.tx(database.workspace, (tx) => savePerson(tx, ana));

  const seen = await database.db.tx(other?.id ?? '', (tx) => listPeople(tx));

  expect(seen).toEqual([]);
  expect(await database.db.tx(database.workspace, (tx) => listPeople(tx))).toHaveLength(1);
});

it('refuses to write into another workspace', async () => {
  const elsewhere = '00000000-0000-7000-8000-000000000000';

  const attempt = database.db.tx(database.workspace, async (tx) => {
    await tx.insert(workspaces).values({ id: elsewhere, name: 'Stolen', createdAt: now });
  });

  await expect(attempt).rejects.toMatchObject({ cause: { message: expect.stringMatching(/row-level security/) } });
});

it('never changes the audit log', async () => {
  await database.db.tx(database.workspace, (tx) =>
    record({ tx, now }, { programmeId: null, byId: null, action: 'test.happened', subject: 'DEP-1' }),
  );

  const attempt = database.db.system((tx) => tx.update(audit).set({ action: 'test.rewritten' }));

  await expect(attempt).rejects.toMatchObject({ cause: { message: 'audit is append-only' } });
});

it('guards every table of a workspace', async () => {
  const { rows } = await database.db.system((tx) =>
    tx.execute(sql`
      select c.relname from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
        and (not c.relrowsecurity or not exists (select 1 from pg_policy p where p.polrelid = c.oid))`),
  );

  expect(rows).toEqual([]);
});
