import type { Block, Button, Card } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { shorten } from '../../chat/shorten.ts';
import { code, moment, strong, type Text, text } from '../../chat/text.ts';
import { formatDay } from '../../core/format-time.ts';
import type { Lesson } from '../lessons/model.ts';
import { KIND_LABEL, Kind } from '../register/model.ts';
import {
  BEST,
  FEWEST_SHOWN,
  type Improvement,
  LONGEST,
  MOST_VOTES,
  type Pile,
  QUESTION,
  type Results,
  type Retrospective,
  type Theme,
} from './model.ts';
import { meanOf, questions } from './rules/box.ts';
import { beforeInWords, inWords, type Metric } from './rules/metrics.ts';

/** A title is complete in a phone's notification; a milestone has what the rest of it leaves. */
const NAME_IN_TITLE = 30;
/** The same where the title says by when as well. */
const NAME_ASKED = 10;
/** Lines of words that a card shows of one question. Ours: a screen. */
const MOST_WORDS = 4;
/** Improvements that a card lists. Ours: a screen. */
const MOST_IMPROVEMENTS = 10;
/** Themes with a button of their own: what Slack shows of one card without a scroll. Ours. */
const MOST_WITH_BUTTONS = 8;
const THEME_IN_BUTTON = 40;
const WORDS_IN_LINE = 200;

/** Asks somebody to answer the survey. */
export function askCard(retro: Retrospective, programme: string, again: boolean): Card {
  const { milestone, closesAt, key } = retro;
  return {
    title: text`${again ? 'Open: three' : 'Three'} questions about ${shorten(milestone, NAME_ASKED)} by ${moment(closesAt)}`,
    blocks: [
      {
        kind: 'text',
        text: text`${programme} passed ${strong(milestone)}.`,
      },
      { kind: 'note', text: [privacyOf(retro)] },
      { kind: 'buttons', buttons: [answerButton(retro)] },
      {
        kind: 'note',
        text: text`You get this as owner, approver, contact or lead. ${code(`/deps retro ${key}`)} shows it.`,
      },
    ],
  };
}

function answerButton({ id }: Retrospective): Button {
  return { kind: 'form', label: 'Answer…', name: 'retrospectives.answer-form', value: { retro: id }, style: 'primary' };
}

function privacyOf({ anonymous }: Pick<Retrospective, 'anonymous'>): string {
  return anonymous
    ? `Anonymous: your answers are stored without your name, and shown from ${FEWEST_SHOWN} answers on.`
    : 'Your answers are stored with your name.';
}

/** The survey's three questions. */
export function answerForm(retro: Retrospective): Form {
  const scores = Array.from({ length: BEST }, (_, index) => String(index + 1));
  const named = (score: string) => (score === '1' ? '1: no' : score === String(BEST) ? `${BEST}: yes` : score);
  return {
    name: 'retrospectives.answer',
    value: { retro: retro.id },
    title: `Survey of ${retro.key}`.slice(0, 24),
    submit: 'Send my answers',
    intro: [privacyOf(retro)],
    fields: questions.flatMap((question): Form['fields'] => [
      {
        kind: 'choice',
        id: question,
        label: QUESTION[question].asks,
        options: scores.map((value) => ({ value, label: named(value) })),
      },
      {
        kind: 'long-text',
        id: `${question}-words`,
        label: `${QUESTION[question].label}: one line`,
        optional: true,
        max: LONGEST.words,
      },
    ]),
  };
}

/** What the survey card says when its reader answered: without the answers, so that no message repeats them. */
export function answeredCard({ milestone, closesAt, key }: Retrospective): Card {
  return {
    title: [`Your answers about ${shorten(milestone, NAME_IN_TITLE)} are in`],
    blocks: [
      {
        kind: 'text',
        text: text`Results come to the programme channel on ${moment(closesAt)}. Themes are voted on there: ${code(`/deps retro ${key}`)}`,
      },
    ],
  };
}

/** An open retrospective as a channel sees it: themes, votes, and what earlier ones agreed and is not done. `asked` people were asked. */
export function openCard(
  retro: Retrospective,
  { themes, asked, carried }: { themes: readonly Theme[]; asked: number; carried: readonly Improvement[] },
): Card {
  const { id, milestone, closesAt, key } = retro;
  return {
    title: [`${key}: what ${shorten(milestone, NAME_IN_TITLE)} teaches us`],
    blocks: [
      {
        kind: 'text',
        text: text`${asked} people are asked until ${moment(closesAt)}. Add themes and vote: ${MOST_VOTES} votes each.`,
      },
      ...themeBlocks(themes, true),
      ...improvementBlocks('Agreed before and still open', carried),
      {
        kind: 'buttons',
        buttons: [
          { kind: 'form', label: 'Add a theme…', name: 'retrospectives.theme-form', value: { retro: id } },
          answerButton(retro),
        ],
      },
    ],
  };
}

/** Themes, those with the most votes first; while it is open each has its button. */
function themeBlocks(themes: readonly Theme[], open: boolean): Block[] {
  if (themes.length === 0) return [];
  const shown = open ? themes.slice(0, MOST_WITH_BUTTONS) : [];
  return [
    { kind: 'list', items: themes.map(themeLine) },
    ...(shown.length === 0
      ? []
      : [
          {
            kind: 'buttons' as const,
            buttons: shown.map(
              (theme): Button => ({
                kind: 'action',
                label: `Vote ${theme.number}: ${shorten(theme.text, THEME_IN_BUTTON)}`,
                name: 'retrospectives.vote',
                value: { theme: theme.id },
              }),
            ),
          },
        ]),
  ];
}

function themeLine({ number, text: said, votes }: Theme): Text {
  return text`${strong(`${number}.`)} ${said} · ${votes === 1 ? '1 vote' : `${votes} votes`}`;
}

/** Asks for a theme. */
export function themeForm({ id, key }: Retrospective): Form {
  return {
    name: 'retrospectives.theme',
    value: { retro: id },
    title: `A theme for ${key}`.slice(0, 24),
    submit: 'Add it',
    fields: [{ kind: 'long-text', id: 'text', label: 'What is to be talked about', max: LONGEST.theme }],
  };
}

/** What a closed retrospective came to. */
export interface ResultView {
  retro: Retrospective;
  results: Results;
  themes: readonly Theme[];
  metrics: readonly Metric[];
  /** All that is open, of this retrospective and of earlier ones. */
  improvements: readonly Improvement[];
  /** The figures as a picture, and what it is about. */
  picture: { id: string; alt: string };
}

/** What a closed retrospective came to, with the figures of its increment. */
export function resultCard({ retro, results, themes, metrics, improvements, picture }: ResultView): Card {
  const { id, milestone, key, until } = retro;
  const value = { retro: id };
  const isFirst = metrics.every(({ before }) => before === undefined);
  return {
    title: [`${key}: what ${shorten(milestone, NAME_IN_TITLE)} taught us`],
    blocks: [
      { kind: 'text', text: text`Milestone of ${formatDay(until)} · ${results.answered} of ${results.asked} answered` },
      ...resultBlocks(results),
      ...(themes.length === 0 ? [] : [heading('Themes'), ...themeBlocks(themes, false)]),
      heading(isFirst ? 'Figures of the first increment: none before to compare with' : 'Figures'),
      { kind: 'image', picture: picture.id, alt: picture.alt },
      { kind: 'list', items: metrics.map((metric) => metricLine(metric, isFirst)) },
      ...improvementBlocks('Improvements, open until closed', improvements),
      {
        kind: 'buttons',
        buttons: [
          { kind: 'form', label: 'Agree an improvement…', name: 'retrospectives.improve-form', value },
          { kind: 'form', label: 'Keep a lesson…', name: 'retrospectives.lesson-form', value },
          { kind: 'page', label: 'Open retrospectives', path: '/retrospectives' },
        ],
      },
    ],
  };
}

function heading(words: string): Block {
  return { kind: 'text', text: [strong(words)] };
}

/** `Response time: 6.5 h (12 answers) · before 9 h (10)`. */
function metricLine(metric: Metric, isFirst: boolean): Text {
  return text`${metric.label}: ${inWords(metric)}${isFirst ? '' : ` · ${beforeInWords(metric)}`}`;
}

function improvementBlocks(title: string, improvements: readonly Improvement[]): Block[] {
  if (improvements.length === 0) return [];
  return [
    heading(title),
    {
      kind: 'list',
      items: improvements.slice(0, MOST_IMPROVEMENTS).map(improvementLine),
      more: Math.max(0, improvements.length - MOST_IMPROVEMENTS),
    },
  ];
}

/** `ACT-9 contracts before sprints · Ana Example · Fri 18 Dec · RETRO-1`. */
export function improvementLine({ key, what, owner, dueOn, from }: Improvement): Text {
  return text`${strong(key)} ${shorten(what, WORDS_IN_LINE)} · ${owner} · ${formatDay(dueOn)} · ${from}`;
}

/** Asks for an improvement. */
export function improveForm({ id, key }: Retrospective): Form {
  return {
    name: 'retrospectives.improve',
    value: { retro: id },
    title: `Improvement, ${key}`.slice(0, 24),
    submit: 'Open it, tell them',
    fields: [
      { kind: 'long-text', id: 'what', label: 'What is done differently', max: LONGEST.improvement },
      { kind: 'person', id: 'owner', label: 'Who does it' },
      { kind: 'date', id: 'due', label: 'By when' },
    ],
  };
}

/** Asks what is to be remembered; the themes with the most votes are offered. */
export function lessonForm({ id, key }: Retrospective, themes: readonly Theme[], teams: readonly Option[]): Form {
  const [first] = themes;
  return {
    name: 'retrospectives.lesson',
    value: { retro: id },
    title: `Lesson of ${key}`.slice(0, 24),
    submit: 'Keep it',
    intro: text`It is shown when such a dependency is registered, turns red or goes to leadership.`,
    fields: [
      {
        kind: 'text',
        id: 'title',
        label: 'What was learned, in one line',
        max: LONGEST.lesson,
        ...(first === undefined ? {} : { initial: shorten(first.text, LONGEST.lesson) }),
      },
      {
        kind: 'choices',
        id: 'kinds',
        label: 'For which kinds',
        optional: true,
        options: Kind.options.map((value) => ({ value, label: KIND_LABEL[value] })),
      },
      { kind: 'choices', id: 'teams', label: 'For which teams', optional: true, options: [...teams] },
      {
        kind: 'text',
        id: 'words',
        label: 'Words that recall it',
        hint: 'With commas, such as sandbox, rate limit',
        optional: true,
      },
      { kind: 'text', id: 'link', label: 'Where more is written', optional: true },
    ],
  };
}

interface Option {
  value: string;
  label: string;
}

function resultBlocks({ answered, box }: Results): Block[] {
  if (answered === 0) return [{ kind: 'text', text: ['Nobody answered the survey.'] }];
  if (box === null) {
    return [
      {
        kind: 'text',
        text: [
          `${answered === 1 ? '1 answer is' : `${answered} answers are`} fewer than ${FEWEST_SHOWN}: who said what could be guessed. The answers were deleted unread.`,
        ],
      },
    ];
  }
  return [
    {
      kind: 'facts',
      facts: questions.map((question) => ({ label: QUESTION[question].label, value: pileText(box[question]) })),
    },
    ...questions.flatMap((question): Block[] => {
      const { words } = box[question];
      if (words.length === 0) return [];
      return [
        { kind: 'text', text: [strong(`${QUESTION[question].label}, in words`)] },
        {
          kind: 'list',
          items: words.slice(0, MOST_WORDS).map((said) => [shorten(said, WORDS_IN_LINE)]),
          more: Math.max(0, words.length - MOST_WORDS),
        },
      ];
    }),
  ];
}

/** `3.0 of 5 (1× 2, 1× 4)`. */
export function pileText(pile: Pile): Text {
  const mean = meanOf(pile);
  const given = pile.scores.flatMap((count, index) => (count === 0 ? [] : [`${count}× ${index + 1}`]));
  return text`${mean === null ? 'no answer' : `${mean.toFixed(1)} of ${BEST}`} (${given.join(', ')})`;
}

/** The answer to whoever kept a lesson. */
export function keptCard({ title, kinds, teams, words }: Pick<Lesson, 'title' | 'kinds' | 'teams' | 'words'>): Card {
  return {
    title: text`Kept: ${shorten(title, NAME_IN_TITLE)}`,
    blocks: [
      { kind: 'text', text: [title] },
      {
        kind: 'note',
        text: text`Recalled by ${[...kinds, ...teams, ...words].join(', ')}. All: ${code('/deps lessons')}`,
      },
    ],
  };
}
