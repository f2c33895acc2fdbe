import { type Answers, type Form, initialOf } from '../chat/form.ts';
import type { Actor, Answer } from './actor.ts';
import type { Line, Scheduled } from './cast.ts';
import { buttonsOf } from './chat.ts';

/** Writes plain words to the bot. */
export const writes = (who: string, when: RegExp, after: number, words: string, times?: number): Line => ({
  who,
  when,
  after,
  as: `writes "${words}"`,
  act: (actor) => actor.writes(words),
  ...(times === undefined ? {} : { times }),
});

/** Says a command. */
export const says = (who: string, when: RegExp, after: number, words: string, times = 1): Line => ({
  who,
  when,
  after,
  as: `says "${words}"`,
  act: (actor) => actor.says(words),
  times,
});

/** Presses a button of the message, if it still has it. */
export const presses = (who: string, when: RegExp, after: number, label: RegExp, as: string, times?: number): Line => ({
  who,
  when,
  after,
  as,
  act: (actor, message) => {
    const button = buttonsOf(message.card).find((one) => label.test(one.label));
    return button === undefined ? Promise.resolve(undefined) : actor.clicks(button.label, message.card);
  },
  ...(times === undefined ? {} : { times }),
});

/** Chooses what a button offers, as it is proposed and with a reason; once. */
export const chooses = (who: string, when: RegExp, after: number, label: RegExp, as: string, reason: string): Line => ({
  ...fills(who, when, after, label, as, { reason }),
  times: 1,
});

function proposed(form: Form): Answers {
  const answers = form.fields.map((field) => [field.id, initialOf(field)] as const);
  return Object.fromEntries(answers.flatMap(([id, initial]) => (initial === undefined ? [] : [[id, initial]])));
}

/** Opens the form behind a button of the message and sends it with these answers beside what it proposes. */
export const fills = (
  who: string,
  when: RegExp,
  after: number,
  label: RegExp,
  as: string,
  answers: Answers | ((actor: Actor) => Answers),
): Line => ({
  who,
  when,
  after,
  as,
  act: async (actor, message) => {
    const button = buttonsOf(message.card).find((one) => label.test(one.label));
    if (button === undefined) return undefined;
    const { reply } = await actor.press(button);
    const given = typeof answers === 'function' ? answers(actor) : answers;
    return reply.kind === 'form' ? actor.submits(reply.form, { ...proposed(reply.form), ...given }) : undefined;
  },
});

/** Opens all that a message of the day lists, one after the other. */
export const opens = (who: string, after: number): Line => ({
  who,
  when: /things wait for you today/,
  after,
  as: 'opens all of it',
  act: async (actor, message) => {
    let answer: Answer | undefined;
    for (const button of buttonsOf(message.card).filter(({ label }) => label === 'Open')) {
      answer = await actor.press(button);
    }
    return answer;
  },
});

/** Says a command of themselves, at a time of their own clock. */
export const does = (who: string, at: string, words: string): Scheduled => ({
  who,
  at,
  as: `says "/deps ${words}"`,
  act: (actor) => actor.says(`/deps ${words}`),
});
