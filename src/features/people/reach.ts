import type { DateTime } from 'luxon';
import { type Inbound, MENTION, PLATFORM_NAMES, type Platform } from '../../chat/inbound.ts';
import type { Directory, Profile } from '../../chat/port.ts';
import { inBatches } from '../../core/batches.ts';
import type { Clock } from '../../core/clock.ts';
import { NotAllowed, NotReady, PermanentFailure, TemporaryFailure } from '../../core/errors.ts';
import { groupBy } from '../../core/group.ts';
import { newId } from '../../core/ids.ts';
import { isZone } from '../../core/local-time.ts';
import type { Database, Tx } from '../../db/db.ts';
import type { Address } from '../../outbox/message.ts';
import type { FindRoutes, Route } from '../../outbox/send.ts';
import { setTimers } from '../../timers/timers.ts';
import { record } from '../audit/index.ts';
import { handleOfStranger } from './find.ts';
import type { Person } from './model.ts';
import * as store from './store.ts';

/** Somebody whom a platform does not know by e-mail is not looked up again for this long. */
const LOOK_UP_AGAIN_HOURS = 6;
/** Whoever mentions more people in one message writes an announcement, and the platform is asked about each. */
const MOST_MENTIONS = 10;
/** The subject of a planning timer that concerns every programme. */
export const ALL_PROGRAMMES = 'all';

const NOT_CONNECTED =
  'Depsync is not connected to this workspace yet. Do it again in a minute; if it stays so, tell your administrator.';

export interface ReachDeps {
  db: Database;
  clock: Clock;
  directories: ReadonlyMap<Platform, Directory>;
}

/** Somebody of a platform: the person of the register, where there is one, and else what the platform says of them. */
type Found = { person: Person; profile?: undefined } | { person?: undefined; profile: Profile | undefined };

/** Finds somebody by a platform's id; whom the register knows by e-mail only is joined. Outside of any transaction. */
async function findOnPlatform(
  { db, clock, directories }: ReachDeps,
  workspace: string,
  platform: Platform,
  team: string,
  externalId: string,
): Promise<Found> {
  const known = await db.tx(workspace, (tx) => store.personByIdentity(tx, platform, externalId));
  if (known !== undefined) return { person: known };
  const profile = await directories.get(platform)?.profile(team, externalId);
  const person =
    profile && (await db.tx(workspace, (tx) => joinByEmail(tx, clock.now(), platform, externalId, profile)));
  return person === undefined ? { profile } : { person };
}

/** The person with a platform's id, by their Depsync id; undefined for somebody who is not in the register. */
export function createPersonOf(deps: ReachDeps) {
  return async (workspace: string, platform: Platform, externalId: string): Promise<string | undefined> => {
    const links = await deps.db.tx(workspace, (tx) => store.linksOfWorkspace(tx, workspace));
    const team = links.find((link) => link.platform === platform)?.externalId ?? '';
    return (await findOnPlatform(deps, workspace, platform, team, externalId)).person?.id;
  };
}

/**
 * Recognises the sender of an act: by the platform's id, or once by e-mail through the platform's directory. In the same way
 * whom the words mention; gives how they are written there.
 */
export function createIdentify(deps: ReachDeps) {
  const { db } = deps;
  // A link is made once and never changed.
  const linked = new Map<string, string>();
  async function workspaceOf(platform: Platform, externalId: string): Promise<string | undefined> {
    const key = `${platform}:${externalId}`;
    const workspace = linked.get(key) ?? (await db.system((tx) => store.workspaceByLink(tx, platform, externalId)));
    if (workspace !== undefined) linked.set(key, workspace);
    return workspace;
  }

  return async (inbound: Inbound): Promise<Sender> => {
    const { platform } = inbound.place;
    if (platform === 'web') return { workspace: inbound.workspace, personId: inbound.sender, handles: new Map() };
    const workspace = await workspaceOf(platform, inbound.workspace);
    if (workspace === undefined) throw new NotReady('unknown-workspace', NOT_CONNECTED);
    const { person, profile } = await findOnPlatform(deps, workspace, platform, inbound.workspace, inbound.sender);
    if (person === undefined) throw strangerAt(platform, profile?.email);
    return { workspace, personId: person.id, handles: await handlesIn(deps, workspace, inbound) };
  };
}

/** Who acts, and how the people are written whom the words mention, by the platform's id. */
interface Sender {
  workspace: string;
  personId: string;
  handles: ReadonlyMap<string, string>;
}

/** Somebody whom nobody can tell of now stays the id that the platform gave. */
async function handlesIn(deps: ReachDeps, workspace: string, inbound: Inbound): Promise<Map<string, string>> {
  const words = inbound.kind === 'command' || inbound.kind === 'message' ? inbound.text : '';
  const ids = [...new Set([...words.matchAll(MENTION)].map(([, id = '']) => id))].slice(0, MOST_MENTIONS);
  const handles = new Map<string, string>();
  for (const id of ids) {
    const { person, profile } = await findOnPlatform(
      deps,
      workspace,
      inbound.place.platform,
      inbound.workspace,
      id,
    ).catch(noneWhileAway);
    const handle = person?.handle ?? (profile && handleOfStranger(profile.name));
    if (handle !== undefined) handles.set(id, handle);
  }
  return handles;
}

function noneWhileAway(error: unknown): Found {
  if (error instanceof TemporaryFailure || error instanceof PermanentFailure) return { profile: undefined };
  throw error;
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
  await setTimers(
    tx,
    ['checkins.plan', 'briefs.plan'].map((kind) => ({
      kind,
      subject: ALL_PROGRAMMES,
      occurrence: newId(),
      dueAt: now,
    })),
  );
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

  /**
   * True when the person was found on a platform where they were not known. A platform that cannot tell now keeps nothing from
   * the others; whoever is known on none waits until it can.
   */
  async function joinMissing(workspace: string, { person, identities, links }: Known): Promise<boolean> {
    if (person?.email == null) return false;
    const { email } = person;
    const own = identities.filter((one) => one.personId === person.id);
    let joined = false;
    let unsure: unknown;
    for (const [platform, team] of links) {
      if (own.some((one) => one.platform === platform)) continue;
      try {
        joined = (await lookUp(workspace, platform, team, { id: person.id, email })) || joined;
      } catch (error) {
        if (!(error instanceof TemporaryFailure || error instanceof PermanentFailure)) throw error;
        unsure = error;
      }
    }
    const reached = joined || own.length > 0 || person.preferred === 'web';
    if (unsure instanceof TemporaryFailure && !reached) throw unsure;
    return joined;
  }

  /** True when the platform knows the address. It is asked once at a time; what it answered is remembered. */
  async function lookUp(
    workspace: string,
    platform: Platform,
    team: string,
    person: { id: string; email: string },
  ): Promise<boolean> {
    const directory = directories.get(platform);
    const key = `${platform}:${person.id}`;
    const last = lookedUp.get(key);
    const fresh = last !== undefined && clock.now().diff(last).as('hours') < LOOK_UP_AGAIN_HOURS;
    if (directory?.byEmail === undefined || fresh) return false;
    lookedUp.set(key, clock.now());
    try {
      const found = await directory.byEmail(team, person.email);
      if (found === undefined) return false;
      const profile = await directory.profile(team, found);
      const said = { email: person.email, zone: profile?.zone };
      await db.tx(workspace, (tx) => joinByEmail(tx, clock.now(), platform, found, said));
      return true;
    } catch (error) {
      lookedUp.delete(key);
      throw error;
    }
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
