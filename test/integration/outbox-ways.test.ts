import { DateTime } from 'luxon';
import { note } from '../../src/chat/card.ts';
import type { Platform } from '../../src/chat/inbound.ts';
import { steppedClock } from '../../src/core/clock.ts';
import { PermanentFailure, TemporaryFailure } from '../../src/core/errors.ts';
import { nextDelivery } from '../../src/outbox/claim.ts';
import { type Courier, createCourier } from '../../src/outbox/courier.ts';
import type { DeliveryResult } from '../../src/outbox/delivery.ts';
import type { Address, Message } from '../../src/outbox/message.ts';
import { enqueue } from '../../src/outbox/outbox.ts';
import type { Route } from '../../src/outbox/send.ts';
import { type FakeChat, fakeChat } from '../support/chat.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

/** Thu 3 Dec 2026, 10:42 in Berlin. */
const START = DateTime.fromISO('2026-12-03T09:42:00Z', { zone: 'utc' });

let clock: ReturnType<typeof steppedClock>;
let database: TestDatabase;
let teams: FakeChat;
let slack: FakeChat;
let courier: Courier;
let results: DeliveryResult[];
/** What the person prefers by now. */
let preferred: Platform[];

beforeEach(async () => {
  clock = steppedClock(START);
  database = await freshDatabase();
  teams = fakeChat('teams', clock);
  slack = fakeChat('slack', clock);
  preferred = ['teams', 'slack'];
  results = [];
  courier = startCourier();
});
afterEach(async () => {
  await courier.stop();
  await database.drop();
});

function startCourier(): Courier {
  return createCourier(
    {
      db: database.db,
      clock,
      senders: new Map([teams, slack].map((chat) => [chat.platform, chat])),
      random: () => 0,
      observe: (result) => results.push(result),
      onError: (error) => {
        throw error;
      },
      routes: async (_workspace, to) => waysTo(to),
    },
    { underWay: 1 },
  );
}

/** As `reach.ts` orders them: the platform that the address names, then as the person prefers. */
function waysTo(to: Address): Route[] {
  if ('channel' in to) return [wayTo(to.channel.platform, { channel: to.channel.id })];
  const named = preferred.filter((platform) => platform === to.platform);
  const others = preferred.filter((platform) => platform !== to.platform);
  return [...named, ...others].map((platform) => wayTo(platform, { person: to.person }));
}

const wayTo = (platform: Platform, target: Route['target']): Route => ({
  platform,
  workspace: 'T1',
  target,
  reader: { zone: 'Europe/Berlin', mentions: new Map() },
});

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

const texts = (chat: FakeChat) => chat.messages.map((one) => one.text);
const times = (count: number, error: () => Error) => Array.from({ length: count }, error);
const silent = () => new TemporaryFailure('teams-http-503', 'Teams answered 503.');
const unheard = () => new TemporaryFailure('teams-unreachable', 'Teams did not answer.', { outcomeUnknown: true });
const down = (chat: FakeChat, error = silent) => chat.failNext(...times(1_000, error));

describe('a living card', () => {
  it('goes on where it is shown, whatever the person prefers by now', async () => {
    await say('v1', { subject: 'gate:1' });
    await deliverAll();
    preferred = ['slack', 'teams'];
    await say('v2', { subject: 'gate:1' });
    await say('something new');
    await deliverAll();

    expect(texts(teams)).toEqual(['v2']);
    expect(texts(slack)).toEqual(['something new']);
  });

  it('goes on where it came to when its platform did not answer, also when that answers again', async () => {
    await say('v1', { subject: 'gate:1' });
    await deliverAll();
    down(teams);
    await say('v2', { subject: 'gate:1' });
    await pass(60);
    teams.heal();
    await say('v3', { subject: 'gate:1' });
    await pass(60);

    expect(texts(teams)).toEqual(['v1']);
    expect(texts(slack)).toEqual(['v3']);
  });
});

describe('a platform that does not answer', () => {
  it('is replaced for an urgent message after a minute, and the message says since when', async () => {
    down(teams);
    await say('decide');
    await pass(59);
    expect(texts(slack)).toEqual([]);
    await pass(1);

    expect(texts(slack)).toEqual(['decide\nYou get this here because Teams has not answered since Thu 3 Dec, 10:42.']);
  });

  it('is given four minutes for what can wait', async () => {
    down(teams);
    await say('how does it stand?', { priority: 'prompt' });
    await pass(239);
    expect(texts(slack)).toEqual([]);
    await pass(1);

    expect(texts(slack)).toHaveLength(1);
  });

  it('keeps the next message waiting for one attempt only, and it says since when as well', async () => {
    down(teams);
    await say('first');
    await pass(60);
    await say('second');
    await pass(0);

    expect(texts(slack)[1]).toBe('second\nYou get this here because Teams has not answered since Thu 3 Dec, 10:42.');
  });

  it('may have taken the message all the same: then it says so', async () => {
    down(teams, unheard);
    await say('decide');
    await pass(60);

    expect(texts(slack)[0]).toMatch(/since Thu 3 Dec, 10:42\. It may have arrived there too\.$/);
  });

  it('is used again when it answers, and nothing is said twice', async () => {
    down(teams);
    await say('first');
    await pass(60);
    teams.heal();
    await say('second');
    await pass(600);

    expect(texts(teams)).toEqual(['second']);
    expect(texts(slack)).toHaveLength(1);
  });

  it('is tried in turn with the other, when neither answers, until one does', async () => {
    down(teams);
    down(slack);
    await say('at last');
    await pass(600);
    teams.heal();
    await pass(600);

    expect(texts(teams)).toEqual(['at last']);
    expect(texts(slack)).toEqual([]);
  });

  it('is waited for by who has no other', async () => {
    preferred = ['teams'];
    down(teams);
    await say('in the end');
    await pass(600);
    teams.heal();
    await pass(300);

    expect(texts(teams)).toEqual(['in the end']);
  });

  it('is no such platform when it only asks to wait', async () => {
    teams.failNext(...times(3, () => new TemporaryFailure('busy', 'busy', { retryAfterMs: 100_000 })));
    await say('decide');
    await pass(300);

    expect(texts(teams)).toEqual(['decide']);
    expect(texts(slack)).toEqual([]);
  });
});

describe('a platform that is busy', () => {
  it('for whatever time is waited for, and then fails as one that was not', async () => {
    teams.failNext(...times(60, () => new TemporaryFailure('busy', 'busy', { retryAfterMs: 2_000 })));
    teams.failNext(new TemporaryFailure('down', 'down'));
    await say('decide');
    await pass(600);

    expect(results).not.toContain('parked');
    expect(texts(teams)).toEqual(['decide']);
  });
});

describe('a platform that refuses', () => {
  const blocked = () => new PermanentFailure('teams-blocked', 'The person blocked Depsync.');

  it('gives way to the other at once, and the message says why', async () => {
    teams.failNext(blocked());
    await say('decide');
    await deliverAll();

    expect(results).toEqual(['delivered']);
    expect(texts(slack)).toEqual(['decide\nYou get this here because Teams refused it.']);
  });

  it('is not asked again for the same message', async () => {
    teams.failNext(blocked());
    slack.failNext(silent());
    await say('decide');
    await pass(2);

    expect(texts(teams)).toEqual([]);
    expect(texts(slack)).toEqual(['decide\nYou get this here because Teams refused it.']);
  });

  it('leaves the message to whom it turns to next when every other refuses too', async () => {
    teams.failNext(blocked());
    slack.failNext(blocked());
    await say('decide', { fallback: [{ person: 'ben' }] });
    await deliverAll();

    expect(results).toEqual(['parked', 'delivered']);
    expect(teams.in('person:ben')[0]?.text).toContain('cannot be reached');
  });
});

it('waits ten seconds before it repeats what may have arrived on a platform without a look-up', async () => {
  teams.failNext(unheard());
  await say('perhaps');
  await pass(9);
  expect(texts(teams)).toEqual([]);
  await pass(1);

  expect(texts(teams)).toEqual(['perhaps']);
});
