import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Form } from '../../src/chat/form.ts';
import { writeCompendium } from '../../src/cli/compendium.ts';
import { readConfig } from '../../src/config.ts';
import { compendiumFiles } from '../../src/features/compendium/index.ts';
import { listProgrammes } from '../../src/features/programme/index.ts';
import { readSpecification } from '../../src/specifications/read/index.ts';
import { openSpecificationThread } from '../../src/specifications/worker/index.ts';
import { ordersDocument, withColour } from '../support/contract-documents.ts';
import { startWorld, type World } from '../support/depsync.ts';

const MONDAY = '2026-11-30T07:00:00Z';
const FORM: Form = { name: 'approvals.submit', value: { dependency: 'DEP-1' }, title: '', submit: '', fields: [] };

let world: World;

beforeEach(async () => {
  world = await startWorld(MONDAY, {
    dependencies: [
      { title: 'Orders | API', contacts: { product: 'chloe', engineering: 'dev', qa: 'dev' } },
      { title: 'No contract yet' },
    ],
  });
});
afterEach(() => world.end());

async function compendium(): Promise<Map<string, string>> {
  const thread = openSpecificationThread();
  const files = new Map<string, string>();
  try {
    await world.db.tx(world.workspace, async (tx) => {
      for await (const file of compendiumFiles(tx, thread, await listProgrammes(tx), () => undefined)) {
        files.set(file.path, file.content);
      }
    });
  } finally {
    await thread.close();
  }
  return files;
}

it('holds every version of a contract with its changes, samples, checklist and who signed what when', async () => {
  const [ana, chloe] = [await world.actor('ana'), await world.actor('chloe')];
  await ana.submits(FORM, { document: ordersDocument('1.0.0') });
  const changes = await chloe.clicks('Request changes…');
  if (changes.reply.kind !== 'form') throw new Error(changes.text);
  await chloe.submits(changes.reply.form, { comment: 'Say what a colour is <b>first</b>' });
  await ana.submits(FORM, { document: ordersDocument('1.1.0', withColour), note: 'With colours' });
  await chloe.clicks('Approve v1.1.0');

  const files = await compendium();

  expect([...files.keys()]).toEqual([
    'DEP-1/v1.1.0/specification.yaml',
    'DEP-1/v1.1.0/samples.json',
    'DEP-1/v1.1.0/README.md',
    'DEP-1/v1.0.0/specification.yaml',
    'DEP-1/v1.0.0/samples.json',
    'DEP-1/v1.0.0/README.md',
    'DEP-1/CHANGELOG.md',
    'DEP-1/README.md',
    'README.md',
  ]);
  const page = (name: string) => files.get(name) ?? '';
  expect(page('README.md')).toContain('[DEP-1 Orders \\| API](<DEP-1/README.md>)');
  expect(page('README.md')).toContain('Open at gate 2 of 4, Technical sign-off');
  expect(page('DEP-1/README.md')).toMatch(
    /v1\.1\.0.*2 additive since v1\.0\.0.*\n.*v1\.0\.0.*Changes requested at gate 1/,
  );
  expect(page('DEP-1/CHANGELOG.md')).toContain('Since 1.0.0: 2 additive.');
  expect(page('DEP-1/v1.0.0/README.md')).toContain(
    'requested changes 2026-11-30 07:00 UTC: Say what a colour is &lt;b&gt;',
  );
  const present = page('DEP-1/v1.1.0/README.md');
  expect(present).toContain('- **Note:** With colours');
  expect(present).toMatch(/### 1 Draft review: passed 2026-11-30 07:00 UTC\n\n- \[x\] /);
  expect(present).toMatch(/Chloe.*: signed 2026-11-30 07:00 UTC/);
  const { hash } = readSpecification(Buffer.from(page('DEP-1/v1.1.0/specification.yaml')));
  expect(present).toContain(`- **SHA-256:** ${hash}`);
  expect(page('DEP-1/v1.1.0/samples.json')).toContain('"where": "GET /items → 200 application/json"');
});

it('is the same, byte for byte, whenever it is written from the same data', async () => {
  await (await world.actor('ana')).submits(FORM, { document: ordersDocument('1.0.0') });

  const first = await compendium();
  world.clock.set(world.now().plus({ days: 40 }));
  expect([...(await compendium())]).toEqual([...first]);
});

describe('its folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'depsync-compendium-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = (target: string, programme?: string) =>
    writeCompendium(readConfig({ DATABASE_URL: world.url }), target, programme, () => undefined);

  it('is new, empty or a compendium, which is replaced as a whole', async () => {
    const target = path.join(folder, 'a', 'contracts');
    expect(await write(target)).toMatch(/^0 contracts in 1 files/);
    await writeFile(path.join(target, 'DEP-9.md'), 'of a contract that is gone');

    await write(target);

    await expect(readFile(path.join(target, 'DEP-9.md'))).rejects.toThrow('ENOENT');
    expect(await readFile(path.join(target, 'README.md'), 'utf8')).toContain('There is no contract yet.');
  });

  it('is left alone where it holds anything else, or nothing could be written', async () => {
    await writeFile(path.join(folder, 'README.md'), '# Mine');

    await expect(write(folder)).rejects.toThrow(
      'holds other files. Name a folder that is new, empty, or a compendium.',
    );
    await expect(write(path.join(folder, 'README.md'))).rejects.toThrow('is a file.');
    await expect(write(path.join(folder, 'out'), 'Q9')).rejects.toThrow('No programme is called Q9. There is: ');
    await expect(readFile(path.join(folder, 'out', 'README.md'))).rejects.toThrow('ENOENT');
  });
});
