import { DateTime } from 'luxon';
import { note } from '../../src/chat/card.ts';
import type { Platform } from '../../src/chat/inbound.ts';
import type { ChatSender, MessageRef, Paces, Target } from '../../src/chat/port.ts';
import { steppedClock } from '../../src/core/clock.ts';
import { PermanentFailure, TemporaryFailure } from '../../src/core/errors.ts';
import { claim, nextDelivery } from '../../src/outbox/claim.ts';
import { type Courier, createCourier } from '../../src/outbox/courier.ts';
import type { DeliveryResult } from '../../src/outbox/delivery.ts';
import { heldFor, interruptionsSince, release } from '../../src/outbox/held.ts';
import type { Message } from '../../src/outbox/message.ts';
import { enqueue } from '../../src/outbox/outbox.ts';
import type { FindRoutes, Route } from '../../src/outbox/send.ts';
import { outbox } from '../../src/outbox/tables.ts';
import { type FakeChat, fakeChat } from '../support/chat.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

const clock = steppedClock(DateTime.fromISO('2026-11-30T09:00:00Z'));
let database: TestDatabase;
let chat: FakeChat;
let courier: Courier;
let results: DeliveryResult[] = [];
let errors: unknown[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  chat = fakeChat('web', clock);
  courier = courierBy(chat);
  results = [];
  errors = [];
});
afterEach(async () => {
  await courier.stop();
  await database.drop();
  expect(errors).toEqual([]);
});

const routeTo = (platform: Platform, target: Target): Route => ({
  platform,
  workspace: 'T1',
  target,
  reader: { zone: 'UTC', mentions: new Map() },
});

function courierBy(
  sender: ChatSender,
  underWay = 1,
  routes: FindRoutes = async (_workspace, to) => [
    routeTo(sender.platform, 'person' in to ? { person: to.person } : { channel: to.channel.id }),
  ],
): Courier {
  const delivery = {
    db: database.db,
    clock,
    senders: new Map([[sender.platform, sender]]),
    random: () => 0,
    observe: (result: DeliveryResult) => results.push(result),
    onError: (error: unknown) => errors.push(error),
    routes,
  };
  return createCourier(delivery, { underWay });
}

function message(key: string, changes: Partial<Message> = {}): Message {
  return { key, to: { person: 'ana' }, card: note(key), priority: 'reply', ...changes };
}

async function say(...messages: Message[]): Promise<void> {
  await database.db.tx(database.workspace, (tx) => enqueue(tx, clock.now(), messages));
}

/** How each attempt of this round ended. */
async function deliverAll(): Promise<DeliveryResult[]> {
  results = [];
  await courier.round();
  await courier.idle();
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

  expect(await deliverAll()).toEqual(['delivered']);
  expect(texts()).toEqual(['v3']);
  expect(chat.messages[0]?.updates).toBe(1);
});

it('shows a card that changes while it waits at its first place, as it is now', async () => {
  await say(message('before'), message('v1', { subject: 'gate:1' }), message('after'));
  await say(message('v2', { subject: 'gate:1' }), message('v3', { subject: 'gate:1' }));

  expect(await deliverAll()).toEqual(['delivered', 'delivered', 'delivered']);
  expect(texts()).toEqual(['before', 'v3', 'after']);
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
  courier = courierBy(looking);
  await say(message('once'));
  chat.failNext(new TemporaryFailure('time-out', 'no answer', { outcomeUnknown: true }));

  expect(await deliverAll()).toEqual(['postponed']);
  clock.set(clock.now().plus({ minutes: 1 }));
  expect(await deliverAll()).toEqual(['delivered']);

  expect(texts()).toEqual([]);
});

it('leaves a message alone that another worker holds, and takes it over when that worker is gone', async () => {
  await say(message('held'));
  await claim(database.db, clock, 1);

  expect(await deliverAll()).toEqual([]);
  clock.set(clock.now().plus({ seconds: 61 }));

  expect(await deliverAll()).toEqual(['delivered']);
});

it('lets go of a message that it held for too long: another worker may have it', async () => {
  let suspensions = 1;
  courier = courierBy(chat, 1, async () => {
    if (suspensions > 0) clock.set(clock.now().plus({ seconds: 61 }));
    suspensions -= 1;
    return [routeTo('web', { person: 'ana' })];
  });
  await say(message('slow'));

  expect(await deliverAll()).toEqual(['overheld', 'delivered']);
  expect(texts()).toEqual(['slow']);
});

it('tries again, as if for the first time, what failed on our side', async () => {
  let failures = 9;
  courier = courierBy(chat, 1, async () => {
    failures -= 1;
    if (failures >= 0) throw new Error('the database is restarted');
    return [routeTo('web', { person: 'ana' })];
  });
  await say(message('in the end'));

  for (let n = 0; n < 9; n += 1) {
    expect(await deliverAll()).toEqual(['postponed']);
    clock.set(clock.now().plus({ seconds: 10 }));
  }
  expect(await deliverAll()).toEqual(['delivered']);

  expect(errors.splice(0)).toHaveLength(9);
  const [row] = await database.db.system((tx) => tx.select().from(outbox));
  expect(row?.attempts).toBe(1);
});

it('delivers once however many workers look at the same moment', async () => {
  const others = [courierBy(chat, 4), courierBy(chat, 4)];
  await say(...Array.from({ length: 12 }, (_, n) => message(`n${n}`, { to: { person: `p${n}` } })));

  await Promise.all([courier, ...others].map((one) => one.round()));
  await Promise.all([courier, ...others].map((one) => one.idle()));

  expect(texts().sort()).toEqual(Array.from({ length: 12 }, (_, n) => `n${n}`).sort());
});

it('shows a card once whose first post went unanswered and which changed meanwhile', async () => {
  const posted = new Map<string, MessageRef>();
  const looking: ChatSender = {
    ...chat,
    async post(one) {
      const ref = await chat.post(one);
      posted.set(one.id, ref);
      if (posted.size === 1) throw new TemporaryFailure('time-out', 'no answer', { outcomeUnknown: true });
      return ref;
    },
    find: async ({ id }) => posted.get(id),
  };
  courier = courierBy(looking);
  await say(message('v1', { subject: 'gate:1' }));
  await deliverAll();
  await say(message('v2', { subject: 'gate:1' }));
  clock.set(clock.now().plus({ minutes: 1 }));

  expect(await deliverAll()).toEqual(['delivered', 'delivered']);
  expect(texts()).toEqual(['v2']);
});

describe('on a platform that limits', () => {
  const paces: Paces = {
    post: { everyMs: 1_000, burst: 3 },
    update: { everyMs: 1_000, burst: 3 },
    conversation: { everyMs: 1_000, burst: 1 },
    cardEveryMs: 2_000,
  };
  const seconds = (n: number) => clock.set(clock.now().plus({ seconds: n }));
  const toMany = (count: number, changes: Partial<Message> = {}) =>
    Array.from({ length: count }, (_, n) => message(`${n}`, { to: { person: `p${n}` }, ...changes }));

  beforeEach(() => {
    courier = courierBy({ ...chat, paces });
  });

  it('posts once a second in a conversation', async () => {
    await say(message('first'), message('second'), message('third'));

    await deliverAll();
    expect(texts()).toEqual(['first']);
    expect(await nextDelivery(database.db, clock.now())).toEqual(clock.now().plus({ seconds: 1 }));
    seconds(1);
    await deliverAll();
    seconds(1);
    await deliverAll();

    expect(texts()).toEqual(['first', 'second', 'third']);
  });

  it('posts a few at once in a workspace, then as many as it may, the urgent ones first', async () => {
    await say(...toMany(5));

    await deliverAll();
    expect(texts()).toEqual(['0', '1', '2']);
    await say(message('urgent', { to: { person: 'boss' }, priority: 'escalation' }));
    seconds(1);
    await deliverAll();
    expect(texts()).toEqual(['0', '1', '2', 'urgent']);
    seconds(2);
    await deliverAll();

    expect(texts()).toEqual(['0', '1', '2', 'urgent', '3', '4']);
  });

  it('touches what waits for a limit once, not at every look', async () => {
    await say(...toMany(40));

    const looks = [await deliverAll(), await deliverAll(), await deliverAll()];

    expect(looks.map((one) => one.length)).toEqual([40, 0, 0]);
  });

  it('counts what waited for a limit as never tried', async () => {
    await say(...toMany(4));
    await deliverAll();

    const rows = await database.db.system((tx) => tx.select().from(outbox));

    expect(rows.map((row) => row.attempts).sort()).toEqual([0, 1, 1, 1]);
  });

  it('leaves a workspace alone for as long as the platform asks, then goes on one by one', async () => {
    await say(...toMany(3));
    chat.failNext(new TemporaryFailure('slow down', 'slow down', { retryAfterMs: 30_000 }));

    expect(await deliverAll()).toEqual(['postponed', 'paced', 'paced']);
    seconds(29);
    expect(await deliverAll()).toEqual([]);
    seconds(1);
    expect(await deliverAll()).toEqual(['delivered']);
    expect(await deliverAll()).toEqual([]);
    seconds(1);

    expect(await deliverAll()).toEqual(['delivered']);
  });

  it('shows the first change of a card at once, and those that follow together', async () => {
    await say(message('v1', { subject: 'gate:1' }));
    await deliverAll();
    seconds(10);
    await say(message('v2', { subject: 'gate:1' }));
    await deliverAll();
    for (const version of ['v3', 'v4', 'v5']) {
      await say(message(version, { subject: 'gate:1' }));
      await deliverAll();
    }

    expect(texts()).toEqual(['v2']);
    seconds(2);
    await deliverAll();

    expect(texts()).toEqual(['v5']);
    expect(chat.messages[0]?.updates).toBe(2);
  });

  it('keeps nobody waiting for a card that changed a moment ago', async () => {
    await say(message('v1', { subject: 'gate:1' }));
    await deliverAll();
    seconds(1);
    await say(message('v2', { subject: 'gate:1' }), message('an answer'));

    await deliverAll();

    expect(texts()).toEqual(['v1', 'an answer']);
  });
});

it('is idle after it was stopped, whoever still asks for a round', async () => {
  const stopped = courierBy(chat);
  await stopped.stop();
  await stopped.round();
  await stopped.idle();
  await say(message('later'));
  await stopped.round();
  expect(texts()).toEqual([]);
});

describe('what is held', () => {
  const held = (key: string, changes: Partial<Message> = {}) => message(key, { held: true, wants: [], ...changes });
  const heldNow = () => database.db.tx(database.workspace, (tx) => heldFor(tx, ['ana']));

  it('waits until it is let go, and keeps nobody waiting', async () => {
    await say(held('wanted', { priority: 'approval' }), message('news', { priority: 'digest' }));
    await deliverAll();
    expect(texts()).toEqual(['news']);

    const [one] = await heldNow();
    await database.db.tx(database.workspace, (tx) => release(tx, [one?.id ?? ''], clock.now(), 'unasked'));
    await deliverAll();

    expect(texts()).toEqual(['news', 'wanted']);
    const since = clock.now().minus({ days: 1 });
    const past = await database.db.tx(database.workspace, (tx) => interruptionsSince(tx, ['ana'], since));
    expect(past.get('ana')).toEqual([clock.now()]);
  });

  it('says what its newest version says, and is taken back by one that asks nothing', async () => {
    await say(held('first', { subject: 'gate:1' }));
    await say(held('second', { subject: 'gate:1' }));
    expect((await heldNow()).map(({ card }) => card.title)).toEqual([['second']]);

    await say(message('signed by another', { subject: 'gate:1' }));
    expect(await heldNow()).toEqual([]);
    await deliverAll();
    expect(texts()).toEqual([]);
  });

  it('is sent at once when a version cannot wait', async () => {
    await say(held('later', { subject: 'gate:1' }));
    await say(message('now', { subject: 'gate:1', wants: [] }));
    await deliverAll();
    expect(texts()).toEqual(['now']);
  });
});
