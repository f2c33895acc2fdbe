import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Colour } from '../../src/chat/card.ts';
import type { Tx } from '../../src/db/db.ts';
import { followZone } from '../../src/features/people/index.ts';
import { getProgramme } from '../../src/features/programme/index.ts';
import { savePolicy } from '../../src/features/programme/store.ts';
import {
  clearSignal,
  listDependencies,
  saveDependency,
  setConsumers,
  setSignal,
  statusOf,
  updateDependency,
} from '../../src/features/register/index.ts';
import { DependencyState, SignalKind } from '../../src/features/register/model.ts';
import { colourAt, standings } from '../../src/features/register/tables.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';
import { seed } from '../support/seed.ts';

const BEGIN = DateTime.fromISO('2026-12-01T00:00:00Z', { zone: 'utc' });
/** Half hours, so that borders are met and missed. */
const halfHours = (from: number, to: number) =>
  fc.integer({ min: from * 48, max: to * 48 }).map((count) => BEGIN.plus({ minutes: 30 * count }));
const day = fc.integer({ min: -10, max: 10 }).map((days) => BEGIN.plus({ days }).toISODate() ?? '');
const colour = fc.constantFrom<Colour>('red', 'yellow', 'green');
/** One owner lives in each. In Havana midnight comes twice on 1 November. */
const ZONES = ['Europe/Berlin', 'Asia/Kolkata', 'America/Havana', 'Pacific/Auckland', 'Pacific/Pago_Pago', 'UTC'];

const facts = fc.record({
  owner: fc.option(fc.integer({ min: 0, max: ZONES.length - 1 })),
  said: fc.option(colour),
  dueDate: fc.option(day),
  neededBy: fc.option(day),
  state: fc.constantFrom(...DependencyState.options),
  override: fc.option(fc.record({ colour, until: halfHours(-8, 8) })),
  signals: fc.uniqueArray(
    fc.record({
      kind: fc.constantFrom(...SignalKind.options),
      since: halfHours(-8, 1),
      count: fc.integer({ min: 1, max: 5 }),
    }),
    { maxLength: 3, selector: (signal) => signal.kind },
  ),
});
const criteria = fc.record({
  dueSoonDays: fc.integer({ min: 0, max: 5 }),
  blockerRedHours: fc.integer({ min: 0, max: 72 }),
  gateLateRedDays: fc.integer({ min: 0, max: 5 }),
  silentRoundsYellow: fc.integer({ min: 1, max: 3 }),
  silentRoundsRed: fc.integer({ min: 1, max: 5 }),
});

type Facts = typeof facts extends fc.Arbitrary<infer Of> ? Of : never;
/** Says green and owes nothing. */
const GREEN: Facts = {
  owner: 0,
  said: 'green',
  dueDate: null,
  neededBy: null,
  state: 'open',
  override: null,
  signals: [],
};

let database: TestDatabase;
let programmeId: string;
let teamId: string;
let ownerIds: string[];

beforeAll(async () => {
  database = await freshDatabase();
  const { workspace } = database;
  const people = Object.fromEntries(
    ZONES.map((zone, n) => [`owner${n}`, { zone, zoneFrom: 'platform' as const, slack: `U${n}` }]),
  );
  const seeded = await act((tx) => seed({ tx, workspace, now: BEGIN }, { people }));
  programmeId = seeded.programmeId;
  const everybody = [...seeded.people.values()];
  ownerIds = ZONES.map((_, n) => everybody.find((person) => person.handle === `owner${n}`)?.id ?? '');
  teamId = everybody[0]?.teamId ?? '';
});

afterAll(() => database.drop());

it('gives every dependency the colour of the rules, at every moment and after every change of a fact', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(facts, { minLength: 20, maxLength: 40 }),
      fc.array(halfHours(-12, 12), { minLength: 4, maxLength: 8 }),
      criteria,
      async (all, moments, written) => {
        for (const [index, one] of all.entries()) await write(index + 1, one);
        await act(async (tx) => {
          const { policy } = await getProgramme(tx, programmeId);
          await savePolicy(tx, programmeId, { ...policy, criteria: written });
        });

        for (const at of moments) await expectTheRules(at);
      },
    ),
    { numRuns: 8 },
  );
});

it('follows an owner who moves to another zone', async () => {
  await write(1, { ...GREEN, dueDate: '2026-12-03' });
  const midnightInAuckland = DateTime.fromISO('2026-12-03T11:00:00Z', { zone: 'utc' });
  expect(await colourOf(1, midnightInAuckland)).toBe('green');

  await act((tx) => followZone(tx, BEGIN, 'slack', 'U0', 'Pacific/Auckland'));

  expect(await colourOf(1, midnightInAuckland)).toBe('red');
  await expectTheRules(midnightInAuckland);
});

it('lets a day begin at the first of two midnights', async () => {
  const secondMidnight = DateTime.fromISO('2026-11-01T05:30:00Z', { zone: 'utc' });
  await write(1, { ...GREEN, owner: ZONES.indexOf('America/Havana'), dueDate: '2026-10-31' });

  for (const hours of [-2, -1, 0, 1]) await expectTheRules(secondMidnight.plus({ hours }));
});

it('tells apart what is planned and what is not', async () => {
  const report = { colour: 'red' as const, reason: null, byId: ownerIds[0] ?? '', at: BEGIN.toISO() ?? '' };
  const id = await write(1, GREEN);
  const unplanned = { unplanned: standings.unplanned };
  const planned = async () =>
    (await act((tx) => tx.select(unplanned).from(standings).where(eq(standings.dependencyId, id)))).map(
      (row) => !row.unplanned,
    );

  await act((tx) => updateDependency(tx, id, { report: { ...report, mitigation: 'm', trigger: null } }, BEGIN));
  expect(await planned()).toEqual([false]);
  await act((tx) => updateDependency(tx, id, { report: { ...report, mitigation: 'm', trigger: 't' } }, BEGIN));
  expect(await planned()).toEqual([true]);
});

function act<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return database.db.tx(database.workspace, work);
}

/** Adds the dependency with this number, or makes it what `one` says, fact by fact. */
function write(number: number, one: Facts): Promise<string> {
  const { owner, said, dueDate, neededBy, state, override } = one;
  const byId = ownerIds[0] ?? '';
  const words = { reason: null, mitigation: null, trigger: null, byId, at: BEGIN.toISO() ?? '' };
  return act(async (tx) => {
    const id = await saveDependency(
      tx,
      {
        programmeId,
        key: `DEP-${number}`,
        number,
        title: `Interface ${number}`,
        kind: 'api',
        producerTeamId: teamId,
        ownerId: owner === null ? null : (ownerIds[owner] ?? null),
        dueDate,
        risk: 'medium',
        obligations: [],
        criticalDates: [],
        links: [],
        state,
        report: said === null ? null : { colour: said, ...words },
        override: override && { colour: override.colour, reason: 'r', byId, until: override.until.toISO() ?? '' },
      },
      BEGIN,
    );
    await setConsumers(tx, id, neededBy === null ? [] : [{ teamId, neededBy, priority: null }]);
    for (const kind of SignalKind.options) await clearSignal(tx, id, kind);
    for (const signal of one.signals) await setSignal(tx, id, { ...signal, subject: 's', text: 't' });
    return id;
  });
}

async function coloursAt(now: DateTime): Promise<Record<number, Colour>> {
  const rows = await act((tx) =>
    tx
      .select({ number: standings.number, colour: colourAt(now) })
      .from(standings)
      .where(eq(standings.open, true)),
  );
  return Object.fromEntries(rows.map((row) => [row.number, row.colour]));
}

async function colourOf(number: number, now: DateTime): Promise<Colour | undefined> {
  return (await coloursAt(now))[number];
}

async function expectTheRules(now: DateTime): Promise<void> {
  const { policy } = await act((tx) => getProgramme(tx, programmeId));
  const open = (await act((tx) => listDependencies(tx, { programmeId }))).filter((one) => one.state === 'open');
  const byRules = open.map((one) => [one.number, statusOf(one, policy.criteria, now).colour]);
  expect(await coloursAt(now)).toEqual(Object.fromEntries(byRules));
}
