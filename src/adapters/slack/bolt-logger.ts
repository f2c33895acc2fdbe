import { type Logger, LogLevel } from '@slack/bolt';
import type { Logger as Log } from 'pino';

/** Bolt's log lines in ours. What it says at debug level holds messages and tokens and is dropped. */
export function boltLogger(log: Log): Logger {
  const own = log.child({ library: 'slack' });
  return {
    debug() {},
    info() {},
    warn: (...parts) => own.warn(dataOf(parts), 'slack library warned'),
    error: (...parts) => own.error(dataOf(parts), 'slack library failed'),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}

function dataOf(parts: readonly unknown[]): { err?: Error; said: string } {
  const err = parts.find((part) => part instanceof Error);
  const said = parts
    .filter((part) => !(part instanceof Error))
    .map(String)
    .join(' ');
  return { said, ...(err && { err }) };
}
