import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Milliseconds that a command takes as a whole process. Throws unless it ends with 0. */
export async function wholeProcess(args: readonly string[]): Promise<number> {
  const began = performance.now();
  const [code] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'close');
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}.`);
  return performance.now() - began;
}

/** Megabytes that a process holds in memory, without those it started. */
export function memoryOf(pid: number | undefined): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}
