import { DateTime } from 'luxon';
import { z } from 'zod';
import { Colour } from '../../chat/card.ts';
import { optional, rest } from '../../chat/commands.ts';
import { type Text, text } from '../../chat/text.ts';
import { NotFound } from '../../core/errors.ts';
import { formatDay, formatSpan } from '../../core/format-time.ts';
import { localDate } from '../../core/local-time.ts';
import { approvalsFor, gateProgress } from '../approvals/index.ts';
import { openBlockers } from '../blockers/index.ts';
import { nextPromptAt, openPrompts, silentOwners } from '../checkins/index.ts';
import { type Act, action, command, type Scope } from '../feature.ts';
import { findPerson, getPeople, listTeams, type Person, type Team } from '../people/index.ts';
import { listProgrammes, type Programme, programmeFor } from '../programme/index.ts';
import {
  byColour,
  type Dependency,
  dependencyLine,
  faultsOf,
  listDependencies,
  rollUp,
  statusOf,
} from '../register/index.ts';
import { mineCard, statusCard } from './cards.ts';
import type { Due, Glance, Mine, StatusLine } from './model.ts';

/** How far ahead "this week" looks. */
const WEEK_DAYS = 7;

type Narrow = (dependency: Dependency, line: StatusLine) => boolean;

export const statusCommand = command({
  name: 'status',
  summary: 'Show the programme at a glance',
  usage: 'status [TEAM | @OWNER | red | yellow | green]',
  examples: ['status', 'status red', 'status @ana', 'status plat'],
  who: 'everybody',
  arguments: { filter: optional(rest()) },
  run: async (act, { filter }) => ({ kind: 'card', card: statusCard(await glance(act, filter)) }),
});

export const mineCommand = command({
  name: 'mine',
  summary: 'Show what waits for you and what you own',
  usage: 'mine',
  examples: ['mine'],
  who: 'everybody, for themselves',
  arguments: {},
  run: async (act) => ({ kind: 'card', card: mineCard(await mine(act)) }),
});

const nothing = z.object({});

export const actions = {
  'reports.status': action({
    value: nothing,
    run: async (act) => ({ kind: 'card', card: statusCard(await glance(act, undefined)) }),
  }),
  'reports.mine': action({ value: nothing, run: async (act) => ({ kind: 'card', card: mineCard(await mine(act)) }) }),
};

async function glance(act: Act, filter: string | undefined): Promise<Glance> {
  const { tx, now } = act;
  const programme = await programmeFor(act);
  const teams = await listTeams(tx);
  const teamsById = byId(teams);
  const narrow = await narrowing(act, teams, filter);
  const all = (await listDependencies(tx, { programmeId: programme.id })).filter((one) => one.state === 'open');
  const rows = all
    .map((dependency) => ({ dependency, line: lineOf(dependency, programme, teamsById, now) }))
    .filter(({ dependency, line }) => narrow(dependency, line));
  const keys = new Set(rows.map(({ line }) => line.key));
  const here = <Item extends { key: string }>(items: readonly Item[]) => items.filter((item) => keys.has(item.key));
  const gates = here(await gateProgress(tx, programme.id)).filter((gate) => gate.state !== 'complete');
  const blockers = here(await openBlockers(tx, programme.id));
  const silent = await silentOwners(tx, programme.id);
  const owners = await getPeople(
    tx,
    silent.map((one) => one.ownerId),
  );
  return {
    name: programme.name,
    filter,
    colour: rollUp(rows.map(({ dependency, line }) => ({ risk: dependency.risk, colour: line.colour }))),
    counts: count(rows.map(({ line }) => line.colour)),
    daysToRelease: daysUntil(programme.releaseDate, now),
    decisions: blockers.map((blocker) => ({
      key: blocker.key,
      text: text`${blocker.key} blocked ${formatSpan(now.diff(blocker.raisedAt).as('minutes'))}: ${blocker.reason}`,
      at: blocker.raisedAt,
    })),
    overdue: gates
      .filter((gate) => gate.late)
      .map((gate) => ({
        key: gate.key,
        text: text`gate ${gate.gate} of ${gate.key}, waits for ${gate.waitsFor.map((one) => `@${one}`).join(', ')}`,
        at: gate.dueAt,
      })),
    thisWeek: [
      ...dueDates(
        rows.map(({ dependency }) => dependency),
        now,
      ),
      ...dueGates(gates, now),
    ].sort((a, b) => a.at.toMillis() - b.at.toMillis()),
    silent: silent
      .map((one) => ({
        owner: owners.get(one.ownerId)?.name ?? 'somebody',
        keys: one.dependencyKeys.filter((key) => keys.has(key)),
        since: one.since,
      }))
      .filter((one) => one.keys.length > 0),
    lines: rows.map(({ line }) => line).sort((a, b) => byColour(a.colour, b.colour)),
  };
}

function byId(teams: readonly Team[]): ReadonlyMap<string, Team> {
  return new Map(teams.map((team) => [team.id, team]));
}

function lineOf(
  dependency: Dependency,
  programme: Programme,
  teams: ReadonlyMap<string, Team>,
  now: DateTime,
): StatusLine {
  const status = statusOf(dependency, programme.policy.criteria, now);
  const line: Text = dependencyLine(dependency, teams, status);
  return { colour: status.colour, line, key: dependency.key, faults: faultsOf(dependency, status) };
}

/** Reads a filter: a colour, a team by key or name, or a person. */
async function narrowing(act: Act, teams: readonly Team[], filter: string | undefined): Promise<Narrow> {
  if (filter === undefined) return () => true;
  const wanted = filter.trim().toLowerCase();
  const colour = Colour.options.find((one) => one === wanted);
  if (colour !== undefined) return (_, line) => line.colour === colour;
  const team = teams.find((one) => one.key.toLowerCase() === wanted || one.name.toLowerCase() === wanted);
  if (team !== undefined)
    return (one) => one.producerTeamId === team.id || one.consumers.some((consumer) => consumer.teamId === team.id);
  if (wanted.startsWith('@')) {
    const owner = await findPerson(act.tx, wanted.slice(1));
    return (one) => one.ownerId === owner.id;
  }
  throw new NotFound(
    'no-such-filter',
    `"${filter}" is no team, colour or person. Send \`/deps status red\`, \`/deps status @ana\` or a team: ${teams.map((one) => one.key).join(', ')}.`,
  );
}

function count(colours: readonly Colour[]): Record<Colour, number> {
  const of = (colour: Colour) => colours.filter((one) => one === colour).length;
  return { red: of('red'), yellow: of('yellow'), green: of('green') };
}

function daysUntil(date: string | null, now: DateTime): number | null {
  return date === null
    ? null
    : Math.ceil(DateTime.fromISO(date, { zone: 'utc' }).diff(now.toUTC().startOf('day')).as('days'));
}

function dueDates(dependencies: readonly Dependency[], now: DateTime): Due[] {
  return dependencies.flatMap((one) => {
    if (one.dueDate === null) return [];
    const days = daysUntil(one.dueDate, now) ?? 0;
    if (days < 0 || days > WEEK_DAYS) return [];
    return [
      {
        key: one.key,
        text: [`${one.key} due ${formatDay(one.dueDate)}`],
        at: DateTime.fromISO(one.dueDate, { zone: 'utc' }),
      },
    ];
  });
}

function dueGates(
  gates: readonly { key: string; gate: number; dueAt: DateTime; late: boolean }[],
  now: DateTime,
): Due[] {
  return gates
    .filter((gate) => !gate.late && gate.dueAt.diff(now).as('days') <= WEEK_DAYS)
    .map((gate) => ({ key: gate.key, text: [`gate ${gate.gate} of ${gate.key}`], at: gate.dueAt }));
}

/** What waits for a person, over all programmes. */
async function mine(act: Scope & { by: Person }): Promise<Mine> {
  const { tx, now, by } = act;
  const teams = byId(await listTeams(tx));
  const programmes = new Map((await listProgrammes(tx)).map((programme) => [programme.id, programme]));
  const owned = (await listDependencies(tx, { ownerIds: [by.id] })).filter((one) => one.state === 'open');
  const prompts = await openPrompts(tx, by.id);
  const asked = await listDependencies(tx, { ids: prompts.flatMap((prompt) => prompt.dependencyIds) });
  const keyOf = new Map(asked.map((one) => [one.id, one.key]));
  const nextTimes = await Promise.all([...programmes.keys()].map((id) => nextPromptAt(tx, id, by.id)));
  const today = localDate(now, by.calendar.zone);
  return {
    name: by.name,
    dependencies: owned.flatMap((one) => {
      const programme = programmes.get(one.programmeId);
      return programme === undefined ? [] : [lineOf(one, programme, teams, now)];
    }),
    approvals: (await approvalsFor(tx, by.id, now)).map((gate) => ({
      key: gate.key,
      dependencyId: gate.dependencyId,
      text: text`gate ${gate.gate} of ${gate.key}, ${gate.name}, by ${formatDay(localDate(gate.dueAt, by.calendar.zone), DateTime.fromISO(today))}`,
    })),
    prompts: prompts.map((prompt) => ({
      keys: prompt.dependencyIds.flatMap((id) => keyOf.get(id) ?? []),
      answerBy: prompt.answerBy,
    })),
    nextPromptAt:
      nextTimes.filter((at) => at !== undefined && at !== null).sort((a, b) => a.toMillis() - b.toMillis())[0] ?? null,
  };
}
