import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { teamsManifest } from '../../src/adapters/teams/manifest.ts';
import { manifestForTeams } from '../../src/cli/manifest.ts';
import { allCommands } from '../../src/compose.ts';

const APP = '11111111-2222-3333-4444-555555555555';
const SCHEMAS = 'node_modules/@microsoft/app-manifest/build/json-schemas/teams';

/** What Microsoft's own schema of its version has against a manifest. It is of draft 4, of which ajv knows all that is used. */
function errorsOf(manifest: ReturnType<typeof teamsManifest>): unknown[] {
  const file = `${SCHEMAS}/v${manifest.manifestVersion}/MicrosoftTeams.schema.json`;
  const { $schema: _draft, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.validate(schema, manifest);
  return ajv.errors ?? [];
}

test('the manifest is one that Microsoft’s schema takes, with and without the facts of an installation', () => {
  const printed = manifestForTeams({ appId: APP, url: 'https://deps.example.org/' });
  for (const text of [readFileSync('manifests/teams/manifest.json', 'utf8'), printed]) {
    expect(errorsOf(JSON.parse(text) as ReturnType<typeof teamsManifest>)).toEqual([]);
  }
  expect(errorsOf({ ...teamsManifest([], { version: '1.0.0' }), id: 'no guid' })).not.toEqual([]);
});

test('an installation has its app id and its address in all places', () => {
  const printed = manifestForTeams({ appId: APP, url: 'https://deps.example.org/' });
  expect(JSON.parse(printed)).toMatchObject({ id: APP, bots: [{ botId: APP }], validDomains: ['deps.example.org'] });
  expect(printed).not.toMatch(/depsync\.example|00000000/);
});

test('ten commands of the registry are offered, in every scope, and all of them exist', () => {
  const commands = allCommands();
  const [bot] = teamsManifest(commands, { version: '1.0.0' }).bots;
  const [list] = bot?.commandLists ?? [];
  expect(list?.scopes).toEqual(['personal', 'team', 'groupChat']);
  expect(list?.commands).toHaveLength(10);
  for (const { title, description } of list?.commands ?? []) {
    expect(commands.map((command) => command.name)).toContain(title);
    expect(title.length).toBeLessThanOrEqual(32);
    expect(description.length).toBeLessThanOrEqual(128);
  }
});

test.each([
  ['color.png', 192],
  ['outline.png', 32],
])('%s is a PNG of %i pixels', (name, pixels) => {
  const png = readFileSync(`manifests/teams/${name}`);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  // Width and height stand in the header.
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([pixels, pixels]);
});
