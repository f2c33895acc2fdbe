import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PermanentFailure } from '../../core/errors.ts';
import { type Account, blockedAt, helperAccount, isRoot, ownerOfPath } from './account.ts';
import { dataOf, isComplete } from './cluster.ts';

/** Where data, password, log and claim of a database are kept, and as whom it runs. */
export interface Place {
  readonly home: string;
  readonly account: Account | undefined;
  /** Why this is not the folder that was asked for. */
  readonly notice: string | undefined;
}

/** Where data go that the helper account could not reach otherwise. */
const SHARED_ROOT = '/var/lib/depsync';
const OPEN_FOLDER = 0o755;

/** Decides where the database of a folder is kept: in it, or as root where the helper account can reach it. */
export function choosePlace(folder: string): Place {
  makeFolder(folder);
  const real = realpathSync(folder);
  const home = homeOf(real);
  if (!isRoot()) {
    refuseForeignData(home);
    return { home, account: undefined, notice: undefined };
  }
  const account = dataOwner(home) ?? helperAccount();
  const blocked = blockedAt(home, account);
  if (!blocked) {
    return { home, account, notice: home === real ? undefined : moved(home, account, blockedAt(real, account)) };
  }
  if (isComplete(dataOf(home))) throw unreachable(home, account, blocked);

  const elsewhere = path.join(SHARED_ROOT, createHash('sha256').update(real).digest('hex').slice(0, 16));
  makeFolder(SHARED_ROOT);
  makeFolder(elsewhere);
  writeFileSync(pointerOf(real), `${elsewhere}\n`);
  const keeper = dataOwner(elsewhere) ?? account;
  return { home: elsewhere, account: keeper, notice: moved(elsewhere, keeper, blocked) };
}

/** Where the database of a folder is kept at present; a pointer in the folder remembers another place. */
export function homeOf(folder: string): string {
  const pointer = pointerOf(folder);
  if (!existsSync(pointer)) return folder;
  const target = readFileSync(pointer, 'utf8').trim();
  return existsSync(target) ? target : folder;
}

function pointerOf(folder: string): string {
  return path.join(folder, 'postgres.place');
}

/** A strict umask must not shut the helper account out of a folder that root makes here. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  if (isRoot()) chmodSync(folder, OPEN_FOLDER);
}

/** Data keep the account they were made with, whatever helper this machine would choose today. */
function dataOwner(home: string): Account | undefined {
  if (!isComplete(dataOf(home))) return undefined;
  const owner = ownerOfPath(dataOf(home));
  return owner.uid === 0 ? undefined : owner;
}

function refuseForeignData(home: string): void {
  const data = dataOf(home);
  if (!existsSync(data) || statSync(data).uid === (process.getuid?.() ?? statSync(data).uid)) return;
  throw new PermanentFailure(
    'embedded-foreign-data',
    `The database in ${data} belongs to ${ownerOfPath(data).name}. ` +
      'Start Depsync as that account or as root, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

function unreachable(home: string, account: Account, blocked: string): PermanentFailure {
  return new PermanentFailure(
    'embedded-unreachable-data',
    `The database in ${home} runs as ${account.name}, which may no longer enter ${blocked}. ` +
      `Allow it again (chmod o+x ${blocked}), or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

function moved(home: string, account: Account, blocked?: string): string {
  const reason = blocked
    ? `which may not enter ${blocked}`
    : 'which could not enter the folder asked for when the data were made';
  return `The database is kept in ${home}: PostgreSQL refuses root, so it runs as ${account.name}, ${reason}.`;
}
