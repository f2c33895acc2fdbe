import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import {
  answeredCard,
  answerForm,
  askCard,
  improveForm,
  keptCard,
  lessonForm,
  openCard,
  type ResultView,
  resultCard,
  themeForm,
} from '../../../src/features/retrospectives/cards.ts';
import {
  type Improvement,
  LONGEST,
  MOST_THEMES,
  type Retrospective,
  type Theme,
} from '../../../src/features/retrospectives/model.ts';
import { emptyBox, put } from '../../../src/features/retrospectives/rules/box.ts';
import { compared, type Facts, measuresOf } from '../../../src/features/retrospectives/rules/metrics.ts';

const AT = DateTime.fromISO('2026-12-07T09:30:00Z', { zone: 'utc' });
const NASTY = '<!channel> *bold* <script>alert(1)</script> "];evil[ שלום & 😀 ';
const full = (most: number) => NASTY.repeat(most).slice(0, most).toWellFormed();

const RETRO: Retrospective = {
  id: 'retro-1',
  key: 'RETRO-1',
  number: 1,
  programmeId: 'q1',
  milestone: 'Beta',
  after: '2026-11-13',
  until: '2026-12-04',
  anonymous: true,
  startedAt: AT,
  closesAt: AT.plus({ days: 7 }),
  closedAt: null,
  results: null,
};
const LARGE: Retrospective = { ...RETRO, milestone: full(80), anonymous: false };
const theme = (number: number, text: string): Theme => ({ id: `theme-${number}`, number, text, byId: 'ana', votes: 2 });
const THEMES = [theme(2, 'contracts came late'), theme(1, 'staging was down')];
const MOST = Array.from({ length: MOST_THEMES }, (_, index) => theme(index + 1, full(LONGEST.theme)));
const IMPROVEMENT: Improvement = {
  key: 'ACT-9',
  what: 'send contracts before the sprint',
  owner: 'Ana Example',
  dueOn: '2026-12-18',
  from: 'RETRO-1',
};
const IMPROVEMENTS = Array<Improvement>(40).fill({ ...IMPROVEMENT, what: full(LONGEST.improvement), owner: full(200) });

const said = (score: number, words: string | null) => ({ score, words });
const answers = (score: number, words: string | null) => ({
  coordination: said(score, words),
  contracts: said(score, null),
  tooling: said(score, words),
});
const BOX = [answers(2, 'who waits was known late'), answers(3, null), answers(5, 'fine')].reduce(put, emptyBox());
const FULL_BOX = Array.from({ length: 60 }, (_, index) => answers(1 + (index % 5), full(LONGEST.words))).reduce(
  put,
  emptyBox(),
);

const FACTS: Facts = {
  prompts: [
    { askedAt: AT, answeredAt: AT.plus({ hours: 6 }) },
    { askedAt: AT, answeredAt: null },
  ],
  gates: [{ number: 1, openedAt: AT, closedAt: AT.plus({ hours: 40 }) }],
  blockers: [{ raisedAt: AT, resolvedAt: AT.plus({ hours: 31 }) }],
  escalations: [{ decided: true }],
  shifts: ['DEP-4'],
  versions: [{ dependencyId: 'a' }],
  reports: [{ dependencyId: 'a', reason: 'we hope so' }],
};
const METRICS = compared(measuresOf(FACTS), measuresOf({ ...FACTS, gates: [] }));

const result = (view: Partial<ResultView>): ResultView => ({
  retro: RETRO,
  results: { answered: 3, asked: 4, box: BOX },
  themes: THEMES,
  metrics: METRICS,
  improvements: [IMPROVEMENT],
  picture: { id: '0193a1b2-0000-4000-8000-000000000001', alt: 'Figures of Q1 launch, Beta.' },
  ...view,
});

/** Every card of retrospectives, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  return {
    'the survey': askCard(RETRO, 'Q1 launch', false),
    'the survey, a reminder': askCard(RETRO, 'Q1 launch', true),
    'the survey, largest': askCard(LARGE, full(200), true),
    answered: answeredCard(RETRO),
    open: openCard(RETRO, { themes: THEMES, asked: 4, carried: [IMPROVEMENT] }),
    'open, nothing yet': openCard(RETRO, { themes: [], asked: 4, carried: [] }),
    'open, largest': openCard(LARGE, { themes: MOST, asked: 400, carried: IMPROVEMENTS }),
    result: resultCard(result({})),
    'result, nobody answered': resultCard(result({ results: { answered: 0, asked: 4, box: null }, themes: [] })),
    'result, too few': resultCard(result({ results: { answered: 2, asked: 4, box: null }, improvements: [] })),
    'result, largest': resultCard(
      result({
        retro: LARGE,
        results: { answered: 60, asked: 400, box: FULL_BOX },
        themes: MOST,
        improvements: IMPROVEMENTS,
        picture: { id: '0193a1b2-0000-4000-8000-000000000001', alt: full(1_900) },
      }),
    ),
    'a lesson is kept': keptCard({
      title: 'Book a sandbox early',
      kinds: ['api'],
      teams: ['part'],
      words: ['sandbox'],
    }),
  };
}

/** Every form of retrospectives, ordinary and at its largest. */
export function forms(): Record<string, Form> {
  const teams = Array.from({ length: 60 }, (_, index) => ({ value: `t-${index}`, label: full(80) }));
  return {
    'the survey': answerForm(RETRO),
    'the survey, with names': answerForm(LARGE),
    'a theme': themeForm(RETRO),
    'an improvement': improveForm(RETRO),
    'a lesson': lessonForm(RETRO, THEMES, [{ value: 'plat', label: 'Product Platform' }]),
    'a lesson, largest': lessonForm(LARGE, MOST, teams),
  };
}
