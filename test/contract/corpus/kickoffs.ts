import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import {
  editForm,
  notStartedCard,
  reviewCard,
  startedCard,
  summaryCard,
  warningCard,
} from '../../../src/features/kickoffs/cards.ts';
import type { Kickoff, NextStep, Summary } from '../../../src/features/kickoffs/model.ts';

const AT = DateTime.fromISO('2026-11-30T07:00:00Z', { zone: 'utc' });
const kickoff: Kickoff = {
  id: 'kickoff-1',
  programmeId: 'q1',
  startedAt: AT,
  startedById: 'lena',
  scope: 'Orders, returns and usage for partners, in Europe first',
  postedAt: null,
  postedById: null,
  version: 1,
};
const posted: Kickoff = { ...kickoff, postedAt: AT.plus({ hours: 3 }), postedById: 'lena' };
const step = (key: string, what: string, dueOn: string, from: string | null = null): NextStep => ({
  key,
  what,
  owner: 'Ana Example',
  dueOn,
  from,
});
const summary: Summary = {
  name: 'Q1 launch',
  goal: 'Partners order without e-mail',
  releaseDate: '2027-02-26',
  touchpoints: '5 APIs, 2 data feeds, 1 event topic',
  teams: [
    'Product Platform (Ben Example): delivers 6, waits for 1',
    'Partner Experience (Chloe Example): delivers 2, waits for 5',
  ],
  stakeholders: [
    { name: 'Ana Example', as: 'owner of 4, engineering contact of 3', authority: ['signs the interface'] },
    { name: 'Lena Example', as: 'lead', authority: [] },
  ],
  gaps: [
    { kind: 'owner', of: ['DEP-7'], mend: 'assign DEP-7 @OWNER' },
    { kind: 'contact', of: ['DEP-4 (qa, analytics)', 'DEP-7 (product)'], mend: 'contact DEP-4 qa @PERSON' },
    { kind: 'lead', of: ['Data Insights'], mend: '' },
    { kind: 'contract', of: ['DEP-4', 'DEP-7', 'DEP-9'], mend: 'submit DEP-4' },
  ],
  next: [step('ACT-2', 'send the test data', '2026-12-04'), step('DEP-4', 'Contract of Orders API', '2026-12-07')],
  carried: [step('ACT-1', 'one template for error models', '2026-12-18', 'RETRO-2')],
};
const longest: Summary = {
  name: 'P'.repeat(200),
  goal: '"];evil[ '.repeat(33),
  releaseDate: null,
  touchpoints: '4000 shared infrastructures, '.repeat(5),
  teams: Array.from({ length: 500 }, () => `${'T'.repeat(80)} (${'N'.repeat(80)}): delivers 4000, waits for 4000`),
  stakeholders: Array.from({ length: 5_000 }, () => ({
    name: 'N'.repeat(80),
    as: 'engineering contact of 4000, product contact of 4000, QA contact of 4000',
    authority: Array.from({ length: 50 }, () => '<!channel> & '.repeat(15)),
  })),
  gaps: (['release', 'lead', 'owner', 'delegate', 'contact', 'trace', 'contract', 'action'] as const).map((kind) => ({
    kind,
    of:
      kind === 'release' || kind === 'action'
        ? []
        : Array.from({ length: 4_000 }, () => 'DEP-4000 (product, engineering, qa)'),
    mend: 'contact DEP-4000 engineering @PERSON',
  })),
  next: Array.from({ length: 300 }, () => step('ACT-4000', 'x'.repeat(300), '2026-12-18', 'RETRO-4000')),
  carried: Array.from({ length: 300 }, () => step('ACT-4000', 'x'.repeat(300), '2026-12-18', 'RETRO-4000')),
};
const empty: Summary = {
  ...summary,
  goal: null,
  releaseDate: null,
  touchpoints: '',
  teams: [],
  stakeholders: [],
  gaps: [
    { kind: 'release', of: [], mend: 'milestones programme Cut-off: DATE' },
    { kind: 'action', of: [], mend: 'action @OWNER WHAT by DATE' },
  ],
  next: [],
  carried: [],
};

/** Every card of a kickoff, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  const reader = { as: 'lead of Q1 launch', zone: 'Europe/London', only: ['lena'] };
  const names = { startedBy: 'Lena Example', postedBy: 'Lena Example' };
  return {
    started: startedCard('P'.repeat(200), kickoff, '@lena and @ben'),
    'not started': notStartedCard({ name: 'P'.repeat(200), key: 'Q1' }),
    'a review': reviewCard(summary, kickoff, null, reader),
    'a review of nothing': reviewCard(empty, { ...kickoff, scope: null }, null, reader),
    'a review that is done': reviewCard(summary, posted, 'Lena Example', reader),
    'a warning': warningCard(summary, kickoff, { ...reader, as: 'stand-in of Lena Example, lead of Q1 launch' }),
    'a posted summary': summaryCard(summary, posted, names),
    'a summary that posted itself': summaryCard(empty, { ...posted, postedById: null }, { ...names, postedBy: null }),
    'the largest review': reviewCard(longest, { ...kickoff, scope: null }, null, reader),
    'the largest summary': summaryCard(longest, posted, names),
    'the largest warning': warningCard(longest, kickoff, reader),
  };
}

export function forms(): Record<string, Form> {
  return {
    'a summary': editForm(kickoff, summary),
    'a summary of nothing': editForm({ ...kickoff, scope: null }, empty),
  };
}
