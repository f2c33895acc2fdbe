import { type Command, nearest } from '../chat/commands.ts';
import type { Answers } from '../chat/form.ts';
import { type Inbound, MENTION, type Reply } from '../chat/inbound.ts';
import { InvalidInput, NotFound } from '../core/errors.ts';
import type { Tx } from '../db/db.ts';
import type { Act, Action, Before, Feature } from '../features/feature.ts';
import type { Person } from '../features/people/index.ts';

/** Words that may stand before a command in plain words. */
const ADDRESS = /^\s*\/?deps\b\s*/i;
/** Longer words are nobody's command or answer; a pasted document is refused. */
const LONGEST_WORDS = 4_000;

export interface Registry {
  commands: readonly Command<Act>[];
  actions: ReadonlyMap<string, Action>;
  /** Understands words that are no command; the first feature that answers wins. */
  words: readonly NonNullable<Feature['words']>[];
}

/** Puts the features together. Refuses at start what could only fail later: a name twice, a name of another feature. */
export function createRegistry(features: readonly Feature[]): Registry {
  const commands = features.flatMap((feature) => feature.commands ?? []);
  refuseDuplicates(commands.map((command) => command.name));
  const actions = new Map<string, Action>();
  for (const feature of features) {
    for (const [name, action] of Object.entries(feature.actions ?? {})) {
      if (!name.startsWith(`${feature.name}.`))
        throw new Error(`The action ${name} does not begin with ${feature.name}.`);
      actions.set(name, action);
    }
  }
  return { commands, actions, words: features.flatMap((feature) => feature.words ?? []) };
}

function refuseDuplicates(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two commands are called ${twice}.`);
}

/** Does what the handler of an act wants done before its transaction. */
export async function prepare(registry: Registry, before: Before, inbound: Inbound): Promise<unknown> {
  if (inbound.kind !== 'action' && inbound.kind !== 'form') return undefined;
  return registry.actions.get(inbound.name)?.prepare(before, inbound.value, fieldsOf(inbound));
}

/** Finds the handler of an act and runs it with what was prepared; `handles` of whom the words mention, by the platform's id. */
export async function route(
  registry: Registry,
  act: Act,
  inbound: Inbound,
  prepared: unknown,
  handles: ReadonlyMap<string, string>,
): Promise<Reply> {
  switch (inbound.kind) {
    case 'action':
    case 'form':
      return actionOf(registry, inbound.name).run(act, inbound.value, fieldsOf(inbound), prepared);
    case 'command':
    case 'message':
      return runWords(registry, act, inbound, handles);
  }
}

function actionOf(registry: Registry, name: string): Action {
  const action = registry.actions.get(name);
  if (action !== undefined) return action;
  throw new NotFound(
    'no-such-action',
    'This button is from an older version of Depsync. Send `/deps mine` for the present cards.',
  );
}

function fieldsOf(inbound: Extract<Inbound, { kind: 'action' | 'form' }>): Answers {
  return inbound.kind === 'form' ? cleanAnswers(inbound.fields) : {};
}

async function runWords(
  registry: Registry,
  act: Act,
  inbound: { kind: 'command' | 'message'; text: string },
  handles: ReadonlyMap<string, string>,
): Promise<Reply> {
  if (inbound.text.length > LONGEST_WORDS) {
    throw new InvalidInput('too-long', `That is ${inbound.text.length} characters; send at most ${LONGEST_WORDS}.`);
  }
  const words = withHandles(clean(inbound.text), handles);
  const bare = words.replace(ADDRESS, '').trim();
  const [first = ''] = bare.split(/\s+/, 1);
  const command = registry.commands.find((one) => one.name === (first === '' ? 'help' : first.toLowerCase()));
  if (command !== undefined) {
    const speaker = { ...act.by.calendar, now: act.now };
    return command.run({ ...act, speaker }, bare.slice(first.length).trim());
  }
  if (inbound.kind === 'message' && !ADDRESS.test(words)) {
    for (const understand of registry.words) {
      const reply = await understand(act, bare);
      if (reply !== undefined) return reply;
    }
  }
  throw unknownWord(registry, first);
}

function unknownWord(registry: Registry, word: string): NotFound {
  const near = nearest(
    word.toLowerCase(),
    registry.commands.map((command) => command.name),
  );
  const hint = near.length > 0 ? `Did you mean ${near.map((name) => `\`/deps ${name}\``).join(' or ')}? ` : '';
  return new NotFound(
    'no-such-command',
    `"${word.slice(0, 40)}" is not a command. ${hint}\`/deps help\` lists them all.`,
  );
}

/** NUL cannot be stored and lone surrogates are no text: both go at the border. */
function clean(words: string): string {
  return words.replaceAll('\u0000', '').toWellFormed();
}

function cleanAnswers(answers: Answers): Answers {
  return Object.fromEntries(
    Object.entries(answers).map(([field, answer]) => [
      field,
      Array.isArray(answer) ? answer.map(clean) : clean(answer),
    ]),
  );
}

/** Mentions arrive as `<@ID>` with the platform's id and leave as `@handle`. */
function withHandles(words: string, handles: ReadonlyMap<string, string>): string {
  return words.replace(MENTION, (_whole, id: string) => `@${handles.get(id) ?? id}`);
}

/** What an act runs in. */
export function actOf(tx: Tx, workspace: string, now: Act['now'], by: Person, inbound: Inbound): Act {
  return { tx, workspace, now, by, place: inbound.place, receipt: inbound.receipt };
}
