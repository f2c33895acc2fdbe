import { DateTime } from 'luxon';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { type Installation, startInstallation } from './installation.ts';
import type { Seed, SeedPerson } from './seed.ts';
import { type Join, onSlack, onTeams, onWeb, type User } from './user.ts';

const LEADERSHIP = { slack: 'CLEAD', teams: '19:leads@thread.tacv2', web: 'leadership' };
const PROGRAMME = { slack: 'CPROG', teams: '19:programme@thread.tacv2', web: 'programme' };
const TEAM = '19:launch@thread.tacv2';

const entra = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** Ana and Kim own; Ben stands in for Kim; Chloe leads the team that consumes, Dev signs for quality; Lena leads the programme. */
const PEOPLE = {
  ana: { delegate: 'ben' },
  ben: { delegate: 'ana' },
  chloe: { team: 'part', zone: 'Europe/Paris', delegate: 'dev' },
  dev: { team: 'data', delegate: 'eve' },
  eve: { team: 'data', delegate: 'dev' },
  kim: { delegate: 'ben' },
  lena: { zone: 'Europe/London', delegate: 'ana' },
} satisfies Record<string, SeedPerson>;
type Usual = keyof typeof PEOPLE;

const JOIN: Readonly<Record<keyof typeof LEADERSHIP, Join>> = { slack: onSlack, teams: onTeams, web: onWeb };
export const PLATFORMS = ['slack', 'teams', 'web'] as const;

/** A story of many acts through real servers; a busy machine gets its time. */
export const STORY_TIMEOUT_MS = 300_000;

/** One launch whose people all use one platform, with its channels. */
export interface Launch<Handle extends string = Usual> {
  installation: Installation;
  users: Readonly<Record<Handle, User>>;
  /** The channels, as the platform names them. */
  leadership: string;
  programme: string;
  /** Lets time pass to this instant (ISO). */
  until(iso: string): Promise<void>;
}

/** Starts it with the usual people on this platform; `at` is ISO, `zones` say who is elsewhere than usual. */
export async function startLaunch(
  platform: keyof typeof LEADERSHIP,
  at: string,
  seed: Omit<Seed, 'people'>,
  zones: Partial<Record<Usual, string>> = {},
): Promise<Launch> {
  const people: Record<Usual, SeedPerson> = { ...PEOPLE };
  for (const handle of Object.keys(PEOPLE) as Usual[]) {
    // the keys of a literal
    const zone = zones[handle];
    if (zone !== undefined) people[handle] = { ...people[handle], zone };
  }
  return launchWith(platform, at, seed, people);
}

/** The same with a cast of its own; it is given identities on Slack and Teams, and has Lena lead. */
export async function launchWith<Handle extends string>(
  platform: keyof typeof LEADERSHIP,
  at: string,
  seed: Omit<Seed, 'people'>,
  cast: Readonly<Record<Handle | 'lena', SeedPerson>>,
): Promise<Launch<Handle | 'lena'>> {
  const handles = Object.keys(cast) as (Handle | 'lena')[]; // the keys of a record of just these
  const people = Object.fromEntries(
    handles.map((handle, index) => [
      handle,
      { slack: `U${handle.toUpperCase()}`, teams: entra(index + 1), ...cast[handle] },
    ]),
  ) as Record<Handle | 'lena', SeedPerson & { slack: string; teams: string }>; // one for each handle
  const installation = await startInstallation({
    at,
    processes: 1,
    chats: platform === 'web' ? [] : [platform],
    channels: [LEADERSHIP.slack, PROGRAMME.slack],
    seed: { ...seed, people },
  });
  const { db, workspace, clock, teams, ids, url } = installation;
  await db.tx(workspace, async (tx) => {
    const [programme] = await listProgrammes(tx);
    await replanPrompts({ tx, now: clock.now() }, programme?.id ?? '');
  });
  const members = handles.map((handle) => people[handle].teams);
  const channels = { [LEADERSHIP.teams]: 'Leadership', [PROGRAMME.teams]: 'Launch' };
  teams.addTeam({ id: TEAM, members, channels });
  // Somebody must have added the app before Depsync knows where Teams is; the others never speak to it first.
  if (platform === 'teams') await teams.actor(people.lena.teams, url).installs({ in: TEAM });
  const until = (iso: string) => installation.advanceTo(DateTime.fromISO(iso, { zone: 'utc' }));
  /** A card that changes again is shown within two seconds. */
  const delivers = () => installation.advanceTo(clock.now().plus({ seconds: 5 }));
  const users: [string, User][] = [];
  for (const handle of handles) {
    const person = { handle, id: ids.get(handle) ?? '', ...people[handle] };
    users.push([handle, await JOIN[platform](installation, person, delivers)]);
  }
  return {
    installation,
    users: Object.fromEntries(users) as Launch<Handle | 'lena'>['users'], // one for each handle
    leadership: LEADERSHIP[platform],
    programme: PROGRAMME[platform],
    until,
  };
}
