import { execFileSync } from 'node:child_process';
import { existsSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { PermanentFailure } from '../../core/errors.ts';

/** The account the database runs as when Depsync itself is root, which PostgreSQL refuses to be. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export const ENTER = 0o1;
export const READ = 0o4;

/** Accounts that machines commonly have; initdb wants one that the system knows by name. */
const HELPERS = ['postgres', 'nobody'];

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The account to run PostgreSQL as when Depsync is root; otherwise it simply runs as Depsync does. */
export function helperAccount(): Account {
  const found = HELPERS.map((name) => lookUp(name)).find((account) => account !== undefined);
  if (found) return found;
  throw new PermanentFailure(
    'embedded-no-account',
    `PostgreSQL refuses to run as root, and this machine has no account ${HELPERS.join(' or ')} to run it as. ` +
      'Start Depsync as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** The account that owns a path, so that data made earlier keep their owner. */
export function ownerOfPath(target: string): Account {
  const { uid } = statSync(target);
  // A number without a name has no group of its own; the folder's may be root's.
  return lookUp(String(uid)) ?? { name: `user ${uid}`, uid, gid: uid };
}

function lookUp(who: string): Account | undefined {
  const id = (...flags: string[]) => execFileSync('id', [...flags, who], { encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    return { name: id('-un'), uid: Number(id('-u')), gid: Number(id('-g')) };
  } catch {
    return undefined;
  }
}

/** The first folder on the way to `target` (itself included) that the account may not enter. */
export function blockedAt(target: string, account: Account): string | undefined {
  const parents = [target];
  for (let at = target; path.dirname(at) !== at; at = path.dirname(at)) parents.unshift(path.dirname(at));
  return parents.filter(existsSync).find((at) => !mayUse(at, account, ENTER));
}

/** Whether the permission bits let the account read or enter (run) this one file or folder. */
export function mayUse(target: string, account: Account, bits: number): boolean {
  const stats = statSync(target);
  return ((stats.mode >> shiftFor(stats, account)) & bits) === bits;
}

/** The system looks at exactly one of the three groups of bits: owner, else group, else others. */
function shiftFor(stats: Stats, account: Account): number {
  if (stats.uid === account.uid) return 6;
  return stats.gid === account.gid ? 3 : 0;
}
