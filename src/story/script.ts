import type { Line } from './cast.ts';
import { chooses, opens, presses, says, writes } from './lines.ts';

const PROMPT = /^[^\n]*needs? a word by/;
const TO_SIGN = /\[Approve v/;

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
  ...EVERYBODY.map((who, index) => opens(who, 5 + index)),
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
