import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A run of `depsync`, as from a shell; of the settings it sees only those given. */
export interface Run {
  child: ChildProcess;
  /** What it printed so far, notices included. */
  output(): string;
  /** Resolves once the output matches. Throws when the process ends before. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  ends(): Promise<{ code: number | null }>;
}

export function depsync(args: readonly string[], env: Record<string, string>): Run {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['bin/depsync.js', ...args], { env: { PATH, HOME, ...env } });
  let output = '';
  let ended = false;
  let wake = () => {};
  const heard = (chunk: Buffer) => {
    output += chunk.toString();
    wake();
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  const exit = once(child, 'close').then(([code]) => {
    ended = true;
    wake();
    return { code: code as number | null }; // the event's own type
  });
  return {
    child,
    output: () => output,
    async prints(pattern) {
      for (;;) {
        const found = pattern.exec(output);
        if (found !== null) return found;
        if (ended) throw new Error(`It ended without printing ${pattern}:\n${output}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    ends: () => exit,
  };
}
