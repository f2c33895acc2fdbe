import pino, { type DestinationStream, type Logger } from 'pino';

/** Tokens of Slack, and passwords in addresses. */
const SECRETS: readonly [RegExp, string][] = [
  [/\b(?:xox[a-z]|xapp)-[\w-]+/g, '[token]'],
  [/(\w+:\/\/[^\s:/@]*):[^\s@]+@/g, '$1:[password]@'],
];
/** Fields that would hold a text or a secret, wherever somebody logs one by mistake. */
const HIDDEN = ['text', 'card', 'inbound', 'fields', 'token', 'botToken', 'password', 'headers', 'body'];
/** Errors within errors that are followed: driver, query, use case. */
const DEEPEST_CAUSE = 4;

/** The log of a process: JSON lines with ids and small words, never what people wrote and no secrets. */
export function createLog(level: string, to?: DestinationStream): Logger {
  const options = {
    level,
    serializers: { err: (error: unknown) => describe(error, 0) },
    redact: [...HIDDEN, ...HIDDEN.map((name) => `*.${name}`)],
  };
  return to === undefined ? pino(options) : pino(options, to);
}

/**
 * What a log may hold of an error: its kind, code, place in the program and causes. Errors carry more than that: a
 * failed query its parameters, a failed call its headers.
 */
function describe(error: unknown, depth: number): object {
  if (!(error instanceof Error)) return { message: 'something that is no error was thrown' };
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown }; // read as unknown, kept only where it is a word
  return {
    type: error.name,
    message: messageOf(error, code),
    ...words({ code, constraint, table }),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE && { cause: describe(error.cause, depth + 1) }),
  };
}

function messageOf(error: Error, code: unknown): string {
  // The query is our own words; its parameters are the users'.
  if ('query' in error && 'params' in error) return withoutSecrets(`Failed query: ${String(error.query)}`);
  // PostgreSQL repeats the value it could not read.
  if (typeof code === 'string' && /^22...$/.test(code)) return `PostgreSQL refused a value (${code})`;
  return withoutSecrets(error.message);
}

function withoutSecrets(message: string): string {
  return SECRETS.reduce((text, [secret, shown]) => text.replace(secret, shown), message);
}

function words(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
