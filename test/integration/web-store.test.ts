import { DateTime } from 'luxon';
import { createWebSender } from '../../src/adapters/web/sender.ts';
import {
  CHANGES_CHANNEL,
  Change,
  findMessage,
  listMessages,
  PAGE_SIZE,
  postMessage,
} from '../../src/adapters/web/store.ts';
import { note } from '../../src/chat/card.ts';
import type { Outgoing } from '../../src/chat/port.ts';
import { steppedClock } from '../../src/core/clock.ts';
import { PermanentFailure } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { openDatabase } from '../../src/db/db.ts';
import { listen } from '../../src/db/listen.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

const clock = steppedClock(DateTime.fromISO('2026-12-01T09:00:00Z'));
let database: TestDatabase;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.drop());

function outgoing(words: string, to: Outgoing['to'] = { person: 'p-ana' }, id = newId()): Outgoing {
  const reader = { zone: undefined, mentions: new Map() };
  return { id, writtenAt: clock.now(), workspace: database.workspace, to, reader, card: note(words) };
}

function titlesIn(conversation: string): Promise<unknown[]> {
  return database.db.tx(database.workspace, async (tx) =>
    (await listMessages(tx, conversation)).messages.map(({ card }) => card.title[0]),
  );
}

describe('the sender', () => {
  it('posts to a person and to a channel', async () => {
    const sender = createWebSender(database.db, clock);
    const ref = await sender.post(outgoing('For Ana'));
    await sender.post(outgoing('For all', { channel: 'programme' }));
    expect(ref).toMatchObject({ platform: 'web', conversation: 'person:p-ana' });
    expect(await titlesIn('person:p-ana')).toEqual(['For Ana']);
    expect(await titlesIn('channel:programme')).toEqual(['For all']);
  });

  it('posts once what is sent twice, also at the same time', async () => {
    const sender = createWebSender(database.db, clock);
    const message = outgoing('Once');
    const refs = await Promise.all([sender.post(message), sender.post(message), sender.post(message)]);
    expect(new Set(refs.map((ref) => ref.message)).size).toBe(1);
    expect(await titlesIn('person:p-ana')).toEqual(['Once']);
  });

  it('updates a message where it stands', async () => {
    const sender = createWebSender(database.db, clock);
    const ref = await sender.post(outgoing('Before'));
    await sender.post(outgoing('Later'));
    await sender.update(ref, outgoing('After'));
    expect(await titlesIn('person:p-ana')).toEqual(['After', 'Later']);
  });

  it('says for good that a message is gone', async () => {
    const sender = createWebSender(database.db, clock);
    const ref = { platform: 'web' as const, conversation: 'person:p-ana', message: newId() };
    await expect(sender.update(ref, outgoing('After'))).rejects.toThrow(PermanentFailure);
  });
});

it('lists the newest messages, and the ones before them', async () => {
  const { db, workspace } = database;
  const conversation = 'channel:programme';
  await db.tx(workspace, async (tx) => {
    for (let n = 1; n <= PAGE_SIZE + 2; n++)
      await postMessage(tx, { conversation, outboxId: newId(), card: note(String(n)) }, clock.now());
  });
  await db.tx(workspace, async (tx) => {
    const newest = await listMessages(tx, conversation);
    expect(newest.older).toBe(true);
    expect(newest.messages.map(({ card }) => Number(card.title[0]))).toEqual(
      Array.from({ length: PAGE_SIZE }, (_, n) => n + 3),
    );
    const before = await listMessages(tx, conversation, newest.messages[0]?.seq);
    expect(before.older).toBe(false);
    expect(before.messages.map(({ card }) => card.title[0])).toEqual(['1', '2']);
  });
});

it('finds a message in its own conversation only', async () => {
  const { message } = await createWebSender(database.db, clock).post(outgoing('For Ana'));
  await database.db.tx(database.workspace, async (tx) => {
    expect(await findMessage(tx, 'person:p-ben', message)).toBeUndefined();
    expect((await findMessage(tx, 'person:p-ana', message))?.card.title).toEqual(['For Ana']);
  });
});

describe('another process', () => {
  /** What it hears, and a wait for the next thing it hears or does. */
  function listening() {
    const events: string[] = [];
    let wake = () => {};
    const tell = (event: string) => {
      events.push(event);
      wake();
    };
    const listener = listen(database.url, CHANGES_CHANNEL, {
      heard: (payload) => tell(Change.parse(JSON.parse(payload)).id),
      listening: () => tell('listening'),
      lost: () => tell('lost'),
    });
    return {
      events,
      stop: () => listener.stop(),
      async sees(...expected: string[]): Promise<void> {
        while (events.length < expected.length) await new Promise<void>((resolve) => (wake = resolve));
        expect(events).toEqual(expected);
      },
    };
  }

  it('hears what was posted and changed, and nothing that was taken back', async () => {
    const elsewhere = listening();
    await elsewhere.sees('listening');
    const failed = database.db.tx(database.workspace, async (tx) => {
      await postMessage(tx, { conversation: 'person:p-ana', outboxId: newId(), card: note('Taken back') }, clock.now());
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    const sender = createWebSender(database.db, clock);
    const ref = await sender.post(outgoing('Posted'));
    await sender.update(ref, outgoing('Changed'));
    await elsewhere.sees('listening', ref.message, ref.message);
    await elsewhere.stop();
  });

  it('hears again after its connection was cut', async () => {
    const elsewhere = listening();
    await elsewhere.sees('listening');
    const admin = openDatabase(database.url, { poolSize: 1 });
    await admin.system((tx) =>
      tx.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'depsync listen' and datname = current_database()",
      ),
    );
    await admin.close();
    await elsewhere.sees('listening', 'lost', 'listening');
    const { message } = await createWebSender(database.db, clock).post(outgoing('Posted'));
    await elsewhere.sees('listening', 'lost', 'listening', message);
    await elsewhere.stop();
  });
});
