/** What a check found, in a line. */
export interface Finding {
  level: 'ok' | 'warn' | 'fail';
  /** What was looked at: `database`, `slack scopes`. */
  name: string;
  what: string;
  /** What to do; absent where nothing is to be done. */
  remedy?: string;
}

export function ok(name: string, what: string): Finding {
  return { level: 'ok', name, what };
}

/** It works, and not as it should. */
export function warn(name: string, what: string, remedy: string): Finding {
  return { level: 'warn', name, what, remedy };
}

/** Something is not done while this lasts. */
export function fail(name: string, what: string, remedy: string): Finding {
  return { level: 'fail', name, what, remedy };
}

/** `fail  queue: Redis does not answer; start it, or correct REDIS_URL` */
export function lineOf({ level, name, what, remedy }: Finding): string {
  return `${level.padEnd(4)}  ${name}: ${what}${remedy === undefined ? '' : `; ${remedy}`}`;
}

/** The first few of many, by name. */
export function some(names: readonly string[], most = 5): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}
