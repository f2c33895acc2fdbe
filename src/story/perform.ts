import type { DateTime } from 'luxon';
import pino from 'pino';
import { compose } from '../compose.ts';
import { steppedClock } from '../core/clock.ts';
import type { Database } from '../db/db.ts';
import { loadExample } from '../example.ts';
import { firstWorkspace, listPeople } from '../features/people/index.ts';
import { actor } from './actor.ts';
import { cast } from './cast.ts';
import { recordingChat, type ShownMessage } from './chat.ts';
import { playUntil } from './play.ts';
import { SCRIPT } from './script.ts';
import { transcript } from './transcript.ts';

/** Plays the example from `begins` to `until` on an empty database and writes down what everybody received and did. */
export async function performStory(
  db: Database,
  begins: DateTime,
  until: DateTime,
  output: { write(text: string): void; progress(now: DateTime): void },
): Promise<{ messages: readonly ShownMessage[] }> {
  const clock = steppedClock(begins);
  const workspace = await db.system((tx) => firstWorkspace(tx, begins));
  await loadExample(db, workspace, begins);
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
    SCRIPT,
    actors,
    () => clock.now(),
    (who, line, answer) => pages.acted(who.person, clock.now(), line.as, answer.text),
  );
  await playUntil({ depsync, db, clock, cast: company, onMoment: output.progress }, until);
  return { messages: chat.messages };
}
