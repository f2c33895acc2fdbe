import { readFile } from 'node:fs/promises';
import { DateTime } from 'luxon';
import { importFile } from '../features/exchange/index.ts';
import type { Line, Scheduled } from './cast.ts';
import { chooses, does, opens, presses, writes } from './lines.ts';
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

/** How the people of the quarter answer. */
const script: readonly Line[] = [
  ...EVERYBODY.map((who, index) => opens(who, 4 + index)),
  ...APPROVERS.map((who, index) => presses(who, TO_SIGN, 40 + index * 11, /^Approve v/, 'presses "Approve"')),
  ...APPROVERS.map((who, index) =>
    presses(who, /waits for your signature/, 30 + index * 7, /^Sign (off )?COM-/, 'signs'),
  ),
  writes('lucia', PROMPT, 20, '1 yellow because idempotency keys are not agreed with merchants', 1),
  writes('lucia', PROMPT, 20, '1 green, the keys are agreed', 1),
  writes('sana', PROMPT, 15, 'all green'),
  writes('ravi', PROMPT, 25, '3 blocked by the vendor until 19 Feb', 1),
  writes('ravi', PROMPT, 25, 'all same'),
  writes('mei', PROMPT, 30, 'all green'),
  writes('nils', PROMPT, 12, 'all green'),
  writes('lucia', PROMPT, 20, 'all same'),
  writes('tomas', PROMPT, 45, 'all green', 4),
  chooses(
    'eliot',
    /DEP-3 blocked for/,
    50,
    /^Move /,
    'moves the date of Payments Core…',
    'The vendor signs on 19 February; Payments Core agreed to the new day.',
  ),
];

/** What they do of themselves; times are on the clock of whoever acts. */
const plan: readonly Scheduled[] = [
  does('lucia', '2027-02-04T11:00', 'commit DEP-1 @lucia delivers v1 to staging by 5 Mar PAY-11'),
  does('ravi', '2027-02-19T17:30', 'unblock DEP-3 the vendor signed and opened its sandbox'),
  does('sana', '2027-02-24T16:00', 'milestones DEP-2 release done'),
  does('nils', '2027-03-02T10:00', 'what-if DEP-1 slips 4 days'),
  does('hana', '2027-03-11T15:00', 'environment partner-lab ready'),
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
