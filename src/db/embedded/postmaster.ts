import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, clusterName, dataOf, settingWords, spawnProgram } from './cluster.ts';
import { failure, logSize, tail } from './log.ts';
import { identify, isClusterProcess, isRunning, type ProcessId, processesOf, until } from './processes.ts';
import type { Programs } from './programs.ts';

/** A server that accepts connections. */
export interface Postmaster {
  readonly process: ProcessId;
  readonly port: number;
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

type Signal = 'SIGINT' | 'SIGQUIT' | 'SIGKILL';

/** Replaying 1 GB (max_wal_size) after a crash takes minutes on a slow disk; pg_ctl's own 60 s would cut it short. */
const READY_MS = 5 * 60_000;
/** Containers are killed 10 s after SIGTERM (docker stop); fast and immediate stop together stay below. */
const FAST_STOP_MS = 4_000;
/** PostgreSQL itself kills children that ignore an immediate stop after 5 s (SIGKILL_CHILDREN_AFTER_SECS). */
const IMMEDIATE_STOP_MS = 5_500;
const KILL_MS = 2_000;
/** Other programs may take the port between our choice and the start; several times in a row is no accident. */
const START_ATTEMPTS = 5;
const ORPHANS_LEAVE_MS = 1_000;

/** Larger than any process number there is, so that PostgreSQL sees at once that the process is gone. */
const NO_PROCESS = 2 ** 31 - 1;

/** Fast: clients are cut off and everything is written. Immediate: the next start replays. Kill: last resort. */
const STOPS: readonly (readonly [Signal, number])[] = [
  ['SIGINT', FAST_STOP_MS],
  ['SIGQUIT', IMMEDIATE_STOP_MS],
  ['SIGKILL', KILL_MS],
];

/** Starts the server on a free port and waits until it accepts connections. */
export async function startPostmaster(cluster: Cluster): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const logged = logSize(cluster.home);
    const started = await tryStart(cluster, port);
    if (!(started instanceof Error)) return started;
    const said = tail(cluster.home, logged).join('\n');
    const orphans = said.includes('pre-existing shared memory block');
    if (attempt === START_ATTEMPTS || !(orphans || said.includes('could not bind'))) {
      const what = `The embedded PostgreSQL did not start: ${started.message}.`;
      throw failure(cluster.home, what, [cluster.password, String(port)], started);
    }
    if (orphans) await sleep(ORPHANS_LEAVE_MS);
  }
}

/** Stops the server if it runs: fast, then immediate, then by force. */
export async function stopPostmaster(server: ProcessId, programs: Programs): Promise<void> {
  for (const [signal, limit] of STOPS) {
    if (!isRunning(server)) return;
    send(server.pid, signal, programs);
    if (await until(() => !isRunning(server), limit)) return;
  }
}

/** Asks for a fast stop and does not wait; for the moment when Node itself ends. */
export function requestStop(server: ProcessId, programs: Programs): void {
  if (isRunning(server)) send(server.pid, 'SIGINT', programs);
}

/**
 * Clears what a start without an end left behind: a server whose Depsync was killed, children of a killed server,
 * and a lock file that names a process which has nothing to do with us.
 */
export async function clearRemains(home: string, programs: Programs): Promise<void> {
  const name = clusterName(home);
  const locked = lockOf(home);
  if (locked && isClusterProcess(locked.pid, name)) await stopPostmaster(identify(locked.pid), programs);
  await Promise.all(processesOf(name).map((child) => endChild(child, programs)));
  // What is left names a process that has ended, or a stranger that has its number by now.
  lockOf(home)?.disown();
}

async function endChild(child: ProcessId, programs: Programs): Promise<void> {
  send(child.pid, 'SIGQUIT', programs);
  if (await until(() => !isRunning(child), KILL_MS)) return;
  send(child.pid, 'SIGKILL', programs);
  await until(() => !isRunning(child), KILL_MS);
}

async function tryStart(cluster: Cluster, port: number): Promise<Postmaster | Error> {
  const words = ['-D', dataOf(cluster.home), ...settingWords(settings(cluster, port))];
  // Detached: Ctrl-C in a terminal goes to Depsync, which stops the server when its own work is done.
  const child = spawnProgram(cluster, cluster.programs.postgres, words, { detached: true });
  child.unref();
  child.stdin?.on('error', () => {}).destroy();
  let end: string | undefined;
  const ended = new Promise<void>((resolve) => {
    const finish = (text: string) => {
      end = text;
      resolve();
    };
    child.once('error', (error) => finish(`it could not be run (${error.message})`));
    child.once('exit', (code, signal) => finish(`it ended at once (${signal ?? code})`));
  });
  await until(() => end !== undefined || isReady(cluster.home, child.pid), READY_MS);
  if (end !== undefined || child.pid === undefined) return new Error(end);
  const server = identify(child.pid);
  if (isReady(cluster.home, child.pid)) return { process: server, port, ended };
  await stopPostmaster(server, cluster.programs);
  return new Error(`it was not ready after ${READY_MS / 60_000} minutes`);
}

function settings(cluster: Cluster, port: number): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    cluster_name: clusterName(cluster.home),
    max_connections: '100',
    shared_buffers: '64MB',
    log_checkpoints: 'off',
    ...(cluster.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
}

/** The server writes its state into the eighth line of its lock file (PostgreSQL: miscadmin.h, LOCK_FILE_LINE_PM_STATUS). */
function isReady(home: string, pid: number | undefined): boolean {
  const lock = lockOf(home);
  return lock !== undefined && lock.pid === pid && lock.status === 'ready';
}

interface Lock {
  readonly pid: number;
  readonly status: string | undefined;
  disown(): void;
}

/** PostgreSQL's lock file. */
function lockOf(home: string): Lock | undefined {
  const file = path.join(dataOf(home), 'postmaster.pid');
  try {
    const [first, ...rest] = readFileSync(file, 'utf8').split('\n');
    return {
      // A server for one statement session writes its number as a negative.
      pid: Math.abs(Number(first)),
      status: rest[6]?.trim(),
      disown: () => {
        // A power cut can leave the file empty, which PostgreSQL takes for a server that is just starting.
        if (!first) rmSync(file);
        // The other lines stay: by them PostgreSQL checks that no orphan still uses the shared memory.
        else writeFileSync(file, [String(NO_PROCESS), ...rest].join('\n'));
      },
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Windows has no such signals; pg_ctl speaks to the server there. */
function send(pid: number, signal: Signal, programs: Programs): void {
  try {
    if (process.platform !== 'win32' || signal === 'SIGKILL') process.kill(pid, signal);
    else execFileSync(programs.pgCtl, ['kill', signal.slice('SIG'.length), String(pid)], { stdio: 'ignore' });
  } catch {
    // It ended in the meantime; whoever needs to know looks again.
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has a port.');
  return address.port;
}
