import type { DateTime } from 'luxon';
import { MARK } from '../../chat/card.ts';
import { shorten } from '../../chat/shorten.ts';
import { join, strong, text } from '../../chat/text.ts';
import { formatDay, formatSpan } from '../../core/format-time.ts';
import { groupBy } from '../../core/group.ts';
import { listActions } from '../actions/index.ts';
import { gateProgress } from '../approvals/index.ts';
import { openBlockers } from '../blockers/index.ts';
import type { Scope } from '../feature.ts';
import { listPeople, listTeams, today } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';
import { type Dependency, listDependencies, statusOf } from '../register/index.ts';
import { shiftsSince } from '../timeline/index.ts';
import type { Point } from './model.ts';

/** Characters of a reason in a point. Ours: two lines. */
const LONGEST_WORDS = 140;
/** Gates due within so many days after the meeting are talked about: until the next one. */
const GATE_DAYS = 7;

type Found = Omit<Point, 'minutes'>;

/** All there is to talk about in a meeting at `startsAt`, with what has changed since the last one. */
export async function findPoints(
  scope: Scope,
  programme: Programme,
  { startsAt, since }: { startsAt: DateTime; since: DateTime },
): Promise<Found[]> {
  const { tx, now } = scope;
  const { id: programmeId, policy } = programme;
  const dependencies = (await listDependencies(tx, { programmeId })).filter(({ state }) => state === 'open');
  const byId = new Map(dependencies.map((one) => [one.id, one]));
  const byKey = new Map(dependencies.map((one) => [one.key, one]));
  const people = await listPeople(tx);
  const person = new Map(people.map((one) => [one.id, one]));
  const idOf = new Map(people.map(({ handle, id }) => [handle, id]));
  const leadOf = new Map((await listTeams(tx)).map(({ id, leadId }) => [id, leadId]));
  const ownerOf = (one: Dependency | undefined) => (one?.ownerId == null ? [] : [one.ownerId]);
  const partiesOf = (one: Dependency | undefined) => [
    ...new Set([...ownerOf(one), ...(one?.consumers ?? []).flatMap(({ teamId }) => leadOf.get(teamId) ?? [])]),
  ];

  const decisions = (await openBlockers(tx, programmeId))
    .filter(({ escalations }) => escalations.length > 0 && escalations.at(-1)?.decisionId === null)
    .map(({ key, title, reason, raisedAt, dependencyId }): Found => {
      const open = formatSpan(now.diff(raisedAt).as('minutes'));
      const needs = partiesOf(byId.get(dependencyId));
      return { kind: 'decision', key, text: text`${strong(key)} ${title}: blocked ${open}, ${short(reason)}`, needs };
    });

  const reds = dependencies.flatMap((one): Found[] => {
    const { colour, reasons } = statusOf(one, policy.criteria, now);
    if (colour !== 'red') return [];
    const why = reasons[0] === undefined ? '' : `: ${short(reasons[0].text)}`;
    const words = text`${strong(one.key)} ${one.title} ${MARK.red}${why}`;
    return [{ kind: 'red', key: one.key, text: words, needs: partiesOf(one) }];
  });

  const gates = await gateProgress(tx, programmeId);
  const gatePoint =
    (kind: 'overdue' | 'gate') =>
    (gate: (typeof gates)[number]): Found => ({
      kind,
      key: gate.key,
      text: text`${strong(gate.key)} gate ${gate.gate} (${gate.name}) ${kind === 'overdue' ? 'was due' : 'is due'} ${formatDay(gate.dueAt.toUTC().toISODate())}`,
      needs: gate.waitsFor.flatMap((handle) => idOf.get(handle) ?? []),
    });
  const late = gates.filter((one) => one.late).map(gatePoint('overdue'));
  const until = startsAt.plus({ days: GATE_DAYS });
  const due = gates.filter((one) => one.state === 'open' && !one.late && one.dueAt <= until).map(gatePoint('gate'));

  const actions = await listActions(tx, { programmeId, states: ['open'] });
  const isOver = ({ ownerId, dueOn }: (typeof actions)[number]) => {
    const owner = person.get(ownerId);
    return owner !== undefined && dueOn < today(owner, now);
  };
  const actionPoint =
    (kind: 'overdue' | 'action') =>
    ({ key, what, ownerId, dueOn }: (typeof actions)[number]): Found => ({
      kind,
      key,
      text: text`${strong(key)} ${short(what)}, ${person.get(ownerId)?.name ?? 'somebody'}, ${kind === 'overdue' ? 'was due' : 'by'} ${formatDay(dueOn)}`,
      needs: [ownerId],
    });
  const overdue = actions.filter(isOver).map(actionPoint('overdue'));
  const recent = actions.filter((one) => !isOver(one) && one.openedAt >= since).map(actionPoint('action'));

  const shifts = groupBy(await shiftsSince(tx, programmeId, since), (one) => one.key);
  const shifted = [...shifts].map(
    ([key, all]): Found => ({
      kind: 'shift',
      key,
      text: join(
        all.map(({ words }) => words),
        '; ',
      ),
      needs: ownerOf(byKey.get(key)),
    }),
  );

  return [...decisions, ...reds, ...late, ...overdue, ...shifted, ...due, ...recent];
}

function short(words: string): string {
  return shorten(words, LONGEST_WORDS);
}
