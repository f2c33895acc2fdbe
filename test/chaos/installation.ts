import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import type { DateTime } from 'luxon';
import pg from 'pg';
import { openStore } from '../../src/db/open.ts';
import { importFile } from '../../src/features/exchange/index.ts';
import { firstWorkspace } from '../../src/features/people/index.ts';
import { type AuditResult, auditSpan } from '../../src/features/selfaudit/index.ts';
import { queueOf } from '../../src/main.ts';
import { type SlackServer, startSlackServer } from '../support/slack-server.ts';
import { startTeamsServer, type TeamsServer } from '../support/teams-server.ts';
import { type Courier, startCourier } from './courier.ts';
import { type Processes, startProcesses } from './processes.ts';
import type { Random } from './random.ts';
import { homesOf, LEAD, LEADERSHIP, type Owner, PROGRAMME, registerFile } from './register.ts';
import type { SimulatedTime } from './time.ts';
import { startWire, type Wire } from './wire.ts';

/** Minutes. A day takes a minute here, and faults hold things up for many. */
const LATE_IS_NO_FAULT_HERE = 100_000;

/** A production installation on this machine: three processes, PostgreSQL, Redis, Slack; each of its wires can be cut. */
export interface Installation {
  slack: SlackServer;
  teams: TeamsServer;
  /** Where the web process listens; Teams delivers there itself. */
  url: string;
  courier: Courier;
  processes: Processes;
  /** A connection that no fault touches. */
  database: pg.Client;
  queue: Wire;
  emptyQueue(): Promise<number>;
  cutDatabase(): Promise<number>;
  /** Ends every connection and takes none for a while; what it means to a process that its PostgreSQL is restarted. */
  restartDatabase(downMs: number): Promise<void>;
  /** What Depsync's own check of its schedule finds. */
  audit(end: DateTime): Promise<AuditResult>;
  end(): Promise<void>;
}

export async function install(
  servers: { databaseUrl: string; redisUrl: string },
  owners: readonly Owner[],
  begin: () => SimulatedTime,
  random: Random,
): Promise<Installation & { time: SimulatedTime }> {
  const name = `depsync_chaos_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: servers.databaseUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(servers.databaseUrl);
  url.pathname = `/${name}`;

  const slack = await startSlackServer({ pace: true });
  const teams = await startTeamsServer();
  slack.addPerson({ id: LEAD.id, name: LEAD.handle, tz: LEAD.zone });
  for (const owner of owners) {
    const { handle: name, zone } = owner;
    for (const { platform, id } of homesOf(owner)) {
      if (platform === 'slack') slack.addPerson({ id, name, tz: zone });
      else teams.addPerson({ objectId: id, name, zone, installed: true });
    }
  }
  for (const id of [LEADERSHIP, PROGRAMME]) slack.addChannel({ id });

  const folder = mkdtempSync(path.join(tmpdir(), 'depsync-chaos-'));
  const store = await openStore({ url: url.href, folder, onNotice: () => {} });
  const time = begin();
  const workspace = await store.db.system((tx) => firstWorkspace(tx, time.start));
  await importFile(store.db, workspace, time.start, {
    name: 'register.json',
    bytes: Buffer.from(registerFile(owners)),
  });
  await store.close();

  const redisUrl = new URL(servers.redisUrl);
  const queue = await startWire(redisUrl.hostname, Number(redisUrl.port || 6379));
  redisUrl.hostname = '127.0.0.1';
  redisUrl.port = String(queue.port);
  const choice = queueOf(servers.redisUrl, url.href, workspace);
  const prefix = 'redis' in choice ? choice.prefix : '';
  const redis = new Redis(servers.redisUrl);
  const database = new pg.Client({ connectionString: url.href, application_name: 'chaos' });
  await database.connect();

  const webPort = await freePort();
  const courier = await startCourier(`http://127.0.0.1:${webPort}`, slack.signingSecret, random);
  const env = {
    DATABASE_URL: url.href,
    REDIS_URL: redisUrl.href,
    DEPSYNC_DATA_DIR: folder,
    LOG_LEVEL: 'error',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    TEAMS_APP_ID: teams.app.id,
    TEAMS_APP_PASSWORD: teams.app.password,
    TEAMS_TENANT_ID: teams.tenant,
    TEAMS_AUTHORITY_URL: teams.authorityUrl,
  };
  const processes = startProcesses(time, env, webPort);

  async function emptyQueue(): Promise<number> {
    let removed = 0;
    for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 1_000 })) {
      const found = keys as string[]; // a stream's items have no type
      if (found.length > 0) removed += await redis.del(...found);
    }
    return removed;
  }

  async function cutDatabase(): Promise<number> {
    const cut = await database.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
      [name],
    );
    return cut.rowCount ?? 0;
  }

  return {
    slack,
    teams,
    url: `http://127.0.0.1:${webPort}`,
    courier,
    processes,
    database,
    queue,
    time,
    emptyQueue,
    cutDatabase,
    async restartDatabase(downMs) {
      await admin.query(`alter database ${name} allow_connections false`);
      await cutDatabase();
      setTimeout(() => void admin.query(`alter database ${name} allow_connections true`), downMs);
    },
    async audit(end) {
      const { db, close } = await openStore({ url: url.href, folder, onNotice: () => {} });
      try {
        return await db.tx(workspace, (tx) => auditSpan(tx, { from: time.start, to: end }, LATE_IS_NO_FAULT_HERE));
      } finally {
        await close();
      }
    },
    async end() {
      await processes.stop();
      await courier.close();
      await queue.close();
      await emptyQueue();
      redis.disconnect();
      await slack.stop();
      await teams.stop();
      await database.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
