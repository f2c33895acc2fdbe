import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { exportProgramme, importFile } from '../../src/features/exchange/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

const now = DateTime.fromISO('2026-11-30T06:00:00Z', { zone: 'utc' });
const unchanged = { added: [], changed: [] };

const bring = ({ db, workspace }: TestDatabase, name: string) =>
  importFile(db, workspace, now, { name, bytes: readFileSync(`examples/${name}`) });

test('the workbook of the example is the example (npm run example:workbook writes it)', async () => {
  const [here, there] = [await freshDatabase(), await freshDatabase()];
  try {
    const { dependencies, actions, risks, decisions } = await bring(here, 'q1-launch.yaml');
    const counts = [dependencies, actions, risks, decisions].map(({ added }) => added.length);
    expect(counts).toEqual([16, 3, 3, 2]);
    expect(await bring(here, 'q1-launch.xlsx')).toMatchObject({
      programme: unchanged,
      teams: unchanged,
      people: unchanged,
      dependencies: unchanged,
      actions: unchanged,
      risks: unchanged,
      decisions: unchanged,
      warnings: [],
    });
    await bring(there, 'q1-launch.xlsx');
    const [first, second] = [here, there].map(({ db, workspace }) => exportProgramme(db, workspace, now, 'yaml'));
    expect(await second).toBe(await first);
  } finally {
    await here.drop();
    await there.drop();
  }
});
