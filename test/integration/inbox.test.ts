import { DateTime } from 'luxon';
import { note } from '../../src/chat/card.ts';
import type { Inbound, Reply } from '../../src/chat/inbound.ts';
import { steppedClock } from '../../src/core/clock.ts';
import { InvalidInput, NotAllowed, NotReady } from '../../src/core/errors.ts';
import { createDispatch, type Sender } from '../../src/inbox/dispatch.ts';
import { outbox } from '../../src/outbox/tables.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

const clock = steppedClock(DateTime.fromISO('2026-12-01T09:00:00Z'));
let database: TestDatabase;
let handled: string[];
let bugs: unknown[];
let handle: (inbound: Inbound) => Promise<Reply>;
let identify: (inbound: Inbound) => Promise<Sender>;

beforeEach(async () => {
  database = await freshDatabase();
  handled = [];
  bugs = [];
  handle = async (inbound) => {
    handled.push(inbound.receipt);
    return { kind: 'card', card: note('done') };
  };
  identify = async () => ({ workspace: database.workspace, personId: 'ana', handles: new Map() });
});
afterEach(() => database.drop());

function inbox() {
  return createDispatch({
    db: database.db,
    clock,
    identify: (inbound) => identify(inbound),
    prepare: async () => undefined,
    handle: (_tx, inbound) => handle(inbound),
    onBug: (id, error) => bugs.push([id, error]),
    onCommitted: () => {},
  });
}

const common = {
  workspace: 'T1',
  sender: 'U1',
  place: { platform: 'slack' as const, conversation: 'D1', direct: true },
};
const message = (receipt: string): Inbound => ({ ...common, kind: 'message', text: 'hello', receipt });
const command = (receipt: string): Inbound => ({ ...common, kind: 'command', text: 'status', receipt });
const answers = () => database.db.system((tx) => tx.select().from(outbox));

it('acts once on a command that comes three times at once', async () => {
  const { dispatch } = inbox();

  const replies = await Promise.all([1, 2, 3].map(() => dispatch(command('same'))));

  expect(handled).toEqual(['same']);
  expect(replies.map((reply) => reply.kind).sort()).toEqual(['card', 'none', 'none']);
});

it('answers a message through the outbox, once', async () => {
  const { dispatch } = inbox();

  await Promise.all([dispatch(message('m1')), dispatch(message('m1'))]);
  await dispatch(message('m1'));

  expect(handled).toEqual(['m1']);
  expect(await answers()).toHaveLength(1);
});

it('answers words of a shared conversation where they were said, in their thread', async () => {
  const { dispatch } = inbox();
  const said = (receipt: string, thread?: string) =>
    dispatch({
      ...message(receipt),
      place: { platform: 'teams', conversation: '19:c@thread', direct: false, ...(thread !== undefined && { thread }) },
    });

  await said('m1');
  await said('m2', '19:c@thread;messageid=1');

  expect((await answers()).map((row) => row.address)).toEqual([
    { channel: { platform: 'teams', id: '19:c@thread' } },
    { channel: { platform: 'teams', id: '19:c@thread;messageid=1' } },
  ]);
});

it('returns the form that a message asked for, once', async () => {
  const { dispatch } = inbox();
  const form: Reply = { kind: 'form', form: { name: 'x.y', value: {}, title: 'New', submit: 'Add it', fields: [] } };
  handle = async () => form;

  expect(await dispatch(message('m1'))).toEqual(form);
  expect(await dispatch(message('m1'))).toEqual({ kind: 'none' });
  expect(await answers()).toEqual([]);
});

it('takes up a message whose process died after writing it down', async () => {
  const crash = inbox();
  handle = () => Promise.reject(new Error('killed'));
  await crash.dispatch(message('left'));
  handle = async ({ receipt }) => {
    handled.push(receipt);
    return { kind: 'card', card: note('done') };
  };

  expect(await inbox().resume()).toBe(0);
  clock.set(clock.now().plus({ minutes: 2 }));
  expect(await inbox().resume()).toBe(1);

  expect(handled).toEqual(['left']);
  expect((await answers()).map((row) => row.card.title)).toEqual([['done']]);
});

it('does not take words before the workspace is known, so that they are delivered again', async () => {
  const known = identify;
  identify = () => Promise.reject(new NotReady('unknown-workspace', 'Not connected yet.'));

  await expect(inbox().dispatch(message('early'))).rejects.toThrow('Not connected yet.');
  expect(await inbox().dispatch(command('early command'))).toMatchObject({ card: { title: ['Not connected yet.'] } });
  identify = known;
  await inbox().dispatch(message('early'));

  expect(handled).toEqual(['early']);
});

it('does not take words that it cannot write down', async () => {
  identify = () => Promise.reject(new Error('the database is away'));

  await expect(inbox().dispatch(message('lost?'))).rejects.toThrow('the database is away');
});

it('goes on to the next message when one that was left can no longer be answered', async () => {
  handle = () => Promise.reject(new Error('killed'));
  await inbox().dispatch(message('of somebody who left'));
  await inbox().dispatch({ ...message('of Ana'), sender: 'U2' });
  handle = async ({ receipt }) => {
    handled.push(receipt);
    return { kind: 'none' };
  };
  identify = async ({ sender }) => {
    if (sender === 'U1') throw new NotAllowed('stranger', 'Depsync does not know you.');
    return { workspace: database.workspace, personId: 'ana', handles: new Map() };
  };

  for (let sweep = 0; sweep < 4; sweep += 1) {
    clock.set(clock.now().plus({ minutes: 2 }));
    await inbox().resume();
  }

  expect(handled).toEqual(['of Ana']);
  expect(await inbox().resume()).toBe(0);
});

it('gives a refusal as it is written, and lets the same act be sent again', async () => {
  handle = () => Promise.reject(new InvalidInput('no-date', 'Say until when: `/deps away until Monday`.'));
  const refused = await inbox().dispatch(command('again'));
  handle = async () => ({ kind: 'card', card: note('done') });

  expect(refused).toMatchObject({
    kind: 'card',
    card: { title: ['Say until when: ', { kind: 'code', text: '/deps away until Monday' }, '.'] },
  });
  expect(await inbox().dispatch(command('again'))).toMatchObject({ kind: 'card' });
});

it('keeps a refused form open and says what is wrong', async () => {
  handle = () => Promise.reject(new InvalidInput('past-date', 'That day is over.', { due: 'That day is over.' }));
  const form: Inbound = { ...common, kind: 'form', name: 'a.b', value: {}, fields: {}, receipt: 'f' };

  expect(await inbox().dispatch(form)).toEqual({ kind: 'errors', fields: { due: 'That day is over.' } });
});

it('gives an id for a bug, changes nothing, and says no more of it than that', async () => {
  handle = () => Promise.reject(new Error('secret detail'));

  const reply = await inbox().dispatch(command('bug'));

  const [[id]] = bugs as [[string, unknown]];
  expect(JSON.stringify(reply)).toContain(id);
  expect(JSON.stringify(reply)).not.toContain('secret detail');
});
