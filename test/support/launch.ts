import { DateTime } from 'luxon';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { type Installation, startInstallation } from './installation.ts';
import type { Seed, SeedPerson } from './seed.ts';
import { type Join, onSlack, onTeams, onWeb, type User } from './user.ts';

const LEADERSHIP = { slack: 'CLEAD', teams: '19:leads@thread.tacv2', web: 'leadership' };
const PROGRAMME = { slack: 'CPROG', teams: '19:programme@thread.tacv2', web: 'programme' };
const TEAM = '19:launch@thread.tacv2';

const entra = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
/** Ana and Kim own; Ben stands in for Kim; Chloe leads the team that consumes, Dev signs for quality; Lena leads the programme. */
const PEOPLE = {
  ana: { slack: 'UANA', teams: entra(1), delegate: 'ben' },
  ben: { slack: 'UBEN', teams: entra(2), delegate: 'ana' },
  chloe: { slack: 'UCHLOE', teams: entra(3), team: 'part', zone: 'Europe/Paris', delegate: 'dev' },
  dev: { slack: 'UDEV', teams: entra(4), team: 'data', delegate: 'eve' },
  eve: { slack: 'UEVE', teams: entra(5), team: 'data', delegate: 'dev' },
  kim: { slack: 'UKIM', teams: entra(6), delegate: 'ben' },
  lena: { slack: 'ULENA', teams: entra(7), zone: 'Europe/London', delegate: 'ana' },
} satisfies Record<string, SeedPerson>;
const HANDLES = Object.keys(PEOPLE) as (keyof typeof PEOPLE)[]; // the keys of a literal

const JOIN: Readonly<Record<keyof typeof LEADERSHIP, Join>> = { slack: onSlack, teams: onTeams, web: onWeb };
export const PLATFORMS = ['slack', 'teams', 'web'] as const;

/** A story of many acts through real servers; a busy machine gets its time. */
export const STORY_TIMEOUT_MS = 300_000;

/** One launch whose people all use one platform, with its channels. */
export interface Launch {
  installation: Installation;
  users: Readonly<Record<keyof typeof PEOPLE, User>>;
  /** The channels, as the platform names them. */
  leadership: string;
  programme: string;
  /** Lets time pass to this instant (ISO). */
  until(iso: string): Promise<void>;
}

/** Starts it on this platform; `at` is ISO, `zones` say who is elsewhere than usual. */
export async function startLaunch(
  platform: keyof typeof LEADERSHIP,
  at: string,
  seed: Omit<Seed, 'people'>,
  zones: Partial<Record<keyof typeof PEOPLE, string>> = {},
): Promise<Launch> {
  const people = HANDLES.map((handle): [string, SeedPerson] => {
    const zone = zones[handle];
    return [handle, { ...PEOPLE[handle], ...(zone !== undefined && { zone }) }];
  });
  const installation = await startInstallation({
    at,
    processes: 1,
    chats: platform === 'web' ? [] : [platform],
    channels: [LEADERSHIP.slack, PROGRAMME.slack],
    seed: { ...seed, people: Object.fromEntries(people) },
  });
  const { db, workspace, clock, teams, ids, url } = installation;
  await db.tx(workspace, async (tx) => {
    const [programme] = await listProgrammes(tx);
    await replanPrompts({ tx, now: clock.now() }, programme?.id ?? '');
  });
  const members = Object.values(PEOPLE).map((person) => person.teams);
  const channels = { [LEADERSHIP.teams]: 'Leadership', [PROGRAMME.teams]: 'Launch' };
  teams.addTeam({ id: TEAM, members, channels });
  // Somebody must have added the app before Depsync knows where Teams is; the others never speak to it first.
  if (platform === 'teams') await teams.actor(PEOPLE.lena.teams, url).installs({ in: TEAM });
  const until = (iso: string) => installation.advanceTo(DateTime.fromISO(iso, { zone: 'utc' }));
  /** A card that changes again is shown within two seconds. */
  const delivers = () => installation.advanceTo(clock.now().plus({ seconds: 5 }));
  const users: [string, User][] = [];
  for (const handle of HANDLES) {
    const person = { handle, id: ids.get(handle) ?? '', ...PEOPLE[handle] };
    users.push([handle, await JOIN[platform](installation, person, delivers)]);
  }
  return {
    installation,
    users: Object.fromEntries(users) as Launch['users'], // one for each handle
    leadership: LEADERSHIP[platform],
    programme: PROGRAMME[platform],
    until,
  };
}
