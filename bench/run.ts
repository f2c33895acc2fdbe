// npm run bench [name…]: runs the benchmarks of this folder one after another, each as a process of its own, and writes
// RESULTS.md. Without names, all of them. Ends with 1 when one failed; an aim that was missed is a result.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DateTime } from 'luxon';
import { load, machine } from './support/machine.ts';
import { Result } from './support/result.ts';
import { type Measured, resultsPage } from './support/results-page.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const page = path.join(folder, 'RESULTS.md');

const names = chosen(process.argv.slice(2));
const measured: Measured[] = [];
for (const [index, name] of names.entries()) {
  console.log(`\n[${index + 1}/${names.length}] ${name}`);
  const began = DateTime.utc();
  const loadBefore = load();
  try {
    measured.push({ ...(await run(name)), under: `${began.toISODate()}, ${loadBefore} at its start` });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
if (measured.length > 0) {
  writeFileSync(page, resultsPage(readFileSync(page, 'utf8'), await machine(), measured));
  const missed = measured.flatMap(({ rows }) => rows).filter((row) => row.met === false);
  console.log(
    `\n${measured.length} of ${names.length} ran; ${missed.length} aims missed. bench/RESULTS.md is up to date.`,
  );
}

function chosen(wanted: readonly string[]): string[] {
  const all = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
    .map((file) => path.basename(file, '.ts'))
    .sort();
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length === 0) return wanted.length === 0 ? all : [...wanted];
  console.error(`No benchmark is called ${unknown.join(', ')}. There is: ${all.join(', ')}.`);
  process.exit(1);
}

/** Shows what it prints, but for the last line, which is its result. Throws when it fails or ends with anything else. */
async function run(name: string): Promise<Result> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(folder, `${name}.ts`)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'close');
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    if (last !== '') console.log(`  ${last}`);
    last = line;
  }
  const [code] = await exit;
  if (code !== 0) throw new Error(`${name} failed with ${code}: ${last}`);
  return read(name, last);
}

function read(name: string, line: string): Result {
  try {
    return Result.parse(JSON.parse(line));
  } catch (cause) {
    throw new Error(`The last line of ${name} is no result: ${line.slice(0, 200)}`, { cause });
  }
}
