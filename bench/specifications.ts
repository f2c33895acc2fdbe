// A contract that is submitted is linted and compared with the version before it: how long that takes beside the command line
// of Spectral, which lints it once, and what the largest documents take. Spectral is fetched for the measurement.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonObject } from '../src/specifications/model.ts';
import { openSpecificationThread, type SpecificationThread } from '../src/specifications/worker/index.ts';
import { madeUp, withBaseChanged, withFieldsChanged } from './support/contracts.ts';
import { type Row, report } from './support/result.ts';
import { quantile } from './support/spread.ts';

const SPECTRAL = '@stoplight/spectral-cli@6.15.0';
const ROUNDS = 5;
const MOST_TIMES = 0.6;
const MOST_SECONDS = 30;
const MOST_MEGABYTES = 1_000;
const MB = 1_000_000;
/** So many schemas refer to each other in circles, as those of one part of a contract do. */
const GROUP = 20;
/** Of about 244 schemas: what a version usually changes, and a version that changes nearly everything. */
const FEW_CHANGES = 10;
const CHANGES = 200;

const folder = mkdtempSync(path.join(tmpdir(), 'depsync-bench-'));
try {
  report('specifications', [...(await besideSpectral()), ...(await largest())]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Both as they are used: Spectral as a whole process, ours on the thread that a service keeps. */
async function besideSpectral(): Promise<Row[]> {
  const before = madeUp(MB, GROUP);
  const [few, many] = [withFieldsChanged(before, FEW_CHANGES), withFieldsChanged(before, CHANGES)];
  const file = path.join(folder, 'large.json');
  writeFileSync(file, JSON.stringify(few, null, 2));
  writeFileSync(path.join(folder, 'ruleset.yaml'), 'extends: ["spectral:oas"]\n');
  execFileSync('npm', ['install', '--silent', '--no-save', '--prefix', folder, SPECTRAL], { stdio: 'inherit' });
  const cold = await examined(before, few);
  const thread = openSpecificationThread();
  const ofFew: number[] = [];
  const ofMany: number[] = [];
  const theirs: number[] = [];
  try {
    await secondsOf(thread, before, few);
    for (let round = 0; round < ROUNDS; round += 1) {
      ofFew.push(await secondsOf(thread, before, few));
      ofMany.push(await secondsOf(thread, before, many));
      theirs.push(await spectral(file));
    }
  } finally {
    await thread.close();
  }
  const other = quantile(theirs, 0.5);
  const row = (what: string, value: number): Row => ({
    what: `lint and comparison of 1 MB, ${what}`,
    comparedWith: `the command line of Spectral, which lints it, ${other.toFixed(2)} s`,
    value,
    unit: 's',
    ratio: value / other,
  });
  const value = quantile(ofFew, 0.5);
  return [
    { ...row(`${FEW_CHANGES} fields changed`, value), aim: `≤ ${MOST_TIMES} x`, met: value / other <= MOST_TIMES },
    row(`${CHANGES} fields changed`, quantile(ofMany, 0.5)),
    row(`${FEW_CHANGES} fields changed, with the start of the thread`, cold.seconds),
  ];
}

async function largest(): Promise<Row[]> {
  const before = madeUp(5 * MB, GROUP);
  const all = Number.POSITIVE_INFINITY;
  const cases: [string, JsonObject][] = [
    [`${CHANGES} fields changed`, withFieldsChanged(before, CHANGES)],
    ['a field of every schema changed', withFieldsChanged(before, all)],
    ['one schema that all are made of changed', withBaseChanged(before)],
  ];
  const rows: Row[] = [];
  for (const [what, after] of cases) {
    const { seconds, megabytes } = await examined(before, after);
    const most = { seconds: `≤ ${MOST_SECONDS} s`, megabytes: `≤ ${MOST_MEGABYTES} MB` };
    const name = `lint and comparison of 5 MB, ${what}`;
    rows.push({ what: name, value: seconds, unit: 's', aim: most.seconds, met: seconds <= MOST_SECONDS });
    rows.push({
      what: 'memory of the process meanwhile',
      value: megabytes,
      unit: 'MB',
      aim: most.megabytes,
      met: megabytes <= MOST_MEGABYTES,
    });
  }
  return rows;
}

/** On a new thread, its start included. */
async function examined(before: JsonObject, after: JsonObject): Promise<{ seconds: number; megabytes: number }> {
  const thread = openSpecificationThread();
  let megabytes = 0;
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, process.memoryUsage.rss() / 1024 ** 2);
  }, 50);
  try {
    return { seconds: await secondsOf(thread, before, after), megabytes };
  } finally {
    clearInterval(watch);
    await thread.close();
  }
}

async function secondsOf(thread: SpecificationThread, before: JsonObject, after: JsonObject): Promise<number> {
  const bytes = { before: Buffer.from(JSON.stringify(before)), after: Buffer.from(JSON.stringify(after)) };
  const began = performance.now();
  await thread.run('examine', { ...bytes, policy: {}, uses: [] });
  return (performance.now() - began) / 1000;
}

/** Seconds of a whole process that lints a file. It ends with 1 where it finds something. */
async function spectral(file: string): Promise<number> {
  const program = path.join(folder, 'node_modules/.bin/spectral');
  const began = performance.now();
  const child = spawn(program, ['lint', file, '--ruleset', path.join(folder, 'ruleset.yaml'), '--quiet'], {
    stdio: 'ignore',
  });
  const [code] = await once(child, 'close');
  if (code !== 0 && code !== 1) throw new Error(`Spectral ended with ${code}.`);
  return (performance.now() - began) / 1000;
}
