import { DateTime } from 'luxon';
import { Colour } from '../../chat/card.ts';
import { moment, type Text, text } from '../../chat/text.ts';
import { NotFound } from '../../core/errors.ts';
import { formatDay, formatSpan } from '../../core/format-time.ts';
import type { Act } from '../feature.ts';
import { findPerson, listTeams, type Team } from '../people/index.ts';
import { type Programme, programmeFor } from '../programme/index.ts';
import { type Dependency, dependencyLine, faultsOf, listDependencies, statusOf } from '../register/index.ts';
import { type Due, type Glance, SHOWN, type StatusLine, type Top } from './model.ts';
import * as store from './store.ts';

/** How far ahead "this week" looks. */
const WEEK_DAYS = 7;

/**
 * A programme, or what `filter` narrows it to, as it stands now. PostgreSQL counts and picks; only what the card shows is
 * read. Throws NotFound for words that are no team, colour or person.
 */
export async function glance(act: Act, filter: string | undefined): Promise<Glance> {
  const { tx, now } = act;
  const [programme, teams] = await Promise.all([programmeFor(act), listTeams(tx)]);
  const selection = { programmeId: programme.id, now, ...(await narrowing(act, teams, filter)) };
  const which = filter === undefined ? 'not-green' : 'all';
  const [{ counts, worst, faulty }, decisions, overdue, waived, week, silent] = await Promise.all([
    store.standing(tx, selection, which, { worst: SHOWN.lines, faulty: SHOWN.due }),
    store.longestBlocked(tx, selection, SHOWN.due),
    store.lateGates(tx, selection, SHOWN.due),
    store.waivedGates(tx, selection, SHOWN.due),
    thisWeek(act, selection),
    store.silentOwners(tx, selection, SHOWN.due),
  ]);
  const lines = await linesOf(act, programme, teams, [...worst, ...faulty.first]);
  const pick = (ids: readonly string[]) => ids.flatMap((id) => lines.get(id) ?? []);
  return {
    name: programme.name,
    filter,
    counts,
    daysToRelease: daysUntil(programme.releaseDate, now),
    decisions: dues(decisions, ({ key, reason, raisedAt }) => ({
      text: text`${key} blocked ${formatSpan(now.diff(raisedAt).as('minutes'))}: ${reason}`,
      at: raisedAt,
    })),
    overdue: dues(overdue, ({ key, gate, waitsFor, dueAt }) => ({
      text: text`gate ${gate} of ${key}, waits for ${waitsFor.map((one) => `@${one}`).join(', ')}`,
      at: dueAt,
    })),
    waived: dues(waived, ({ key, gate, until }) => ({
      text: text`gate ${gate} of ${key} until ${moment(until)}`,
      at: until,
    })),
    thisWeek: week,
    silent,
    faulty: { first: pick(faulty.first), total: faulty.total },
    lines: { first: pick(worst), total: counts.red + counts.yellow + (filter === undefined ? 0 : counts.green) },
  };
}

/** Reads a filter: a colour, a team by key or name, or a person. */
async function narrowing(
  act: Act,
  teams: readonly Team[],
  filter: string | undefined,
): Promise<Pick<store.Selection, 'colour' | 'teamId' | 'ownerId'>> {
  if (filter === undefined) return {};
  const wanted = filter.trim().toLowerCase();
  const colour = Colour.options.find((one) => one === wanted);
  if (colour !== undefined) return { colour };
  const team = teams.find((one) => one.key.toLowerCase() === wanted || one.name.toLowerCase() === wanted);
  if (team !== undefined) return { teamId: team.id };
  if (wanted.startsWith('@')) return { ownerId: (await findPerson(act.tx, wanted.slice(1))).id };
  throw new NotFound(
    'no-such-filter',
    `"${filter}" is no team, colour or person. Send \`/deps status red\`, \`/deps status @ana\` or a team: ${teams.map((one) => one.key).join(', ')}.`,
  );
}

async function linesOf(
  { tx, now }: Act,
  programme: Programme,
  teams: readonly Team[],
  ids: readonly string[],
): Promise<Map<string, StatusLine>> {
  const found = await listDependencies(tx, { ids });
  const byId = new Map(teams.map((team) => [team.id, team]));
  return new Map(found.map((one) => [one.id, lineOf(one, programme, byId, now)]));
}

export function lineOf(
  dependency: Dependency,
  programme: Programme,
  teams: ReadonlyMap<string, Team>,
  now: DateTime,
): StatusLine {
  const status = statusOf(dependency, programme.policy.criteria, now);
  const line: Text = dependencyLine(dependency, teams, status);
  return { line, key: dependency.key, faults: faultsOf(dependency, status) };
}

/** Deliveries and gates of the coming days, the earliest first. */
async function thisWeek({ tx, now }: Act, selection: store.Selection): Promise<Top<Due>> {
  const today = now.toUTC().startOf('day');
  const days = { from: today.toISODate(), to: today.plus({ days: WEEK_DAYS }).toISODate() };
  const until = now.plus({ days: WEEK_DAYS });
  const [due, open] = await Promise.all([
    store.deliveriesDue(tx, selection, days, SHOWN.due),
    store.gatesDueBy(tx, selection, until, SHOWN.due),
  ]);
  const deliveries = dues(due, ({ key, dueDate }) => ({
    text: [`${key} due ${formatDay(dueDate)}`],
    at: DateTime.fromISO(dueDate, { zone: 'utc' }),
  }));
  const gates = dues(open, ({ key, gate, dueAt }) => ({ text: text`gate ${gate} of ${key}`, at: dueAt }));
  const first = [...deliveries.first, ...gates.first].sort((a, b) => a.at.toMillis() - b.at.toMillis());
  return { first: first.slice(0, SHOWN.due), total: deliveries.total + gates.total };
}

function dues<Row>({ first, total }: Top<Row>, due: (row: Row) => Due): Top<Due> {
  return { first: first.map(due), total };
}

function daysUntil(date: string | null, now: DateTime): number | null {
  return date === null
    ? null
    : Math.ceil(DateTime.fromISO(date, { zone: 'utc' }).diff(now.toUTC().startOf('day')).as('days'));
}
