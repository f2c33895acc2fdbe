import { type Answers, type Form, initialOf } from '../chat/form.ts';
import type { Line } from './cast.ts';
import { buttonsOf } from './chat.ts';

const PROMPT = /needs? a word by/;
const TO_SIGN = /\[Approve v/;

const writes = (who: string, when: RegExp, after: number, words: string, times?: number): Line => ({
  who,
  when,
  after,
  as: `writes "${words}"`,
  act: (actor) => actor.writes(words),
  ...(times === undefined ? {} : { times }),
});

const says = (who: string, when: RegExp, after: number, words: string, times = 1): Line => ({
  who,
  when,
  after,
  as: `says "${words}"`,
  act: (actor) => actor.says(words),
  times,
});

/** Presses a button of the message, if it still has it. */
const presses = (who: string, when: RegExp, after: number, label: RegExp, as: string, times?: number): Line => ({
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

/** Opens the form behind a button of the message and sends it as it is proposed, with a reason. */
const chooses = (who: string, when: RegExp, after: number, label: RegExp, as: string, reason: string): Line => ({
  who,
  when,
  after,
  as,
  act: async (actor, message) => {
    const button = buttonsOf(message.card).find((one) => label.test(one.label));
    if (button === undefined) return undefined;
    const { reply } = await actor.clicks(button.label, message.card);
    return reply.kind === 'form' ? actor.submits(reply.form, { ...proposed(reply.form), reason }) : undefined;
  },
  times: 1,
});

function proposed(form: Form): Answers {
  const answers = form.fields.map((field) => [field.id, initialOf(field)] as const);
  return Object.fromEntries(answers.flatMap(([id, initial]) => (initial === undefined ? [] : [[id, initial]])));
}

const EVERYBODY = [
  'chloe',
  'mateus',
  'ruth',
  'ben',
  'omar',
  'priya',
  'ana',
  'dev',
  'zoe',
  'ines',
  'sam',
  'noor',
  'kenji',
  'lena',
];

/** How the people of the example answer: most at once, Kenji never, Sam with a blocker; Lena decides. */
export const SCRIPT: readonly Line[] = [
  writes(
    'ana',
    PROMPT,
    12,
    '1 green, test accounts are in place; 4 yellow because rate limits are not agreed with Partner',
    1,
  ),
  writes('ana', PROMPT, 15, 'all same'),
  presses('priya', /you are the delegate/, 18, /^No change$/, "presses No change in Kenji's place"),
  writes('priya', PROMPT, 25, 'all same'),
  writes('ines', PROMPT, 40, 'all green'),
  writes('mateus', PROMPT, 35, 'all same'),
  writes('sam', PROMPT, 20, '7 blocked by finance until Friday; 16 same', 1),
  writes('sam', PROMPT, 30, 'all same'),
  writes('dev', PROMPT, 8, 'all green'),
  writes('zoe', PROMPT, 50, 'all same'),
  presses('lena', /DEP-5 blocked for/, 20, /^Reassign to /, 'presses "Reassign to Chloe Marsh"', 1),
  chooses(
    'lena',
    /DEP-7 blocked for/,
    55,
    /^Move /,
    "chooses Move Partner Experience's date…",
    'Finance signs on Friday; Partner Experience agreed to the new day.',
  ),
  says('chloe', /DEP-5: reassigned/, 1_560, '/deps unblock DEP-5 the vendor restored the certificates'),
  says('sam', /DEP-7:/, 1_500, '/deps unblock DEP-7 finance signed the columns'),
  ...EVERYBODY.map((who, index) => presses(who, TO_SIGN, 70 + index * 9, /^Approve v/, 'presses "Approve"')),
  says('lena', /round of .*answered/, 30, '/deps status', 2),
];
