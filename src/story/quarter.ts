import { readFile } from 'node:fs/promises';
import { DateTime } from 'luxon';
import { importFile } from '../features/exchange/index.ts';
import type { Line, Scheduled } from './cast.ts';
import { chooses, does, fills, opens, presses, writes } from './lines.ts';
import type { Story } from './perform.ts';

const NAME = 'examples/quarter/register.yaml';
const FILE = new URL(`../../${NAME}`, import.meta.url);

const PROMPT = /^[^\n]*needs? a word by/;
const TO_SIGN = /\[Approve v/;
const APPROVERS = [
  'grace',
  'nils',
  'aroha',
  'jonas',
  'lucia',
  'ravi',
  'oskar',
  'eliot',
  'marta',
  'mei',
  'sana',
  'paula',
];
const EVERYBODY = [...APPROVERS, 'tomas', 'hana'];

const SURVEY = /Three questions about/;

/** What somebody answers to the three questions of a retrospective. */
const answers = (who: string, after: number, scores: [string, string, string], words: string): Line =>
  fills(who, SURVEY, after, /^Answer/, 'answers the three questions', {
    coordination: scores[0],
    contracts: scores[1],
    tooling: scores[2],
    'contracts-words': words,
  });

/** How the people of the quarter answer. */
const script: readonly Line[] = [
  ...EVERYBODY.map((who, index) => opens(who, 4 + index)),
  presses('marta', /\[Post it now\]/, 45, /^Post it now$/, 'posts the kickoff summary', 1),
  ...APPROVERS.map((who, index) => presses(who, TO_SIGN, 40 + index * 11, /^Approve v/, 'presses "Approve"')),
  ...APPROVERS.map((who, index) => presses(who, /waits for your sign/, 30 + index * 7, /^Sign (off )?COM-/, 'signs')),
  ...['jonas', 'lucia', 'sana', 'ravi', 'mei', 'nils', 'grace', 'hana'].map((who, index) =>
    presses(who, /\[I attend\]/, 25 + index * 8, /^I attend$/, 'attends'),
  ),
  presses('tomas', /\[I cannot\]/, 60, /^I cannot$/, 'cannot attend'),
  presses('marta', /Post the minutes of/, 20, /^Post the minutes/, 'posts the minutes'),
  writes('lucia', PROMPT, 20, '1 yellow because idempotency keys are not agreed with merchants', 1),
  writes('lucia', PROMPT, 20, '1 green, the keys are agreed', 1),
  writes('lucia', PROMPT, 20, 'all same'),
  writes('sana', PROMPT, 15, 'all green'),
  writes('ravi', PROMPT, 25, '3 blocked by the vendor until 19 Feb', 1),
  writes('ravi', PROMPT, 25, '3 red because the vendor has not signed', 2),
  writes('ravi', PROMPT, 25, 'all green'),
  writes('hana', /^DEP-6 needs a word by (?!(Wed 3|Fri 5) Feb)/, 30, 'all green'),
  writes('mei', PROMPT, 30, 'all green'),
  writes('nils', PROMPT, 12, 'all green'),
  writes('tomas', PROMPT, 45, 'all green'),
  chooses(
    'marta',
    /DEP-3 blocked for/,
    50,
    /^Move /,
    'moves the date of Payments Core…',
    'The vendor signs on 19 February; Payments Core agreed to the new day.',
  ),
  presses('lucia', /RETRO-1: what Beta teaches/, 4_700, /^Vote 1/, 'votes for the first theme', 1),
  presses('grace', /RETRO-1: what Beta teaches/, 4_400, /^Vote 1/, 'votes for the first theme', 1),
  fills('marta', /RETRO-1: what Beta taught us/, 30, /^Agree/, 'agrees an improvement', (actor) => ({
    what: 'agree rate limits before a contract is submitted',
    owner: actor.person.id,
    due: '2027-04-14',
  })),
  answers('lucia', 30, ['3', '2', '4'], 'the error model came after the first build'),
  answers('sana', 40, ['4', '3', '4'], 'events were clear from the first day'),
  answers('nils', 35, ['3', '2', '3'], 'rate limits were agreed too late'),
  answers('aroha', 50, ['4', '3', '5'], ''),
  answers('grace', 60, ['3', '4', '4'], ''),
  answers('ravi', 45, ['2', '3', '3'], ''),
];

/** What they do of themselves; times are on the clock of whoever acts. */
const plan: readonly Scheduled[] = [
  does('marta', '2027-02-01T10:00', 'programme start'),
  does('marta', '2027-02-01T10:10', 'settings brief mon 08:30 @eliot'),
  does('marta', '2027-02-01T10:12', 'settings retro anonymous 4d'),
  does('marta', '2027-02-01T10:15', 'sync on tue,wed,thu 45'),
  does('lucia', '2027-02-03T15:00', 'submit DEP-1 v1.0.0 https://specs.example.com/payout/1.0.0.yaml'),
  does('lucia', '2027-02-04T11:00', 'commit DEP-1 @lucia delivers v1 to staging by 5 Mar PAY-11'),
  does(
    'ravi',
    '2027-02-05T12:00',
    'risk DEP-3 @ravi the vendor signs late mitigation: build against recorded answers trigger: on 2027-02-22',
  ),
  does(
    'marta',
    '2027-02-16T12:00',
    'decide Which region goes first? region west because its merchants wait longest on DEP-7',
  ),
  does('ravi', '2027-02-19T17:30', 'unblock DEP-3 the vendor signed and opened its sandbox'),
  does('sana', '2027-02-24T16:00', 'edit DEP-2 state delivered'),
  does('nils', '2027-02-09T14:20', 'note DEP-3 Jonas builds against recorded answers until the vendor signs'),
  does('marta', '2027-02-09T15:30', 'action @ravi call the vendor every morning by 19 Feb on DEP-3'),
  does('nils', '2027-03-02T10:00', 'what-if DEP-1 slips 4 days'),
  does('lucia', '2027-03-05T15:00', 'edit DEP-1 state delivered'),
  does('hana', '2027-03-11T15:00', 'environment partner-lab ready'),
  does('hana', '2027-03-11T15:10', 'edit DEP-6 state delivered'),
  does('marta', '2027-03-25T10:00', 'retro theme rate limits were agreed too late'),
  does('nils', '2027-03-25T10:30', 'retro theme the partner lab opened a week before it was needed'),
  does('ravi', '2027-03-26T15:00', 'edit DEP-3 state delivered'),
  does('mei', '2027-03-24T15:00', 'edit DEP-4 state delivered'),
  does('tomas', '2027-04-07T15:00', 'edit DEP-7 state delivered'),
  does('nils', '2027-04-09T15:00', 'edit DEP-5 state delivered'),
  does('marta', '2027-04-12T10:00', 'communication'),
  does('marta', '2027-04-26T10:00', 'decisions'),
];

/** A launch of fourteen people in eight zones, from kickoff to retrospective. */
export const QUARTER: Story = {
  begins: DateTime.fromISO('2027-01-31T22:00:00Z', { zone: 'utc' }),
  load: async (db, workspace, now) => importFile(db, workspace, now, { name: NAME, bytes: await readFile(FILE) }),
  script,
  plan,
};

/** The Sunday after the thirteenth week. */
export const QUARTER_ENDS = DateTime.fromISO('2027-05-02T22:00:00Z', { zone: 'utc' });
