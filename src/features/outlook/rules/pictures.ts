import type { Colour } from '../../../chat/card.ts';
import { dateOfNumber } from '../../../core/calendar-date.ts';
import { type GanttModel, type MapModel, within } from '../../../pictures/model.ts';
import type { Dependency } from '../../register/model.ts';
import { CUT_OFF, type Freeze, type Need, type ProgrammeMilestone, type Schedule } from '../../timeline/model.ts';
import type { Filter } from '../model.ts';
import { wordsOf } from './filter.ts';

/** What a picture is made of. */
export interface Facts {
  programme: string;
  today: string;
  cutOff: string | null;
  schedule: Schedule;
  /** Keys of the critical path, in its order. */
  path: readonly string[];
  needs: readonly Need[];
  milestones: readonly ProgrammeMilestone[];
  freezes: readonly Freeze[];
  /** ISO weekdays without work of whoever asks. */
  weekend: readonly number[];
  /** The open dependencies. */
  open: readonly { dependency: Dependency; colour: Colour }[];
  teams: ReadonlyMap<string, string>;
  people: ReadonlyMap<string, string>;
}

/** The dependencies that a filter leaves, those with the least float first. */
function shownOf({ open, path, schedule }: Facts, filter: Filter): readonly Facts['open'][number][] {
  const floatOf = (id: string) => schedule.dependencies.get(id)?.last.totalFloat ?? 0;
  const onPath = (key: string) => (path.includes(key) ? 0 : 1);
  return open
    .filter(
      ({ dependency, colour }) =>
        (filter.team === undefined ||
          dependency.producerTeamId === filter.team.id ||
          dependency.consumers.some(({ teamId }) => teamId === filter.team?.id)) &&
        (filter.colour === undefined || filter.colour === colour) &&
        (!filter.path || path.includes(dependency.key)),
    )
    .sort(
      ({ dependency: a }, { dependency: b }) =>
        onPath(a.key) - onPath(b.key) || floatOf(a.id) - floatOf(b.id) || a.number - b.number,
    );
}

/** Who produces what, who waits for it, and what needs what. */
export function mapOf(facts: Facts, filter: Filter): MapModel {
  const { teams, people, schedule, path, needs } = facts;
  const shown = shownOf(facts, filter);
  const keys = new Map(shown.map(({ dependency: { id, key } }) => [id, key]));
  const nameOf = (team: string) => within(teams.get(team) ?? 'A team');
  return {
    kind: 'map',
    ...commonOf(facts, filter),
    nodes: shown.map(({ dependency, colour }) => {
      const last = schedule.dependencies.get(dependency.id)?.last;
      return {
        key: dependency.key,
        title: within(dependency.title),
        team: nameOf(dependency.producerTeamId),
        owner: dependency.ownerId === null ? null : within(people.get(dependency.ownerId) ?? ''),
        consumers: dependency.consumers.map(({ teamId }) => nameOf(teamId)),
        colour,
        critical: path.includes(dependency.key),
        due: last === undefined ? null : dateOfNumber(last.end),
      };
    }),
    edges: needs.flatMap(({ dependencyId, neededId }) => {
      const [from, to] = [keys.get(neededId), keys.get(dependencyId)];
      if (from === undefined || to === undefined) return [];
      const place = path.indexOf(from);
      return [{ from, to, critical: place !== -1 && path[place + 1] === to }];
    }),
  };
}

/** When each stage takes place if everything goes on as planned. */
export function ganttOf(facts: Facts, filter: Filter): GanttModel {
  const { teams, schedule, path, cutOff, milestones, freezes, weekend } = facts;
  const critical = new Set(schedule.path.map(({ dependency, stage }) => `${dependency.id} ${stage.planned.name}`));
  return {
    kind: 'gantt',
    ...commonOf(facts, filter),
    cutOff,
    milestones: milestones
      .filter(({ name }) => name !== CUT_OFF)
      .map(({ name, date }) => ({ name: within(name), date })),
    freezes: freezes.map(({ name, startDate, endDate }) => ({ name: within(name), start: startDate, end: endDate })),
    weekend: [...weekend],
    rows: shownOf(facts, filter).flatMap(({ dependency, colour }) => {
      const found = schedule.dependencies.get(dependency.id);
      if (found === undefined) return [];
      return {
        key: dependency.key,
        title: within(dependency.title),
        team: within(teams.get(dependency.producerTeamId) ?? 'A team'),
        colour,
        critical: path.includes(dependency.key),
        late: found.last.late,
        bars: found.stages.map(({ planned, start, end }) => ({
          stage: planned.name,
          start: dateOfNumber(start),
          end: dateOfNumber(end),
          critical: critical.has(`${dependency.id} ${planned.name}`),
        })),
      };
    }),
  };
}

function commonOf({ programme, today, schedule, path }: Facts, filter: Filter) {
  const said = wordsOf(filter);
  return {
    programme: within(programme),
    filter: said === null ? null : within(said),
    today,
    end: schedule.end === null ? null : dateOfNumber(schedule.end),
    path: [...path],
  };
}
