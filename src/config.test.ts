import { readConfig, settings } from './config.ts';

it('starts with nothing set', () => {
  expect(readConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', dataFolder: '.depsync', logLevel: 'info' });
});

it('takes an empty variable for one that is not set', () => {
  expect(readConfig({ DATABASE_URL: '', PORT: ' ' }).port).toBe(3000);
});

it('names every wrong variable and what would be right, without repeating what was sent', () => {
  const attempt = () => readConfig({ DATABASE_URL: 'mysql://secret', PORT: 'many', LOG_LEVEL: 'loud' });

  expect(attempt).toThrow(
    /DATABASE_URL must be .*for example DATABASE_URL=postgres:.*PORT must be.*LOG_LEVEL must be/s,
  );
  expect(attempt).not.toThrow(/mysql|many|loud/);
});

const ID = '0b2c7b1a-0000-4000-8000-000000000001';
const APP = { TEAMS_APP_ID: ID, TEAMS_TENANT_ID: ID, TEAMS_APP_PASSWORD: 's' };

it('takes an app of Teams, with a secret or as a managed identity, and a trial without', () => {
  expect(readConfig(APP).teams).toMatchObject({ appId: ID, tenantId: ID, type: 'SingleTenant', password: 's' });
  const managed = { TEAMS_APP_ID: ID, TEAMS_TENANT_ID: ID, TEAMS_APP_TYPE: 'UserAssignedMsi' };
  expect(readConfig(managed).teams).toMatchObject({ type: 'UserAssignedMsi', password: undefined });
  expect(readConfig({ TEAMS_TRIAL: 'on' }).teams).toBe('trial');
});

it.each([
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /SLACK_BOT_TOKEN needs SLACK_SIGNING_SECRET/],
  [{ SLACK_SIGNING_SECRET: 's' }, /SLACK_BOT_TOKEN is missing/],
  [{ REDIS_URL: 'redis://x' }, /DATABASE_URL is missing/],
  [
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', DEPSYNC_CLOCK: '2026-11-30T06:00:00Z,60' },
    /DEPSYNC_CLOCK would send/,
  ],
  [{ TEAMS_APP_ID: ID }, /TEAMS_APP_ID needs TEAMS_TENANT_ID.*TEAMS_APP_ID needs TEAMS_APP_PASSWORD/s],
  [{ TEAMS_APP_PASSWORD: 's' }, /TEAMS_APP_ID is missing/],
  [{ ...APP, TEAMS_APP_TYPE: 'UserAssignedMsi' }, /not for a managed identity/],
  [{ ...APP, TEAMS_TRIAL: 'on' }, /TEAMS_TRIAL is for a trial without an app/],
  [{ TEAMS_TRIAL: 'on', HOST: '0.0.0.0' }, /TEAMS_TRIAL verifies nobody/],
  [
    { ...APP, TEAMS_AUTHORITY_URL: 'https://login.example.com/' },
    /TEAMS_AUTHORITY_URL must be an address of this machine/,
  ],
  [{ ...APP, DEPSYNC_CLOCK: '2026-11-30T06:00:00Z,60' }, /simulated messages to a real Teams/],
  [{ DEPSYNC_CLOCK: 'tomorrow,60' }, /DEPSYNC_CLOCK must be an instant/],
  [{ DEPSYNC_CLOCK: '2026-11-30T06:00:00Z,0' }, /DEPSYNC_CLOCK must be an instant/],
])('refuses %j', (env, message) => {
  expect(() => readConfig(env)).toThrow(message);
});

it('runs a simulated clock from the instant given, at the speed given', () => {
  const { clock } = readConfig({ DEPSYNC_CLOCK: '2026-11-30T06:00:00Z,1800' });

  expect(clock.speed).toBe(1800);
  expect(clock.now().toISO()).toMatch(/^2026-11-30T06/);
});

it('has an example for every setting that the setting itself accepts', () => {
  for (const { schema, example } of Object.values(settings)) expect(schema.safeParse(example).success).toBe(true);
});
