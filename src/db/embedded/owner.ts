import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PermanentFailure } from '../../core/errors.ts';
import { identify, isRunning, type ProcessId } from './processes.ts';

/** The process that started the database of a folder; its port is known while the database is ready. */
interface Owner extends ProcessId {
  readonly port: number | undefined;
}

/** Longer than the owner may take to create (two minutes) and start (five minutes) a database. */
const OWNER_READY_MS = 8 * 60_000;
const LOOK_AGAIN_MS = 50;

/** The living owner, if any. */
export function ownerAt(home: string): Owner | undefined {
  const owner = parse(contents(ownerFile(home)));
  return owner && isRunning(owner) ? owner : undefined;
}

/**
 * Makes this process the owner (undefined) or, when another one is, waits for its database and tells the port.
 * Of several that try at the same instant exactly one becomes the owner.
 */
export async function claim(home: string): Promise<number | undefined> {
  const end = performance.now() + OWNER_READY_MS;
  for (;;) {
    if (tryClaim(home)) return undefined;
    const owner = ownerAt(home);
    if (owner?.port) return owner.port;
    if (performance.now() >= end) {
      throw new PermanentFailure(
        'embedded-busy',
        `Process ${owner?.pid ?? '(gone)'} has been starting or stopping the database in ${home} for too long. ` +
          'End that process and start Depsync again.',
      );
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Tells others where the database answers, or (undefined) that they must wait. Only for the owner. */
export function publish(home: string, port: number | undefined): void {
  const aside = asideOf(home);
  writeFileSync(aside, format({ ...identify(process.pid), port }));
  renameSync(aside, ownerFile(home));
}

/** Gives the folder up; does nothing when it is no longer ours. */
export function release(home: string): void {
  if (ownerAt(home)?.pid === process.pid) rmSync(ownerFile(home), { force: true });
}

function tryClaim(home: string): boolean {
  const aside = asideOf(home);
  writeFileSync(aside, format({ ...identify(process.pid), port: undefined }));
  try {
    // A link appears with its contents and never replaces another: nobody can read a half-written claim.
    linkSync(aside, ownerFile(home));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    breakStale(home);
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Renaming lets only one process break a stale claim; if it was renewed in between, it is put back. */
function breakStale(home: string): void {
  const seen = contents(ownerFile(home));
  if (seen === undefined || ownerAt(home)) return;
  const aside = asideOf(home);
  try {
    renameSync(ownerFile(home), aside);
    if (contents(aside) !== seen) linkSync(aside, ownerFile(home));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function ownerFile(home: string): string {
  return path.join(home, 'owner.pid');
}

function asideOf(home: string): string {
  return path.join(home, `owner.pid.${randomUUID()}`);
}

function format(owner: Owner): string {
  return `${owner.pid}\n${owner.started ?? ''}\n${owner.port ?? ''}\n`;
}

function parse(text: string | undefined): Owner | undefined {
  const [pid, started, port] = text?.split('\n') ?? [];
  if (!(Number(pid) > 0)) return undefined;
  return { pid: Number(pid), started: started || undefined, port: Number(port) || undefined };
}

function contents(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
