import { type Block, type Card, note } from '../../chat/card.ts';
import { code, join, strong, type Text, text } from '../../chat/text.ts';
import { dateOfNumber } from '../../core/calendar-date.ts';
import { formatDay } from '../../core/format-time.ts';
import {
  type Environment,
  type Freeze,
  type Milestone,
  type PlanConflict,
  type ProgrammeMilestone,
  type Resolution,
  type Schedule,
  type ScheduledDependency,
  STAGE_LABEL,
} from './model.ts';
import { type Consequence, keysOn, passesCutOff } from './rules/consequence.ts';

/** Lines of one list on a card. */
const MOST_LINES = 15;
/** Conflicts a card explains, each with its ways out. */
const MOST_CONFLICTS = 8;

/** The timeline of a programme in words: what decides on its end, what slips, and the float of the rest. */
export function timelineCard(
  programme: string,
  { end, path, dependencies, cycles }: Schedule,
  facts: {
    cutOff: string | null;
    conflicts: number;
    /** Names of those whose calendar has no working day. */
    idle: readonly string[];
  },
): Card {
  if (end === null) {
    return note(
      `${programme}: nothing is open, so nothing is left to plan`,
      text`${code('/deps list')} shows what there is.`,
    );
  }
  const all = [...dependencies.values()].sort(
    (a, b) => a.last.totalFloat - b.last.totalFloat || a.last.end - b.last.end,
  );
  const late = all.filter(({ last }) => last.late > 0);
  return {
    title: [`The last delivery is on ${dayText(end)}`],
    blocks: [
      { kind: 'text', text: text`${programme}${facts.cutOff === null ? '' : ` · cut-off ${formatDay(facts.cutOff)}`}` },
      { kind: 'text', text: text`${strong('Critical path:')} ${keysOn(path).join(' → ')}` },
      ...(facts.idle.length === 0 ? [] : [idleBlock(facts.idle)]),
      ...cycles
        .slice(0, MOST_CONFLICTS)
        .map((keys): Block => ({ kind: 'text', text: text`${strong('Circle:')} ${circle(keys)}` })),
      ...(late.length === 0
        ? []
        : [{ kind: 'text' as const, text: [strong(`Later than planned: ${late.length}`)] }, list(late, lateLine)]),
      { kind: 'text', text: [strong(`Float, the least first`)] },
      list(all, floatLine),
      {
        kind: 'note',
        text: text`${counted(facts.conflicts, 'conflict')}: ${code('/deps conflicts')} · ${code('/deps what-if DEP-12 slips 5 days')}`,
      },
    ],
  };
}

function idleBlock(idle: readonly string[]): Block {
  const more = idle.length - MOST_CONFLICTS;
  const names = `${idle.slice(0, MOST_CONFLICTS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return {
    kind: 'text',
    text: text`${strong('No working day:')} ${names}. What they do is planned by the weekend of their country until their calendar has one.`,
  };
}

function keysText(keys: readonly string[]): string {
  const more = keys.length - MOST_LINES;
  return `${keys.slice(0, MOST_LINES).join(', ')}${more > 0 ? ` and ${more} more` : ''} ${keys.length === 1 ? 'is' : 'are'}`;
}

function lateLine({ dependency, last }: ScheduledDependency): Text {
  return text`${strong(dependency.key)} ${dependency.title}: ${dayText(last.end)} instead of ${formatDay(last.planned.by ?? '')}, +${last.late} d`;
}

function floatLine({ dependency, last }: ScheduledDependency): Text {
  return text`${strong(dependency.key)} ${dependency.title}: ${dayText(last.end)} · float ${last.totalFloat} d, free ${last.freeFloat} d`;
}

/** A conflict with what is proposed. */
export interface Explained {
  conflict: PlanConflict;
  ways: readonly Resolution[];
}

/** What contradicts itself, each with ways out. */
export function conflictsCard(
  programme: string,
  shown: readonly Explained[],
  all: number,
  names: ReadonlyMap<string, string>,
): Card {
  if (all === 0) return note(`${programme}: no conflicts in the plan`);
  const some = shown.slice(0, MOST_CONFLICTS);
  return {
    title: [counted(all, 'conflict')],
    blocks: [
      { kind: 'text', text: [`${programme}: ways out stand under each, the cheapest first.`] },
      ...some.flatMap(({ conflict, ways }): Block[] => [
        { kind: 'text', text: conflictText(conflict, names) },
        { kind: 'list', items: ways.map((way) => wayLine(way, names)) },
      ]),
      ...(all > some.length ? [{ kind: 'note' as const, text: [`and ${all - some.length} more`] }] : []),
    ],
  };
}

/** How many conflicts a card explains. */
export function explainedOf<Item>(conflicts: readonly Item[]): readonly Item[] {
  return conflicts.slice(0, MOST_CONFLICTS);
}

function wayLine({ text: words, days, people }: Resolution, names: ReadonlyMap<string, string>): Text {
  const who = people.map((id) => names.get(id) ?? 'somebody');
  return text`${words} · ${days} d${who.length === 0 ? '' : ` · ${who.join(', ')}`}`;
}

function conflictText(conflict: PlanConflict, names: ReadonlyMap<string, string>): Text {
  switch (conflict.kind) {
    case 'never-works': {
      const { personId, keys } = conflict.idle;
      return text`${strong(names.get(personId) ?? 'Somebody')} rests on all days of the week: ${keysText(keys)} planned by the weekend of their country`;
    }
    case 'cycle':
      return text`${strong('Circle:')} ${circle(conflict.keys)}`;
    case 'needed-earlier': {
      const { dependency, waiting, days } = conflict;
      return text`${strong(dependency.dependency.key)} ${waiting.team} needs it by ${formatDay(waiting.neededBy)}; it is delivered on ${dayText(dependency.last.end)}, ${days} d later`;
    }
    case 'after-cut-off': {
      const { dependency, stage, cutOff, days } = conflict;
      return text`${strong(dependency.dependency.key)} ${STAGE_LABEL[stage.planned.name]} ends on ${dayText(stage.end)}, ${days} d after the cut-off ${formatDay(cutOff)}`;
    }
    case 'over-committed':
      return text`${strong(names.get(conflict.ownerId) ?? 'An owner')} develops ${conflict.work.length} at once on ${dayText(conflict.day)}: ${keysOn(conflict.work).join(', ')}`;
    case 'priorities-disagree': {
      const { key, producer } = conflict.dependency.dependency;
      const teams = conflict.waiting.map(({ team }) => team);
      return text`${strong(key)} stands high in the backlog of ${teams.slice(0, MOST_LINES).join(', ')} and low in that of ${producer.team}, which delivers it`;
    }
    case 'no-environment':
      return text`${windowOf(conflict)} has no environment`;
    case 'not-ready':
      return text`${windowOf(conflict)}: ${conflict.environment.name} is ${conflict.environment.state}`;
    case 'outside-life':
      return text`${windowOf(conflict)}: ${conflict.environment.name} is there ${lifeText(conflict.environment)}`;
    case 'over-capacity':
      return text`${windowOf(conflict)}: ${conflict.environment.name} takes ${conflict.environment.capacity} and has ${conflict.beside.slice(0, MOST_LINES).join(', ')}`;
    case 'in-freeze':
      return text`${windowOf(conflict)} falls into ${conflict.freeze.name}, ${formatDay(conflict.freeze.startDate)} – ${formatDay(conflict.freeze.endDate)}`;
    case 'on-holiday':
      return text`${windowOf(conflict)} is interrupted: ${conflict.holidays
        .slice(0, MOST_LINES)
        .map(({ day, name }) => `${name}, ${dayText(day)}`)
        .join('; ')}`;
    case 'no-shared-day':
      return text`${windowOf(conflict)}: the two sides never work on the same day`;
  }
}

/** A card with conflicts that stand after what it tells of. */
export function withConflicts(
  card: Card,
  conflicts: readonly PlanConflict[],
  names: ReadonlyMap<string, string>,
): Card {
  const said = section('Conflicts', conflicts, (one) => conflictText(one, names));
  const hint: Block = { kind: 'note', text: text`Ways out: ${code('/deps conflicts')}` };
  return conflicts.length === 0 ? card : { ...card, blocks: [...card.blocks, ...said, hint] };
}

function windowOf({ window: { dependency, stage } }: Extract<PlanConflict, { window: unknown }>): Text {
  return text`${strong(dependency.dependency.key)} Test window ${dayText(stage.start)} – ${dayText(stage.end)}`;
}

/** What a change of the plan moves; the same words for what was done and for what would be. `blocks` come after it. */
export function consequenceCard(
  title: Text,
  said: readonly Text[],
  consequence: Consequence,
  facts: ConsequenceFacts & { blocks: readonly Block[] },
): Card {
  return {
    title,
    blocks: [
      ...said.map((line): Block => ({ kind: 'text', text: line })),
      ...consequenceBlocks(consequence, facts),
      ...facts.blocks,
    ],
  };
}

/** What the words of a consequence need. */
export interface ConsequenceFacts {
  cutOff: string | null;
  /** Of those whom conflicts name, by id. */
  names: ReadonlyMap<string, string>;
}

/** What follows from a change, for a card about it. */
export function consequenceBlocks(consequence: Consequence, { cutOff, names }: ConsequenceFacts): Block[] {
  const { end, moved, eaten, path, pathChanged, appeared, gone } = consequence;
  const nothing =
    moved.length === 0 && eaten.length === 0 && appeared.length === 0 && gone === 0 && end.before === end.after;
  const late = passesCutOff(consequence, cutOff) && cutOff !== null ? `, after the cut-off ${formatDay(cutOff)}` : '';
  return [
    { kind: 'text', text: nothing ? ['Nothing else moves.'] : endText(end, late) },
    ...(pathChanged && path.length > 0
      ? [{ kind: 'text' as const, text: text`${strong('Critical path now:')} ${keysOn(path).join(' → ')}` }]
      : []),
    ...section(
      'Deliveries that move',
      moved,
      ({ key, before, after }) => text`${strong(key)} ${dayText(before)} → ${dayText(after)}`,
    ),
    ...section('Float eaten', eaten, ({ key, before, after }) => text`${strong(key)} ${before} d → ${after} d`),
    ...section('Conflicts that appear', appeared, (one) => conflictText(one, names)),
    ...(gone === 0 ? [] : [{ kind: 'text' as const, text: [`${counted(gone, 'conflict')} solved`] }]),
  ];
}

function endText({ before, after }: Consequence['end'], late: string): Text {
  if (after === null) return ['Nothing is open any more.'];
  if (before === null || before === after) return [`The last delivery stays on ${dayText(after)}${late}.`];
  return [`The last delivery moves from ${dayText(before)} to ${dayText(after)}${late}.`];
}

function section<Item>(label: string, items: readonly Item[], line: (item: Item) => Text): Block[] {
  return items.length === 0 ? [] : [{ kind: 'text', text: [strong(`${label}: ${items.length}`)] }, list(items, line)];
}

/** The stages of a dependency: what is planned, and what comes of it. */
export function milestonesCard(
  { key, title }: { key: string; title: string },
  planned: readonly Milestone[],
  facts: {
    scheduled: ScheduledDependency | undefined;
    environments: readonly Environment[];
    needs: readonly { key: string; lag: number }[];
  },
): Card {
  const lines = planned.map((one): Text => {
    const found = facts.scheduled?.stages.find((stage) => stage.planned.name === one.stage);
    const where = facts.environments.find(({ id }) => id === one.environmentId)?.name;
    const comes =
      found === undefined
        ? ''
        : ` · takes place ${dayText(found.start)} – ${dayText(found.end)}, float ${found.totalFloat} d`;
    return text`${strong(STAGE_LABEL[one.stage])} ${plannedText(one)}${where === undefined ? '' : ` in ${where}`}${comes}`;
  });
  const needed = facts.needs.map((one) => `${one.key}${one.lag === 0 ? '' : ` +${one.lag} d`}`).join(', ');
  return {
    title: [`${key}: milestones`],
    blocks: [
      { kind: 'text', text: [title] },
      { kind: 'list', items: lines },
      { kind: 'text', text: needed === '' ? ['It needs no other dependency.'] : [`It needs ${needed}.`] },
      {
        kind: 'note',
        text: join(
          [
            [code(`/deps milestones ${key} development 10d`)],
            [code(`/deps milestones ${key} test 7 Dec to 9 Dec in qa-1`)],
            [code(`/deps needs ${key} DEP-1 +2d`)],
          ],
          ' · ',
        ),
      },
    ],
  };
}

/** What is planned of a stage, in words. */
export function plannedText({ startDate, endDate, workingDays, doneOn }: Milestone): string {
  if (doneOn !== null) return `done on ${formatDay(doneOn)}`;
  const long = workingDays === null ? [] : [`${workingDays} d`];
  const from = startDate === null ? [] : [`from ${formatDay(startDate)}`];
  const by = endDate === null ? [] : [`by ${formatDay(endDate)}`];
  return [...long, ...from, ...by].join(' ') || 'without a date';
}

/** The days of the whole programme. */
export function programmeDaysCard(
  programme: string,
  milestones: readonly ProgrammeMilestone[],
  freezes: readonly Freeze[],
  releaseDate: string | null,
): Card {
  return {
    title: [`${programme}: days of the programme`],
    blocks: [
      { kind: 'text', text: [releaseDate === null ? 'No release date is set.' : `Release ${formatDay(releaseDate)}`] },
      ...section('Milestones', milestones, ({ name, date }) => text`${name}: ${formatDay(date)}`),
      ...section(
        'Freezes',
        freezes,
        ({ name, startDate, endDate }) => text`${name}: ${formatDay(startDate)} – ${formatDay(endDate)}`,
      ),
      {
        kind: 'note',
        text: join(
          [[code('/deps milestones programme Cut-off: 12 Feb')], [code('/deps freeze Year end: 21 Dec to 1 Jan')]],
          ' · ',
        ),
      },
    ],
  };
}

/** The environments of a programme. */
export function environmentsCard(
  programme: string,
  environments: readonly Environment[],
  names: ReadonlyMap<string, string>,
): Card {
  return {
    title: [`${programme}: ${counted(environments.length, 'environment')}`],
    blocks: [
      list(environments, (one) => {
        const owner = one.ownerId === null ? 'nobody' : (names.get(one.ownerId) ?? 'somebody');
        return text`${strong(one.name)} ${one.state} · ${owner} · ${lifeText(one)} · takes ${counted(one.capacity, 'window')} at once`;
      }),
      { kind: 'note', text: [code('/deps environment qa-1 ready owner @kenji until 26 Feb capacity 2')] },
    ],
  };
}

function lifeText({ fromDate, untilDate }: Environment): string {
  const from = fromDate === null ? '' : `from ${formatDay(fromDate)}`;
  const until = untilDate === null ? '' : `until ${formatDay(untilDate)}`;
  return [from, until].filter(Boolean).join(' ') || 'always';
}

/** `DEP-7 needs DEP-4, which needs DEP-7`. */
export function circle(keys: readonly string[]): string {
  const [first = ''] = keys;
  return `${[...keys, first].slice(0, MOST_LINES).join(' needs ')}`;
}

function list<Item>(items: readonly Item[], line: (item: Item) => Text): Block {
  return { kind: 'list', items: items.slice(0, MOST_LINES).map(line), more: Math.max(0, items.length - MOST_LINES) };
}

function counted(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`;
}

function dayText(day: number): string {
  return formatDay(dateOfNumber(day));
}
