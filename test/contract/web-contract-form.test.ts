import { note } from '../../src/chat/card.ts';
import type { Form } from '../../src/chat/form.ts';
import { newId } from '../../src/core/ids.ts';
import {
  ana,
  ben,
  contractFormOf,
  hidden,
  inbox,
  sendContract,
  startWebConsole,
  type WebConsole,
  type WebVisitor,
} from '../support/web-console.ts';

const PAGE = contractFormOf('DEP-4');
const form: Form = {
  name: 'approvals.submit',
  value: { dependency: 'd4' },
  title: 'Submit a contract',
  submit: 'Submit for approval',
  fields: [
    { kind: 'file', id: 'document', label: 'File', optional: true },
    { kind: 'long-text', id: 'pasted', label: 'Or its text', optional: true, max: 5_000_000 },
    { kind: 'text', id: 'version', label: 'Version', optional: true },
  ],
};

let web: WebConsole;
let visitor: WebVisitor;

beforeEach(async () => {
  web = await startWebConsole();
  visitor = await web.signIn(ana);
  web.reply = { kind: 'form', form };
});
afterEach(() => web.stop());

it('is the form of the command, on a page that needs no script', async () => {
  const { text } = await visitor.agent.get(PAGE).expect(200);
  expect(web.acts).toMatchObject([{ kind: 'command', text: 'submit DEP-4', sender: ana.id }]);
  expect(text).toContain(`<form method="post" action="${PAGE}" enctype="multipart/form-data"`);
  expect(text).toContain('type="file"');
  expect(text).not.toContain('hx-post');
});

it('hands over an uploaded file as its text', async () => {
  await sendContract(visitor, 'DEP-4', { version: ' v1.0.0 ' }, { file: '\ufeffopenapi: 3.1.0\r\ntitle: Größe\r\n' });
  expect(web.acts).toMatchObject([
    { kind: 'command' },
    {
      kind: 'form',
      name: 'approvals.submit',
      value: { dependency: 'd4' },
      fields: { document: 'openapi: 3.1.0\r\ntitle: Größe\r\n', version: 'v1.0.0' },
      place: { conversation: `person:${ana.id}`, direct: true },
    },
  ]);
});

it('hands over pasted text, and no file where none was chosen', async () => {
  await sendContract(visitor, 'DEP-4', { pasted: 'openapi: 3.1.0\r\ninfo:\r\n  title: x\r\n' });
  expect(web.acts).toMatchObject([{ kind: 'command' }, { fields: { pasted: 'openapi: 3.1.0\ninfo:\n  title: x' } }]);
});

it('shows what became of it', async () => {
  const page = await visitor.agent.get(PAGE);
  web.reply = { kind: 'card', card: note('Submitted: Orders API v1.0.0', 'Gate 1 of 4') };
  const fields = { csrf: hidden(page.text, 'csrf'), form: hidden(page.text, 'form'), receipt: newId() };
  const answer = await visitor.agent.post(PAGE).field(fields).expect(200);
  expect(answer.text).toContain('Submitted: Orders API v1.0.0');
  expect(answer.text).toContain(`href="${PAGE}"`);

  web.reply = { kind: 'none' };
  expect((await visitor.agent.post(PAGE).field(fields).expect(200)).text).toContain('This was done already');
});

it('says to those who may not submit why', async () => {
  web.reply = { kind: 'card', card: note('You cannot submit a contract for DEP-4.'), refused: true };
  expect((await visitor.agent.get(PAGE).expect(200)).text).toContain('You cannot submit a contract for DEP-4.');
});

it('says beside the field what is wrong, and keeps what was typed', async () => {
  const page = await visitor.agent.get(PAGE);
  web.reply = { kind: 'errors', fields: { pasted: 'Line 3: <b>this</b> is not YAML.' } };
  const fields = { csrf: hidden(page.text, 'csrf'), form: hidden(page.text, 'form'), receipt: newId() };
  const answer = await visitor.agent
    .post(PAGE)
    .field({ ...fields, 'answer.pasted': '</textarea><script>alert(1)</script>', 'answer.version': 'v7.0.0' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Line 3: &lt;b>this&lt;/b> is not YAML.');
  expect(answer.text).toContain('value="v7.0.0"');
  expect(answer.text).toContain('&lt;/textarea>&lt;script>');
  expect(hidden(answer.text, 'receipt')).toBe(fields.receipt);
});

it.each<[string, Buffer, string]>([
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]), 'This is not UTF-8 text.'],
  ['a file a little too large', Buffer.alloc(5_000_001, 'x'), 'This file has more than 5,000,000 bytes.'],
])('refuses %s beside its field', async (_what, file, message) => {
  const answer = await sendContract(visitor, 'DEP-4', { version: 'v7.0.0' }, { file });
  expect([answer.status, web.acts.length]).toEqual([422, 1]);
  expect(answer.text).toContain(message);
  expect(answer.text).toContain('value="v7.0.0"');
});

it('refuses 20 MB by a page that says how much is taken', async () => {
  const answer = await sendContract(visitor, 'DEP-4', {}, { file: Buffer.alloc(20_000_000, 'x') });
  expect([answer.status, web.acts.length]).toEqual([413, 1]);
  expect(answer.text).toContain('6,048,576 bytes are the most.');
});

it.each<[string, Parameters<typeof sendContract>[3]]>([
  ['without its token', { fields: { csrf: '' } }],
  ['with another token', { fields: { csrf: 'x'.repeat(43) } }],
  ['from another site', { headers: { origin: 'http://evil.example' } }],
  ['by another site’s page', { headers: { 'sec-fetch-site': 'cross-site' } }],
])('is refused %s', async (_what, sent) => {
  const answer = await sendContract(visitor, 'DEP-4', {}, { file: 'openapi: 3.1.0', ...sent });
  expect([answer.status, web.acts.length]).toEqual([403, 1]);
  expect(answer.text).toContain('Nothing was done.');
});

it('is refused from strangers, in pieces, and for what is no dependency', async () => {
  const stranger = await fetch(`${web.url}${PAGE}`, { redirect: 'manual' });
  expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/sign-in']);
  const type = 'multipart/form-data; boundary=x';
  await visitor.agent.post(PAGE).set('content-type', type).send('--x\r\nno part').expect(400);
  await visitor.agent.get('/dependencies/orders/contract').expect(404);
  await visitor.agent.get('/dependencies/DEP-4%20v1.0.0%20https:%2F%2Fevil.example/contract').expect(404);
  const other = await web.signIn(ben);
  await other.agent
    .post(PAGE)
    .field({ csrf: visitor.csrf, form: JSON.stringify(form), receipt: newId() })
    .expect(403);
});

it('takes a file in the dialog of a conversation too', async () => {
  web.reply = { kind: 'card', card: note('Submitted') };
  const answer = await visitor.agent
    .post(`${inbox}/submit`)
    .set({ 'hx-request': 'true', 'x-csrf-token': visitor.csrf })
    .field({ form: JSON.stringify(form), receipt: newId() })
    .attach('answer.document', Buffer.from('openapi: 3.1.0'), 'orders.yaml');
  expect(answer.headers['hx-trigger-after-settle']).toContain('close-dialog');
  expect(web.acts).toMatchObject([{ kind: 'form', fields: { document: 'openapi: 3.1.0' } }]);
});
