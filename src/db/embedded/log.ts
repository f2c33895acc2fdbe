import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { PermanentFailure } from '../../core/errors.ts';

/** Beyond this the log of the earlier starts is put aside, so that at most two such files exist. */
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
const TAIL_BYTES = 16 * 1024;
const QUOTED_LINES = 5;
/** Statements in the log may hold what people wrote. */
const PRIVATE_FILE = 0o600;

function logOf(home: string): string {
  return path.join(home, 'postgres.log');
}

/** Opens the log for a program to write to; the caller closes it. */
export function openLog(home: string): number {
  const file = logOf(home);
  if (sizeOf(file) > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', PRIVATE_FILE);
}

/** The last lines that were logged since the log had the given size. */
export function tail(home: string, since = 0): string[] {
  const end = sizeOf(logOf(home));
  const start = Math.max(since <= end ? since : 0, end - TAIL_BYTES);
  const bytes = Buffer.alloc(end - start);
  if (bytes.length === 0) return [];
  const file = openSync(logOf(home), 'r');
  readSync(file, bytes, 0, bytes.length, start);
  closeSync(file);
  return bytes.toString('utf8').trimEnd().split('\n');
}

export function logSize(home: string): number {
  return sizeOf(logOf(home));
}

/** An error that quotes the log, without the secrets, and says what to do. */
export function failure(home: string, what: string, secrets: readonly string[], cause?: unknown): PermanentFailure {
  const hide = (line: string) => secrets.reduce((text, secret) => text.replaceAll(secret, '…'), line);
  const lines = tail(home).slice(-QUOTED_LINES).map(hide);
  const advice = 'Put right what they name and start again, or set DATABASE_URL to a PostgreSQL of your own.';
  const said = [`${what} The last lines of ${logOf(home)}:`, ...lines.map((line) => `  ${line}`), advice];
  return new PermanentFailure('embedded-failed', said.join('\n'), { cause });
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
