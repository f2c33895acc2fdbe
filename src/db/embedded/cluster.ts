import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Account } from './account.ts';
import { failure, openLog } from './log.ts';
import type { Programs } from './programs.ts';

/** One database cluster: where it is kept, what runs it and as whom. */
export interface Cluster {
  readonly home: string;
  readonly programs: Programs;
  readonly account: Account | undefined;
  readonly password: string;
  /** False for throw-away servers: a crash of the machine may lose everything. */
  readonly durable: boolean;
}

/** Name of the database and of the account inside PostgreSQL. */
export const NAME = 'depsync';

/** About one second on a laptop; slow network disks have been seen to take most of a minute. */
const CREATE_MS = 120_000;
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const HALF_MADE = 'postgres.new-';
const REMOVE_RETRIES = 5;

/** Only the password opens the database, and only from this machine. */
const WHO_MAY_CONNECT = 'host all all 127.0.0.1/32 scram-sha-256\n';

export function dataOf(home: string): string {
  return path.join(home, 'postgres');
}

/** Whether the data folder was finished; anything else is left from a start that was interrupted. */
export function isComplete(data: string): boolean {
  return existsSync(markerOf(data));
}

/** Appears in the titles of all processes of a cluster, so that orphans can be told from strangers. */
export function clusterName(home: string): string {
  return `depsync-${createHash('sha256').update(dataOf(home)).digest('hex').slice(0, 16)}`;
}

/** Removes what interrupted starts left, and makes the data folder; it gets its name when it is finished. */
export async function createCluster(cluster: Cluster): Promise<void> {
  const { home, account } = cluster;
  removeHalfMade(home);
  const data = path.join(home, `${HALF_MADE}${process.pid}`);
  makePrivate(data, account);
  await run(cluster, cluster.programs.initdb, [
    ...['-D', data, '-U', NAME, '--encoding=UTF8', '--auth=reject'],
    // The same order of text on every machine, whatever languages it has installed.
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...(cluster.durable ? [] : ['--no-sync']),
  ]);
  writeFileSync(path.join(data, 'pg_hba.conf'), WHO_MAY_CONNECT);
  await runSql(cluster, data, [passwordStatement(cluster.password), `CREATE DATABASE ${NAME};`]);
  writeFileSync(markerOf(data), 'initdb and create database are done\n', { mode: PRIVATE_FILE, flush: true });
  renameSync(data, dataOf(home));
  flushFolder(home);
}

/** For when the file with the password was lost and the data were not. */
export async function resetPassword(cluster: Cluster): Promise<void> {
  await runSql(cluster, dataOf(cluster.home), [passwordStatement(cluster.password)]);
}

/** Starts a program of PostgreSQL as the cluster's account; it writes to the log. */
export function spawnProgram(
  cluster: Cluster,
  program: string,
  words: string[],
  options: SpawnOptions = {},
): ChildProcess {
  const { home, account } = cluster;
  const log = openLog(home);
  try {
    return spawn(program, words, {
      ...options,
      ...(account && { uid: account.uid, gid: account.gid }),
      cwd: home,
      // Nothing is inherited: tokens in Depsync's environment are not for another account to read.
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['pipe', log, log],
      windowsHide: true,
    });
  } finally {
    closeSync(log);
  }
}

/** Runs statements with no server: nobody can connect meanwhile, and no password is needed. */
async function runSql(cluster: Cluster, data: string, statements: string[]): Promise<void> {
  const settings = { exit_on_error: 'on', log_min_error_statement: 'panic', cluster_name: clusterName(cluster.home) };
  const words = ['--single', '-D', data, ...settingWords(settings), 'postgres'];
  await run(cluster, cluster.programs.postgres, words, `${statements.join('\n')}\n`);
}

export function settingWords(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function run(cluster: Cluster, program: string, words: string[], input = ''): Promise<void> {
  const child = spawnProgram(cluster, program, words, { timeout: CREATE_MS, killSignal: 'SIGKILL' });
  const problem = await new Promise<unknown>((resolve) => {
    child.once('error', resolve);
    child.once('exit', (code, signal) => resolve(code === 0 ? undefined : (signal ?? code)));
    // A program that ends early closes its input; its exit code says more than that.
    child.stdin?.on('error', () => {}).end(input);
  });
  if (problem === undefined) return;
  const reason = problem instanceof Error ? `could not be run (${problem.message})` : `failed (${String(problem)})`;
  const what = `The embedded PostgreSQL could not be prepared: ${path.basename(program)} ${reason}.`;
  throw failure(cluster.home, what, [cluster.password], problem instanceof Error ? problem : undefined);
}

function passwordStatement(password: string): string {
  return `ALTER ROLE ${NAME} PASSWORD '${password}';`;
}

function removeHalfMade(home: string): void {
  const unfinished = readdirSync(home).filter((name) => name.startsWith(HALF_MADE));
  if (!isComplete(dataOf(home))) unfinished.push(path.basename(dataOf(home)));
  for (const name of unfinished) {
    rmSync(path.join(home, name), { recursive: true, force: true, maxRetries: REMOVE_RETRIES });
  }
}

function makePrivate(folder: string, account: Account | undefined): void {
  mkdirSync(folder);
  chmodSync(folder, PRIVATE_FOLDER);
  if (account) chownSync(folder, account.uid, account.gid);
}

function markerOf(data: string): string {
  return path.join(data, 'depsync.complete');
}

/** A new name outlives a power cut only once its folder is written; Windows has no such call. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
