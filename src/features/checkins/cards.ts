import type { DateTime } from 'luxon';
import { type Block, type Button, type Card, type Colour, MARK } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { code, join, moment, strong, type Text, text } from '../../chat/text.ts';
import { formatDay } from '../../core/format-time.ts';
import { findTentative } from '../../core/tentative.ts';
import type { Copy } from './model.ts';

/** Dependencies with buttons in one message: four buttons and two lines each, which both fits Slack's 50 blocks and a phone. */
const MOST_ASKED = 12;
/** People named in one line. */
const MOST_NAMED = 3;
/** A title that a phone's notification shows whole. */
const TITLE = 60;
/** Lessons under one answer, of however many dependencies. Ours: more is not read. */
const MOST_LESSONS = 2;
/** Lines of one kind in a roll-up: it is read in a channel, in passing. */
const MOST_IN_ROLL_UP = 6;
/** Lessons in it: two reds with all that one dependency is shown. Ours. */
const MOST_LEARNED = 4;

export interface AskedDependency {
  id: string;
  key: string;
  /** Key, title, teams, due date and status in one line. */
  line: Text;
  /** What was said last; null when nothing was. */
  said: Colour | null;
  /** The answer, once there is one. */
  answered: { colour: Colour; by: string; at: DateTime; reasonMissing: boolean } | null;
}

export interface Ask {
  kind: Copy['kind'];
  delegateId: string | null;
  promptId: string;
  askedAt: DateTime;
  answerBy: DateTime;
  /** Why this reader is asked, when it is not their own. */
  because: Text | null;
  /** What happens without an answer. */
  otherwise: Text | null;
  dependencies: readonly AskedDependency[];
}

/** The prompt, its nudge and the delegate's copy: one row of buttons for each dependency that has no answer. */
export function askCard(ask: Ask): Card {
  const open = ask.dependencies.filter((one) => one.answered === null);
  const ordered = [...open, ...ask.dependencies.filter((one) => one.answered !== null)];
  const left = ordered.length - MOST_ASKED;
  return {
    title: askTitle(ask, open),
    blocks: [
      ...(ask.because === null ? [] : [note(ask.because)]),
      ...(ask.otherwise === null || open.length === 0 ? [] : [{ kind: 'text' as const, text: ask.otherwise }]),
      ...ordered.slice(0, MOST_ASKED).flatMap((one) => dependencyBlocks(ask, one)),
      ...(left > 0 ? [note(text`and ${left} more: ${code('/deps mine')}`)] : []),
      ...(open.length === 0 ? [] : [note(howTo(open))]),
    ],
  };
}

/** The same card, with what was learned before under it. */
export function learned(card: Card, lessons: readonly Text[]): Card {
  return { ...card, blocks: [...card.blocks, ...lessons.map(note)] };
}

/** The same card, with a line on the first tentative word of what was recorded: it is kept as said, and can be made firm. */
export function flagged(card: Card, said: readonly (string | null)[]): Card {
  const [tentative] = said.flatMap((words) => findTentative(words ?? ''));
  if (tentative === undefined) return card;
  const flag = note(text`“${tentative.words}” leaves it open: ${tentative.suggestion}.`);
  return { ...card, blocks: [...card.blocks, flag] };
}

function askTitle({ kind, dependencies, askedAt, answerBy }: Ask, open: readonly AskedDependency[]): Text {
  if (open.length === 0) return [shorten(`Answered: ${dependencies.map((one) => one.key).join(', ')}`, TITLE)];
  const [only] = open;
  const one = open.length === 1 && only !== undefined;
  if (kind === 'nudge') {
    return one
      ? text`${only.key} waits for your status since ${moment(askedAt)}`
      : text`${open.length} dependencies wait for your status since ${moment(askedAt)}`;
  }
  const whose = kind === 'delegate' ? 'you are delegate of' : 'of your dependencies';
  if (one) return text`${only.key} needs a word by ${moment(answerBy)}`;
  return text`${open.length} ${whose} need a word by ${moment(answerBy)}`;
}

function dependencyBlocks(ask: Ask, one: AskedDependency): Block[] {
  const { answered } = one;
  if (answered === null)
    return [
      { kind: 'text', text: one.line },
      { kind: 'buttons', buttons: answerButtons(ask, one) },
    ];
  const { colour, by, at, reasonMissing } = answered;
  const missing = reasonMissing ? ' · the reason is missing' : '';
  return [
    { kind: 'text', text: text`${strong(one.key)} ${MARK[colour]} recorded from ${by}, ${moment(at)}${missing}` },
    { kind: 'buttons', buttons: [detailsButton(ask, one, reasonMissing ? 'Give the reason…' : 'Correct this…')] },
  ];
}

/** What a button of a prompt carries. */
function carried(ask: Pick<Ask, 'promptId' | 'kind' | 'delegateId'>, dependency: string): Record<string, string> {
  return {
    prompt: ask.promptId,
    dependency,
    card: ask.kind,
    ...(ask.delegateId === null ? {} : { delegate: ask.delegateId }),
  };
}

function answerButtons(ask: Ask, one: AskedDependency): Button[] {
  const keep: Button[] = one.said === null ? [] : [answerButton(ask, one.id, 'No change', 'same')];
  return [...keep, ...colourButtons(ask, one.id, one.said), detailsButton(ask, one, 'Details…')];
}

type Asked = Pick<Ask, 'promptId' | 'kind' | 'delegateId'>;

function colourButtons(ask: Asked, dependency: string, said: Colour | null): Button[] {
  return (['green', 'yellow', 'red'] as const)
    .filter((colour) => colour !== said)
    .map((colour) => answerButton(ask, dependency, LABEL[colour], colour));
}

const LABEL: Readonly<Record<Colour, string>> = { green: '✓ Green', yellow: '▲ Yellow', red: '● Red' };

function answerButton(ask: Asked, dependency: string, label: string, answer: string): Button {
  return { kind: 'action', label, name: 'checkins.answer', value: { ...carried(ask, dependency), answer } };
}

function detailsButton(ask: Asked, { id }: Pick<AskedDependency, 'id'>, label: string): Button {
  return { kind: 'form', label, name: 'checkins.details', value: carried(ask, id) };
}

/** To whoever wants to keep a status that was never given. */
export function whichColourCard(ask: Asked, dependency: { id: string; key: string }): Card {
  return {
    title: [`${dependency.key} has no status yet: say which`],
    blocks: [{ kind: 'buttons', buttons: colourButtons(ask, dependency.id, null) }],
  };
}

function howTo(open: readonly AskedDependency[]): Text {
  const [first, second] = open.map((one) => one.key.replace(/^\D+/, ''));
  const words =
    second === undefined
      ? `${first} green, tests pass`
      : `${first} green, tests pass; ${second} blocked by the vendor until Friday`;
  return text`Or answer in words: ${code(words)}. Away? ${code('/deps away until Monday')}`;
}

function shorten(words: string, longest: number): string {
  return words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
}

function note(content: Text): Block {
  return { kind: 'note', text: content };
}

/** What was understood from plain words, so that it can be corrected. */
export interface Recorded {
  key: string;
  dependencyId: string;
  /** `✓ GREEN`, `delivered`. */
  what: string;
  reason: string | null;
  /** Such as "The round closed …"; nothing when there is nothing to add. */
  aside: Text | null;
  /** The blocker that was raised, which has its own form to be corrected. */
  blockerId?: string;
  /** What was learned before, in lines, where it turned red by this. */
  lessons?: readonly Text[];
}

export function recordedCard(recorded: readonly Recorded[]): Card {
  const [only] = recorded;
  const title =
    recorded.length === 1 && only !== undefined
      ? text`Recorded for ${only.key}: ${only.what}`
      : text`Recorded for ${recorded.length} dependencies`;
  return {
    title,
    blocks: [
      ...(recorded.length === 1
        ? only?.reason == null
          ? []
          : [{ kind: 'text' as const, text: text`Reason: ${only.reason}` }]
        : [
            {
              kind: 'list' as const,
              items: recorded.map(
                (one) => text`${strong(one.key)} ${one.what}${one.reason === null ? '' : `: ${one.reason}`}`,
              ),
            },
          ]),
      ...recorded.flatMap((one) => (one.aside === null ? [] : [note(one.aside)])),
      ...recorded
        .flatMap(({ lessons = [] }) => lessons)
        .slice(0, MOST_LESSONS)
        .map(note),
      {
        kind: 'buttons',
        buttons: recorded
          .slice(0, MOST_ASKED)
          .map((one) => correctButton(one, recorded.length === 1 ? 'Correct this…' : `Correct ${one.key}…`)),
      },
    ],
  };
}

function correctButton({ dependencyId, blockerId }: Recorded, label: string): Button {
  return blockerId === undefined
    ? { kind: 'form', label, name: 'checkins.details', value: { dependency: dependencyId } }
    : { kind: 'form', label, name: 'blockers.correct-form', value: { blocker: blockerId } };
}

/** The form behind Details… and Correct this…. */
export function detailsForm(facts: {
  key: string;
  value: Record<string, string>;
  colour: Colour;
  reason: string | null;
  mitigation: string | null;
  trigger: string | null;
}): Form {
  const options = (['green', 'yellow', 'red'] as const).map((value) => ({ value, label: MARK[value] }));
  const long = (id: string, label: string, hint: string, initial: string | null) =>
    ({
      kind: 'long-text',
      id,
      label,
      hint,
      optional: true,
      max: MOST_CHARACTERS,
      ...(initial === null ? {} : { initial }),
    }) as const;
  return {
    name: 'checkins.save',
    value: facts.value,
    title: `Status of ${facts.key}`.slice(0, 24),
    submit: 'Record status',
    fields: [
      { kind: 'choice', id: 'colour', label: 'Status', options, initial: facts.colour },
      long('reason', 'Reason', 'What happened, in one sentence. Needed for yellow and red.', facts.reason),
      long('mitigation', 'Mitigation', 'Who does what about it, by when.', facts.mitigation),
      long('trigger', 'Trigger', 'What starts the mitigation: a date, an event.', facts.trigger),
    ],
  };
}

/** Longest answer in a field of the form; a screenful. */
export const MOST_CHARACTERS = 1_000;

/** An owner whom the leads hear of. */
export interface SilentOwner {
  owner: string;
  keys: readonly string[];
  since: DateTime;
  /** Who was asked in the owner's place while they are away. */
  standIn: string | null;
  /** Names of the delegates, and of those who were asked in their place. */
  delegates: readonly string[];
  told: readonly string[];
}

/** To the programme's leads: who stays silent on what since when, and who was asked instead. */
export function silentCard(silent: readonly SilentOwner[]): Card {
  const [only] = silent;
  const since = only?.since ?? null;
  const title =
    silent.length === 1 && only !== undefined
      ? text`${shorten(only.owner, 14)} is silent on ${shorten(only.keys.join(', '), 14)} since ${moment(only.since)}`
      : text`${silent.length} owners are silent${since === null ? '' : text` since ${moment(since)}`}`;
  const left = silent.length - MOST_IN_ROLL_UP;
  return {
    title,
    blocks: [
      silent.length === 1 && only !== undefined
        ? { kind: 'text', text: silentLine(only) }
        : {
            kind: 'list',
            items: silent.slice(0, MOST_IN_ROLL_UP).map((one) => silentLine(one, one.since)),
            ...(left > 0 ? { more: left } : {}),
          },
      {
        kind: 'text',
        text: text`Ask in person, or give it to somebody else: ${code(`/deps assign ${only?.keys[0] ?? 'DEP-4'} @handle`)}`,
      },
    ],
  };
}

/** `since` where the title does not say it. */
function silentLine({ owner, keys, standIn, delegates, told }: SilentOwner, since?: DateTime): Text {
  const away = standIn === null ? '' : `, ${standIn} stands in`;
  const when = since === undefined ? '' : text` since ${moment(since)}`;
  return text`${strong(owner)}${away}: ${shorten(keys.join(', '), TITLE)}${when}. ${instead(owner, delegates, told)}`;
}

function instead(owner: string, delegates: readonly string[], told: readonly string[]): string {
  // Not that they did not answer: asked out of their hours, they may hear of it in this very morning.
  if (told.length > 0) return `${listed(told)} ${told.length === 1 ? 'is' : 'are'} asked instead.`;
  if (delegates.length > 0)
    return `${listed(delegates)} ${delegates.length === 1 ? 'is' : 'are'} not at work: asked later.`;
  return `${owner} has no delegate who could be asked instead.`;
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(' and ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export interface RollUp {
  programme: string;
  date: string;
  colour: Colour;
  counts: Readonly<Record<Colour, number>>;
  answered: number;
  asked: number;
  /** What was learned before about those that turned red since the roll-up before. */
  learned: readonly Text[];
  /** Ready lines of each kind; empty ones are left out. */
  changed: readonly Text[];
  contracts: readonly Text[];
  blockers: readonly Text[];
  /** Risks that came true. */
  risks: readonly Text[];
  /** Red or yellow without an owner, a mitigation or its trigger. */
  faults: readonly Text[];
  shifts: readonly Text[];
  silent: readonly Text[];
}

/** After a round, in the programme's channel: one screen. */
export function rollUpCard(facts: RollUp): Card {
  const { programme, date, colour, counts, answered, asked } = facts;
  const part = (label: string, lines: readonly Text[]): Block[] => {
    if (lines.length === 0) return [];
    const more = lines.length > MOST_IN_ROLL_UP ? ` · and ${lines.length - MOST_IN_ROLL_UP} more` : '';
    return [
      { kind: 'text', text: text`${strong(`${label}:`)} ${join(lines.slice(0, MOST_IN_ROLL_UP), ' · ')}${more}` },
    ];
  };
  const unlearned = facts.learned.length - MOST_LEARNED;
  return {
    title: text`${shorten(programme, 20)}, round of ${formatDay(date)}: ${answered} of ${asked} answered`,
    status: colour,
    blocks: [
      { kind: 'text', text: text`● ${counts.red} RED, ▲ ${counts.yellow} YELLOW, ✓ ${counts.green} GREEN` },
      ...facts.learned.slice(0, MOST_LEARNED).map(note),
      ...(unlearned > 0 ? [note(text`and ${unlearned} more: ${code('/deps lessons')}`)] : []),
      ...part('Changed', facts.changed),
      ...part('Blocked', facts.blockers),
      ...part('Risks', facts.risks),
      ...part('Without a plan', facts.faults),
      ...part('Contracts', facts.contracts),
      ...part('Dates moved', facts.shifts),
      ...part('No answer', facts.silent),
      { kind: 'buttons', buttons: [{ kind: 'action', label: 'Programme status', name: 'reports.status', value: {} }] },
    ],
  };
}
