// The embedded default as a newcomer meets it: how long a start takes on a data folder that exists, as a whole process from
// its spawn to the line that says where it listens, and what it holds in memory after a simulated week.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { depsync, type Run } from '../test/support/process.ts';
import { memoryOf, wholeProcess } from './support/processes.ts';
import { report } from './support/result.ts';
import { quantile } from './support/spread.ts';

const STARTS = 7;
const MOST_SECONDS = 4;
const MOST_MEGABYTES = 250;
/** The fastest that a simulated clock may run (src/config.ts); a week then takes 84 s. */
const SPEED = 7_200;
const WEEK_MS = (7 * 24 * 3_600_000) / SPEED;
const READY = /Depsync \S+ · http/;

const folder = mkdtempSync(path.join(tmpdir(), 'depsync-bench-'));
try {
  const first = await timeStart();
  const took: number[] = [];
  const node: number[] = [];
  const tsx: number[] = [];
  for (let n = 0; n < STARTS; n += 1) {
    took.push(await timeStart());
    node.push(await wholeProcess(['-e', '0']));
    tsx.push(await wholeProcess(['--import', 'tsx', '-e', '0']));
  }
  const median = quantile(took, 0.5) / 1000;
  const compiler = quantile(tsx, 0.5) / 1000;
  const bare = quantile(node, 0.5) / 1000;

  const week = begin({ DEPSYNC_DATA_DIR: path.join(folder, 'week'), DEPSYNC_CLOCK: `2026-11-30T06:00:00Z,${SPEED}` });
  await week.prints(READY);
  await pause(WEEK_MS);
  const megabytes = memoryOf(week.child.pid);
  await end(week);

  report('start', [
    {
      what: 'from the spawn to the ready line, the second start and later',
      comparedWith: `node with tsx and nothing to do, ${compiler.toFixed(2)} s; node alone, ${bare.toFixed(2)} s`,
      value: median,
      unit: 's',
      ratio: median / compiler,
      aim: `≤ ${MOST_SECONDS} s`,
      met: median <= MOST_SECONDS,
    },
    { what: 'the slowest of them', value: Math.max(...took) / 1000, unit: 's' },
    { what: 'the first start, which makes the database', value: first / 1000, unit: 's' },
    {
      what: 'memory after a simulated week of the example, without the database',
      value: megabytes,
      unit: 'MB',
      aim: `≤ ${MOST_MEGABYTES} MB`,
      met: megabytes <= MOST_MEGABYTES,
    },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function begin(env: Record<string, string>): Run {
  return depsync(['start'], { PORT: '0', LOG_LEVEL: 'error', ...env });
}

/** Milliseconds from the spawn to the ready line; then it is stopped. */
async function timeStart(): Promise<number> {
  const began = performance.now();
  const run = begin({ DEPSYNC_DATA_DIR: path.join(folder, 'data') });
  await run.prints(READY);
  const took = performance.now() - began;
  await end(run);
  return took;
}

async function end(run: Run): Promise<void> {
  run.child.kill('SIGTERM');
  await run.ends();
}
