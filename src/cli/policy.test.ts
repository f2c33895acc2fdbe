import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkPolicy } from './policy.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'policy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function saved(text: string): string {
  const file = path.join(folder, 'policy.yaml');
  writeFileSync(file, text);
  return file;
}

it('passes a file that can be used, and names its parts', async () => {
  const { out, exit } = await checkPolicy(saved('programme: Q1\ntiers: [24, 48]\n'));
  expect(out).toContain('policy.yaml is a policy of Q1: tiers');
  expect(exit).toBe(0);
});

it.each([
  ['tiers: [24]\n', 'programme, line 1: is missing.'],
  ['programme: Q1\ntiers: [48, 24]\n', 'tiers, line 2'],
  [
    'programme: Q1\ncadence:\n  weekdays: [2]\n  time: 9.30\n',
    'cadence.time, line 4: 9.3 is no text. Put it in quotes',
  ],
  ['programme: Q1\ngates: {}\n', 'gates, line 2'],
  ['programme: [', 'line 1'],
  ['', 'it is empty. `depsync policy show` writes a file that works.'],
])('fails %j with the place of the error', async (text, complaint) => {
  const { err, exit } = await checkPolicy(saved(text));
  expect(err).toContain(complaint);
  expect(exit).toBe(3);
});

it('says which file cannot be read', async () => {
  const { err, exit } = await checkPolicy(path.join(folder, 'none.yaml'));
  expect(err).toContain('none.yaml cannot be read');
  expect(exit).toBe(3);
});
