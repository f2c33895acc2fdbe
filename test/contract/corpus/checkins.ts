import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { link, text } from '../../../src/chat/text.ts';
import {
  type Ask,
  askCard,
  detailsForm,
  MOST_CHARACTERS,
  type Recorded,
  type RollUp,
  recordedCard,
  rollUpCard,
  type SilentOwner,
  silentCard,
  whichColourCard,
} from '../../../src/features/checkins/cards.ts';

const ASKED = DateTime.fromISO('2026-12-01T08:30:00Z', { zone: 'utc' });
const ANSWER_BY = ASKED.plus({ days: 2, hours: 8 });
const HOSTILE = '<!channel> <@U1> <script>alert(1)</script> *b* _i_ [x](http://evil) & ` =HYPERLINK("x") ';

/** Text of exactly `length` characters that looks like markup of every kind. */
function hostile(length: number): string {
  return HOSTILE.repeat(Math.ceil(length / HOSTILE.length)).slice(0, length);
}

function many<Item>(length: number, of: (index: number) => Item): Item[] {
  return Array.from({ length }, (_, index) => of(index));
}

type Asked = Ask['dependencies'][number];

function asked(number: number, changes: Partial<Asked> = {}): Asked {
  return {
    id: `dependency-${number}`,
    key: `DEP-${number}`,
    line: text`DEP-${number} Orders API v2 · Platform → Partner · due Fri 11 Dec · ✓ GREEN`,
    said: 'green',
    answered: null,
    ...changes,
  };
}

const ANSWERED = { colour: 'yellow', by: 'Ana Example', at: ASKED.plus({ hours: 2 }), reasonMissing: true } as const;

const PROMPT: Ask = {
  kind: 'prompt',
  delegateId: null,
  promptId: 'prompt-1',
  askedAt: ASKED,
  answerBy: ANSWER_BY,
  because: null,
  otherwise: null,
  dependencies: [asked(4), asked(7, { said: 'yellow' }), asked(12, { said: null })],
};
const FOR_DELEGATE: Ask = {
  ...PROMPT,
  kind: 'delegate',
  delegateId: 'person-2',
  because: text`Ana Example did not answer; you are the delegate.`,
  otherwise: text`Partner Experience plans on it. Without an answer the leads of Q1 launch are told.`,
};
const LARGEST: Ask = {
  ...PROMPT,
  promptId: '0198a000-0000-7000-8000-000000000001',
  because: [hostile(1_000)],
  otherwise: [hostile(1_000)],
  dependencies: many(60, (index) =>
    asked(100_000 + index, { line: [hostile(900)], said: index % 2 === 0 ? 'green' : 'red' }),
  ),
};

const RECORDED: Recorded = {
  key: 'DEP-12',
  dependencyId: 'dependency-12',
  what: '● RED',
  reason: 'the vendor sandbox is down',
  aside: null,
};
const RECORDED_LARGEST: Recorded = {
  key: 'LONGPREFIX-123456',
  dependencyId: '0198a000-0000-7000-8000-000000000012',
  what: '▲ YELLOW',
  reason: hostile(MOST_CHARACTERS),
  aside: [hostile(300)],
};

const SILENT: SilentOwner = {
  owner: 'Omar Example',
  keys: ['DEP-9'],
  since: ASKED,
  standIn: null,
  delegates: ['Ben Example'],
  told: ['Ben Example'],
};

const ROUND: RollUp = {
  programme: 'Q1 launch',
  date: '2026-12-01',
  colour: 'yellow',
  counts: { red: 0, yellow: 3, green: 11 },
  answered: 7,
  asked: 8,
  learned: [text`DEP-12 turned red. Learned before: ${link('One sandbox is shared', 'https://wiki.example/s')}`],
  changed: [text`DEP-7 GREEN → ▲ YELLOW: QA has no environment`],
  contracts: [text`DEP-4 v3.0.0 at gate 2 of 4, waits for @chloe`],
  blockers: [text`DEP-12 the vendor sandbox is down (31 h)`],
  risks: [],
  faults: [],
  shifts: [text`DEP-4 Fri 11 Dec → Fri 18 Dec`],
  silent: [text`Omar Example (DEP-9)`],
};
const hostileLines = many(40, () => [hostile(900)]);

/** Every card of the prompts, their answers and the roll-up: as they usually are, and at their largest. */
export function cards(): Record<string, Card> {
  const [first = asked(4)] = PROMPT.dependencies;
  const half = [{ ...first, answered: ANSWERED }, asked(7)];
  const done = half.map((one) => ({ ...one, answered: { ...ANSWERED, reasonMissing: false } }));
  const nothing = {
    learned: [],
    changed: [],
    contracts: [],
    blockers: [],
    risks: [],
    faults: [],
    shifts: [],
    silent: [],
  };
  return {
    prompt: askCard(PROMPT),
    'prompt about one': askCard({ ...PROMPT, dependencies: [first] }),
    'prompt half answered': askCard({ ...PROMPT, dependencies: half }),
    'prompt answered': askCard({ ...PROMPT, dependencies: done }),
    'prompt, largest': askCard(LARGEST),
    'prompt, answered, largest': askCard({
      ...LARGEST,
      dependencies: LARGEST.dependencies.map((one) => ({ ...one, answered: { ...ANSWERED, by: hostile(200) } })),
    }),
    nudge: askCard({ ...PROMPT, kind: 'nudge', otherwise: FOR_DELEGATE.otherwise }),
    'nudge about one': askCard({ ...PROMPT, kind: 'nudge', dependencies: [first] }),
    'nudge half answered': askCard({ ...PROMPT, kind: 'nudge', dependencies: half }),
    'nudge, largest': askCard({ ...LARGEST, kind: 'nudge' }),
    'to the delegate': askCard(FOR_DELEGATE),
    'to the delegate about one': askCard({ ...FOR_DELEGATE, dependencies: [first] }),
    'to the delegate, largest': askCard({ ...LARGEST, kind: 'delegate' }),
    recorded: recordedCard([RECORDED]),
    'recorded without a reason': recordedCard([
      { ...RECORDED, reason: null, aside: text`The round closed Thu 3 Dec, 18:00.` },
    ]),
    'recorded for two': recordedCard([RECORDED, { ...RECORDED, key: 'DEP-7', what: '✓ GREEN', reason: null }]),
    'recorded, largest': recordedCard(many(60, () => RECORDED_LARGEST)),
    'which colour': whichColourCard({ promptId: 'prompt-1', kind: 'prompt', delegateId: null }, asked(4)),
    silent: silentCard([SILENT]),
    'silent without a delegate': silentCard([{ ...SILENT, delegates: [], told: [] }]),
    'silent with a delegate who is off': silentCard([{ ...SILENT, told: [] }, SILENT]),
    'silent, largest': silentCard(
      many(60, () => ({
        owner: hostile(200),
        keys: many(60, (index) => `LONGPREFIX-${100_000 + index}`),
        since: ASKED,
        standIn: hostile(200),
        delegates: many(60, () => hostile(200)),
        told: many(60, () => hostile(200)),
      })),
    ),
    'roll-up': rollUpCard(ROUND),
    'roll-up of a quiet round': rollUpCard({ ...ROUND, ...nothing, colour: 'green' }),
    'roll-up, largest': rollUpCard({
      ...ROUND,
      programme: hostile(200),
      learned: hostileLines,
      changed: hostileLines,
      contracts: hostileLines,
      blockers: hostileLines,
      risks: hostileLines,
      faults: hostileLines,
      shifts: hostileLines,
      silent: hostileLines,
    }),
  };
}

/** The form behind Details…, as it usually is and at its largest. */
export function forms(): Record<string, Form> {
  const value = { prompt: 'prompt-1', dependency: 'dependency-4', card: 'prompt' };
  const nothing = { reason: null, mitigation: null, trigger: null };
  const longest = hostile(MOST_CHARACTERS);
  return {
    details: detailsForm({ key: 'DEP-4', value, colour: 'green', ...nothing }),
    'details, largest': detailsForm({
      key: 'LONGPREFIX-123456',
      value,
      colour: 'red',
      reason: longest,
      mitigation: longest,
      trigger: longest,
    }),
  };
}
