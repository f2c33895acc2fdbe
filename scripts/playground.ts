// Tries Depsync in Microsoft's local Teams client, as somebody would by hand, and takes pictures of it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';

const USAGE = `npm run playground -- [options]
Fetches the Microsoft 365 Agents Playground with npx; its licence is for evaluation. It listens on all interfaces while this runs.
  --out FOLDER       where the pictures go (playground)
  --chromium FILE    the browser (CHROMIUM_PATH, else /usr/bin/chromium)`;

const PLAYGROUND = '@microsoft/m365agentsplayground@0.2.28';
const PORTS = { depsync: 3978, playground: 56_150 };
/** Half an hour before Dev is asked for a status on Tue 1 Dec, 09:30 in Kolkata, and a minute each second: until then he was met. */
const CLOCK = '2026-12-01T03:30:00Z,60';
/** npx may have to fetch the Playground first. */
const START_TIMEOUT_MS = 120_000;

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'playground' },
    chromium: { type: 'string', default: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else await tryIt();

async function tryIt(): Promise<void> {
  mkdirSync(values.out, { recursive: true });
  const data = mkdtempSync(path.join(tmpdir(), 'depsync-playground-'));
  const running: ChildProcess[] = [];
  try {
    running.push(
      run('node', ['bin/depsync.js', 'start'], '.', {
        TEAMS_TRIAL: 'on',
        PORT: String(PORTS.depsync),
        DEPSYNC_DATA_DIR: data,
        DEPSYNC_CLOCK: CLOCK,
      }),
    );
    await answering(`http://127.0.0.1:${PORTS.depsync}/readyz`);
    const endpoint = `http://127.0.0.1:${PORTS.depsync}/api/messages`;
    const options = ['-e', endpoint, '-c', 'msteams', '--disable-telemetry', '-p', String(PORTS.playground)];
    running.push(run('npx', ['-y', PLAYGROUND, ...options], 'examples/playground', {}));
    await answering(`http://127.0.0.1:${PORTS.playground}/`);
    await act();
  } finally {
    await Promise.all(running.map(stop));
    rmSync(data, { recursive: true, force: true });
  }
}

async function act(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: values.chromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1_100, height: 1_000 } });
    await page.goto(`http://localhost:${PORTS.playground}/`);

    await says(page, 'deps status');
    await shows(page, 'Q1 launch:', 'status');

    await shows(page, 'needs a word by', 'prompt');
    await page.getByRole('button', { name: 'Details…' }).last().click();
    await shows(page, 'Status of DEP-9', 'form');
    await page.getByText('▲ YELLOW', { exact: true }).last().click();
    await page.getByLabel('Reason').last().fill('The registry has no staging cluster yet');
    await shows(page, 'Status of DEP-9', 'answer');
    await page.getByRole('button', { name: 'Record status' }).last().click();
    await shows(page, 'Recorded', 'answered');

    await says(page, 'mine');
    await page.getByRole('button', { name: 'Show DEP-4' }).last().click();
    await shows(page, 'Gate 1 of 4 for DEP-4', 'gate');
    await page
      .getByRole('button', { name: /^Approve/ })
      .last()
      .click();
    await shows(page, '1 of 2 signed', 'approved');
  } finally {
    await browser.close();
  }
}

async function says(page: Page, words: string): Promise<void> {
  await page.getByPlaceholder('Type a message').or(page.locator('[contenteditable=true]')).first().click();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

/** Waits for these words, and takes a picture of them. */
async function shows(page: Page, words: string, picture: string): Promise<void> {
  const found = page.getByText(words).last();
  try {
    await found.waitFor();
  } catch (error) {
    await page.screenshot({ path: path.join(values.out, 'failed.png') });
    throw error;
  }
  await found.scrollIntoViewIfNeeded();
  const file = path.join(values.out, `${picture}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  console.log(`${file}: "${words}"`);
}

function run(command: string, args: readonly string[], cwd: string, env: Record<string, string>): ChildProcess {
  const environment = { ...process.env, ...env };
  return spawn(command, [...args], { cwd, env: environment, stdio: ['ignore', 'ignore', 'inherit'], detached: true });
}

/** With what it started: npx passes no signal on. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGTERM');
  await ended;
}

async function answering(url: string): Promise<void> {
  const until = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < until) {
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${url} did not answer.`);
}
