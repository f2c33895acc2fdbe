import type { DateTime } from 'luxon';
import { nextWorkingMoment } from '../core/calendar.ts';
import type { Actor, Answer } from './actor.ts';
import type { ShownMessage } from './chat.ts';

/** How somebody of the example answers a message. */
export interface Line {
  who: string;
  /** The message's first line, or any of it. */
  when: RegExp;
  /** Minutes after it arrived, or after the working day began. */
  after: number;
  /** What it looks like from outside: `presses "Approve v2.1.0"`. */
  as: string;
  /** Undefined when there is nothing to do any more: the button is gone. */
  act(actor: Actor, message: ShownMessage): Promise<Answer | undefined>;
  /** How often at most; without it, each time. */
  times?: number;
}

export interface Cast {
  /** A message arrived: whoever has a line for it will answer. */
  hears(message: ShownMessage): void;
  next(): DateTime | undefined;
  /** Lets everybody act whose moment has come. */
  act(): Promise<void>;
}

interface Cue {
  at: DateTime;
  line: Line;
  actor: Actor;
  message: ShownMessage;
}

/** People who answer by script. Of somebody's lines for a message only the first is played. */
export function cast(
  lines: readonly Line[],
  actors: ReadonlyMap<string, Actor>,
  now: () => DateTime,
  tell: (actor: Actor, line: Line, answer: Answer) => void,
): Cast {
  const cues: Cue[] = [];
  const played = new Map<Line, number>();

  return {
    hears(message) {
      const answering = new Set<string>();
      for (const line of lines) {
        const actor = actors.get(line.who);
        if (actor === undefined || answering.has(line.who) || !reaches(message, actor) || !line.when.test(message.text))
          continue;
        const count = (played.get(line) ?? 0) + 1;
        if (count > (line.times ?? Number.POSITIVE_INFINITY)) continue;
        played.set(line, count);
        answering.add(line.who);
        cues.push({
          at: nextWorkingMoment(actor.person.calendar, message.postedAt).plus({ minutes: line.after }),
          line,
          actor,
          message,
        });
      }
    },
    next: () => cues.map((cue) => cue.at).sort((a, b) => a.toMillis() - b.toMillis())[0],
    async act() {
      for (const cue of cues.filter((one) => one.at <= now()).sort((a, b) => a.at.toMillis() - b.at.toMillis())) {
        cues.splice(cues.indexOf(cue), 1);
        const answer = await cue.line.act(cue.actor, cue.message);
        if (answer !== undefined) tell(cue.actor, cue.line, answer);
      }
    },
  };
}

/** A message in somebody's own inbox, or in a channel: those all can read. */
function reaches(message: ShownMessage, actor: Actor): boolean {
  return message.conversation === `person:${actor.person.id}` || message.conversation.startsWith('channel:');
}
