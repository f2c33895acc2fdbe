import type { DateTime } from 'luxon';
import pino from 'pino';
import { compose } from '../compose.ts';
import { steppedClock } from '../core/clock.ts';
import type { Database } from '../db/db.ts';
import { firstWorkspace, listPeople } from '../features/people/index.ts';
import { actor } from './actor.ts';
import { cast, type Line, type Scheduled } from './cast.ts';
import { recordingChat, type ShownMessage } from './chat.ts';
import { playUntil } from './play.ts';
import { transcript } from './transcript.ts';

/** A programme, and how its people act. */
export interface Story {
  begins: DateTime;
  /** Puts the programme into an empty workspace. */
  load(db: Database, workspace: string, now: DateTime): Promise<unknown>;
  /** How they answer. */
  script: readonly Line[];
  /** What they do of themselves. */
  plan?: readonly Scheduled[];
}

/** Plays a story until a moment on an empty database and writes down what everybody received and did. */
export async function performStory(
  db: Database,
  { begins, load, script, plan = [] }: Story,
  until: DateTime,
  output: { write(text: string): void; progress(now: DateTime): void },
): Promise<{ messages: readonly ShownMessage[] }> {
  const clock = steppedClock(begins);
  const workspace = await db.system((tx) => firstWorkspace(tx, begins));
  await load(db, workspace, begins);
  const people = new Map((await db.tx(workspace, listPeople)).map((person) => [person.id, person]));
  const pages = transcript(people, output.write);
  const chat = recordingChat('web', clock, (message) => {
    pages.received(message);
    company.hears(message);
  });
  const depsync = compose({
    db,
    clock,
    log: pino({ level: 'error' }, pino.destination(2)),
    senders: [chat],
    directories: [],
    random: () => 0,
  });
  const actors = new Map(
    [...people.values()].map((person) => [person.handle, actor(person, workspace, depsync.dispatch, chat)]),
  );
  const company = cast(
    { lines: script, plan },
    actors,
    () => clock.now(),
    (who, as, answer) => pages.acted(who.person, clock.now(), as, answer.text),
  );
  await playUntil({ depsync, db, clock, cast: company, onMoment: output.progress }, until);
  return { messages: chat.messages };
}
