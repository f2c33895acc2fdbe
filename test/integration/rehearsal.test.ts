import { sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { linkWorkspace, listPersonRows, personByHandle, savePerson } from '../../src/features/people/index.ts';
import { addAbsence } from '../../src/features/people/store.ts';
import { replanPrompts } from '../../src/features/programme/index.ts';
import { outbox } from '../../src/outbox/tables.ts';
import { playOwner } from '../../src/rehearsal/play.ts';
import { ownershipsOf, type Register } from '../../src/rehearsal/register.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import { Report, reportText } from '../../src/rehearsal/report.ts';
import { readRegister } from '../../src/rehearsal/store.ts';
import { startWorld, type World } from '../support/depsync.ts';

const BEGINS = '2026-10-19T06:00:00Z';
const from = DateTime.fromISO(BEGINS, { zone: 'utc' });
let world: World;

afterEach(() => world.end());

/** Every row of every table, as text: whatever changes shows. */
async function everything(): Promise<Map<string, string>> {
  return world.db.system(async (tx) => {
    const tables = await tx.execute<{ name: string }>(
      sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    const found = new Map<string, string>();
    for (const { name } of tables.rows) {
      const rows = await tx.execute<{ rows: string | null }>(
        sql`select string_agg(one::text, chr(10) order by one::text) as rows from ${sql.identifier(name)} one`,
      );
      found.set(name, rows.rows[0]?.rows ?? '');
    }
    return found;
  });
}

/** Has somebody away from a moment until another; times are UTC. */
async function away(handle: string, startsAt: string, endsAt: string): Promise<void> {
  await world.db.tx(world.workspace, async (tx) => {
    const person = await personByHandle(tx, handle);
    await addAbsence(tx, {
      personId: person?.id ?? '',
      startsAt: DateTime.fromISO(startsAt, { zone: 'utc' }),
      endsAt: DateTime.fromISO(endsAt, { zone: 'utc' }),
      standInId: null,
    });
  });
}

test('lists planted dead ends over two changes of clocks, and leaves the register as it is', async () => {
  world = await startWorld(BEGINS, {
    leads: ['lena'],
    people: {
      ana: { zone: 'Europe/Berlin', country: 'DE', delegate: 'ben' },
      ben: { zone: 'Europe/Berlin', country: 'DE' },
      chloe: { zone: 'America/New_York', country: 'US', team: 'part' },
      lena: { zone: 'Europe/London', country: 'GB', delegate: 'ana' },
    },
    dependencies: [
      { owner: 'ana' },
      { owner: null, title: 'Orphan' },
      { owner: 'chloe' },
      ...Array.from({ length: 11 }, () => ({ owner: 'dev', delegate: 'dev' })),
    ],
    policy: {
      channels: { programme: [{ platform: 'web', id: 'programme' }], leadership: [{ platform: 'teams', id: 'T1' }] },
    },
  });
  // Ana, and from Monday on Ben, whom she would be answered by.
  await away('ana', '2026-11-02T00:00:00Z', '2026-11-04T08:00:00Z');
  await away('ben', '2026-11-02T00:00:00Z', '2026-11-03T14:00:00Z');
  await world.db.tx(world.workspace, async (tx) => {
    await linkWorkspace(tx, world.workspace, 'slack', 'T0EXAMPLE');
    const lena = (await listPersonRows(tx)).find((row) => row.handle === 'lena');
    if (lena === undefined) throw new Error('The story has no lena.');
    const { id, workspaceId, version, ...row } = lena;
    await savePerson(tx, { ...row, email: null });
  });
  const before = await everything();

  const register = await readRegister(world.db, world.workspace, from, 'q1');
  const report = Report.parse(rehearse(register, from, from.plus({ days: 365 })));

  expect(await everything()).toEqual(before);
  const texts = (kind: string) => report.findings.filter((one) => one.kind === kind).map((one) => one.text);
  expect(texts('unreachable')).toContain(
    'Fri 30 Oct, 18:00: nobody reachable for DEP-1 for 3 d (@ana away until Wed 4 Nov, @ben away until Tue 3 Nov).',
  );
  expect(texts('no-owner')).toEqual(['DEP-2 Orphan has no owner: nobody is ever asked about it.']);
  expect(texts('no-channel')).toEqual(['Escalations of Q1 go to teams:T1, but teams is not connected.']);
  expect(texts('broken-ladder')).toContain('Always: silence of @chloe on DEP-3 skips the delegate: none is named.');
  expect(texts('broken-ladder').filter((text) => text.includes('@dev'))).toEqual([
    expect.stringMatching(
      /^Wed 21 Oct, .*@dev on DEP-4, .* and 6 more skips the delegate: it is whom the prompt had asked .* 103 times after/,
    ),
  ]);
  expect(texts('broken-ladder').filter((text) => text.includes('goes to a lead at once'))).toEqual([
    expect.stringContaining('Tue 3 Nov'),
  ]);
  expect(texts('no-identity')).toEqual([
    '@lena (lead) has no id on slack and no e-mail address: messages go to the web console only.',
  ]);
  expect(texts('over-asked')).toEqual([expect.stringContaining('@dev is asked about 11 dependencies, and on')]);
  expect(texts('moved-prompt')).toContain('Thu 26 Nov is Thanksgiving Day in US. @chloe: asked on Fri 27 Nov.');
  expect(texts('clock-change').map((text) => text.slice(0, 44))).toEqual([
    'Sun 25 Oct: clocks in Europe/Berlin go back ',
    'Sun 1 Nov: clocks in America/New_York go bac',
    'Sun 14 Mar 2027: clocks in America/New_York ',
    'Sun 28 Mar 2027: clocks in Europe/Berlin go ',
  ]);
  expect(texts('clock-change')[0]).toContain(
    'Prompts at 09:30 come at 08:30 UTC instead of 07:30, first on Tue 27 Oct.',
  );
  expect(reportText(report)).toContain('Nobody reachable (');
});

test('plays what the real check-ins send when nobody answers, across a change of clocks', async () => {
  world = await startWorld(BEGINS, {
    people: {
      ana: { zone: 'Europe/Berlin', country: 'DE', delegate: 'ben' },
      chloe: { zone: 'America/New_York', country: 'US', team: 'part' },
    },
    dependencies: [{ owner: 'ana' }, { owner: 'ana', delegate: 'dev' }, { owner: 'chloe' }, { owner: 'dev' }],
  });
  await away('ana', '2026-10-28T10:00:00Z', '2026-11-04T08:00:00Z');
  await away('dev', '2026-10-22T02:00:00Z', '2026-10-24T08:00:00Z');
  const until = from.plus({ days: 21 });
  const register = await readRegister(world.db, world.workspace, from, undefined);
  const foreseen = ownershipsOf(register).flatMap((of) =>
    playOwner(register, of, from, until).flatMap((one) =>
      one.kind === 'sent' && one.rung !== 'lead' ? [`${one.at.toISO()} ${one.to.handle} ${one.rung}`] : [],
    ),
  );

  await world.db.tx(world.workspace, async (tx) => {
    for (const { id } of register.programmes) await replanPrompts({ tx, now: from }, id);
  });
  await world.advanceTo(until.toISO());

  expect(foreseen.length).toBeGreaterThan(40);
  expect(await sent(register)).toEqual(foreseen.sort());
});

/** When whom the real check-ins first turned to, and at which rung: `2026-10-20T07:30:00.000Z ana prompt`. */
async function sent({ people }: Register): Promise<string[]> {
  const rows = await world.db.system((tx) =>
    tx.select().from(outbox).where(sql`${outbox.subject} ~ '^(prompt|nudge|delegate):'`).orderBy(outbox.createdAt),
  );
  const first = new Map(rows.toReversed().map((row) => [`${row.subject} ${row.conversation}`, row]));
  const rungs: Record<string, string> = { prompt: 'prompt', nudge: 'owner', delegate: 'delegate' };
  return [...first.values()]
    .map(({ subject, address, createdAt }) => {
      const handle = 'person' in address ? people.get(address.person)?.handle : 'a channel';
      return `${createdAt.toISO()} ${handle} ${rungs[subject?.split(':')[0] ?? '']}`;
    })
    .sort();
}
