import { distance } from 'fastest-levenshtein';
import type { DateTime } from 'luxon';
import { InvalidInput } from '../core/errors.ts';
import { parsePlainDate } from '../core/plain-dates.ts';
import type { Reply } from './inbound.ts';

/** Who says the words, as far as reading them needs it. */
export interface Speaker {
  zone: string;
  now: DateTime;
}

/** Reads one argument out of words. */
export interface Argument<Value> {
  readonly kind: 'key' | 'person' | 'date' | 'choice' | 'word' | 'text';
  /** The word that introduces it (`until`), where it has one. */
  readonly keyword: string | undefined;
  readonly optional: boolean;
  parse(words: string, speaker: Speaker): Value;
}

/** A key such as DEP-12; `12` and `dep12` are understood. */
export function key(): Argument<string> {
  return argument('key', (words) => normaliseKey(words));
}

/** A person by handle: `@ana` or `ana`. */
export function person(keyword?: string): Argument<string> {
  return argument('person', (words) => words.replace(/^@/, '').replace(/[,.;:]$/, ''), keyword);
}

/** A day or moment in plain words, in the speaker's zone; a past one is refused. */
export function date(keyword?: string): Argument<ReturnType<typeof parsePlainDate>> {
  return argument('date', (words, speaker) => parsePlainDate(words, { zone: speaker.zone }, speaker.now), keyword);
}

/** One of a few words. */
export function choice<const Options extends readonly string[]>(
  options: Options,
  keyword?: string,
): Argument<Options[number]> {
  return argument(
    'choice',
    (words) => {
      const found = options.find((option) => option === words.toLowerCase());
      if (found === undefined)
        throw new InvalidInput('no-such-choice', `"${words}" is none of: ${options.join(', ')}.`);
      return found;
    },
    keyword,
  );
}

/** One word as typed. */
export function word(keyword?: string): Argument<string> {
  return argument('word', (words) => words, keyword);
}

/** All the words that are left. */
export function rest(): Argument<string> {
  return argument('text', (words) => words);
}

/** Makes an argument one that may be missing. */
export function optional<Value>(of: Argument<Value>): Argument<Value | undefined> {
  return { ...of, optional: true };
}

function argument<Value>(
  kind: Argument<Value>['kind'],
  parse: Argument<Value>['parse'],
  keyword?: string,
): Argument<Value> {
  return { kind, parse, keyword, optional: false };
}

/** `12`, `dep12` and `DEP 12` are `DEP-12`; other words stay as they are, in capitals. */
export function normaliseKey(words: string, prefix = 'DEP'): string {
  const bare = words
    .trim()
    .replace(/[,.;:]$/, '')
    .toUpperCase();
  if (/^\d+$/.test(bare)) return `${prefix}-${Number(bare)}`;
  const match = /^([A-Z][A-Z0-9]*?)[- ]?(\d+)$/.exec(bare);
  return match ? `${match[1]}-${Number(match[2])}` : bare;
}

export type Arguments = Readonly<Record<string, Argument<unknown>>>;
type Values<A extends Arguments> = { [Name in keyof A]: A[Name] extends Argument<infer Value> ? Value : never };

/** One thing that can be said. Parsing, help, suggestions, manifests and documentation come from it. */
export interface Command<Context> {
  readonly name: string;
  /** What it does, in a few words that start with a verb. */
  readonly summary: string;
  /** Its words after `/deps`, such as `block DEP-4 REASON [until DATE]`. */
  readonly usage: string;
  readonly examples: readonly string[];
  /** Who may use it, in words; the handler checks it. */
  readonly who: string;
  /** Runs it with the words that follow its name. */
  readonly run: (context: Context & { speaker: Speaker }, words: string) => Promise<Reply>;
}

/** A command whose words are read into typed arguments, in the order they are listed. */
export interface CommandDefinition<Context, A extends Arguments> extends Omit<Command<Context>, 'run'> {
  arguments: A;
  run: (context: Context & { speaker: Speaker }, values: Values<A>) => Promise<Reply>;
}

export function defineCommand<Context, A extends Arguments>(
  definition: CommandDefinition<Context, A>,
): Command<Context> {
  const { arguments: args, run, ...facts } = definition;
  return {
    ...facts,
    run: (context, words) => run(context, readArguments(args, words, context.speaker, definition)),
  };
}

function readArguments<A extends Arguments>(
  args: A,
  words: string,
  speaker: Speaker,
  command: { usage: string; examples: readonly string[] },
): Values<A> {
  let left = words.trim();
  const values: Record<string, unknown> = {};
  const entries = Object.entries(args);

  for (const [name, arg] of entries.filter(([, arg]) => arg.keyword !== undefined).reverse()) {
    const match = new RegExp(`(?:^|\\s)${arg.keyword}\\s+(\\S.*)$`, 'is').exec(left);
    if (match?.[1] === undefined) {
      if (!arg.optional) throw missing(name, command);
      continue;
    }
    left = left.slice(0, match.index).trim();
    values[name] = arg.parse(match[1].trim(), speaker);
  }

  for (const [name, arg] of entries.filter(([, arg]) => arg.keyword === undefined)) {
    const takesAll = arg.kind === 'text' || arg.kind === 'date';
    const taken = takesAll ? left : (/^("[^"]*"|\S+)/.exec(left)?.[0] ?? '');
    if (taken === '') {
      if (!arg.optional) throw missing(name, command);
      continue;
    }
    left = left.slice(taken.length).trim();
    values[name] = arg.parse(taken.replace(/^"(.*)"$/s, '$1'), speaker);
  }

  if (left !== '') throw new InvalidInput('too-many-words', `"${left}" does not belong there. ${howTo(command)}`);
  return values as Values<A>; // each value came from the argument of its name
}

function missing(name: string, command: { usage: string; examples: readonly string[] }): InvalidInput {
  return new InvalidInput('missing-argument', `The ${name} is missing. ${howTo(command)}`);
}

function howTo(command: { usage: string; examples: readonly string[] }): string {
  const example = command.examples[0];
  return `Send \`/deps ${command.usage}\`${example === undefined ? '' : `, for example \`/deps ${example}\``}.`;
}

/** The names nearest to what was typed, best first; none when nothing is near. */
export function nearest(typed: string, names: readonly string[], most = 3): string[] {
  const limit = Math.max(1, Math.floor(typed.length / 2));
  return names
    .map((name) => ({ name, far: name.startsWith(typed) ? 0 : distance(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ name }) => name);
}
