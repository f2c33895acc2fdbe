import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process and what tells it from a later one with the same number (where the system says). */
export interface ProcessId {
  readonly pid: number;
  readonly started: string | undefined;
}

/** How often a condition is looked at again; well under what a person notices. */
const POLL_MS = 20;

const onLinux = existsSync('/proc/self/stat');
const onWindows = process.platform === 'win32';

export function identify(pid: number): ProcessId {
  return { pid, started: startOf(pid) };
}

/** Whether this very process still runs; one that only waits to be reaped does not. */
export function isRunning({ pid, started }: ProcessId): boolean {
  if (!answers(pid)) return false;
  if (onWindows) return true;
  const now = startOf(pid);
  return now !== undefined && (started === undefined || now === started);
}

/** The processes of the PostgreSQL cluster with this name, its orphaned children included. */
export function processesOf(cluster: string): ProcessId[] {
  const ours = new RegExp(`^(postgres: |.*/postgres .*cluster_name=)${cluster}(\\W|$)`);
  return commands()
    .filter(([, command]) => ours.test(command))
    .map(([pid]) => identify(pid))
    .filter(isRunning);
}

/** Windows does not show command lines cheaply: there a program called postgres is taken for ours. */
export function isClusterProcess(pid: number, cluster: string): boolean {
  if (!onWindows) return processesOf(cluster).some((process) => process.pid === pid);
  return run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']).startsWith('"postgres.exe"');
}

/** Waits until the condition holds; false when it did not within the time. */
export async function until(condition: () => boolean, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() >= end) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOf(pid: number): string | undefined {
  if (onWindows) return undefined;
  if (!onLinux) return run('ps', ['-o', 'lstart=', '-p', String(pid)]) || undefined;
  // proc(5): after the name in parentheses come state (field 3) and, as field 22, the start in ticks since boot.
  const [state, ...rest] = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  const ticks = rest[18];
  if (!ticks || state === 'Z' || state === 'X') return undefined;
  return `${read('/proc/sys/kernel/random/boot_id').trim()}/${ticks}`;
}

function commands(): [number, string][] {
  if (onWindows) return [];
  if (onLinux) {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.map((pid) => [Number(pid), read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')]);
  }
  const lines = run('ps', ['-axww', '-o', 'pid=,command=']).split('\n');
  return lines.flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s(.*)$/.exec(line) ?? [];
    return pid && command ? [[Number(pid), command] as [number, string]] : [];
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function run(program: string, words: string[]): string {
  try {
    return execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return '';
  }
}
