import type { Scope } from '../../src/features/feature.ts';
import { addIdentity, getPeople, type Person, savePerson, saveTeam } from '../../src/features/people/index.ts';
import type { ContactRole } from '../../src/features/programme/index.ts';
import { type Policy as PolicyType, saveProgramme } from '../../src/features/programme/index.ts';
import { Policy } from '../../src/features/programme/model.ts';
import { type DependencyRow, saveDependency, setConsumers, setContacts } from '../../src/features/register/index.ts';

export interface SeedPerson {
  zone?: string;
  /** Who says the zone; the register wins over a platform. */
  zoneFrom?: 'register' | 'platform';
  country?: string;
  team?: 'plat' | 'part' | 'data';
  delegate?: string;
  email?: string;
  slack?: string;
  /** Entra object id. */
  teams?: string;
}

export interface SeedDependency extends Partial<Omit<DependencyRow, 'ownerId' | 'delegateId'>> {
  owner?: string | null;
  delegate?: string;
  consumer?: 'plat' | 'part' | 'data';
  neededBy?: string;
  contacts?: Partial<Record<ContactRole, string>>;
}

/** What a story starts with; everything has a default, so that a story names only what it is about. */
export interface Seed {
  people?: Record<string, SeedPerson>;
  leads?: string[];
  /** YYYY-MM-DD */
  release?: string;
  policy?: Partial<PolicyType>;
  dependencies?: SeedDependency[];
}

const TEAMS = { plat: 'Product Platform', part: 'Partner Experience', data: 'Data Insights' } as const;

/** Ana owns at Platform, Ben is her delegate, Chloe consumes at Partner, Dev looks after QA, Lena leads the programme. */
const PEOPLE: Record<string, SeedPerson> = {
  ana: { zone: 'Europe/Berlin', team: 'plat', delegate: 'ben' },
  ben: { zone: 'Europe/Berlin', team: 'plat', delegate: 'ana' },
  chloe: { zone: 'America/New_York', team: 'part', delegate: 'dev' },
  dev: { zone: 'Asia/Kolkata', team: 'data', delegate: 'chloe' },
  lena: { zone: 'Europe/London', team: 'plat', delegate: 'ana' },
};

/** Puts a programme "Q1 launch" with three teams into an empty workspace. */
export async function seed(scope: Scope, content: Seed): Promise<{ programmeId: string; people: Map<string, Person> }> {
  const { tx, now } = scope;
  const teamIds = new Map<string, string>();
  for (const [key, name] of Object.entries(TEAMS)) teamIds.set(key, await saveTeam(tx, { key, name, leadId: null }));
  const wanted = { ...PEOPLE, ...content.people };
  const ids = new Map<string, string>();
  const row = (handle: string, person: SeedPerson) => ({
    handle,
    name: `${handle.charAt(0).toUpperCase()}${handle.slice(1)} Example`,
    email: person.email ?? `${handle}@example.com`,
    zone: person.zone ?? 'Europe/Berlin',
    zoneFrom: person.zoneFrom ?? ('register' as const),
    country: person.country ?? null,
    teamId: teamIds.get(person.team ?? 'plat') ?? null,
  });
  for (const [handle, person] of Object.entries(wanted)) ids.set(handle, await savePerson(tx, row(handle, person)));
  for (const [handle, person] of Object.entries(wanted)) {
    await savePerson(tx, { ...row(handle, person), delegateId: ids.get(person.delegate ?? '') ?? null });
    for (const platform of ['slack', 'teams'] as const) {
      const id = person[platform];
      if (id !== undefined) await addIdentity(tx, ids.get(handle) ?? '', platform, id);
    }
  }
  await saveTeam(tx, { key: 'plat', name: TEAMS.plat, leadId: ids.get('ben') ?? null });
  await saveTeam(tx, { key: 'part', name: TEAMS.part, leadId: ids.get('chloe') ?? null });
  await saveTeam(tx, { key: 'data', name: TEAMS.data, leadId: ids.get('dev') ?? null });

  const programmeId = await saveProgramme(tx, {
    key: 'Q1',
    name: 'Q1 launch',
    prefix: 'DEP',
    goal: null,
    releaseDate: content.release ?? '2027-02-26',
    leadIds: (content.leads ?? ['lena']).map((handle) => ids.get(handle) ?? ''),
    // Stories are about one thing at a time: those about the message of the day say that it bundles.
    policy: Policy.parse({ interruptions: { bundled: false }, ...content.policy }),
    createdAt: now,
  });
  for (const [index, dependency] of (content.dependencies ?? []).entries()) {
    const { owner = 'ana', delegate, consumer = 'part', neededBy, contacts = {}, ...rest } = dependency;
    const number = rest.number ?? index + 1;
    const id = await saveDependency(
      tx,
      {
        programmeId,
        key: `DEP-${number}`,
        number,
        title: `Interface ${number}`,
        kind: 'api',
        producerTeamId: teamIds.get('plat') ?? '',
        ownerId: owner === null ? null : (ids.get(owner) ?? null),
        delegateId: ids.get(delegate ?? '') ?? null,
        dueDate: '2027-01-15',
        risk: 'medium',
        obligations: [],
        criticalDates: [],
        links: [],
        report: null,
        override: null,
        ...rest,
      },
      now,
    );
    await setConsumers(tx, id, [{ teamId: teamIds.get(consumer) ?? '', neededBy: neededBy ?? null, priority: null }]);
    await setContacts(
      tx,
      id,
      Object.entries(contacts).map(([role, handle]) => ({
        role: role as ContactRole, // Object.entries forgets the keys' type
        personId: ids.get(handle) ?? '',
        authority: null,
        reviewCadence: null,
        delegateId: null,
      })),
    );
  }
  return { programmeId, people: await getPeople(tx, [...ids.values()]) };
}
