import type { DateTime } from 'luxon';
import type { z } from 'zod';
import { type Arguments, type Command, type CommandDefinition, defineCommand } from '../chat/commands.ts';
import type { Place, Reply } from '../chat/inbound.ts';
import { Conflict } from '../core/errors.ts';
import type { Tx } from '../db/db.ts';
import type { SpecificationThread } from '../specifications/worker/index.ts';
import type { TimerPayload } from '../timers/tables.ts';
import type { Person } from './people/model.ts';

/** What every use case runs in: one transaction of one workspace, and one present moment. */
export interface Scope {
  tx: Tx;
  workspace: string;
  now: DateTime;
}

/** A use case that a person started. */
export interface Act extends Scope {
  by: Person;
  place: Place;
  /** Unique per act; makes keys of what the act sends. */
  receipt: string;
}

/** Defines one thing that can be said. */
export function command<A extends Arguments>(definition: CommandDefinition<Act, A>): Command<Act> {
  return defineCommand<Act, A>(definition);
}

/** What an act may use before its transaction begins, for work that takes long and must hold no lock. */
export interface Before {
  /** Reads in a transaction of its own; what is read may have changed when the act runs. */
  look<Result>(read: (act: Act) => Promise<Result>): Promise<Result>;
  specifications: SpecificationThread;
}

/** What runs when a button is pressed or a form is sent. */
export interface Action {
  /** Runs before the transaction; what it gives is handed to `run`. */
  prepare(before: Before, value: unknown, fields: unknown): Promise<unknown>;
  run(act: Act, value: unknown, fields: unknown, prepared: unknown): Promise<Reply>;
}

/** Defines an action; what the button carried and what the form answered are checked before it runs. */
export function action<
  Value extends z.ZodType,
  Fields extends z.ZodType = z.ZodUnknown,
  Prepared = undefined,
>(definition: {
  value: Value;
  fields?: Fields;
  prepare?: (before: Before, value: z.output<Value>, fields: z.output<Fields>) => Promise<Prepared>;
  run: (act: Act, value: z.output<Value>, fields: z.output<Fields>, prepared: Prepared) => Promise<Reply>;
}): Action {
  const answersOf = (fields: unknown) =>
    definition.fields === undefined
      ? { success: true as const, data: undefined as z.output<Fields> }
      : definition.fields.safeParse(fields);
  return {
    async prepare(before, value, fields) {
      const [parsed, answers] = [definition.value.safeParse(value), answersOf(fields)];
      // What is wrong with them is said by `run`.
      return parsed.success && answers.success ? definition.prepare?.(before, parsed.data, answers.data) : undefined;
    },
    async run(act, value, fields, prepared) {
      const parsed = definition.value.safeParse(value);
      if (!parsed.success) throw new Conflict('outdated-button', OUTDATED_BUTTON);
      const answers = answersOf(fields);
      return answers.success
        ? definition.run(act, parsed.data, answers.data, prepared as Prepared) // by `prepare` above, of the same input
        : { kind: 'errors', fields: messagesByField(answers.error) };
    },
  };
}

const OUTDATED_BUTTON = 'This button is from an older version of Depsync. Send `/deps mine` for the present cards.';

function messagesByField(error: z.ZodError): Record<string, string> {
  return Object.fromEntries(error.issues.map((issue) => [String(issue.path[0] ?? ''), issue.message]));
}

/** A timer that fell due. */
export interface FiredTimer {
  subject: string;
  occurrence: string;
  payload: TimerPayload;
  dueAt: DateTime;
}

/** What runs when a timer falls due; it reads the facts again, for they may have changed since it was set. */
export type TimerHandler = (scope: Scope, timer: FiredTimer) => Promise<void>;

/**
 * The same for timers of one due moment at once, in their order: where so many fall due together that what they share
 * must be read once. When it fails, each is handed over by itself.
 */
export type TogetherHandler = (scope: Scope, timers: readonly FiredTimer[]) => Promise<void>;

/** What a feature gives to the rest; compose.ts puts them together. */
export interface Feature {
  name: string;
  commands?: readonly Command<Act>[];
  /** By name, such as `approvals.approve`; each begins with the feature's name. */
  actions?: Readonly<Record<string, Action>>;
  timers?: Readonly<Record<string, TimerHandler>>;
  /** Those of other kinds, which are handled many at once. */
  timersTogether?: Readonly<Record<string, TogetherHandler>>;
  /** Understands words to the bot that are no command; undefined when they mean nothing to this feature. */
  words?: (act: Act, words: string) => Promise<Reply | undefined>;
}
