import type { DateTime } from 'luxon';
import { type Inbound, PLATFORM_NAMES, type Platform } from '../../chat/inbound.ts';
import type { Directory, Profile } from '../../chat/port.ts';
import { inBatches } from '../../core/batches.ts';
import type { Clock } from '../../core/clock.ts';
import { NotAllowed, NotReady } from '../../core/errors.ts';
import { groupBy } from '../../core/group.ts';
import { newId } from '../../core/ids.ts';
import { isZone } from '../../core/local-time.ts';
import type { Database, Tx } from '../../db/db.ts';
import type { Address } from '../../outbox/message.ts';
import type { FindRoutes, Route } from '../../outbox/send.ts';
import { setTimer } from '../../timers/timers.ts';
import { record } from '../audit/index.ts';
import type { Person } from './model.ts';
import * as store from './store.ts';

/** Somebody whom a platform does not know by e-mail is not looked up again for this long. */
const LOOK_UP_AGAIN_HOURS = 6;
/** The subject of a planning timer that concerns every programme. */
export const ALL_PROGRAMMES = 'all';

const NOT_CONNECTED =
  'Depsync is not connected to this workspace yet. Do it again in a minute; if it stays so, tell your administrator.';

export interface ReachDeps {
  db: Database;
  clock: Clock;
  directories: ReadonlyMap<Platform, Directory>;
}

/** Recognises the sender of an act: by the platform's id, or once by e-mail through the platform's directory. */
export function createIdentify({ db, clock, directories }: ReachDeps) {
  // A link is made once and never changed.
  const linked = new Map<string, string>();
  async function workspaceOf(platform: Platform, externalId: string): Promise<string | undefined> {
    const key = `${platform}:${externalId}`;
    const workspace = linked.get(key) ?? (await db.system((tx) => store.workspaceByLink(tx, platform, externalId)));
    if (workspace !== undefined) linked.set(key, workspace);
    return workspace;
  }

  return async (inbound: Inbound): Promise<{ workspace: string; personId: string }> => {
    const { platform } = inbound.place;
    if (platform === 'web') return { workspace: inbound.workspace, personId: inbound.sender };
    const workspace = await workspaceOf(platform, inbound.workspace);
    if (workspace === undefined) throw new NotReady('unknown-workspace', NOT_CONNECTED);
    const known = await db.tx(workspace, (tx) => store.personByIdentity(tx, platform, inbound.sender));
    if (known !== undefined) return { workspace, personId: known.id };
    const profile = await directories.get(platform)?.profile(inbound.workspace, inbound.sender);
    const joined =
      profile && (await db.tx(workspace, (tx) => joinByEmail(tx, clock.now(), platform, inbound.sender, profile)));
    if (joined === undefined) throw strangerAt(platform, profile?.email);
    return { workspace, personId: joined.id };
  };
}

/** Takes over the zone that a platform says somebody is in, unless the register names one, and has prompts planned anew. */
export async function followZone(
  tx: Tx,
  now: DateTime,
  platform: Platform,
  externalId: string,
  zone: string | undefined,
): Promise<void> {
  const person = await store.personByIdentity(tx, platform, externalId);
  if (person === undefined || zone === undefined || !isZone(zone)) return;
  if (!(await store.setPlatformZone(tx, person.id, zone))) return;
  await record(
    { tx, now },
    {
      programmeId: null,
      byId: null,
      action: 'people.zone-followed',
      subject: person.handle,
      before: { zone: person.calendar.zone },
      after: { zone },
      reason: `as ${platform} says`,
    },
  );
  await setTimer(tx, { kind: 'checkins.plan', subject: ALL_PROGRAMMES, occurrence: newId(), dueAt: now });
}

/** Joins an identity on a platform to the person of the register with that e-mail address. */
async function joinByEmail(
  tx: Tx,
  now: DateTime,
  platform: Platform,
  externalId: string,
  profile: Pick<Profile, 'email' | 'zone'>,
): Promise<Person | undefined> {
  const person = profile.email === undefined ? undefined : await store.personByEmail(tx, profile.email);
  if (person === undefined) return undefined;
  await store.addIdentity(tx, person.id, platform, externalId);
  await followZone(tx, now, platform, externalId, profile.zone);
  return person;
}

function strangerAt(platform: Platform, email: string | undefined): NotAllowed {
  const name = PLATFORM_NAMES[platform];
  return new NotAllowed(
    'stranger',
    email === undefined
      ? `Depsync does not know you yet, and ${name} does not show it your e-mail address. Ask a programme lead to import you with your ${name} id.`
      : `Depsync does not know ${email}. Ask a programme lead to import you with this address.`,
  );
}

/** Addresses whose readers are read in one transaction. */
const READ_AT_ONCE = 100;

interface Asked {
  workspace: string;
  to: Address;
  mentioned: readonly string[];
}

/** What the register knows of an address and of the people a message mentions. */
interface Known {
  person: Person | undefined;
  identities: readonly Identity[];
  /** The platforms of the workspace, with their name of it. */
  links: ReadonlyMap<Platform, string>;
}

type Identity = Awaited<ReturnType<typeof store.identitiesOf>>[number];

/**
 * Finds the ways to reach an address: a person on the platforms they use, the preferred one first; a channel where it
 * is. Somebody who never spoke to the bot is looked up by e-mail on each platform, outside of any transaction.
 */
export function createRoutes({ db, clock, directories }: ReachDeps): FindRoutes {
  const lookedUp = new Map<string, DateTime>();
  const read = inBatches((asked: readonly Asked[]) => readKnown(db, asked), READ_AT_ONCE);

  /** True when the person was found on a platform where they were not known. */
  async function joinMissing(workspace: string, { person, identities, links }: Known): Promise<boolean> {
    let joined = false;
    for (const [platform, team] of links) {
      const directory = directories.get(platform);
      if (person?.email == null || directory?.byEmail === undefined) continue;
      if (identities.some((one) => one.personId === person.id && one.platform === platform)) continue;
      const key = `${platform}:${person.id}`;
      const last = lookedUp.get(key);
      if (last !== undefined && clock.now().diff(last).as('hours') < LOOK_UP_AGAIN_HOURS) continue;
      lookedUp.set(key, clock.now());
      const { email } = person;
      const found = await directory.byEmail(team, email);
      if (found === undefined) continue;
      const profile = await directory.profile(team, found);
      await db.tx(workspace, (tx) => joinByEmail(tx, clock.now(), platform, found, { email, zone: profile?.zone }));
      joined = true;
    }
    return joined;
  }

  return async (workspace, to, mentioned, platforms) => {
    const asked = { workspace, to, mentioned };
    const known = await read(asked);
    const present = (await joinMissing(workspace, known)) ? await read(asked) : known;
    return routesTo(present, asked, platforms);
  };
}

async function readKnown(db: Database, asked: readonly Asked[]): Promise<Known[]> {
  const byWorkspace = new Map<string, Map<Asked, Known>>();
  for (const workspace of new Set(asked.map((one) => one.workspace))) {
    const mine = asked.filter((one) => one.workspace === workspace);
    byWorkspace.set(workspace, await db.tx(workspace, (tx) => readWorkspace(tx, workspace, mine)));
  }
  return asked.map((one) => {
    const known = byWorkspace.get(one.workspace)?.get(one);
    if (known === undefined) throw new Error('An address was asked for and not read.');
    return known;
  });
}

async function readWorkspace(tx: Tx, workspace: string, asked: readonly Asked[]): Promise<Map<Asked, Known>> {
  const addressed = asked.flatMap(({ to }) => ('person' in to ? [to.person] : []));
  const links = new Map((await store.linksOfWorkspace(tx, workspace)).map((link) => [link.platform, link.externalId]));
  const people = await store.getPeople(tx, addressed);
  const named = [...new Set([...addressed, ...asked.flatMap(({ mentioned }) => mentioned)])];
  const identities = groupBy(await store.identitiesOf(tx, named), (one) => one.personId);
  return new Map(
    asked.map((one) => {
      const person = 'person' in one.to ? people.get(one.to.person) : undefined;
      const whose = person === undefined ? one.mentioned : [...one.mentioned, person.id];
      return [one, { person, links, identities: whose.flatMap((id) => identities.get(id) ?? []) }];
    }),
  );
}

function routesTo(
  { person, identities, links }: Known,
  { workspace, to, mentioned }: Asked,
  platforms: readonly Platform[],
): Route[] {
  const route = (platform: Platform, target: Route['target'], zone: string | undefined): Route => ({
    platform,
    workspace: platform === 'web' ? workspace : (links.get(platform) ?? ''),
    target,
    reader: {
      zone,
      mentions: new Map(
        identities
          .filter((one) => one.platform === platform && mentioned.includes(one.personId))
          .map((one) => [one.personId, one.externalId]),
      ),
    },
  });
  if ('channel' in to) return [route(to.channel.platform, { channel: to.channel.id }, undefined)];
  if (person === undefined) return [];

  const { zone } = person.calendar;
  const rank = (platform: Platform) => (platform === to.platform ? 0 : platform === person.preferred ? 1 : 2);
  const chats = identities
    .filter((one) => one.personId === person.id && platforms.includes(one.platform))
    .map((one) => route(one.platform, { person: one.externalId }, zone));
  const web = route('web', { person: person.id }, zone);
  const wantsWeb = to.platform === 'web' || person.preferred === 'web' || chats.length === 0;
  return [...chats, ...(wantsWeb ? [web] : [])].sort((a, b) => rank(a.platform) - rank(b.platform));
}
