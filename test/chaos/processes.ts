import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { depsync, type Run } from '../support/process.ts';
import { PROCESSES, type ProcessName } from './plan.ts';
import type { SimulatedTime } from './time.ts';

const READY = /Depsync [\d.]+ \((?:web|worker)\)/;
/** A supervisor waits before it starts again what died by itself. */
const START_AGAIN_MS = 500;
/** Lines of what a process said that are kept when it ends by itself: an error and where it came from. */
const LAST_LINES = 20;

const Logged = z.object({ msg: z.string(), err: z.object({ message: z.string() }).optional() });

/** The processes of an installation under a supervisor that starts again whatever ended. */
export interface Processes {
  /** Resolves when all of them are ready. */
  ready(): Promise<void>;
  kill(name: ProcessName, downMs: number): void;
  suspend(name: ProcessName, forMs: number): void;
  /** What processes that nobody killed said before they ended. */
  readonly died: string[];
  /** Errors that processes logged, by message. */
  errors(): Map<string, number>;
  stop(): Promise<void>;
}

export function startProcesses(time: SimulatedTime, env: Record<string, string>, webPort: number): Processes {
  const running = new Map<ProcessName, Run>();
  const finished: string[] = [];
  const killed = new Set<Run>();
  const died: string[] = [];
  let stopping = false;

  function begin(name: ProcessName): void {
    if (stopping) return;
    const web = name === 'web';
    const run = depsync(['start', '--role', web ? 'web' : 'worker'], {
      ...env,
      PORT: web ? String(webPort) : '0',
      DEPSYNC_CLOCK: `${time.now().toISO()},${time.speed}`,
    });
    running.set(name, run);
    void run.ends().then(async () => {
      finished.push(run.output());
      if (stopping) return;
      if (!killed.has(run)) {
        const when = READY.test(run.output()) ? 'running' : 'while it started';
        died.push(`${name}, ${when}: ${lastWords(run.output())}`);
        await pause(START_AGAIN_MS);
        begin(name);
      }
    });
  }

  for (const name of PROCESSES) begin(name);

  return {
    died,
    async ready() {
      for (const name of PROCESSES) {
        while (true) {
          const run = running.get(name);
          const printed = await run?.prints(READY).catch(() => undefined);
          if (printed !== undefined && running.get(name) === run) break;
          await pause(START_AGAIN_MS);
        }
      }
    },
    kill(name, downMs) {
      const run = running.get(name);
      if (run === undefined || killed.has(run)) return;
      killed.add(run);
      run.child.kill('SIGKILL');
      void run.ends().then(async () => {
        await pause(downMs);
        begin(name);
      });
    },
    suspend(name, forMs) {
      const run = running.get(name);
      run?.child.kill('SIGSTOP');
      setTimeout(() => run?.child.kill('SIGCONT'), forMs);
    },
    errors() {
      const counts = new Map<string, number>();
      for (const output of [...finished, ...[...running.values()].map((run) => run.output())]) {
        for (const line of output.split('\n')) {
          const message = Logged.safeParse(parsed(line)).data;
          if (message === undefined) continue;
          const words = `${message.msg}: ${message.err?.message.split('\n')[0] ?? ''}`;
          counts.set(words, (counts.get(words) ?? 0) + 1);
        }
      }
      return counts;
    },
    async stop() {
      stopping = true;
      for (const run of running.values()) {
        run.child.kill('SIGCONT');
        run.child.kill('SIGKILL');
        await run.ends();
      }
    },
  };
}

function lastWords(output: string): string {
  const spoken = output.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
  return spoken.slice(-LAST_LINES).join('\n');
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
