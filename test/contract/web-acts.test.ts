import { type Card, note } from '../../src/chat/card.ts';
import type { Form } from '../../src/chat/form.ts';
import { newId } from '../../src/core/ids.ts';
import { ana, ben, buttonOn, hidden, inbox, startWebConsole, type WebConsole } from '../support/web-console.ts';

let web: WebConsole;

beforeEach(async () => {
  web = await startWebConsole();
});

afterEach(() => web.stop());

const asking: Card = {
  title: ['DEP-4 is waiting for your status'],
  blocks: [
    { kind: 'buttons', buttons: [{ kind: 'action', label: 'No change', name: 'checkins.keep', value: { id: '7' } }] },
  ],
};

const form: Form = {
  name: 'checkins.details',
  value: { id: '7' },
  title: 'DEP-4',
  submit: 'Record for DEP-4',
  fields: [
    { kind: 'long-text', id: 'reason', label: 'Reason' },
    { kind: 'person', id: 'owner', label: 'Owner', optional: true },
  ],
};

it('is refused without the token, with another one, and from another site', async () => {
  const { act } = await web.signIn(ana);
  const said = { text: '/deps status', receipt: newId() };
  const other = await web.signIn(ana);
  for (const headers of [
    { 'x-csrf-token': '' },
    { 'x-csrf-token': other.csrf },
    { origin: 'http://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
  ]) {
    const answer = await act(`${inbox}/say`, said, headers);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Nothing was done.');
  }
  expect(web.acts).toEqual([]);
});

it('hands over commands and plain words', async () => {
  const { act } = await web.signIn(ana);
  web.reply = { kind: 'card', card: note('Q1 launch: 2 RED') };
  const answer = await act(`${inbox}/say`, { text: ' /deps status plat ', receipt: newId() });
  expect(answer.text).toContain('Q1 launch: 2 RED');
  expect(answer.headers['hx-retarget']).toBe('#stream');
  web.reply = { kind: 'none' };
  await act('/c/channel:leadership/say', { text: '12 is green', receipt: newId() });
  const common = { workspace: 'w-1', sender: ana.id };
  expect(web.acts).toMatchObject([
    {
      ...common,
      kind: 'command',
      text: 'status plat',
      place: { platform: 'web', conversation: `person:${ana.id}`, direct: true },
    },
    { ...common, kind: 'message', text: '12 is green', place: { conversation: 'leadership', direct: false } },
  ]);
});

it('sends the same words twice under one receipt, and other words under another', async () => {
  const { act } = await web.signIn(ana);
  const receipt = newId();
  for (const text of ['12 green', '12 green', '12 red']) await act(`${inbox}/say`, { text, receipt });
  const [first, again, other] = web.acts.map((one) => one.receipt);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

it('gives the command line a new receipt with each answer', async () => {
  const { act } = await web.signIn(ana);
  const receipt = newId();
  const answer = await act(`${inbox}/say`, { text: 'hello', receipt });
  expect(hidden(answer.text, 'receipt')).toMatch(/^[0-9a-f-]{36}$/);
  expect(hidden(answer.text, 'receipt')).not.toBe(receipt);
});

it('presses a rendered button twice under one receipt', async () => {
  const id = web.post(asking);
  const { agent, act } = await web.signIn(ana);
  const press = buttonOn((await agent.get(inbox)).text, 'No change');
  web.reply = { kind: 'replace', card: note('DEP-4 stays GREEN') };
  const answer = await act(`${inbox}/press`, { spot: id, press });
  expect(answer.headers['hx-retarget']).toBe(`#item-${id}`);
  expect(answer.text).toContain('DEP-4 stays GREEN');
  expect(web.stored.get(id)?.card).toEqual(note('DEP-4 stays GREEN'));
  web.reply = { kind: 'none' };
  const again = await act(`${inbox}/press`, { spot: id, press });
  expect(again.text).toContain('This was done already');
  expect(web.acts).toHaveLength(2);
  expect(web.acts[0]).toMatchObject({ kind: 'action', name: 'checkins.keep', value: { id: '7' } });
  expect(web.acts[1]?.receipt).toBe(web.acts[0]?.receipt);
});

it('names a channel as everybody does, so that words said there are answered there', async () => {
  const { act } = await web.signIn(ana);
  await act('/c/channel:leadership/say', { text: '/deps settings channel leadership here', receipt: newId() });
  expect(web.acts[0]?.place).toEqual({ platform: 'web', conversation: 'leadership', direct: false });
});

it('never shares a receipt between people', async () => {
  web.post(asking);
  const own = await web.signIn(ana);
  const press = buttonOn((await own.agent.get(inbox)).text, 'No change');
  await own.act(`${inbox}/press`, { spot: newId(), press });
  await (await web.signIn(ben)).act(`/c/person:${ben.id}/press`, { spot: newId(), press });
  expect(web.acts[1]?.receipt).not.toBe(web.acts[0]?.receipt);
});

it('shows a private answer next to the card that was clicked', async () => {
  const id = web.post(asking);
  const { agent, act } = await web.signIn(ana);
  web.reply = { kind: 'card', card: note('You cannot approve DEP-4: you submitted it.') };
  const answer = await act(`${inbox}/press`, {
    spot: id,
    press: buttonOn((await agent.get(inbox)).text, 'No change'),
  });
  expect(answer.headers['hx-retarget']).toBe(`#after-${id}`);
  expect(answer.text).toContain('Only you see this');
  expect(web.stored.get(id)?.card).toEqual(asking);
});

it('replaces a private answer in place without storing it', async () => {
  const spot = newId();
  const { act } = await web.signIn(ana);
  web.reply = { kind: 'replace', card: note('Done') };
  const press = JSON.stringify({ name: 'a.b', value: {}, receipt: newId() });
  const answer = await act(`${inbox}/press`, { spot, press });
  expect(answer.headers['hx-retarget']).toBe(`#item-${spot}`);
  expect(answer.text).toContain(`id="item-${spot}"`);
  expect(web.stored.size).toBe(0);
});

it('opens a form, keeps it open while answers are wrong, and then acts', async () => {
  const spot = web.post(asking);
  const { agent, act } = await web.signIn(ana);
  web.reply = { kind: 'form', form };
  const opened = await act(`${inbox}/press`, { spot, press: buttonOn((await agent.get(inbox)).text, 'No change') });
  expect(opened.headers['hx-retarget']).toBe('#dialog');
  expect(opened.headers['hx-trigger-after-settle']).toContain('open-dialog');
  expect(opened.text).toContain('Ben Okafor (@ben)');
  const sent = { form: hidden(opened.text, 'form'), receipt: hidden(opened.text, 'receipt'), spot };

  const empty = await act(`${inbox}/submit`, { ...sent, 'answer.reason': ' ' });
  expect(empty.text).toContain('Fill this in.');
  expect(web.acts).toHaveLength(1);

  web.reply = { kind: 'errors', fields: { reason: 'Say who, what and by when.' } };
  const refused = await act(`${inbox}/submit`, { ...sent, 'answer.reason': 'we will try' });
  expect(refused.headers['hx-retarget']).toBe('#dialog');
  expect(refused.text).toContain('Say who, what and by when.');
  expect(refused.text).toContain('we will try');

  web.reply = { kind: 'replace', card: note('Recorded') };
  const resent = { ...sent, receipt: hidden(refused.text, 'receipt'), 'answer.reason': 'Vendor brings it by Fri' };
  const done = await act(`${inbox}/submit`, resent);
  expect(done.headers['hx-trigger-after-settle']).toContain('close-dialog');
  expect(web.stored.get(spot)?.card).toEqual(note('Recorded'));
  expect(web.acts[2]).toMatchObject({
    kind: 'form',
    name: 'checkins.details',
    value: { id: '7' },
    fields: { reason: 'Vendor brings it by Fri' },
  });
  expect(web.acts[2]?.receipt).toBe(web.acts[1]?.receipt);
});

it('takes 10,000 characters of any script, and refuses what is longer than a form may be', async () => {
  const { act } = await web.signIn(ana);
  web.reply = { kind: 'card', card: note('Recorded') };
  const sent = { form: JSON.stringify(form), receipt: newId() };
  await act(`${inbox}/submit`, { ...sent, 'answer.reason': '規'.repeat(10_000) });
  expect(web.acts[0]).toMatchObject({ fields: { reason: '規'.repeat(10_000) } });

  const answer = await act(`${inbox}/submit`, { ...sent, 'answer.reason': 'x'.repeat(3_000_000) });
  expect(answer.status).toBe(413);
  expect(answer.text).toContain('That is too long.');
  expect(web.acts).toHaveLength(1);
});

it('cleans what no database stores', async () => {
  const { act } = await web.signIn(ana);
  await act(`${inbox}/say`, { text: 'a\u0000b', receipt: newId() });
  expect(web.acts[0]).toMatchObject({ text: 'ab' });
});

const receipt = newId();
const spot = newId();
const press = { name: 'a.b', value: {}, receipt };
it.each<[string, string, Record<string, string>]>([
  ['words that are missing', 'say', {}],
  ['empty words', 'say', { text: ' ', receipt }],
  ['a receipt that is none', 'say', { text: 'x', receipt: 'mine' }],
  ['a button that is no JSON', 'press', { spot, press: '{' }],
  ['a card that has no such id', 'press', { spot: '"><script>', press: JSON.stringify(press) }],
  ['a value that is no text', 'press', { spot, press: JSON.stringify({ ...press, value: { a: 1 } }) }],
  ['a form that is none', 'submit', { form: '{}', receipt }],
])('refuses %s', async (_what, address, fields) => {
  const { act } = await web.signIn(ana);
  const answer = await act(`${inbox}/${address}`, fields);
  expect(answer.status).toBe(400);
  expect(answer.text).toContain('Nothing was done.');
  expect(web.acts).toEqual([]);
});

it('names an id when Depsync itself fails', async () => {
  const { act } = await web.signIn(ana);
  web.reply = () => {
    throw new Error('secret detail');
  };
  const answer = await act(`${inbox}/say`, { text: '/deps status', receipt: newId() });
  expect(answer.status).toBe(500);
  expect(answer.text).toMatch(/this id: [0-9a-f]{8}/);
  expect(answer.text).not.toContain('secret detail');
});
