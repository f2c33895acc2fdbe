import { record } from '../audit/index.ts';
import {
  identitiesOf,
  listPersonRows,
  listTeams,
  type PersonRow,
  personByIdentity,
  savePerson,
  saveTeam,
  setIdentity,
} from '../people/index.ts';
import type { PersonEntry, RegisterDocument, TeamEntry } from './format/index.ts';
import type { Tally } from './model.ts';
import { count, differing, emptyTally, type Ids, type Import, idOf, valuesOf } from './tally.ts';

type StoredPerson = Awaited<ReturnType<typeof listPersonRows>>[number];

/** Somebody new of whom the file says no more; the zone is a guess until their platform tells it. */
const UNKNOWN_ZONE = { zone: 'UTC', zoneFrom: 'platform' } as const;

/** Brings teams and people up to date. They refer to one another, so new ones are added bare and completed after. */
export async function importPeople(
  job: Import,
  { teams, people }: Pick<RegisterDocument, 'teams' | 'people'>,
): Promise<{ ids: Ids; teams: Tally; people: Tally }> {
  const { tx } = job;
  const presentTeams = new Map((await listTeams(tx)).map((team) => [team.key, team]));
  const presentPeople = new Map((await listPersonRows(tx)).map((person) => [person.handle, person]));
  const ids = {
    teams: new Map([...presentTeams.values()].map(({ key, id }) => [key, id])),
    people: new Map([...presentPeople.values()].map(({ handle, id }) => [handle, id])),
  };
  for (const { key, name } of teams) {
    if (!ids.teams.has(key)) ids.teams.set(key, await saveTeam(tx, { key, name, leadId: null }));
  }
  for (const entry of people) {
    if (!ids.people.has(entry.handle)) ids.people.set(entry.handle, await savePerson(tx, bareRow(entry)));
  }

  const tallies = { teams: emptyTally(), people: emptyTally() };
  for (const entry of teams) {
    await completeTeam(job, entry, presentTeams.get(entry.key), ids, tallies.teams);
  }
  for (const [index, entry] of people.entries()) {
    await completePerson(job, entry, index, presentPeople, ids, tallies.people);
  }
  const { added, changed, unchanged } = tallies.teams;
  tallies.teams.leftAlone = ids.teams.size - added.length - changed.length - unchanged;
  tallies.people.leftAlone = ids.people.size - people.length;
  return { ids, ...tallies };
}

async function completeTeam(
  job: Import,
  entry: TeamEntry,
  before: { key: string; name: string; leadId: string | null } | undefined,
  ids: Ids,
  tally: Tally,
): Promise<void> {
  const present = before ?? { key: entry.key, name: entry.name, leadId: null };
  const changes = differing(present, { name: entry.name, leadId: idOf(ids.people, entry.lead) });
  const { key, name, leadId } = { ...present, ...changes };
  const changed = Object.keys(changes);
  if (changed.length > 0) await saveTeam(job.tx, { key, name, leadId });
  if (before === undefined) tally.added.push(key);
  else count(tally, key, changed);
  if (before !== undefined && changed.length === 0) return;
  await audit(job, key, before && valuesOf(before, changes), before === undefined ? { name, leadId } : changes);
}

async function completePerson(
  job: Import,
  entry: PersonEntry,
  index: number,
  present: ReadonlyMap<string, StoredPerson>,
  ids: Ids,
  tally: Tally,
): Promise<void> {
  const { handle } = entry;
  const before = present.get(handle);
  refuseTakenEmail(job, entry, index, present);
  const { id, workspaceId, version, ...bare } = before ?? { ...bareRow(entry), id: '', workspaceId: '', version: 0 };
  const wanted = wantedRow(entry, ids);
  const changes = differing<PersonRow>(bare, wanted);
  if (Object.keys(changes).length > 0) await savePerson(job.tx, { ...bare, ...changes });
  const identities = await bringIdentities(job, entry, index, idOf(ids.people, handle) ?? '');
  const changed = [...Object.keys(changes), ...identities];
  if (before === undefined) tally.added.push(handle);
  else count(tally, handle, changed);
  if (before !== undefined && changed.length === 0) return;
  await audit(job, handle, before && valuesOf<PersonRow>(before, changes), before === undefined ? entry : changes);
}

/** Given with what they need to exist and nothing that refers to others. */
function bareRow({ handle, name }: PersonEntry): PersonRow {
  return { handle, name, ...UNKNOWN_ZONE };
}

function wantedRow(entry: PersonEntry, ids: Ids): Partial<PersonRow> {
  const { name, email, title, zone, country, region, weekend, work, prefers } = entry;
  return {
    name,
    email,
    title,
    ...(zone === undefined ? {} : zone === null ? { zoneFrom: 'platform' } : { zone, zoneFrom: 'register' }),
    country,
    region,
    weekend,
    ...(work === undefined ? {} : { workStart: work.start, workEnd: work.end }),
    teamId: idOf(ids.teams, entry.team),
    delegateId: idOf(ids.people, entry.delegate),
    preferred: prefers,
  };
}

/** An e-mail address joins one person to a chat account. */
function refuseTakenEmail(
  { problems }: Import,
  entry: PersonEntry,
  index: number,
  present: ReadonlyMap<string, StoredPerson>,
): void {
  const email = entry.email?.toLowerCase();
  if (email === undefined || present.get(entry.handle)?.email?.toLowerCase() === email) return;
  const holder = [...present.values()].find((person) => person.email?.toLowerCase() === email);
  if (holder === undefined || holder.handle === entry.handle) return;
  problems.push({
    path: ['people', index, 'email'],
    message: `${entry.email} belongs to ${holder.handle}. Give each person an address of their own.`,
  });
}

/** Returns the platforms whose id changed. */
async function bringIdentities(job: Import, entry: PersonEntry, index: number, personId: string): Promise<string[]> {
  const present = await identitiesOf(job.tx, [personId]);
  const changed: string[] = [];
  for (const platform of ['slack', 'teams'] as const) {
    const wanted = entry[platform];
    const own = present.filter((one) => one.platform === platform).map((one) => one.externalId);
    if (wanted === undefined || (wanted === null ? own.length === 0 : own.includes(wanted))) continue;
    const holder = wanted === null ? undefined : await personByIdentity(job.tx, platform, wanted);
    if (holder !== undefined) {
      const message = `${wanted} belongs to ${holder.handle}. Give each person their own.`;
      job.problems.push({ path: ['people', index, platform], message });
      continue;
    }
    await setIdentity(job.tx, personId, platform, wanted);
    changed.push(platform);
  }
  return changed;
}

async function audit(job: Import, subject: string, before: unknown, after: unknown): Promise<void> {
  const action = 'people.imported';
  await record(job, { programmeId: null, byId: job.by, action, subject, before, after, reason: job.file });
}
