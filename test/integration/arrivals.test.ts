import { sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { note } from '../../src/chat/card.ts';
import type { MessageRef, Outgoing } from '../../src/chat/port.ts';
import { steppedClock } from '../../src/core/clock.ts';
import { PermanentFailure, TemporaryFailure } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { arrived } from '../../src/outbox/arrival.ts';
import { claim, nextDelivery } from '../../src/outbox/claim.ts';
import { type Courier, createCourier } from '../../src/outbox/courier.ts';
import type { Address, Message } from '../../src/outbox/message.ts';
import { enqueue } from '../../src/outbox/outbox.ts';
import type { FindRoutes } from '../../src/outbox/send.ts';
import { outbox, shown } from '../../src/outbox/tables.ts';
import { type FakeChat, fakeChat } from '../support/chat.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';
import { signal } from '../support/signal.ts';

const START = DateTime.fromISO('2026-12-03T09:42:00Z', { zone: 'utc' });
const CHANNEL = '19:leadership@thread.tacv2';

let clock: ReturnType<typeof steppedClock>;
let database: TestDatabase;
let chat: FakeChat;
let courier: Courier;
/** What happens to a message between the network and us, once for each post. */
let onTheWay: ((posted: MessageRef, message: Outgoing) => Promise<void> | void)[];

beforeEach(async () => {
  clock = steppedClock(START);
  database = await freshDatabase();
  chat = fakeChat('teams', clock);
  onTheWay = [];
  courier = startCourier();
});
afterEach(async () => {
  await courier.stop();
  await database.drop();
});

const routes: FindRoutes = async (_workspace, to) => [
  {
    platform: 'teams',
    workspace: 'T1',
    target: 'person' in to ? { person: to.person } : { channel: to.channel.id },
    reader: { zone: 'Europe/Berlin', mentions: new Map() },
  },
];

function startCourier(ways: FindRoutes = routes): Courier {
  const sender = {
    ...chat,
    async post(message: Outgoing) {
      const ref = await chat.post(message);
      await onTheWay.shift()?.(ref, message);
      return ref;
    },
  };
  const onError = (error: unknown) => {
    throw error;
  };
  return createCourier(
    { db: database.db, clock, senders: new Map([['teams', sender]]), random: () => 0, onError, routes: ways },
    { underWay: 4 },
  );
}

async function say(key: string, changes: Partial<Message> = {}): Promise<void> {
  const message: Message = { key, to: { person: 'ana' }, card: note(key), priority: 'reply', ...changes };
  await database.db.tx(database.workspace, (tx) => enqueue(tx, clock.now(), [message]));
}

async function deliverAll(): Promise<void> {
  await courier.round();
  await courier.idle();
}

/** Lets everything happen that falls due within these seconds, each at its moment. */
async function pass(seconds: number): Promise<void> {
  const end = clock.now().plus({ seconds });
  for (;;) {
    await deliverAll();
    const next = await nextDelivery(database.db, clock.now());
    if (next === undefined || next > end) break;
    clock.set(next);
  }
  clock.set(end);
}

const noAnswer = () => {
  throw new TemporaryFailure('teams-unreachable', 'Teams did not answer.', { outcomeUnknown: true });
};
const refOf = (nth: number): MessageRef => ({
  platform: 'teams',
  conversation: 'person:ana',
  message: String(nth),
});

/** Somebody's client shows the `nth` message that Teams took, and asks for their view of it. */
function sees(nth: number, seenIn: Address[] = [{ person: 'ana' }], workspace = database.workspace) {
  const message = chat.messages[nth - 1]?.outboxId ?? '';
  return arrived(database.db, clock, workspace, { message, ref: refOf(nth), seenIn });
}

const rows = () => database.db.system((tx) => tx.select().from(outbox).orderBy(outbox.seq));
const texts = () => chat.messages.map((one) => one.text);

describe('a message that went unanswered', () => {
  it('is not sent again once somebody sees it', async () => {
    onTheWay = [noAnswer];
    await say('once');
    await deliverAll();
    clock.set(clock.now().plus({ seconds: 5 }));

    expect(await sees(1)).toEqual({ card: note('once'), address: { person: 'ana' } });
    await pass(600);

    expect(texts()).toEqual(['once']);
    expect(await rows()).toMatchObject([{ platform: 'teams', message: '1', deliveredAt: START.plus({ seconds: 5 }) }]);
  });

  it('is not sent again when the process that sent it died', async () => {
    await say('once');
    const [row] = await claim(database.db, clock, 1);
    await chat.post({
      id: row?.id ?? '',
      writtenAt: START,
      workspace: 'T1',
      to: { person: 'ana' },
      reader: { zone: undefined, mentions: new Map() },
      card: note('once'),
    });

    await sees(1);
    await pass(600);

    expect(texts()).toEqual(['once']);
  });

  it('counts as delivered also when it was given up, and is no longer shown as such', async () => {
    onTheWay = Array.from({ length: 30 }, () => noAnswer);
    await say('given up');
    await pass(3 * 3_600);
    expect(await rows()).toMatchObject([{ deliveredAt: null, parkedAt: expect.anything() }]);

    await sees(30);

    expect(await rows()).toMatchObject([{ deliveredAt: clock.now(), parkedAt: null, message: '30' }]);
  });

  it('that was sent twice is told as double where it is not the one we know of', async () => {
    onTheWay = [noAnswer];
    await say('twice');
    await pass(10);
    expect(texts()).toEqual(['twice', 'twice']);

    expect(await sees(1)).toBe('double');
    expect(await sees(2)).toMatchObject({ card: note('twice') });
  });
});

describe('a client that is faster than our own write', () => {
  it('tells of an arrival while the post is still unanswered: both agree', async () => {
    onTheWay = [async () => void (await sees(1))];
    await say('once');
    await pass(600);

    expect(texts()).toEqual(['once']);
    expect(await rows()).toMatchObject([{ message: '1', attempts: 1 }]);
  });

  it('tells of it while the post fails: the failure is not written over it', async () => {
    onTheWay = [
      async () => {
        await sees(1);
        noAnswer();
      },
    ];
    await say('once', { fallback: [{ person: 'ben' }] });
    await pass(600);

    expect(texts()).toEqual(['once']);
    expect(await rows()).toMatchObject([{ message: '1', lastError: null, deliveredAt: START }]);
  });

  it('tells of it while the post is refused: nobody else is turned to', async () => {
    onTheWay = [
      async () => {
        await sees(1);
        throw new PermanentFailure('gone', 'gone');
      },
    ];
    await say('once', { fallback: [{ person: 'ben' }] });
    await pass(600);

    expect(texts()).toEqual(['once']);
    expect(await rows()).toMatchObject([{ message: '1', parkedAt: null }]);
  });

  it('tells of the first message while the second is under way: the second is the double', async () => {
    onTheWay = [noAnswer, async () => void (await sees(1))];
    await say('twice', { subject: 'gate:1' });
    await pass(10);

    expect(await sees(2)).toBe('double');
    expect(await sees(1)).toMatchObject({ card: note('twice') });
    await say('v2', { subject: 'gate:1' });
    await pass(10);
    expect(texts()).toEqual(['v2', 'twice']);
  });

  it('tells of it between the taking of a message and its sending: it is not sent', async () => {
    onTheWay = [noAnswer];
    await say('once');
    await deliverAll();
    courier = startCourier(async (...asked) => {
      await sees(1);
      return routes(...asked);
    });
    await pass(600);

    expect(texts()).toEqual(['once']);
  });

  it('waits for a write that is under way, and is judged by it', async () => {
    await say('once');
    await deliverAll();
    await database.db.system((tx) => tx.update(outbox).set({ deliveredAt: null, platform: null, message: null }));
    const [held, written] = [signal(), signal()];
    const isHeld = held.next();
    const writing = database.db.system(async (tx) => {
      const isWritten = written.next();
      await tx.update(outbox).set({ deliveredAt: clock.now(), platform: 'teams', message: '7' });
      held.notify();
      await isWritten;
    });
    await isHeld;
    const seen = sees(1);
    await somebodyWaits();
    written.notify();
    await writing;

    expect(await seen).toBe('double');
  });
});

/** Resolves when a transaction waits for another's row. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const found = await database.db.system((tx) =>
      tx.execute(sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`),
    );
    if (found.rows.length > 0) return;
  }
}

describe('a living card', () => {
  it('is written down as shown, so that its next version updates it', async () => {
    onTheWay = [noAnswer];
    await say('v1', { subject: 'gate:1' });
    await deliverAll();
    await sees(1);
    await say('v2', { subject: 'gate:1' });
    await pass(600);

    expect(texts()).toEqual(['v2']);
    expect(await database.db.system((tx) => tx.select().from(shown))).toMatchObject([{ message: '1' }]);
  });

  it('is shown as its newest version is, also when that is not sent yet', async () => {
    await say('v1', { subject: 'gate:1' });
    await deliverAll();
    const [first] = chat.messages.map((one) => one.outboxId);
    await say('v2', { subject: 'gate:1' });
    await say('v3', { subject: 'gate:1' });

    const seen = await arrived(database.db, clock, database.workspace, {
      message: first ?? '',
      ref: refOf(1),
      seenIn: [{ person: 'ana' }],
    });

    expect(seen).toEqual({ card: note('v3'), address: { person: 'ana' } });
  });

  it('whose first post was given up and that was posted anew is a double in its first place', async () => {
    onTheWay = Array.from({ length: 30 }, () => noAnswer);
    await say('v1', { subject: 'gate:1' });
    await pass(3 * 3_600);
    await say('v2', { subject: 'gate:1' });
    await pass(600);
    expect(texts().at(-1)).toBe('v2');

    expect(await sees(1)).toBe('double');
  });
});

describe('what is forged', () => {
  beforeEach(async () => {
    await say('to ana');
    await say('to leadership', { to: { channel: { platform: 'teams', id: CHANNEL } } });
    await deliverAll();
  });

  it("is a message in another person's chat, in another channel, of another workspace", async () => {
    expect(await sees(1, [{ person: 'ben' }])).toBeUndefined();
    expect(await sees(2, [{ person: 'ana' }])).toBeUndefined();
    expect(await sees(2, [{ channel: { platform: 'slack', id: CHANNEL } }])).toBeUndefined();
    expect(await sees(1, [{ person: 'ana' }], newId())).toBeUndefined();
  });

  it('is an id that is none, one that nobody knows, and one of a message that was never sent', async () => {
    await say('waits', { to: { person: 'cleo' } });
    const waits = (await rows()).find((row) => row.key === 'waits');
    const sees = (message: string) =>
      arrived(database.db, clock, database.workspace, { message, ref: refOf(1), seenIn: [{ person: 'cleo' }] });

    expect(await sees("'; drop table outbox")).toBeUndefined();
    expect(await sees(newId())).toBeUndefined();
    expect(await sees(waits?.id ?? '')).toBeUndefined();
    expect((await rows()).find((row) => row.key === 'waits')?.deliveredAt).toBeNull();
  });
});

it('knows a message of a channel also in the thread that it began', async () => {
  await say('to leadership', { to: { channel: { platform: 'teams', id: CHANNEL } } });
  await deliverAll();

  const thread: Address = { channel: { platform: 'teams', id: `${CHANNEL};messageid=1` } };
  const channel: Address = { channel: { platform: 'teams', id: CHANNEL } };

  expect(await sees(1, [thread, channel])).toEqual({ card: note('to leadership'), address: channel });
});
