import { DateTime } from 'luxon';
import { readConfig } from '../../src/config.ts';
import { examine } from '../../src/doctor/examine.ts';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { SeedPerson } from '../support/seed.ts';
import { onTeams, type User } from '../support/user.ts';

/** Mon 30 Nov 2026, 09:00 in Berlin. */
const MONDAY = '2026-11-30T08:00:00Z';
/** A busy machine gets its time. */
const STORY_TIMEOUT_MS = 120_000;
const TEAM = '19:launch@thread.tacv2';
const LEADS = '19:leads@thread.tacv2';

const entra = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const PEOPLE = {
  ana: { teams: entra(1), delegate: 'ben' },
  ben: { teams: entra(2), delegate: 'ana' },
  chloe: { teams: entra(3), team: 'part', delegate: 'dev' },
  dev: { teams: entra(4), team: 'data', delegate: 'ben' },
  kim: { teams: entra(5), delegate: 'ben' },
  lena: { teams: entra(6), delegate: 'ana' },
} as const satisfies Record<string, SeedPerson>;

let launch: Installation;
let ben: User;
let chloe: User;
let lena: User;

beforeAll(async () => {
  launch = await startInstallation({
    at: MONDAY,
    processes: 1,
    chats: ['teams'],
    channels: [],
    seed: {
      people: PEOPLE,
      policy: {
        channels: {
          programme: [{ platform: 'web', id: 'programme' }],
          leadership: [{ platform: 'teams', id: LEADS }],
        },
      },
      dependencies: [
        { title: 'Orders API', delegate: 'ben' },
        { title: 'Search', owner: 'kim', delegate: 'ben' },
      ],
    },
  });
  await launch.db.tx(launch.workspace, async (tx) => {
    const [programme] = await listProgrammes(tx);
    await replanPrompts({ tx, now: launch.clock.now() }, programme?.id ?? '');
  });
  const members = Object.values(PEOPLE).map((person) => person.teams);
  launch.teams.addTeam({ id: TEAM, members, channels: { [LEADS]: 'Leadership' } });
  await launch.teams.actor(PEOPLE.lena.teams, launch.url).installs({ in: TEAM });
  const user = (handle: keyof typeof PEOPLE) =>
    onTeams(launch, { handle, id: launch.ids.get(handle) ?? '', ...PEOPLE[handle] }, delivers);
  [ben, chloe, lena] = [await user('ben'), await user('chloe'), await user('lena')];
}, STORY_TIMEOUT_MS);
afterAll(() => launch.end());

const until = (iso: string) => launch.advanceTo(DateTime.fromISO(iso, { zone: 'utc' }));
const delivers = () => launch.advanceTo(launch.clock.now().plus({ seconds: 5 }));

/** What the doctor says, by name. */
async function findings(): Promise<Map<string, string>> {
  const { teams } = launch;
  const config = readConfig({
    DATABASE_URL: launch.db.url,
    TEAMS_APP_ID: teams.app.id,
    TEAMS_APP_PASSWORD: teams.app.password,
    TEAMS_TENANT_ID: teams.tenant,
    TEAMS_AUTHORITY_URL: teams.authorityUrl,
  });
  const found = await examine({ ...config, clock: launch.clock }, launch.db);
  return new Map(found.map((one) => [one.name, `${one.level}: ${one.what}`]));
}

it(
  'an owner who blocked the bot is not asked; their delegate is, and the doctor names them',
  async () => {
    const kim = launch.teams.state.people.get(PEOPLE.kim.teams);
    if (kim !== undefined) kim.blocked = true;
    await until('2026-12-01T08:31:00Z');

    expect(launch.teams.chat(PEOPLE.kim.teams)).toEqual([]);
    expect(await ben.reads()).toContain('DEP-2');
    expect(await ben.reads()).toContain('You get this because the person it is for cannot be reached.');
    expect(await ben.clicks('✓ Green')).toContain('DEP-2 ✓ GREEN recorded');
    expect((await findings()).get('refused people')).toMatch(/^warn: @kim \(Teams: They blocked or removed Depsync/);
  },
  STORY_TIMEOUT_MS,
);

it(
  'a message that waits for a channel whose team removes the bot comes to the leads, and the doctor says so',
  async () => {
    await until('2026-12-01T14:00:00Z');
    await chloe.asks('block DEP-1 the vendor sandbox is down until Tuesday');
    launch.teams.misbehave('throttled', { operation: 'begin-thread', times: Number.POSITIVE_INFINITY });
    await until('2026-12-02T14:00:10Z');
    expect(await lena.reads()).not.toContain('DEP-1 blocked for 24 h');

    await launch.teams.actor(PEOPLE.lena.teams, launch.url).uninstalls({ in: TEAM });
    launch.teams.behave();
    await until('2026-12-02T14:05:00Z');

    expect(launch.teams.messages(LEADS)).toEqual([]);
    expect(await lena.reads()).toContain('DEP-1 blocked for 24 h');
    expect(await lena.reads()).toContain('You get this because the channel it is for cannot be reached.');
    const found = await findings();
    expect(found.get(`channel teams:${LEADS} of Q1`)).toMatch(/^warn: the last message did not arrive \(.*add the app/);
    expect(found.get('parked messages')).toMatch(new RegExp(`^warn: .*teams:${LEADS}`));
    expect(await lena.clicks('Reassign to Ben Example')).toMatch(/DEP-1: reassigned to @?Ben/);
  },
  STORY_TIMEOUT_MS,
);
