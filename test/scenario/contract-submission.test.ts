import { personByHandle } from '../../src/features/people/index.ts';
import { asyncapiTemplate } from '../../src/specifications/templates/asyncapi.ts';
import { ordersDocument, withColour, withNumericName } from '../support/contract-documents.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { SlackActor } from '../support/slack-server.ts';
import { type WebUser, webUser } from '../support/web-user.ts';

/** Two stories of many acts, through real servers; a busy machine gets its time. */
const STORY_TIMEOUT_MS = 180_000;
const CONTACTS = { product: 'chloe', engineering: 'dev', qa: 'dev' };

let launch: Installation;
let onConsole: Record<'ana' | 'chloe' | 'dev', WebUser>;
let onSlack: Record<'ana' | 'chloe' | 'dev', SlackActor>;

beforeAll(async () => {
  launch = await startInstallation({
    at: '2026-11-30T07:00:00Z',
    processes: 1,
    channels: [],
    seed: {
      people: {
        ana: { slack: 'UANA', delegate: 'ben' },
        chloe: { slack: 'UCHLOE', team: 'part', delegate: 'dev' },
        dev: { slack: 'UDEV', team: 'data', delegate: 'chloe' },
      },
      dependencies: [
        { title: 'Orders API', contacts: CONTACTS },
        { title: 'Returns API', contacts: CONTACTS },
        { title: 'Usage feed', contacts: CONTACTS },
      ],
    },
  });
  const user = async (handle: string) => {
    const person = await launch.db.tx(launch.workspace, (tx) => personByHandle(tx, handle));
    return webUser(launch.url, person?.id ?? '');
  };
  onConsole = { ana: await user('ana'), chloe: await user('chloe'), dev: await user('dev') };
  const actor = (id: string) => launch.slack.actor(id, launch.url);
  onSlack = { ana: actor('UANA'), chloe: actor('UCHLOE'), dev: actor('UDEV') };
});
afterAll(() => launch.end());

// First the console: it waits as long as it takes to start the thread that examines documents.
it(
  'takes a contract on the console by file and by paste, from its first version to its last signature',
  async () => {
    const { ana } = onConsole;
    expect(await ana.submits('DEP-1', {}, ordersDocument('1.0.0'))).toContain('Submitted: Orders API v1.0.0');
    await delivered();
    expect(onSlack.chloe.inbox.at(-1)?.text).toContain('Orders API v1.0.0');
    expect(onSlack.chloe.inbox.at(-1)?.text).toContain('Lint: clean');

    const refused = await ana.submits('DEP-1', { pasted: ordersDocument('1.1.0', withNumericName) });
    expect(refused).toContain('v1.1.0 does not fit: send it as v2.0.0 or higher');
    expect(refused).toContain('Back to the form');

    await onSlack.chloe.clicks('Request changes…');
    await onSlack.chloe.fills({ 'What must change': 'A name stays a text' });
    await delivered();
    expect(onSlack.ana.inbox.at(-1)?.text).toContain('Changes requested: Orders API v1.0.0');

    const again = await ana.submits('DEP-1', { pasted: ordersDocument('1.1.0', withColour), note: 'A colour instead' });
    expect(again).toContain('Submitted: Orders API v1.1.0');
    expect(again).toContain('Since v1.0.0: 2 additive');
    await passAllGates('v1.1.0', 'DEP-1');
  },
  STORY_TIMEOUT_MS,
);

it(
  'takes a contract in Slack by file, from its first version to its last signature',
  async () => {
    const { ana, chloe } = onSlack;
    expect(await sends(ana, 'DEP-2', ordersDocument('1.0.0'))).toContain('Submitted: Returns API v1.0.0');
    await delivered();
    expect(await sends(ana, 'DEP-2', ordersDocument('1.1.0', withNumericName))).toContain(
      'v1.1.0 does not fit: send it as v2.0.0 or higher',
    );

    await chloe.clicks('Request changes…');
    await chloe.fills({ 'What must change': 'Items are numbered' });
    await delivered();
    await ana.clicks('Send a new version…');
    const taken = await ana.fills({ File: upload(ordersDocument('2.0.0', withNumericName)) });
    expect(taken?.text).toContain('Submitted: Returns API v2.0.0');
    expect(taken?.text).toContain('Since v1.0.0: 2 breaking');
    await passAllGates('v2.0.0', 'DEP-2');
  },
  STORY_TIMEOUT_MS,
);

it('shows a template in Slack, which is taken once it is filled in', async () => {
  const shown = await onSlack.ana.runs('/deps template asyncapi');
  expect(shown?.text).toContain('A contract to start from: AsyncAPI');
  expect(shown?.text).toContain(asyncapiTemplate.trim());

  expect(await sends(onSlack.ana, 'DEP-3', asyncapiTemplate)).toMatch(/v1.0.0 was not taken: \d+ errors?\n- Line \d+/);
  expect((await onSlack.ana.runs('/deps template wsdl'))?.text).toContain('openapi, asyncapi, json-schema');
});

const bomb = (levels: number) =>
  Array.from({ length: levels }, (_, level) =>
    level === 0 ? 'x-0: &l0 [lol, lol]' : `x-${level}: &l${level} [*l${level - 1}, *l${level - 1}]`,
  ).join('\n');
const schema = (more: string) => `$schema: https://json-schema.org/draft/2020-12/schema\nx-version: 9.0.0\n${more}`;

/** What nobody takes for a contract, whichever way it comes, and what is to be sent instead. */
const BAD: [string, string | Buffer, string][] = [
  ['no YAML', 'openapi: 3.1.0\ninfo:\n  - a\n b: c', 'Line 4, column 2: this is not YAML or JSON'],
  ['a YAML bomb', `openapi: 3.1.0\n${bomb(30)}`, 'grows to more than 1,000,000 values'],
  ['bytes that are no text', Buffer.from([0x50, 0x4b, 3, 4, 0, 0xff]), 'Send the specification as a YAML or JSON file'],
  ['another kind', 'swagger: "2.0"', 'Convert it to OpenAPI and send openapi: 3.0.3 or newer.'],
  ['a reference to nothing', schema('$ref: "#/$defs/a"'), 'leads to nothing. Add what it names, or correct it.'],
  [
    'a reference elsewhere',
    schema('$ref: https://evil.example/a.yaml'),
    'nothing is fetched. Bundle the files into one.',
  ],
  [
    'references in a circle',
    schema('$ref: "#/$defs/a"\n$defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } }'),
    'leads in a circle of references to itself',
  ],
  ['a key twice', 'openapi: 3.1.0\nopenapi: 3.1.0', 'this key stands here twice. Keep one.'],
  [
    'no version',
    ordersDocument('1.0.0').replace('  version: 1.0.0\n', ''),
    'The document has no version: send it here',
  ],
  ['what is no version', ordersDocument('latest'), '"latest" is not a version. Send three numbers'],
  ['a lower version', ordersDocument('0.9.0', withColour), 'v0.9.0 does not fit: send it as v'],
];

describe('of what cannot be a contract nothing is saved', () => {
  const present = async () => (await onSlack.chloe.runs('/deps gates DEP-1'))?.text;
  let before: string | undefined;
  beforeAll(async () => {
    before = await present();
  });
  afterEach(async () => expect(await present()).toBe(before));

  it.each(BAD)('on the console: %s', async (_what, content, message) => {
    expect(await onConsole.ana.submits('DEP-1', {}, content)).toContain(message);
  });

  it.each(BAD)('in Slack: %s', async (_what, content, message) => {
    expect(await sends(onSlack.ana, 'DEP-1', content)).toContain(message);
  });

  it('the present version with another content', async () => {
    const other = ordersDocument('1.1.0', (text) => withColour(text).replace('Stable; never', 'Never'));
    expect(await onConsole.ana.submits('DEP-1', { pasted: other })).toContain('send it as v1.1.1 or higher');
    expect(await sends(onSlack.ana, 'DEP-1', other)).toContain('send it as v1.1.1 or higher');
  });

  it('20 MB', async () => {
    const content = Buffer.alloc(20_000_000, 'x');
    expect(await onConsole.ana.submits('DEP-1', {}, content)).toContain('That is too long.');
    expect(await sends(onSlack.ana, 'DEP-1', content)).toContain('has more than 5,000,000 bytes');
  });

  it('for a dependency that there is not', async () => {
    expect(await onConsole.ana.says('/deps submit DEP-99')).toContain('DEP-99 is not in the register');
    expect((await onSlack.ana.runs('/deps submit DEP-99'))?.text).toContain('DEP-99 is not in the register');
  });
});

/** A conversation takes one message a second: ten seconds are enough for what an act sends. */
function delivered(): Promise<void> {
  return launch.advanceTo(launch.clock.now().plus({ seconds: 10 }));
}

function upload(content: string | Buffer): string {
  return launch.slack.upload('orders.yaml', content);
}

/** Sends a file by the form of `/deps submit`; gives what then stands in the modal, also beside the field. */
async function sends(actor: SlackActor, key: string, content: string | Buffer): Promise<string> {
  await actor.runs(`/deps submit ${key}`);
  const shown = await actor.fills({ File: upload(content) });
  return [shown?.text, ...Object.values(shown?.errors ?? {})].join('\n');
}

/** Chloe signs for product and the consumers, Dev for engineering and QA. */
async function passAllGates(version: string, key: string): Promise<void> {
  const { chloe, dev } = onSlack;
  for (const signers of [[chloe], [dev, chloe], [dev], [chloe, dev]]) {
    await delivered();
    for (const signer of signers) {
      await signer.clicks(`Approve ${version}`, signer.inbox.at(-1));
      await delivered();
    }
  }
  const gates = (await chloe.runs(`/deps gates ${key}`))?.text ?? '';
  expect(gates.match(/✓ \d [^:]+: passed/g)).toHaveLength(4);
}
