import { type Block, type Card, note } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { shorten } from '../../chat/shorten.ts';
import { code, moment, strong, type Text, text } from '../../chat/text.ts';
import { formatDay, formatMoment } from '../../core/format-time.ts';
import type { Programme } from '../programme/model.ts';
import {
  dueAt,
  type Gap,
  HOURS,
  type Kickoff,
  LONGEST_SCOPE,
  type NextStep,
  type Stakeholder,
  type Summary,
} from './model.ts';

/** Of each list that one card shows. Ours: the summary stays one page. */
const SHOWN = { teams: 12, stakeholders: 15, keys: 8, steps: 10 } as const;
/** Characters of a programme's name in a title, and of a text in a line. */
const SHORT = { name: 18, what: 120 } as const;
/** Characters of a programme's name where little else stands in the title. */
const NAME_ALONE = 40;
/** Characters of the actions that one form takes: ten of the longest. */
const LONGEST_ACTIONS = 4_000;

const BY_ITSELF = `Depsync itself, since no lead did within ${HOURS.post} h`;

const GAP_LABEL: Readonly<Record<Gap['kind'], string>> = {
  release: 'No release date',
  lead: 'Teams without a lead',
  owner: 'Without an owner',
  delegate: 'Without a delegate',
  contact: 'Without a contact',
  trace: 'Without a trace',
  contract: 'Without a contract',
  evidence: 'Obligations without evidence',
  action: 'No next action',
};

/** The summary as the programme's channel sees it. `by` posted it; null: Depsync itself. */
export function summaryCard(
  summary: Summary,
  { scope, postedAt, startedAt }: Kickoff,
  { startedBy, postedBy }: { startedBy: string; postedBy: string | null },
): Card {
  const posted = postedAt === null ? [] : text`Posted by ${postedBy ?? BY_ITSELF}, ${moment(postedAt)}.`;
  return {
    title: [`Kickoff of ${shorten(summary.name, SHORT.name)}${released(summary)}`],
    blocks: [
      ...summaryBlocks(summary, scope),
      { kind: 'note', text: text`Started by ${startedBy}, ${moment(startedAt)}. ${posted}` },
    ],
  };
}

function released({ releaseDate }: Summary): string {
  return releaseDate === null ? '' : `: release ${formatDay(releaseDate)}`;
}

/** How a lead sees the summary: why they get it, on their clock, and who is shown the buttons. */
export interface Reader {
  /** `lead of Q1 launch` */
  as: string;
  zone: string;
  only: readonly string[];
}

/** The summary before a lead, who reviews and posts it; once it is posted, by whom. */
export function reviewCard(
  summary: Summary,
  kickoff: Kickoff,
  postedBy: string | null,
  { as, zone, only }: Reader,
): Card {
  const name = shorten(summary.name, SHORT.name);
  const due = dueAt(kickoff);
  if (kickoff.postedAt !== null) {
    const who = postedBy ?? BY_ITSELF;
    return {
      title: [`Kickoff of ${name} is posted`],
      blocks: [
        { kind: 'text', text: text`By ${who}, ${moment(kickoff.postedAt)}. What you edit shows on the posted card.` },
        buttons(kickoff, only),
      ],
    };
  }
  return {
    title: [`Kickoff of ${name}: post it by ${formatMoment(due, zone)}`],
    blocks: [
      {
        kind: 'text',
        text: text`Review it and post it; at ${moment(due)} it is posted by itself, with its gaps named. You get this as ${as}.`,
      },
      ...summaryBlocks(summary, kickoff.scope),
      buttons(kickoff, only),
    ],
  };
}

/** Tells a lead that the time is nearly over. */
export function warningCard({ name, gaps }: Summary, kickoff: Kickoff, { as, zone, only }: Reader): Card {
  const due = dueAt(kickoff);
  const lacking = gaps.length === 0 ? 'Nothing is missing in it.' : `${gaps.length} kinds of gaps will be named in it.`;
  return {
    title: [`Kickoff of ${shorten(name, SHORT.name)} posts itself ${formatMoment(due, zone)}`],
    blocks: [
      {
        kind: 'text',
        text: text`Post it before, or edit it. ${lacking} ${code('/deps kickoff')} shows it whole. You get this as ${as}.`,
      },
      buttons(kickoff, only),
    ],
  };
}

function buttons({ id, postedAt }: Kickoff, only: readonly string[]): Block {
  const value = { kickoff: id };
  return {
    kind: 'buttons',
    only: [...only],
    buttons: [
      ...(postedAt === null
        ? [{ kind: 'action' as const, label: 'Post it now', name: 'kickoffs.post', value, style: 'primary' as const }]
        : []),
      { kind: 'form', label: 'Edit…', name: 'kickoffs.edit', value },
    ],
  };
}

function summaryBlocks(summary: Summary, scope: string | null): Block[] {
  const { goal, touchpoints, teams, stakeholders, gaps, next, carried, releaseDate } = summary;
  return [
    {
      kind: 'facts',
      facts: [
        { label: 'Scope', value: [scope ?? goal ?? 'as the register has it'] },
        { label: 'Touchpoints', value: [touchpoints === '' ? 'none registered yet' : touchpoints] },
        { label: 'Release', value: [releaseDate === null ? 'no date yet' : formatDay(releaseDate)] },
      ],
    },
    ...listOf('Teams', teams, SHOWN.teams, (line) => [line]),
    ...listOf('Who has a say', stakeholders, SHOWN.stakeholders, stakeholderText),
    ...listOf('Next', next, SHOWN.steps, stepText),
    ...listOf('Carried over, open since before the start', carried, SHOWN.steps, stepText),
    ...listOf('Missing', gaps, gaps.length, gapText),
  ];
}

function listOf<Item>(label: string, items: readonly Item[], most: number, inWords: (item: Item) => Text): Block[] {
  if (items.length === 0) return [];
  const more = items.length - most;
  return [
    { kind: 'text', text: [strong(label)] },
    { kind: 'list', items: items.slice(0, most).map(inWords), ...(more > 0 ? { more } : {}) },
  ];
}

function stakeholderText({ name, as, authority }: Stakeholder): Text {
  const may = authority.length === 0 ? '' : ` · authority: ${shorten(authority.join('; '), SHORT.what)}`;
  return text`${strong(name)}: ${as}${may}`;
}

function stepText({ key, what, owner, dueOn, from }: NextStep): Text {
  const agreed = from === null ? '' : ` · agreed in ${from}`;
  return text`${strong(key)} ${shorten(what, SHORT.what)} · ${owner ?? 'no owner'} · ${formatDay(dueOn)}${agreed}`;
}

function gapText({ kind, of, mend }: Gap): Text {
  const more = of.length - SHOWN.keys;
  const named = `${of.slice(0, SHOWN.keys).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const label = of.length === 0 ? GAP_LABEL[kind] : `${GAP_LABEL[kind]}: ${named}`;
  return mend !== '' ? text`${label} · ${code(`/deps ${mend}`)}` : [label];
}

/** A programme was started: who reviews its summary, by handle, and when it is posted. */
export function startedCard(programme: string, kickoff: Kickoff, reviewers: string): Card {
  return note(
    text`${shorten(programme, NAME_ALONE)} is started`,
    text`Its kickoff summary went to ${reviewers} to be reviewed. It is posted by ${moment(dueAt(kickoff))}, by itself if no lead does. ${code('/deps kickoff')} shows it.`,
  );
}

/** A programme that nobody has started. */
export function notStartedCard({ name, key }: Pick<Programme, 'name' | 'key'>): Card {
  return note(
    text`${shorten(name, NAME_ALONE)} is not started yet`,
    text`A lead starts it: ${code(`/deps programme start ${key}`)}`,
  );
}

/** Asks for the scope in a sentence and for more next actions. */
export function editForm({ id, scope, version }: Kickoff, { goal }: Pick<Summary, 'goal'>): Form {
  const initial = scope ?? goal;
  return {
    name: 'kickoffs.save',
    value: { kickoff: id, version: String(version) },
    title: 'Kickoff summary',
    submit: 'Save it',
    fields: [
      {
        kind: 'long-text',
        id: 'scope',
        label: 'Scope, in one sentence',
        hint: 'Empty: as the register has it',
        optional: true,
        max: LONGEST_SCOPE,
        ...(initial === null ? {} : { initial: shorten(initial, LONGEST_SCOPE) }),
      },
      {
        kind: 'long-text',
        id: 'actions',
        label: 'More next actions',
        hint: 'One a line: @ana send the test data by Fri on DEP-4. Each is opened, and its owner told.',
        optional: true,
        max: LONGEST_ACTIONS,
      },
    ],
  };
}
