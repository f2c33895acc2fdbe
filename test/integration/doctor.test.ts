import { DateTime } from 'luxon';
import { remember } from '../../src/adapters/teams/store.ts';
import { note } from '../../src/chat/card.ts';
import { readConfig } from '../../src/config.ts';
import { systemClock } from '../../src/core/clock.ts';
import { examine } from '../../src/doctor/examine.ts';
import { enqueue } from '../../src/outbox/outbox.ts';
import { outbox } from '../../src/outbox/tables.ts';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database.ts';
import { seed } from '../support/seed.ts';
import { type SlackServer, startSlackServer } from '../support/slack-server.ts';
import { startTeamsServer, type TeamsServer } from '../support/teams-server.ts';

const now = DateTime.fromISO('2026-11-30T09:00:00Z');
let database: FreshDatabase;
let slack: SlackServer;
beforeEach(async () => {
  database = await freshDatabase();
  slack = await startSlackServer();
});
afterEach(async () => {
  await slack.stop();
  await database.drop();
});

async function findings(env: Record<string, string> = {}) {
  const config = readConfig({
    DATABASE_URL: database.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    ...env,
  });
  const found = await examine(config, database.db);
  return new Map(found.map((one) => [one.name, `${one.level}: ${one.what}`]));
}

it('examines database, queue, Slack and register', async () => {
  const { db, workspace } = database;
  await db.tx(workspace, async (tx) => {
    await seed({ tx, workspace, now }, { people: { ana: { slack: 'U1' } }, dependencies: [{ owner: null }] });
    const channel = { platform: 'web', id: 'leadership' } as const;
    await enqueue(tx, now, [{ key: 'x', to: { channel }, card: note('x'), priority: 'digest' }]);
    await tx.update(outbox).set({ parkedAt: now, lastError: 'The channel is archived.' });
  });

  const found = await findings();

  expect(found.get('database')).toMatch(/^ok: PostgreSQL \d+ answers/);
  expect(found.get('migrations')).toBe('ok: up to date');
  expect(found.get('database role')).toMatch(/^ok/);
  expect(found.get('row security')).toMatch(/^ok/);
  expect(found.get('clocks')).toMatch(/^ok/);
  expect(found.get('slack')).toBe("ok: the token is @depsync's in Test");
  expect(found.get('parked messages')).toMatch(/^warn: 1 given up, .*archived/);
  expect(found.get('channel web:leadership of Q1')).toMatch(/^warn: .*archived/);
  expect(found.get('channel web:programme of Q1')).toMatch(/^ok/);
  expect(found.get('people')).toMatch(/^warn: 4 without a chat identity: @ben/);
  expect(found.get('channels of Q1')).toMatch(/^warn: programme and leadership: in the console only/);
  expect(found.get('refused people')).toBe('ok: none within a week');
  expect(found.get('schedule')).toMatch(/^ok: not checked yet/);
  expect(found.get('ladder of Q1')).toBe('warn: nobody owns DEP-1');
});

it('names whom a platform refuses, and what to do', async () => {
  const { db, workspace } = database;
  const at = systemClock.now();
  await db.tx(workspace, async (tx) => {
    const { people } = await seed({ tx, workspace, now: at }, {});
    const ana = [...people.values()].find((person) => person.handle === 'ana');
    await enqueue(tx, at, [{ key: 'x', to: { person: ana?.id ?? '' }, card: note('x'), priority: 'digest' }]);
    const refused = 'They blocked or removed Depsync.';
    const tried = { platform: 'teams', since: '2026-11-30T09:00:00Z', times: 0, mayBeThere: false, refused } as const;
    await tx.update(outbox).set({ deliveredAt: at, platform: 'slack', tried: [tried] });
  });

  expect((await findings()).get('refused people')).toMatch(
    /^warn: @ana \(Teams: They blocked or removed Depsync\.\); they are written to on their other platform/,
  );
});

it('goes on when one thing does not answer', async () => {
  const found = await findings({ REDIS_URL: 'redis://127.0.0.1:1', SLACK_BOT_TOKEN: 'xoxb-wrong' });

  expect(found.get('queue')).toMatch(/^fail/);
  expect(found.get('slack')).toMatch(/^fail: .*SLACK_BOT_TOKEN/);
  expect(found.get('timers')).toMatch(/^ok/);
});

it('sees a table without row security and a missing migration', async () => {
  await database.alter(`
    alter table outbox disable row level security;
    delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`);

  const found = await findings();

  expect(found.get('row security')).toBe('fail: off for outbox');
  expect(found.get('migrations')).toBe('fail: 1 not applied');
});

describe('on Teams', () => {
  let teams: TeamsServer;
  beforeEach(async () => {
    teams = await startTeamsServer();
  });
  afterEach(() => teams.stop());

  const onTeams = (password: string) =>
    findings({
      TEAMS_APP_ID: teams.app.id,
      TEAMS_TENANT_ID: teams.tenant,
      TEAMS_APP_PASSWORD: password,
      TEAMS_AUTHORITY_URL: teams.authorityUrl,
    });

  it('says whether Microsoft knows the app, and that nobody was heard from', async () => {
    const found = await onTeams(teams.app.password);

    expect(found.get('teams')).toBe('ok: Microsoft gives the app its access token');
    expect(found.get('teams installation')).toBe('warn: Teams was not heard from yet');
  });

  it('says that the credentials are not taken', async () => {
    expect((await onTeams('wrong')).get('teams')).toMatch(/^fail: Microsoft gave no access token/);
  });

  it('counts where the app is installed', async () => {
    const { db, workspace } = database;
    const known = { conversation: 'c', roster: 'c', member: null, team: null, serviceUrl: 'https://x/', dialogs: true };
    await db.tx(workspace, async (tx) => {
      await remember(tx, { ...known, kind: 'team', externalId: '19:team', seenAt: now });
      await remember(tx, { ...known, kind: 'person', externalId: 'ana', seenAt: now });
    });

    const found = await onTeams(teams.app.password);

    expect(found.get('teams installation')).toBe('ok: people met: 1, teams it is installed in: 1');
  });

  it('reminds of a trial', async () => {
    expect((await findings({ TEAMS_TRIAL: 'on' })).get('teams')).toBe('warn: a trial: nobody is verified');
  });
});
