import { DateTime } from 'luxon';
import { note } from '../../src/chat/card.ts';
import type { ChatSender } from '../../src/chat/port.ts';
import { steppedClock } from '../../src/core/clock.ts';
import { PermanentFailure, TemporaryFailure } from '../../src/core/errors.ts';
import { type DeliveryDeps, deliver, dueMessages } from '../../src/outbox/delivery.ts';
import type { Message } from '../../src/outbox/message.ts';
import { enqueue } from '../../src/outbox/outbox.ts';
import { outbox } from '../../src/outbox/tables.ts';
import { type FakeChat, fakeChat } from '../support/chat.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

const clock = steppedClock(DateTime.fromISO('2026-11-30T09:00:00Z'));
let database: TestDatabase;
let chat: FakeChat;
let deps: DeliveryDeps;

beforeEach(async () => {
  database = await freshDatabase();
  chat = fakeChat('web', clock);
  deps = withSender(chat);
});
afterEach(() => database.drop());

function withSender(sender: ChatSender): DeliveryDeps {
  return {
    db: database.db,
    clock,
    senders: new Map([['web', sender]]),
    random: () => 0,
    routes: async (workspace, to) => [
      {
        platform: 'web',
        workspace,
        target: 'person' in to ? { person: to.person } : { channel: to.channel.id },
        reader: { zone: 'UTC', mentions: new Map() },
      },
    ],
  };
}

function message(key: string, changes: Partial<Message> = {}): Message {
  return { key, to: { person: 'ana' }, card: note(key), priority: 'reply', ...changes };
}

async function say(...messages: Message[]): Promise<void> {
  await database.db.tx(database.workspace, (tx) => enqueue(tx, clock.now(), messages));
}

async function deliverAll(): Promise<string[]> {
  const results: string[] = [];
  for (
    let due = await dueMessages(database.db, clock.now());
    due.length > 0;
    due = await dueMessages(database.db, clock.now())
  ) {
    for (const { id } of due) results.push(await deliver(deps, id));
  }
  return results;
}

const texts = () => chat.messages.map((one) => one.text);

it('says the same thing once', async () => {
  await say(message('hello'));
  await say(message('hello'));

  await deliverAll();

  expect(texts()).toEqual(['hello']);
});

it('says nothing of a transaction that failed', async () => {
  const attempt = database.db.tx(database.workspace, async (tx) => {
    await enqueue(tx, clock.now(), [message('never')]);
    throw new Error('changed my mind');
  });

  await expect(attempt).rejects.toThrow('changed my mind');
  expect(await deliverAll()).toEqual([]);
});

it('keeps the order of a conversation, escalations first, also while a message waits for its retry', async () => {
  await say(message('first'), message('second'), message('urgent', { priority: 'escalation' }));
  chat.failNext(new TemporaryFailure('busy', 'busy', { retryAfterMs: 5_000 }));

  expect(await deliverAll()).toEqual(['postponed']);
  clock.set(clock.now().plus({ seconds: 5 }));
  await deliverAll();

  expect(texts()).toEqual(['urgent', 'first', 'second']);
});

it('updates a living card where it was posted, and skips what a newer version replaced', async () => {
  await say(message('v1', { subject: 'gate:1' }));
  await deliverAll();
  await say(message('v2', { subject: 'gate:1' }), message('v3', { subject: 'gate:1' }));

  expect(await deliverAll()).toEqual(['superseded', 'delivered']);
  expect(texts()).toEqual(['v3']);
  expect(chat.messages[0]?.updates).toBe(1);
});

it('parks what is refused for good and turns to the next address', async () => {
  await say(message('for ana', { fallback: [{ person: 'ben' }, { channel: { platform: 'web', id: 'programme' } }] }));
  chat.failNext(new PermanentFailure('gone', 'gone'), new PermanentFailure('gone', 'gone'));

  expect(await deliverAll()).toEqual(['parked', 'parked', 'delivered']);
  expect(chat.messages.map((one) => one.conversation)).toEqual(['channel:programme']);
  expect(texts()[0]).toContain('cannot be reached');
});

it('looks a message up before repeating an attempt that ended without a word', async () => {
  const looking: ChatSender = {
    ...chat,
    find: async () => ({ platform: 'web', conversation: 'person:ana', message: '7' }),
  };
  deps = withSender(looking);
  await say(message('once'));
  chat.failNext(new TemporaryFailure('time-out', 'no answer', { outcomeUnknown: true }));

  expect(await deliverAll()).toEqual(['postponed']);
  clock.set(clock.now().plus({ minutes: 1 }));
  expect(await deliverAll()).toEqual(['delivered']);

  expect(texts()).toEqual([]);
});

it('leaves a message alone that another worker holds, and takes it over when that worker is gone', async () => {
  await say(message('held'));
  const [due] = await dueMessages(database.db, clock.now());
  const leasedUntil = clock.now().plus({ minutes: 1 });
  await database.db.system((tx) => tx.update(outbox).set({ leasedUntil }));

  expect(await deliver(deps, due?.id ?? '')).toBe('not-open');
  expect(await dueMessages(database.db, clock.now())).toEqual([]);
  clock.set(leasedUntil.plus({ seconds: 1 }));

  expect(await deliverAll()).toEqual(['delivered']);
});

it('delivers once when two workers take the same message at the same moment', async () => {
  await say(message('one of us'));
  const [due] = await dueMessages(database.db, clock.now());
  const id = due?.id ?? '';

  const results = await Promise.all([deliver(deps, id), deliver(deps, id), deliver(deps, id)]);

  expect(results.sort()).toEqual(['delivered', 'not-open', 'not-open']);
  expect(texts()).toEqual(['one of us']);
});
