import { DateTime } from 'luxon';
import { type ActionItem, listActions, nextActionNumber, saveAction } from '../../src/features/actions/index.ts';
import {
  listRisks,
  nextRiskNumber,
  type Risk,
  readTrigger,
  saveRisk,
  triggerWords,
} from '../../src/features/risks/index.ts';
import { outbox } from '../../src/outbox/tables.ts';
import { timers } from '../../src/timers/tables.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';
import { seed } from '../support/seed.ts';

const NOW = DateTime.fromISO('2026-11-30T07:00:00Z', { zone: 'utc' });

let database: TestDatabase;
let programmeId: string;
let ownerId: string;

beforeAll(async () => {
  database = await freshDatabase();
  const { db, workspace } = database;
  const seeded = await db.tx(workspace, (tx) => seed({ tx, workspace, now: NOW }, {}));
  programmeId = seeded.programmeId;
  ownerId = [...seeded.people.values()].find(({ handle }) => handle === 'ana')?.id ?? '';
});
afterAll(() => database.drop());

it('saves an action of a register file twice as one, reminds of it, and tells nobody', async () => {
  const row: Omit<ActionItem, 'id' | 'version'> = {
    programmeId,
    key: 'ACT-7',
    number: 7,
    what: 'send the test data',
    ownerId,
    dueOn: '2026-12-04',
    dependencyId: null,
    source: { kind: 'meeting', key: null, why: null },
    openedById: null,
    openedAt: NOW,
    state: 'open',
    note: null,
    closedById: null,
    closedAt: null,
  };
  await database.db.tx(database.workspace, async (tx) => {
    const scope = { tx, workspace: database.workspace, now: NOW };
    await saveAction(scope, row);
    await saveAction(scope, { ...row, what: 'send all of it' });

    expect(await listActions(tx, { programmeId })).toMatchObject([{ key: 'ACT-7', what: 'send all of it' }]);
    expect(await nextActionNumber(tx, programmeId)).toBe(8);
    const kinds = (await tx.select({ kind: timers.kind }).from(timers)).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['actions.overdue', 'actions.remind']);
    expect(await tx.select().from(outbox)).toEqual([]);
  });
});

it('saves a risk of a register file twice as one, and watches it', async () => {
  const trigger = readTrigger('on 2026-12-05', undefined, { zone: 'UTC', now: NOW });
  const row: Omit<Risk, 'id' | 'version'> = {
    programmeId,
    key: 'RISK-3',
    number: 3,
    kind: 'vendor',
    text: 'one sandbox',
    dependencyId: null,
    ownerId,
    mitigation: 'book our own',
    trigger,
    openedById: null,
    openedAt: NOW,
    state: 'watching',
    triggeredAt: null,
    triggeredWhy: null,
    actionId: null,
    closedAt: null,
    closedById: null,
    note: null,
  };
  await database.db.tx(database.workspace, async (tx) => {
    const scope = { tx, workspace: database.workspace, now: NOW };
    await saveRisk(scope, row);
    await saveRisk(scope, { ...row, text: 'two sandboxes' });

    const [saved, ...others] = await listRisks(tx, { programmeId });
    expect(others).toEqual([]);
    expect(saved).toMatchObject({ key: 'RISK-3', text: 'two sandboxes' });
    expect(saved && triggerWords(saved.trigger, true)).toBe('on 2026-12-05');
    expect(await nextRiskNumber(tx, programmeId)).toBe(4);
    expect((await tx.select({ kind: timers.kind }).from(timers)).map(({ kind }) => kind)).toContain('risks.date');
    expect(await tx.select().from(outbox)).toEqual([]);
  });
});
