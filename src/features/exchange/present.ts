import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../core/group.ts';
import type { Tx } from '../../db/db.ts';
import { identitiesOf, listPersonRows, listTeams } from '../people/index.ts';
import { Policy, type Programme } from '../programme/model.ts';
import { type Dependency, listDependencies } from '../register/index.ts';
import {
  listEnvironments,
  listFreezes,
  listMilestones,
  listNeeds,
  listProgrammeMilestones,
  type Milestone,
} from '../timeline/index.ts';
import { filled, type Names, orNothing } from './entries.ts';
import type { DependencyEntry, PersonEntry, ProgrammeEntry, RegisterDocument, TeamEntry } from './format/index.ts';
import { presentRecords } from './present-records.ts';

/**
 * The present register of a programme as the document an import takes, with nothing in it that is empty, and its
 * dependencies as they are stored. Blockers and contracts are left out: they have a life of their own.
 */
export async function presentDocument(
  tx: Tx,
  programme: Programme,
): Promise<{ document: RegisterDocument; dependencies: Dependency[] }> {
  const teams = await listTeams(tx);
  const people = await listPersonRows(tx);
  const ids = people.map((person) => person.id);
  const identities = await identitiesOf(tx, ids);
  const dependencies = await listDependencies(tx, { programmeId: programme.id });
  const keys = new Map(teams.map(({ id, key }) => [id, key]));
  const handles = new Map(people.map(({ id, handle }) => [id, handle]));
  const names: Names = {
    team: (id) => keys.get(id) ?? id,
    person: (id) => handles.get(id ?? ''),
    dependency: (id) => dependencies.find((one) => one.id === id)?.key,
  };
  const idOn = (platform: 'slack' | 'teams', personId: string) =>
    identities.find((one) => one.platform === platform && one.personId === personId)?.externalId;
  const planned = await plannedOf(tx, programme, dependencies);
  const document: RegisterDocument = {
    programme: { ...programmeEntry(programme, names), ...(await daysEntry(tx, programme, names)) },
    teams: teams.map(({ key, name, leadId }): TeamEntry => filled({ key, name, lead: names.person(leadId) })),
    people: people.map((person) => personEntry(person, names, idOn)),
    dependencies: dependencies.map((dependency) => ({
      ...dependencyEntry(dependency, names),
      ...planned(dependency.id),
    })),
    ...(await presentRecords(tx, programme.id, names)),
  };
  return { document, dependencies };
}

function programmeEntry(programme: Programme, names: Names): ProgrammeEntry {
  const { key, name, prefix, goal, releaseDate, leadIds } = programme;
  const usual = Policy.parse({});
  const policy = Object.fromEntries(
    Object.entries(programme.policy).filter(([part, value]) => !isDeepStrictEqual(value, usual[part as keyof Policy])),
  );
  return filled({
    key,
    name,
    prefix,
    goal,
    release: releaseDate,
    leads: leadIds.flatMap((id) => names.person(id) ?? []),
    policy: Object.keys(policy).length === 0 ? undefined : policy,
  });
}

/** The days and environments of a programme. */
async function daysEntry(tx: Tx, { id }: Programme, names: Names): Promise<Partial<ProgrammeEntry>> {
  const milestones = await listProgrammeMilestones(tx, id);
  const freezes = await listFreezes(tx, id);
  const environments = await listEnvironments(tx, id);
  return filled({
    milestones: orNothing(milestones.map(({ name, date }) => ({ name, date }))),
    freezes: orNothing(freezes.map(({ name, startDate, endDate }) => ({ name, from: startDate, until: endDate }))),
    environments: orNothing(
      environments.map(({ name, state, ownerId, fromDate, untilDate, capacity }) =>
        filled({ name, state, owner: names.person(ownerId), from: fromDate, until: untilDate, capacity }),
      ),
    ),
  });
}

/** What is planned of each dependency, by its id. */
async function plannedOf(
  tx: Tx,
  { id }: Programme,
  dependencies: readonly Dependency[],
): Promise<(id: string) => Pick<DependencyEntry, 'stages' | 'needs'>> {
  const milestones = groupBy(await listMilestones(tx, id), ({ dependencyId }) => dependencyId);
  const needs = groupBy(await listNeeds(tx, id), ({ dependencyId }) => dependencyId);
  const keys = new Map(dependencies.map((one) => [one.id, one.key]));
  const environments = new Map((await listEnvironments(tx, id)).map((one) => [one.id, one.name]));
  const stage = ({ startDate, endDate, workingDays, environmentId, doneOn }: Milestone) =>
    filled({
      from: startDate,
      by: endDate,
      days: workingDays,
      environment: environments.get(environmentId ?? ''),
      done: doneOn,
    });
  return (of) => {
    const stages = (milestones.get(of) ?? []).map((one) => [one.stage, stage(one)] as const);
    const needed = (needs.get(of) ?? []).map(({ neededId, lag }) => ({ key: keys.get(neededId) ?? neededId, lag }));
    return filled({
      stages: stages.length === 0 ? undefined : Object.fromEntries(stages),
      needs: orNothing(needed.sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }))),
    });
  };
}

function personEntry(
  person: Awaited<ReturnType<typeof listPersonRows>>[number],
  names: Names,
  idOn: (platform: 'slack' | 'teams', personId: string) => string | undefined,
): PersonEntry {
  const { id, handle, name, email, title, zone, zoneFrom, country, region, weekend, teamId, delegateId } = person;
  return filled({
    handle,
    name,
    email,
    title,
    zone: zoneFrom === 'register' ? zone : undefined,
    country,
    region,
    weekend,
    work: { start: person.workStart, end: person.workEnd },
    team: teamId === null ? undefined : names.team(teamId),
    delegate: names.person(delegateId),
    slack: idOn('slack', id),
    teams: idOn('teams', id),
    prefers: person.preferred,
  });
}

function dependencyEntry(dependency: Dependency, names: Names): DependencyEntry {
  const { key, title, kind, risk, state, obligations, criticalDates, links } = dependency;
  const contacts = dependency.contacts.map(({ role, personId, authority, reviewCadence, delegateId }) => [
    role,
    filled({ person: names.person(personId), authority, cadence: reviewCadence, delegate: names.person(delegateId) }),
  ]);
  return filled({
    key,
    title,
    kind,
    producer: names.team(dependency.producerTeamId),
    priority: dependency.priority,
    consumers: dependency.consumers
      .map(({ teamId, neededBy, priority }) => filled({ team: names.team(teamId), neededBy, priority }))
      .sort((a, b) => a.team.localeCompare(b.team)),
    owner: names.person(dependency.ownerId),
    delegate: names.person(dependency.delegateId),
    due: dependency.dueDate,
    risk,
    state: state === 'open' ? undefined : state,
    goal: dependency.roadmapGoal,
    interface: dependency.interface,
    sharedInfrastructure: dependency.sharedInfrastructure,
    obligations: orNothing(obligations),
    dates: orNothing(criticalDates),
    links: orNothing(links),
    contacts: contacts.length === 0 ? undefined : Object.fromEntries(contacts),
    status: statusEntry(dependency, names),
  });
}

function statusEntry({ report, ownerId }: Dependency, names: Names): DependencyEntry['status'] {
  if (report === null) return undefined;
  const { colour, reason, mitigation, trigger, byId, at } = report;
  const by = byId === ownerId ? undefined : names.person(byId);
  return filled({ colour, reason, mitigation, trigger, by, at });
}
