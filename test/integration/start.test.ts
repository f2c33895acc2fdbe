import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { depsync, type Run } from '../support/process.ts';

const URL_LINE = /Depsync [\d.]+ · (http:\S+)/;
const folder = mkdtempSync(path.join(tmpdir(), 'depsync-start-'));
const env = { DEPSYNC_DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn' };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function stop(run: Run): Promise<number | null> {
  run.child.kill('SIGTERM');
  return (await run.ends()).code;
}

it('starts on nothing, answers, keeps what was said, stops cleanly, and starts again with it', async () => {
  const first = depsync(['start'], env);
  const [, url = ''] = await first.prints(URL_LINE);
  expect(first.output()).toContain('The example programme "Q1 launch" is loaded');
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);

  const said = depsync(['say', '--as', 'lena', '/deps status'], env);
  expect((await said.ends()).code).toBe(0);
  expect(said.output()).toMatch(/Q1 launch: ● \d+ RED, ▲ \d+ YELLOW, ✓ \d+ GREEN/);
  const blocked = depsync(['say', '--as', 'ana', '/deps block DEP-1 the test accounts are locked'], env);
  await blocked.ends();
  expect(blocked.output()).toContain('Recorded for DEP-1: blocked');
  expect(await stop(first)).toBe(0);

  const second = depsync(['start'], env);
  await second.prints(URL_LINE);
  expect(second.output()).not.toContain('is loaded');
  const shown = depsync(['say', '--as', 'lena', '/deps show DEP-1'], env);
  await shown.ends();
  expect(shown.output()).toContain('the test accounts are locked');
  expect(await stop(second)).toBe(0);
});

it('refuses a second start on the same folder, and says what to do', async () => {
  const first = depsync(['start'], env);
  await first.prints(URL_LINE);

  const second = depsync(['start'], env);

  expect((await second.ends()).code).toBe(1);
  expect(second.output()).toMatch(
    /Depsync already runs on .* \(process \d+\)\. Stop it first, or set DEPSYNC_DATA_DIR/,
  );
  await stop(first);
});

it('recovers when the process and its database were killed', async () => {
  const first = depsync(['start'], env);
  await first.prints(URL_LINE);
  first.child.kill('SIGKILL');
  await first.ends();

  const second = depsync(['start'], env);
  await second.prints(URL_LINE);

  expect(await stop(second)).toBe(0);
});

it('names a wrong setting and what would be right', async () => {
  const run = depsync(['start'], { ...env, PORT: 'many' });

  expect((await run.ends()).code).toBe(1);
  expect(run.output()).toContain('PORT must be a number, for example PORT=3000');
});

it('ends, and says what to do, when its port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo; // a server that listens on TCP has a port
  const run = depsync(['start'], { ...env, PORT: String(port) });

  expect((await run.ends()).code).toBe(1);
  expect(run.output()).toContain(
    `127.0.0.1:${port} is taken. Stop what listens there, or set PORT to another port, for example PORT=3001.`,
  );
  other.close();
});

it.each([
  ['DATABASE_URL', { DATABASE_URL: 'postgres://u:secret@127.0.0.1:9/none' }],
  ['REDIS_URL', { DATABASE_URL: process.env['DEPSYNC_TEST_SERVER'] ?? '', REDIS_URL: 'redis://:secret@127.0.0.1:9' }],
])('ends, and names %s, when nothing answers there', async (name, unreachable) => {
  const run = depsync(['start'], { ...env, ...unreachable });

  expect((await run.ends()).code).toBe(1);
  expect(run.output()).toMatch(new RegExp(`does not answer.*Check ${name}`));
  expect(run.output()).not.toContain('secret');
});

it('tells somebody unknown who there is', async () => {
  const run = depsync(['say', '--as', 'lenna', '/deps status'], env);

  expect((await run.ends()).code).toBe(1);
  expect(run.output()).toContain('Nobody in the register is called @lenna. Did you mean @lena?');
});
