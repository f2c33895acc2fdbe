import type { z } from 'zod';
import { nearest } from '../../chat/commands.ts';
import { InvalidInput } from '../../core/errors.ts';
import { parsePlainDate } from '../../core/plain-dates.ts';
import type { Act } from '../feature.ts';
import { listTeams, type Team } from '../people/index.ts';
import { line, obligations, optionalLine, readBy } from './answers.ts';
import type { Changes } from './changes.ts';
import { requireTeam } from './find.ts';
import { type Dependency, DependencyState, Kind, LONGEST, MOST, Risk } from './model.ts';

interface Reading {
  act: Act;
  dependency: Dependency;
  teams: readonly Team[];
}

interface Field {
  /** What may follow its name. */
  example: string;
  read(words: string, reading: Reading): Changes;
}

/** What `edit DEP-4 FIELD VALUE` understands, beside a priority, which is its team's to set (`priority.ts`). */
const FIELDS: Readonly<Record<string, Field>> = {
  title: {
    example: 'Orders API v2',
    read: (words) => ({ title: readBy(line(LONGEST.title, 'Write a title.'), words, 'title') }),
  },
  due: { example: '11 Dec', read: (words, reading) => ({ dueDate: dayOf(words, reading) }) },
  risk: { example: 'high', read: (words) => ({ risk: oneOf(Risk, words) }) },
  kind: { example: 'data-feed', read: (words) => ({ kind: oneOf(Kind, words) }) },
  interface: {
    example: 'POST /orders, JSON',
    read: (words) => ({ interface: textOf(words, LONGEST.interface, 'interface') }),
  },
  goal: {
    example: 'Partners order without a phone call',
    read: (words) => ({ roadmapGoal: textOf(words, LONGEST.goal, 'roadmap goal') }),
  },
  infrastructure: {
    example: 'staging cluster B',
    read: (words) => ({ sharedInfrastructure: textOf(words, LONGEST.infrastructure, 'shared infrastructure') }),
  },
  obligations: {
    example: 'PII, audit logging',
    read: (words) => ({ obligations: readBy(obligations, isNone(words) ? '' : words, 'list of obligations') }),
  },
  producer: { example: 'plat', read: (words, { teams }) => ({ producerTeamId: requireTeam(teams, words).id }) },
  consumers: { example: 'part, data', read: (words, reading) => ({ consumers: consumersOf(words, reading) }) },
  needed: { example: 'part 7 Dec', read: (words, reading) => ({ consumers: neededBy(words, reading) }) },
  date: {
    example: 'Code freeze: 15 Jan',
    read: (words, reading) => ({ criticalDates: criticalDatesWith(words, reading) }),
  },
  state: { example: 'delivered', read: (words) => ({ state: oneOf(DependencyState, words) }) },
};

/** Reads one change out of words. Throws InvalidInput saying what to send. */
export async function readChange(act: Act, dependency: Dependency, name: string, words: string): Promise<Changes> {
  const field = FIELDS[name.toLowerCase()];
  const names = [...Object.keys(FIELDS), 'priority'];
  if (field === undefined) {
    const near = nearest(name, names);
    throw new InvalidInput(
      'no-such-field',
      `“${name.slice(0, 40)}” is no field of a dependency. ${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}There is: ${names.join(', ')}.`,
    );
  }
  if (words === '') {
    const example = `\`/deps edit ${dependency.key} ${name.toLowerCase()} ${field.example}\``;
    throw new InvalidInput('missing-value', `Say the new ${name.toLowerCase()}: ${example}.`);
  }
  return field.read(words, { act, dependency, teams: await listTeams(act.tx) });
}

export function isNone(words: string): boolean {
  return /^(none|nothing|-)$/i.test(words.trim());
}

function textOf(words: string, longest: number, what: string): string | null {
  return isNone(words) ? null : readBy(optionalLine(longest), words, what);
}

function dayOf(words: string, { act }: Reading): string | null {
  return isNone(words) ? null : parsePlainDate(words, act.by.calendar, act.now).date;
}

/** One of these words. Throws InvalidInput with all of them. */
export function oneOf<Word extends string>(
  options: z.ZodType<Word> & { options: readonly Word[] },
  words: string,
): Word {
  const wanted = words.trim().toLowerCase().replaceAll(' ', '-');
  const found = options.options.find((option) => option === wanted);
  if (found !== undefined) return found;
  throw new InvalidInput('no-such-choice', `“${words.slice(0, 40)}” is none of: ${options.options.join(', ')}.`);
}

function consumersOf(words: string, { dependency, teams }: Reading): Changes['consumers'] & object {
  const named = words.split(/,|\band\b/).flatMap((one) => (one.trim() === '' ? [] : requireTeam(teams, one).id));
  return [...new Set(named)].map(
    (teamId) => dependency.consumers.find((one) => one.teamId === teamId) ?? { teamId, neededBy: null, priority: null },
  );
}

/** `part 7 Dec`: when one of the consumers needs it. */
function neededBy(words: string, reading: Reading): Dependency['consumers'] {
  const { dependency, teams } = reading;
  const consumers = teams.filter((team) => dependency.consumers.some((consumer) => consumer.teamId === team.id));
  const said = words.toLowerCase();
  const team = consumers.find((one) => [one.key, one.name].some((name) => said.startsWith(`${name.toLowerCase()} `)));
  if (team === undefined) {
    const first = consumers[0]?.key ?? 'part';
    throw new InvalidInput(
      'no-such-consumer',
      `Begin with a team that consumes ${dependency.key}: ${consumers.map((one) => one.key).join(', ') || 'none yet'}. For example \`/deps edit ${dependency.key} needed ${first} 7 Dec\`.`,
    );
  }
  const length = said.startsWith(`${team.name.toLowerCase()} `) ? team.name.length : team.key.length;
  const date = dayOf(words.slice(length).trim(), reading);
  return dependency.consumers.map((one) => (one.teamId === team.id ? { ...one, neededBy: date } : one));
}

/** `Code freeze: 15 Jan` sets a critical date, `Code freeze: none` removes it. */
function criticalDatesWith(words: string, reading: Reading): Dependency['criticalDates'] {
  const { key, criticalDates } = reading.dependency;
  const colon = words.lastIndexOf(': ');
  if (colon < 0) {
    throw new InvalidInput(
      'no-label',
      `Put a colon between the name and the date: \`/deps edit ${key} date Code freeze: 15 Jan\`.`,
    );
  }
  const label = readBy(line(LONGEST.label, 'Name the date.'), words.slice(0, colon), 'name of the date');
  const others = criticalDates.filter((one) => one.label.toLowerCase() !== label.toLowerCase());
  const date = dayOf(words.slice(colon + 1), reading);
  if (date === null) return others;
  if (others.length >= MOST.criticalDates) {
    throw new InvalidInput('too-many', `${key} has ${others.length} critical dates already; remove one with “: none”.`);
  }
  return [...others, { label, date }].sort((a, b) => a.date.localeCompare(b.date));
}
