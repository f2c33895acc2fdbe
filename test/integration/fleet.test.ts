import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DateTime } from 'luxon';
import pg from 'pg';
import { z } from 'zod';
import { importFile } from '../../src/features/exchange/index.ts';
import { LEAD, LEADERSHIP, type Owner, ownersOf, PROGRAMME, registerFile } from '../chaos/register.ts';
import { type SimulatedTime, simulatedTime } from '../chaos/time.ts';
import type { TestDatabase } from '../support/database.ts';
import { type Fleet, startFleet } from '../support/fleet.ts';
import { freshDatabase } from '../support/fresh-database.ts';
import { signal } from '../support/signal.ts';
import { type SlackCall, type SlackServer, startSlackServer } from '../support/slack-server.ts';

/** The day before a Tuesday of prompts: Kolkata is asked 18 hours later, three quarters of a minute here, when all have started. */
const START = DateTime.fromISO('2027-01-11T10:00:00Z', { zone: 'utc' });
/** An hour in two and a half seconds. */
const SPEED = 1_440;
/** Between two looks at what no event tells. */
const LOOK_MS = 50;
/** Five processes that start at once on two cores which others use as well. */
const STARTED_WITHIN_MS = 180_000;
const WEBS = ['web-1', 'web-2'];
const WORKERS = ['worker-1', 'worker-2', 'worker-3'];

const { REDIS_URL: redisUrl } = process.env;
const suite = redisUrl === undefined ? describe.skip : describe;

suite('two web processes and three workers (skipped where REDIS_URL is not set)', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  /** Holds the locks: a transaction sees who waits for it as it was when it first looked. */
  let holder: pg.Client;
  let slack: SlackServer;
  let fleet: Fleet;
  let time: SimulatedTime;
  let owners: Owner[];
  const folder = mkdtempSync(path.join(tmpdir(), 'depsync-fleet-'));
  const calls = signal();
  let lastCall: SlackCall | undefined;

  const clockNow = () => `${time.now().toISO()},${SPEED}`;
  /** A lease of a minute of the machine is over by then, on the clock of the process that is started with it. */
  const clockAfterLease = () =>
    `${time
      .now()
      .plus({ minutes: 2 * SPEED })
      .toISO()},${SPEED}`;
  const as = (number: number, web: string) => slack.actor(owners[number - 1]?.id ?? '', fleet.urlOf(web));

  beforeAll(async () => {
    database = await freshDatabase();
    [sql, holder] = [new pg.Client(database.url), new pg.Client(database.url)];
    await Promise.all([sql.connect(), holder.connect()]);
    slack = await startSlackServer({
      onCall(call) {
        lastCall = call;
        calls.notify();
      },
    });
    owners = ownersOf({ owners: 6, blockers: 1 }, START, [['slack']]);
    for (const { id, handle, zone } of [LEAD, ...owners]) slack.addPerson({ id, name: handle, tz: zone });
    for (const id of [LEADERSHIP, PROGRAMME]) slack.addChannel({ id });
    await importFile(database.db, database.workspace, START, {
      name: 'register.json',
      bytes: Buffer.from(registerFile(owners)),
    });
    fleet = startFleet({ databaseUrl: database.url, redisUrl: redisUrl ?? '', folder, slack });
    time = simulatedTime(START, SPEED);
    // The escalation of the imported blocker falls due while they start: it waits until a test has seen who fires it.
    await holder.query('begin; lock table outbox in share mode');
    await Promise.all([...WEBS, ...WORKERS].map((name) => fleet.start(name, clockNow())));
  }, STARTED_WITHIN_MS);

  afterAll(async () => {
    await fleet.end();
    await slack.stop();
    await Promise.all([sql.end(), holder.end()]);
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      await pause(LOOK_MS);
    }
  }

  /** The process that waits for a lock with a statement like this. */
  function waitingFor(statement: string, processes: readonly string[]): Promise<string> {
    return until(async () => {
      const { rows } = await sql.query(
        `select application_name as name from pg_stat_activity where datname = current_database()
         and wait_event_type = 'Lock' and query ilike $1 and application_name = any($2)`,
        [statement, processes],
      );
      return rows[0]?.name;
    });
  }

  const posted = (id: string) => slack.state.messages.filter((message) => idOf(message.metadata) === id);

  it(
    'fire a timer once, whoever of them dies in the middle of it',
    async () => {
      const worker = await waitingFor('%insert into "outbox"%', WORKERS);

      await fleet.kill(worker);
      await holder.query('rollback');
      while (slack.messages(LEADERSHIP).length === 0) await calls.next();
      await fleet.start(worker, clockNow());

      expect(slack.messages(LEADERSHIP).map((message) => message.text)).toEqual([expect.stringContaining('DEP-1')]);
    },
    STARTED_WITHIN_MS,
  );

  it('know of an act whichever of them heard it', async () => {
    await as(2, 'web-1').runs('/deps block DEP-2 the test accounts are locked');

    const seen = await as(3, 'web-2').runs('/deps show DEP-2');

    expect(seen?.text).toContain('the test accounts are locked');
  });

  it(
    'let somebody do again, once, what one of them died of',
    async () => {
      await holder.query('begin; lock table blockers in share mode');
      const cut = as(3, 'web-1').runs('/deps block DEP-3 the vendor is late');
      const failed = expect(cut).rejects.toThrow();
      await waitingFor('insert into "blockers"%', ['web-1']);

      await fleet.kill('web-1');
      await failed;
      await holder.query('rollback');
      const again = await as(3, 'web-2').runs('/deps block DEP-3 the vendor is late');
      await fleet.start('web-1', clockNow());

      expect(again?.text).toContain('Recorded for DEP-3');
      const { rows } = await sql.query(
        `select reason from blockers join dependencies on dependencies.id = dependency_id where key = 'DEP-3'`,
      );
      expect(rows).toEqual([{ reason: 'the vendor is late' }]);
    },
    STARTED_WITHIN_MS,
  );

  /** Has somebody cause messages, and waits until one is posted whose answer Slack keeps back. */
  async function heldPost(act: () => Promise<unknown>): Promise<{ worker: string; id: string }> {
    slack.misbehave('held', { method: 'chat.postMessage' });
    const acted = act();
    do await calls.next();
    while (lastCall?.outcome !== 'held');
    const held = { worker: lastCall.via, id: idOf(lastCall.args.metadata) ?? '' };
    await acted;
    return held;
  }

  it(
    'deliver once what a worker died of delivering',
    async () => {
      const { worker, id } = await heldPost(() => as(4, 'web-2').runs('/deps block DEP-4 no sandbox'));

      await fleet.kill(worker);
      await fleet.start(worker, clockAfterLease());
      await until(async () => {
        const { rows } = await sql.query('select id from outbox where id = $1 and delivered_at is not null', [id]);
        return rows[0];
      });

      expect(posted(id)).toHaveLength(1);
    },
    STARTED_WITHIN_MS,
  );

  it('answer what they have begun, and end, when a web process is stopped', async () => {
    await holder.query('begin; lock table blockers in share mode');
    const answer = as(5, 'web-1').runs('/deps block DEP-5 no keys');
    await waitingFor('insert into "blockers"%', ['web-1']);
    const { child, prints, ends } = fleet.run('web-1');

    child.kill('SIGTERM');
    await prints(/Stopping/);
    await holder.query('rollback');

    expect((await answer)?.text).toContain('Recorded for DEP-5');
    expect((await ends()).code).toBe(0);
  });

  it('finish what they deliver, and end, when a worker is stopped', async () => {
    const { worker, id } = await heldPost(() => as(6, 'web-2').runs('/deps block DEP-6 no data'));
    const { child, prints, ends } = fleet.run(worker);

    child.kill('SIGTERM');
    await prints(/Stopping/);
    slack.release();

    expect((await ends()).code).toBe(0);
    const { rows } = await sql.query('select attempts from outbox where id = $1 and delivered_at is not null', [id]);
    expect(rows).toEqual([{ attempts: 1 }]);
    expect(posted(id)).toHaveLength(1);
  });

  it(
    'have said nothing twice in all this, and asked everybody once',
    async () => {
      const said = slack.state.messages.filter(
        (message) => message.author === slack.bot && message.onlyFor === undefined,
      );
      const asked = () => slack.directMessages(owners[1]?.id ?? '').filter((one) => one.text.includes('DEP-2'));
      while (asked().length === 0) await calls.next();

      expect(new Set(said.map((message) => idOf(message.metadata))).size).toBe(said.length);
      const escalations = slack.messages(LEADERSHIP).map((message) => message.text);
      expect(new Set(escalations).size).toBe(escalations.length);
    },
    STARTED_WITHIN_MS,
  );
});

const Marked = z.object({ event_payload: z.object({ id: z.string() }) });

/** The outbox id that a message of ours carries. */
function idOf(metadata: unknown): string | undefined {
  return Marked.safeParse(metadata).data?.event_payload.id;
}
