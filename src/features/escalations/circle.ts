import type { Card } from '../../chat/card.ts';
import type { Tx } from '../../db/db.ts';
import type { Address } from '../../outbox/message.ts';
import { enqueue } from '../../outbox/outbox.ts';
import type { Scope } from '../feature.ts';
import { actingFor, getPeople, listTeams, type Person, type Team } from '../people/index.ts';
import { channelsOf, getProgramme, type Programme } from '../programme/index.ts';
import type { Dependency } from '../register/index.ts';
import type { Priority } from '../register/model.ts';

/** A team that waits for a dependency. */
interface Consumer {
  team: Team;
  lead: Person | undefined;
  neededBy: string | null;
  priority: Priority | null;
}

/** Everybody around a dependency. */
export interface Circle {
  programme: Programme;
  dependency: Dependency;
  owner: Person | undefined;
  /** The dependency's delegate, else the owner's. */
  delegate: Person | undefined;
  /** By the day they need it, the earliest first. */
  consumers: Consumer[];
  /** Those who may decide: leads of the programme, of the producer and of the consumers. */
  deciders: Person[];
}

/** Comes after every day. */
const NO_DAY = '9999-12-31';

/** Reads who is around a dependency. */
export async function circleOf(tx: Tx, dependency: Dependency): Promise<Circle> {
  const programme = await getProgramme(tx, dependency.programmeId);
  const teams = new Map((await listTeams(tx)).map((team) => [team.id, team]));
  const leadId = (teamId: string) => teams.get(teamId)?.leadId ?? null;
  const teamIds = [dependency.producerTeamId, ...dependency.consumers.map((consumer) => consumer.teamId)];
  const named = [dependency.ownerId, dependency.delegateId, ...programme.leadIds, ...teamIds.map(leadId)];
  const people = await getPeople(tx, present(named));
  const person = (id: string | null) => people.get(id ?? '');

  const owner = person(dependency.ownerId);
  const delegateId = dependency.delegateId ?? owner?.delegateId ?? null;
  const delegate = person(delegateId) ?? (await getPeople(tx, present([delegateId]))).get(delegateId ?? '');
  const consumers = dependency.consumers.flatMap(({ teamId, ...own }) => {
    const team = teams.get(teamId);
    return team === undefined ? [] : [{ team, lead: person(team.leadId), ...own }];
  });
  return {
    programme,
    dependency,
    owner,
    delegate: delegate?.id === owner?.id ? undefined : delegate,
    consumers: consumers.sort((a, b) => (a.neededBy ?? NO_DAY).localeCompare(b.neededBy ?? NO_DAY)),
    deciders: distinct([...programme.leadIds, ...teamIds.map(leadId)].map(person)),
  };
}

/** Somebody who is told, and in which capacity. */
export interface Concerned {
  person: Person;
  as: string;
}

/** Those whom a blocker concerns; `others` are told as well. Each person once. */
export function concernedBy({ owner, delegate, consumers }: Circle, others: readonly Concerned[] = []): Concerned[] {
  const all = [
    ...(owner === undefined ? [] : [{ person: owner, as: 'owner' }]),
    ...(delegate === undefined ? [] : [{ person: delegate, as: 'delegate' }]),
    ...consumers.flatMap(({ lead, team }) =>
      lead === undefined ? [] : [{ person: lead, as: `lead of ${team.name}` }],
    ),
    ...others,
  ];
  return all.filter((one, index) => all.findIndex((other) => other.person.id === one.person.id) === index);
}

/** Sends each of them a card of their own, or whoever stands in for them; nobody twice, and nobody of `except`. */
export async function tell(
  scope: Scope,
  circle: Circle,
  concerned: readonly Concerned[],
  message: { key: string; except: readonly string[]; card: (as: string) => Card },
): Promise<void> {
  const { tx, now } = scope;
  const reached = new Set(message.except);
  for (const { person, as } of concerned) {
    const reader = await actingFor(tx, person, now);
    if (reached.has(person.id) || reached.has(reader.id)) continue;
    reached.add(reader.id);
    const capacity = reader.id === person.id ? as : `stand-in of ${person.name}, ${as}`;
    await enqueue(tx, now, [
      {
        key: `${message.key}:${reader.id}`,
        to: { person: reader.id },
        card: message.card(capacity),
        priority: 'reply',
        fallback: fallbackOf(circle, reader),
      },
    ]);
  }
}

function fallbackOf({ programme, delegate }: Circle, reader: Person): Address[] {
  const instead = delegate === undefined || delegate.id === reader.id ? [] : [{ person: delegate.id }];
  return [...instead, ...channelsOf(programme, 'programme')];
}

function present(ids: readonly (string | null)[]): string[] {
  return ids.filter((id) => id !== null);
}

/** Each of them once; who is not named is left out. */
export function distinct(people: readonly (Person | undefined)[]): Person[] {
  return [
    ...new Map(people.flatMap((person) => (person === undefined ? [] : [[person.id, person] as const]))).values(),
  ];
}
