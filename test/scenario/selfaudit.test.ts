import { sql } from 'drizzle-orm';
import type { Tx } from '../../src/db/db.ts';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { readFacts } from '../../src/features/selfaudit/facts-store.ts';
import { auditSchedule, auditSpan, lastAudit, watchSchedule } from '../../src/features/selfaudit/index.ts';
import type { AuditResult, Expectation, Fault, Span } from '../../src/features/selfaudit/model.ts';
import { expectedPieces, gather } from '../../src/features/selfaudit/rules/expected.ts';
import { startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

const FAULTS = 48;
const SEED = 20261130;
const LATE_BY_MINUTES = 20;
/** Two weeks are played and audited 49 times. */
const LONG_STORY_MS = 240_000;
const BEGINS = '2026-11-30T06:00:00Z';
const SPEC = 'https://specs.example.com/orders.yaml';

const PROGRAMME: Seed = {
  people: {
    eve: { zone: 'America/New_York', country: 'US', team: 'part', delegate: 'chloe' },
    sam: { zone: 'Asia/Dubai', country: 'AE' },
  },
  dependencies: [
    { title: 'Orders API', contacts: { product: 'dev', engineering: 'eve', qa: 'dev' } },
    { title: 'Usage feed', owner: 'chloe' },
    { title: 'Price list', owner: 'sam', delegate: 'ben' },
    { title: 'Stock levels', owner: 'dev' },
  ],
};

let world: World;
afterEach(() => world.end());

async function begins(policy: Seed['policy'] = {}): Promise<void> {
  world = await startWorld(BEGINS, { ...PROGRAMME, policy });
  await world.db.tx(world.workspace, async (tx) => {
    for (const { id } of await listProgrammes(tx)) await replanPrompts({ tx, now: world.now() }, id);
  });
}

const audit = (days: number): Promise<AuditResult> => auditSchedule(world.db, world.workspace, world.clock, days);
const kinds = (result: AuditResult) => result.findings.map(({ fault, send, about }) => `${fault} ${send} ${about}`);

it(
  'finds no fault where people get one message a day, whether they open it or not',
  async () => {
    await begins({ interruptions: { bundled: true, weekly: 4 } });
    const [ana, chloe, sam] = [await world.actor('ana'), await world.actor('chloe'), await world.actor('sam')];
    await ana.says(`/deps submit DEP-1 v1.0.0 ${SPEC}`);
    await chloe.says('/deps action @ana send the test data by Fri on DEP-1');
    await world.advance({ days: 1, hours: 6 });
    await ana.writes('1 green');
    await sam.says('/deps block DEP-3 no test data');
    await world.advance({ days: 4 });
    await ana.says(`/deps submit DEP-1 v1.1.0 ${SPEC}`);
    await world.advanceTo('2026-12-14T06:00:00Z');

    const clean = await audit(14);
    expect(clean.findings).toEqual([]);
    expect(world.chat.messages.some(({ text }) => text.includes('things wait for you today'))).toBe(true);
  },
  LONG_STORY_MS,
);

it(
  'finds every planted fault of two weeks, and none where there is none',
  async () => {
    await begins();
    const [ana, chloe, sam] = [await world.actor('ana'), await world.actor('chloe'), await world.actor('sam')];
    await ana.says(`/deps submit DEP-1 v1.0.0 ${SPEC}`);
    await world.advance({ days: 1, hours: 6 });
    await ana.writes('1 green');
    await ana.says('/deps block DEP-1 the vendor sandbox is down');
    await world.advance({ days: 2 });
    await chloe.says('/deps away until 10 December, @eve stands in');
    await sam.says('/deps block DEP-3 no test data');
    await world.advance({ days: 2 });
    await ana.says('/deps unblock DEP-1 the vendor moved us');
    await ana.says(`/deps submit DEP-1 v1.1.0 ${SPEC}`);
    await world.advanceTo('2026-12-14T06:00:00Z');

    const clean = await audit(14);
    expect(clean.findings).toEqual([]);
    expect(clean.notJudged).toEqual([]);

    const random = seeded(SEED);
    const { span } = clean;
    const { due, people } = await world.db.tx(world.workspace, async (tx) => {
      const facts = await readFacts(tx, span);
      const expected = gather();
      for (const piece of expectedPieces(facts, span)) expected.add(piece);
      const sends = expected.all().sends.filter((one) => one.at >= span.from && one.at < span.to);
      return { due: sends, people: [...facts.people.keys()] };
    });
    expect(new Set(due.map((one) => one.send))).toEqual(new Set(['prompt', 'nudge', 'escalation', 'reminder']));

    const plants = Object.keys(PLANTS) as (keyof typeof PLANTS)[]; // the keys of this object
    const undetected: string[] = [];
    for (let n = 0; n < FAULTS; n += 1) {
      const fault = plants[n % plants.length] ?? 'missed';
      const one = pick(due, random());
      const stranger = pick(
        people.filter((id) => !due.some((other) => other.subject === one.subject && other.to === `person:${id}`)),
        random(),
      );
      const found = await whatIf(span, (tx) => PLANTS[fault](tx, one, stranger));
      const seen = found.some(
        (finding) => finding.fault === fault && finding.about === one.about && +finding.at === +one.at,
      );
      // A prompt that is gone takes its ladder with it; every other fault stands alone.
      const alone = found.length === 1 || (fault === 'missed' && one.send === 'prompt');
      if (!seen || !alone) undetected.push(`${fault} ${one.send} ${one.about} ${one.at.toISO()}`);
    }
    expect(undetected).toEqual([]);
  },
  LONG_STORY_MS,
);

it(
  'knows of signatures taken back, gates asked for again, and versions withdrawn',
  async () => {
    await begins();
    const [ana, chloe, lena] = [await world.actor('ana'), await world.actor('chloe'), await world.actor('lena')];
    await ana.says(`/deps submit DEP-1 v1.0.0 ${SPEC}`);
    await chloe.clicks('Approve v1.0.0');
    await world.advance({ days: 1, hours: 5 });
    await chloe.clicks('Take back your signature');
    await world.advance({ days: 1 });
    await lena.says('/deps waive DEP-1 until Mon because the vendor is closed');
    await world.advance({ days: 7 });
    await ana.says(`/deps submit DEP-1 v1.1.0 ${SPEC}`);
    await world.advance({ days: 1 });
    await ana.says('/deps withdraw DEP-1 the first one was right');
    await world.advance({ days: 3 });

    const { findings, notJudged } = await audit(14);
    expect(findings).toEqual([]);
    expect(notJudged).toEqual([]);
  },
  LONG_STORY_MS,
);

it('catches a timer that was cleared before its message was written', async () => {
  await begins();
  const ana = await world.actor('ana');
  await world.advanceTo('2026-12-01T07:00:00Z');
  await ana.says('/deps block DEP-1 the vendor sandbox is down');
  await world.db.tx(world.workspace, async (tx) => {
    await tx.execute(
      sql`delete from timers where done_at is null and (kind = 'blockers.escalate' and occurrence = 'tier-24'
        or kind = 'checkins.prompt' and subject like ${`%/${ana.person.id}`})`,
    );
  });
  await world.advanceTo('2026-12-02T07:30:00Z');

  expect(kinds(await audit(2))).toEqual(['missed prompt @ana in Q1', 'missed escalation DEP-1 after 24 h']);
});

it('checks by itself every ten minutes, once in all processes, and tells the newest result', async () => {
  await begins();
  const warnings: unknown[] = [];
  const log = { warn: (counts: unknown) => warnings.push(counts), error: (fault: unknown) => warnings.push(fault) };
  const watches = [1, 2].map(() => watchSchedule({ db: world.db, clock: world.clock, log }));
  const check = async () => {
    for (const watch of watches) watch.check();
    for (const watch of watches) await watch.stop();
  };
  expect(await lastAudit(world.db)).toBeUndefined();
  await world.advanceTo('2026-12-01T12:00:00Z');
  await check();
  expect(warnings).toEqual([]);
  expect(await lastAudit(world.db)).toMatchObject({ counts: { missed: 0, late: 0 }, notJudged: 0 });

  await world.db.tx(world.workspace, (tx) => tx.execute(sql`delete from outbox where subject like 'prompt:%'`));
  await world.advance({ minutes: 9 });
  await check();
  expect(warnings).toEqual([]);
  await world.advance({ minutes: 1 });
  await check();
  expect(warnings).toEqual([expect.objectContaining({ late: 0, doubled: 0 })]);
  const last = await lastAudit(world.db);
  expect(last?.at).toEqual(world.now());
  expect(last?.counts.missed).toBeGreaterThan(0);
});

/** What the audit finds after a change that is taken back. */
async function whatIf(span: Span, plant: (tx: Tx) => Promise<unknown>): Promise<AuditResult['findings']> {
  let found: AuditResult['findings'] = [];
  const undone = new Error('taken back');
  await world.db
    .tx(world.workspace, async (tx) => {
      await plant(tx);
      found = (await auditSpan(tx, span, 5)).findings;
      throw undone;
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error;
    });
  return found;
}

type Plant = (tx: Tx, one: Expectation, stranger: string) => Promise<unknown>;

const PLANTS: Record<Exclude<Fault, 'unexpected'>, Plant> = {
  async missed(tx, { subject, to }) {
    await tx.execute(sql`delete from outbox where subject = ${subject} and conversation = ${to}`);
    const prompt = /^prompt:(.+)$/.exec(subject ?? '')?.[1];
    if (prompt !== undefined) await tx.execute(sql`delete from prompts where id = ${prompt}`);
  },
  late: (tx, { subject, to }) =>
    tx.execute(
      sql`update outbox set delivered_at = delivered_at + make_interval(mins => ${LATE_BY_MINUTES})
        where subject = ${subject} and conversation = ${to}`,
    ),
  doubled: (tx, { subject, to }) =>
    tx.execute(
      sql`insert into outbox (id, key, conversation, address, priority, subject, card, fallback, created_at, due_at, delivered_at, platform, message)
        select gen_random_uuid(), key || '/again', conversation, address, priority, subject, card, fallback, created_at, due_at, delivered_at, platform, message || '-again'
        from outbox where subject = ${subject} and conversation = ${to} and delivered_at is not null order by seq limit 1`,
    ),
  'wrong-person': (tx, { subject, to }, stranger) =>
    tx.execute(
      sql`update outbox set address = ${JSON.stringify({ person: stranger })}::jsonb, conversation = ${`person:${stranger}`}
        where subject = ${subject} and conversation = ${to}`,
    ),
};

/** The same numbers (0 ≤ n < 1) for the same seed: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<Item>(items: readonly Item[], random: number): Item {
  const item = items[Math.floor(random * items.length)];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}
