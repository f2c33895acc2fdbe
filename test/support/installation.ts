import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import { type Config, readConfig } from '../../src/config.ts';
import { type SteppedClock, steppedClock } from '../../src/core/clock.ts';
import type { Database } from '../../src/db/db.ts';
import { startJobs, type Work } from '../../src/jobs/jobs.ts';
import { queueOf, type Running, start } from '../../src/main.ts';
import { isDelivering, nextDelivery } from '../../src/outbox/claim.ts';
import { earliestDue } from '../../src/timers/timers.ts';
import type { TestDatabase } from './database.ts';
import { freshDatabase } from './fresh-database.ts';
import { type Seed, seed } from './seed.ts';
import { signal } from './signal.ts';
import { type SlackServer, startSlackServer } from './slack-server.ts';
import { startTeamsServer, type TeamsServer } from './teams-server.ts';

/** Several processes' worth of Depsync as in production: real queue, real web server, real Bolt and CloudAdapter; only the clock stands still. */
export interface Installation extends TestDatabase {
  clock: SteppedClock;
  slack: SlackServer;
  teams: TeamsServer;
  /** Depsync's ids of the people of the seed, by handle. */
  ids: ReadonlyMap<string, string>;
  /** Where the first process listens. */
  url: string;
  advanceTo(until: DateTime): Promise<void>;
  settle(): Promise<void>;
  end(): Promise<void>;
}

export async function startInstallation(options: {
  at: string;
  processes: number;
  seed: Seed;
  /** Which chats it is connected to beside the console. */
  chats?: ('slack' | 'teams')[];
  /** Of Slack. */
  channels: string[];
  /** People whom Slack has and the register knows by e-mail address only, by handle. */
  byEmailOnly?: Record<string, string>;
}): Promise<Installation> {
  const database = await freshDatabase();
  const { db, workspace } = database;
  const clock = steppedClock(DateTime.fromISO(options.at, { zone: 'utc' }));
  const now = () => clock.now().toMillis();
  const [slack, teams] = [await startSlackServer({ now }), await startTeamsServer({ now })];
  const chats = options.chats ?? ['slack'];
  for (const [handle, person] of Object.entries(options.seed.people ?? {})) {
    const id = person.slack ?? options.byEmailOnly?.[handle];
    if (id !== undefined)
      slack.addPerson({
        id,
        name: handle,
        email: `${handle}@example.com`,
        tz: person.zone ?? 'Europe/Berlin',
      });
    if (person.teams !== undefined)
      teams.addPerson({ objectId: person.teams, name: handle, zone: person.zone ?? 'Europe/Berlin', installed: true });
  }
  for (const id of options.channels) slack.addChannel({ id, name: id.toLowerCase() });
  const { people } = await db.tx(workspace, (tx) => seed({ tx, workspace, now: clock.now() }, options.seed));

  const worked = signal();
  const config: Config = {
    ...readConfig({
      PORT: '0',
      LOG_LEVEL: 'error',
      DATABASE_URL: database.url,
      DEPSYNC_DATA_DIR: mkdtempSync(path.join(tmpdir(), 'depsync-installation-')),
      ...(chats.includes('slack') && {
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_SIGNING_SECRET: slack.signingSecret,
        SLACK_API_URL: slack.apiUrl,
      }),
      ...(chats.includes('teams') && {
        TEAMS_APP_ID: teams.app.id,
        TEAMS_APP_PASSWORD: teams.app.password,
        TEAMS_TENANT_ID: teams.tenant,
        TEAMS_AUTHORITY_URL: teams.authorityUrl,
      }),
      REDIS_URL: process.env['REDIS_URL'] ?? '',
    }),
    clock,
  };
  const running: Running[] = [];
  for (let n = 0; n < options.processes; n += 1) running.push(await start(config, 'all', () => {}, worked.notify));
  const queue = queueOf(config.redisUrl, database.url, workspace);
  const producer = await startJobs(queue, NO_WORK, { work: false, speed: 1 });

  async function settle(): Promise<void> {
    for (;;) {
      const next = worked.next();
      if (!(await isBusy(db, clock.now()))) return;
      await producer.sweepNow();
      await next;
    }
  }

  return {
    ...database,
    clock,
    slack,
    teams,
    ids: new Map([...people.values()].map(({ handle, id }) => [handle, id])),
    url: running[0]?.url ?? '',
    settle,
    async advanceTo(until) {
      for (;;) {
        await settle();
        const next = await nextMoment(db, clock.now());
        if (next === undefined || next > until) break;
        clock.set(next);
      }
      clock.set(until);
    },
    async end() {
      await producer.close();
      for (const one of running) await one.stop();
      await slack.stop();
      await teams.stop();
      await database.drop();
    },
  };
}

/** The test only asks for sweeps; the processes do the work. */
const NO_WORK: Work = {
  sweep: async () => false,
  deliver: async () => {},
  stop: async () => {},
  onError: () => {},
};

async function isBusy(db: Database, now: DateTime): Promise<boolean> {
  const timer = await earliestDue(db);
  return (timer !== undefined && timer <= now) || isDelivering(db, now);
}

async function nextMoment(db: Database, now: DateTime): Promise<DateTime | undefined> {
  const moments = [await earliestDue(db), await nextDelivery(db, now)].filter((moment) => moment !== undefined);
  return moments.sort((a, b) => a.toMillis() - b.toMillis())[0];
}
