import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { slackManifest, slackManifestYaml } from '../../src/adapters/slack/manifest.ts';
import { BLOCK_SCOPES, EVENT_SCOPES, METHOD_SCOPES, SCOPES } from '../../src/adapters/slack/scopes.ts';
import { METHODS } from '../support/slack-methods.ts';

const commands = [{ name: 'status' }, { name: 'block' }];

test('asks for the permissions that its calls, events and blocks need, and for no other', () => {
  const tables = [METHOD_SCOPES, EVENT_SCOPES, BLOCK_SCOPES];
  const needed = new Set(['commands', ...tables.flatMap((table) => Object.values(table).flat())]);
  expect(Object.keys(SCOPES).sort()).toEqual([...needed].sort());
  const { scopes } = slackManifest(commands).oauth_config ?? {};
  expect(scopes?.bot).toEqual(Object.keys(SCOPES));
  expect(scopes?.bot_optional).toEqual(['files:write', 'channels:history', 'groups:history']);
});

test('every method that is called in the sources is in the table, and no other', async () => {
  const folder = new URL('../../src/adapters/slack/', import.meta.url);
  const files = ['sender.ts', 'directory.ts', 'reply.ts', 'uploads.ts', 'index.ts'];
  const sources = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  const called = sources.flatMap((source) =>
    [...source.matchAll(/(?:client|background|answering)\.(auth|chat|conversations|files|users|views)\.(\w+)\(/g)].map(
      ([, group, method]) => `${group}.${method}`,
    ),
  );
  expect([...new Set(called)].sort()).toEqual(Object.keys(METHOD_SCOPES).sort());
});

test('every method that is called is known to the Slack of the tests', () => {
  expect(Object.keys(METHODS)).toEqual(expect.arrayContaining(Object.keys(METHOD_SCOPES)));
});

test('names the commands of the registry, within Slack’s limits', () => {
  const [command] = slackManifest(commands).features?.slash_commands ?? [];
  expect(command).toMatchObject({ command: '/deps', usage_hint: '[status | block]', should_escape: true });
  const many = Array.from({ length: 300 }, (_, index) => ({ name: `command-${index}` }));
  const manifest = slackManifest(many);
  expect(manifest.features?.slash_commands?.[0]?.usage_hint?.length).toBeLessThanOrEqual(1_000);
  expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
  expect(manifest.display_information.description?.length).toBeLessThanOrEqual(140);
});

test('points to the address of Depsync, or to none with Socket Mode', () => {
  const http = JSON.stringify(slackManifest(commands, { url: 'https://deps.example.org/' }));
  expect(http.match(/https:\/\/deps\.example\.org\/slack\/events/g)).toHaveLength(3);
  const socket = slackManifest(commands, { socketMode: true });
  expect(socket.settings?.socket_mode_enabled).toBe(true);
  expect(JSON.stringify(socket)).not.toContain('https://');
});

test('the file says the same as the object', () => {
  expect(parse(slackManifestYaml(commands))).toEqual(slackManifest(commands));
});
