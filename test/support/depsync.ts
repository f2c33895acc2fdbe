import { DateTime, type DurationLikeObject } from 'luxon';
import pino from 'pino';
import type { Card } from '../../src/chat/card.ts';
import type { Answers, Form } from '../../src/chat/form.ts';
import type { Platform } from '../../src/chat/inbound.ts';
import { compose, type Depsync } from '../../src/compose.ts';
import { type SteppedClock, steppedClock } from '../../src/core/clock.ts';
import { type Person, personByHandle } from '../../src/features/people/index.ts';
import { openSpecificationThread } from '../../src/specifications/worker/index.ts';
import { type Answer, actor } from '../../src/story/actor.ts';
import type { ShownMessage } from '../../src/story/chat.ts';
import { playUntil } from '../../src/story/play.ts';
import { type FakeChat, fakeChat } from './chat.ts';
import type { TestDatabase } from './database.ts';
import { freshDatabase } from './fresh-database.ts';
import { type Seed, seed } from './seed.ts';

export type { Answer, ShownMessage };

/** Somebody of the register who acts on the web console; after each act what it caused is delivered. */
export interface Actor {
  person: Person;
  says(words: string): Promise<Answer>;
  /** Writes plain words; gives the answer as it came into the inbox. */
  writes(words: string): Promise<ShownMessage>;
  /** Presses the button with this label on the newest message (of the inbox, or of `where`) that has one. */
  clicks(label: string | RegExp, where?: ShownMessage | Card): Promise<Answer>;
  submits(form: Form, answers: Answers): Promise<Answer>;
  /** What Depsync sent this person, oldest first. */
  readonly inbox: ShownMessage[];
  readonly last: ShownMessage;
}

export interface World extends TestDatabase {
  depsync: Depsync;
  clock: SteppedClock;
  /** The console. */
  chat: FakeChat;
  /** All that it is connected to, the console among them. */
  chats: ReadonlyMap<Platform, FakeChat>;
  now(): DateTime;
  /** Lets time pass; everything due on the way happens at its own moment, and what it sends is delivered. */
  advance(by: DurationLikeObject): Promise<void>;
  advanceTo(iso: string): Promise<void>;
  /** Delivers what waits, without letting time pass. */
  settle(): Promise<void>;
  actor(handle: string): Promise<Actor>;
  /** What a channel of the web console shows: `programme`, `leadership`. */
  channel(id: string): ShownMessage[];
  /** Errors that were logged; a story that logged one fails when it ends. */
  readonly errors: string[];
  end(): Promise<void>;
}

/** The whole of Depsync on a clock that stands still, with a chat that records: for stories told in the users' words. */
export async function startWorld(
  at: string,
  content: Seed = {},
  specifications = openSpecificationThread(),
  platforms: readonly Platform[] = [],
): Promise<World> {
  const database = await freshDatabase();
  const { db, workspace } = database;
  const clock = steppedClock(DateTime.fromISO(at, { zone: 'utc' }));
  const chat = fakeChat('web', clock);
  const others = platforms.map((platform) => fakeChat(platform, clock));
  const chats = new Map([chat, ...others].map((one) => [one.platform, one]));
  const errors: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => errors.push(line) });
  const depsync = compose({
    db,
    clock,
    log,
    senders: [...chats.values()],
    directories: [],
    random: () => 0,
    underWay: 1,
    specifications,
  });
  await db.tx(workspace, (tx) => seed({ tx, workspace, now: clock.now() }, content));
  const play = (until: DateTime) => playUntil({ depsync, db, clock }, until);

  async function settled<Result>(act: Promise<Result>): Promise<Result> {
    const result = await act;
    await play(clock.now());
    return result;
  }

  return {
    ...database,
    depsync,
    clock,
    chat,
    chats,
    errors,
    now: () => clock.now(),
    advance: (by) => play(clock.now().plus(by)),
    advanceTo: (iso) => play(DateTime.fromISO(iso, { zone: 'utc' })),
    settle: () => play(clock.now()),
    channel: (id) => chat.in(`channel:${id}`),
    async actor(handle) {
      const person = required(
        await db.tx(workspace, (tx) => personByHandle(tx, handle)),
        `The story has no ${handle}.`,
      );
      const acts = actor(person, workspace, depsync.dispatch, chat);
      const last = () => required(acts.inbox().at(-1), `${handle} got no message`);
      return {
        person,
        get inbox() {
          return acts.inbox();
        },
        get last() {
          return last();
        },
        says: (words) => settled(acts.says(words)),
        async writes(words) {
          await settled(acts.writes(words));
          return last();
        },
        clicks: (label, where) => settled(acts.clicks(label, where && ('card' in where ? where.card : where))),
        submits: (form, answers) => settled(acts.submits(form, answers)),
      };
    },
    async end() {
      await depsync.courier.stop();
      await specifications.close();
      await database.drop();
      expect(errors).toEqual([]);
    },
  };
}

function required<Value>(value: Value | undefined, complaint: string): Value {
  if (value === undefined) throw new Error(complaint);
  return value;
}

/** The form that somebody was answered with. */
export function formOf({ reply, text }: Answer) {
  if (reply.kind !== 'form') throw new Error(text);
  return reply.form;
}
