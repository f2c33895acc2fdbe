import { DateTime } from 'luxon';
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

/** Something that somebody does of themselves. */
export interface Scheduled {
  who: string;
  /** On their clock: `2027-02-01T10:00`. */
  at: string;
  as: string;
  act(actor: Actor): Promise<Answer | undefined>;
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
  as: string;
  actor: Actor;
  act(): Promise<Answer | undefined>;
}

/** People who act by script. Of somebody's lines for a message only the first is played. */
export function cast(
  { lines, plan }: { lines: readonly Line[]; plan: readonly Scheduled[] },
  actors: ReadonlyMap<string, Actor>,
  now: () => DateTime,
  tell: (actor: Actor, as: string, answer: Answer) => void,
): Cast {
  const cues = plan.map(({ who, at, as, act }): Cue => {
    const actor = actors.get(who);
    if (actor === undefined) throw new Error(`The story has no ${who}.`);
    const moment = DateTime.fromISO(at, { zone: actor.person.calendar.zone });
    return { at: moment.toUTC(), as, actor, act: () => act(actor) };
  });
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
          as: line.as,
          actor,
          act: () => line.act(actor, message),
        });
      }
    },
    next: () => cues.map((cue) => cue.at).sort((a, b) => a.toMillis() - b.toMillis())[0],
    async act() {
      for (const cue of cues.filter((one) => one.at <= now()).sort((a, b) => a.at.toMillis() - b.at.toMillis())) {
        cues.splice(cues.indexOf(cue), 1);
        const answer = await cue.act();
        if (answer !== undefined) tell(cue.actor, cue.as, answer);
      }
    },
  };
}

/** A message in somebody's own inbox, or in a channel: those all can read. */
function reaches(message: ShownMessage, actor: Actor): boolean {
  return message.conversation === `person:${actor.person.id}` || message.conversation.startsWith('channel:');
}
