import { z } from 'zod';
import type { Card } from '../../chat/card.ts';
import { Colour } from '../../chat/card.ts';
import { key, nearest, optional, rest } from '../../chat/commands.ts';
import { NotFound } from '../../core/errors.ts';
import { type Act, action, command } from '../feature.ts';
import { findPerson, getPeople, listTeams, type Team } from '../people/index.ts';
import { getProgramme, programmeFor } from '../programme/index.ts';
import { dependencyCard, listCard } from './cards.ts';
import { findDependency, teamNamed, teamsById } from './find.ts';
import type { Dependency } from './model.ts';
import { byColour, faultsOf, type Status, statusOf } from './rules.ts';
import { listDependencies } from './store.ts';

export const listCommand = command({
  name: 'list',
  summary: 'List the dependencies, worst first',
  usage: 'list [TEAM | @OWNER | red | yellow | green | silent | all | WORDS]',
  examples: ['list', 'list red', 'list @ana', 'list plat yellow', 'list silent', 'list orders'],
  who: 'everybody',
  arguments: { words: optional(rest()) },
  run: async (act, { words = '' }) => ({ kind: 'card', card: await list(act, words) }),
});

export const showCommand = command({
  name: 'show',
  summary: 'Show everything about one dependency',
  usage: 'show KEY',
  examples: ['show DEP-4', 'show 4'],
  who: 'everybody',
  arguments: { key: key() },
  run: async (act, { key }) => ({ kind: 'card', card: await show(act, key) }),
});

export const listActions = {
  'register.list': action({
    value: z.object({ filter: z.string() }),
    run: async (act, { filter }) => ({ kind: 'card', card: await list(act, filter) }),
  }),
  'register.show': action({
    value: z.object({ key: z.string() }),
    run: async (act, { key }) => ({ kind: 'card', card: await show(act, key) }),
  }),
};

async function show(act: Act, key: string): Promise<Card> {
  const dependency = await findDependency(act.tx, key);
  const programme = await getProgramme(act.tx, dependency.programmeId);
  const status = statusOf(dependency, programme.policy.criteria, act.now);
  const ids = [
    dependency.ownerId,
    dependency.delegateId,
    dependency.report?.byId,
    ...dependency.contacts.flatMap((contact) => [contact.personId, contact.delegateId]),
  ].flatMap((id) => id ?? []);
  return dependencyCard({
    dependency,
    status,
    faults: faultsOf(dependency, status),
    teams: await teamsById(act.tx),
    people: await getPeople(act.tx, ids),
    now: act.now,
  });
}

interface Filter {
  teamIds: string[];
  ownerIds: string[];
  colours: Colour[];
  silent: boolean;
  /** Also what is delivered or dropped. */
  closed: boolean;
  /** Any other words: they stand in the title, interface or roadmap goal. */
  words: string[];
}

/** Characters of the filter that stand in the title. */
const LONGEST_FILTER_SHOWN = 40;

async function list(act: Act, words: string): Promise<Card> {
  const programme = await programmeFor(act);
  const teams = await listTeams(act.tx);
  const filter = await readFilter(act, teams, words);
  const all = (await listDependencies(act.tx, { programmeId: programme.id })).filter(
    (dependency) => filter.closed || dependency.state === 'open',
  );
  const found = all
    .map((dependency) => ({ dependency, status: statusOf(dependency, programme.policy.criteria, act.now) }))
    .filter(({ dependency, status }) => fits(filter, dependency, status))
    .sort((a, b) => byColour(a.status.colour, b.status.colour));
  if (found.length === 0 && filter.words.length > 0) throw nothingSaid(filter.words.join(' '), teams);
  return listCard({
    programme: programme.name,
    filter: words.trim().slice(0, LONGEST_FILTER_SHOWN),
    total: all.length,
    found,
    teams: new Map(teams.map((team) => [team.id, team])),
  });
}

async function readFilter(act: Act, teams: readonly Team[], words: string): Promise<Filter> {
  const filter: Filter = { teamIds: [], ownerIds: [], colours: [], silent: false, closed: false, words: [] };
  const whole = teamNamed(teams, words);
  if (whole !== undefined) return { ...filter, teamIds: [whole.id] };
  for (const one of words
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)) {
    const colour = Colour.options.find((option) => option === one);
    const team = teamNamed(teams, one);
    if (one.startsWith('@')) filter.ownerIds.push((await findPerson(act.tx, one.slice(1))).id);
    else if (colour !== undefined) filter.colours.push(colour);
    else if (one === 'silent') filter.silent = true;
    else if (one === 'all') filter.closed = true;
    else if (team !== undefined) filter.teamIds.push(team.id);
    else filter.words.push(one);
  }
  return filter;
}

function fits(filter: Filter, dependency: Dependency, status: Status): boolean {
  const { teamIds, ownerIds, colours, silent, words } = filter;
  const parties = [dependency.producerTeamId, ...dependency.consumers.map((consumer) => consumer.teamId)];
  const said = [dependency.title, dependency.interface, dependency.roadmapGoal].join(' ').toLowerCase();
  return (
    (teamIds.length === 0 || teamIds.some((id) => parties.includes(id))) &&
    (ownerIds.length === 0 || ownerIds.some((id) => id === dependency.ownerId)) &&
    (colours.length === 0 || colours.includes(status.colour)) &&
    (!silent || dependency.signals.some((signal) => signal.kind === 'silence')) &&
    words.every((word) => said.includes(word))
  );
}

function nothingSaid(words: string, teams: readonly Team[]): NotFound {
  const filters = [...teams.map((team) => team.key), ...Colour.options, 'silent', 'all'];
  const near = nearest(words, filters);
  return new NotFound(
    'nothing-found',
    `No dependency says “${words.slice(0, 80)}”. ${near.length > 0 ? `Did you mean ${near.map((one) => `\`/deps list ${one}\``).join(' or ')}? ` : ''}Filters: ${filters.join(', ')}, @owner, or words of a title.`,
  );
}
