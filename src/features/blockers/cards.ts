import type { DateTime } from 'luxon';
import type { Block, Button, Card } from '../../chat/card.ts';
import { note } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { code, join, link, mention, moment, strong, type Text, text } from '../../chat/text.ts';
import { formatDay, formatSpan } from '../../core/format-time.ts';
import type { Decided, Escalation } from '../escalations/model.ts';
import { LONGEST } from '../register/model.ts';
import type { BlockerView, DecisionOption, EscalationFacts, ListedBlocker, OptionKind, Waiting } from './model.ts';
import { listed, resolutionBy } from './rules.ts';

/** Teams, people and links a card of leadership names before it only counts them. */
const MOST_NAMED = 5;
/** Tiers are named in hours, so an age is too until it is longer than any of them. */
const MOST_HOURS = 120;
/** Choices that ask for a day or a reason first. */
const ASKS_FIRST: readonly OptionKind[] = ['move', 'drop'];

/** What was understood and what follows: the answer to whoever raised it or corrected it. */
export function recordedCard(blocker: BlockerView, now: DateTime): Card {
  const { key, expectedUntil, reason } = blocker;
  const until = expectedUntil === null ? '' : ` until ${formatDay(expectedUntil, now)}`;
  return {
    title: text`Recorded for ${key}: blocked${until}`,
    blocks: [
      { kind: 'text', text: text`Reason: ${reason}` },
      { kind: 'text', text: clock(blocker, now) },
      { kind: 'buttons', buttons: [correctButton(blocker), solvedButton(blocker)] },
    ],
  };
}

function clock({ raisedAt, tiers, nextTierAt }: BlockerView, now: DateTime): Text {
  const hears =
    nextTierAt === null
      ? text`Leadership has heard of every tier.`
      : text`Leadership hears of it ${moment(nextTierAt)} if it is still open.`;
  return raisedAt < now
    ? text`The clock runs since ${moment(raisedAt)} and does not start again. ${hears}`
    : text`The ${tiers[0] ?? 0}-hour clock started ${moment(raisedAt)}. ${hears}`;
}

/** To those whom a new blocker concerns; `as` says why they get it. */
export function raisedCard(blocker: BlockerView, raisedBy: string, as: string): Card {
  const { key, title, reason, expectedUntil, nextTierAt, raisedAt } = blocker;
  const until = expectedUntil === null ? '' : `, expected until ${formatDay(expectedUntil, raisedAt)}`;
  return {
    title:
      nextTierAt === null
        ? text`${key} is blocked`
        : text`${key} is blocked: leadership hears of it ${moment(nextTierAt)}`,
    blocks: [
      { kind: 'text', text: text`${title} · ${reason}${until}` },
      { kind: 'text', text: text`Raised by ${raisedBy}, ${moment(raisedAt)}. Solved before then, it stays among you.` },
      whyYou(as),
      { kind: 'buttons', buttons: [correctButton(blocker), solvedButton(blocker)] },
    ],
  };
}

/** The card of one tier in the channels of leadership, as things stand. */
export function tierCard(facts: EscalationFacts, escalation: Escalation): Card {
  const decided = facts.decisions.get(escalation.decisionId ?? '');
  const newest = facts.blocker.escalations.at(-1);
  const { resolvedAt, resolution } = facts.blocker;
  const endedByDecision = decided !== undefined && resolution === resolutionBy(decided);
  if (resolvedAt !== null && !endedByDecision) return endedCard(facts);
  if (decided !== undefined) return decidedCard(facts, decided);
  if (newest !== undefined && newest.tier > escalation.tier) return supersededCard(facts, escalation, newest);
  return escalationCard(facts, escalation);
}

function escalationCard(facts: EscalationFacts, escalation: Escalation): Card {
  const { blocker, choices, deciders } = facts;
  return {
    title: text`${blocker.key} blocked for ${age(facts)}: decide by ${moment(escalation.decideBy)}`,
    status: 'red',
    blocks: [
      { kind: 'text', text: text`${blocker.title} · ${blocker.reason}` },
      { kind: 'facts', facts: factsOf(facts) },
      ...facts.lessons.map((line): Block => ({ kind: 'note', text: line })),
      { kind: 'text', text: [strong('Decide one:')] },
      ...choices.offered.flatMap((option) => choiceBlocks(facts, escalation, option)),
      ...(choices.notOffered.length > 0
        ? [{ kind: 'note' as const, text: text`Not offered. ${join(choices.notOffered, '. ')}.` }]
        : []),
      { kind: 'note', text: text`Who decides: ${people(deciders.map(mention))}` },
      { kind: 'buttons', buttons: [solvedButton(blocker)], only: facts.mayEnd },
    ],
  };
}

function choiceBlocks(
  { blocker, mayDecide }: EscalationFacts,
  escalation: Escalation,
  option: DecisionOption,
): Block[] {
  const value = {
    blocker: blocker.id,
    version: String(blocker.version),
    tier: String(escalation.tier),
    option: option.kind,
    target: option.target,
  };
  const asks = ASKS_FIRST.includes(option.kind);
  const button: Button = asks
    ? { kind: 'form', label: `${option.label}…`, name: 'blockers.decide-form', value }
    : { kind: 'action', label: option.label, name: 'blockers.decide', value };
  return [
    { kind: 'buttons', buttons: [button], only: mayDecide },
    { kind: 'note', text: option.consequence },
  ];
}

function factsOf(facts: EscalationFacts): { label: string; value: Text }[] {
  const { blocker, waiting, owner, delegate, release, float, links, decisions } = facts;
  const day = (date: string) => formatDay(date, facts.now);
  return [
    { label: 'Waits', value: waiting.length === 0 ? text`nobody` : named(waiting.map((one) => waits(one, day))) },
    {
      label: 'Owner',
      value: text`${owner ?? 'nobody: assign one'}${delegate === null ? '' : `, delegate ${delegate}`}`,
    },
    {
      label: 'Open',
      value: text`${age(facts)} since ${moment(blocker.raisedAt)}, raised by ${facts.raisedBy}${shared(waiting)}`,
    },
    ...(blocker.expectedUntil === null ? [] : [{ label: 'Expected until', value: [day(blocker.expectedUntil)] }]),
    ...(release === null ? [] : [{ label: 'Release', value: [`${day(release.date)}, ${daysLeft(release.daysLeft)}`] }]),
    ...(float === undefined ? [] : [{ label: 'Float left', value: [float] }]),
    ...(decisions.size === 0
      ? []
      : [
          {
            label: 'Decided so far',
            value: join(
              [...decisions.values()].map((one) => text`${one.key}: ${one.choice}`),
              ' · ',
            ),
          },
        ]),
    ...(links.length === 0
      ? []
      : [{ label: 'Evidence', value: named(links.map((one) => [link(one.label, one.url)])) }]),
  ];
}

function waits({ team, neededBy, daysLeft: left }: Waiting, day: (date: string) => string): Text {
  return neededBy === null || left === null
    ? text`${team} (no date set)`
    : text`${team} needs it ${day(neededBy)} (${daysLeft(left)})`;
}

function shared(waiting: readonly Waiting[]): string {
  const times = waiting.flatMap(({ team, sharedMinutes }) =>
    sharedMinutes === null ? [] : [`${Math.floor(sharedMinutes / 60)} h of shared working time with ${team}`],
  );
  return times.length === 0 ? '' : ` · ${listed(times)}`;
}

function daysLeft(days: number): string {
  if (days === 0) return 'today';
  const many = Math.abs(days);
  return `${many} ${many === 1 ? 'day' : 'days'} ${days > 0 ? 'left' : 'ago'}`;
}

function supersededCard({ blocker }: EscalationFacts, { tier }: Escalation, newest: Escalation): Card {
  return note(
    `${blocker.key}: no decision came on the ${tier} h card`,
    text`The ${newest.tier} h card below has the present choices: decide by ${moment(newest.decideBy)}.`,
  );
}

/** What was decided, by whom, and what follows. */
export function decidedCard(facts: EscalationFacts, decided: Decided, as?: string): Card {
  const { blocker } = facts;
  const { by, at, key, reason } = decided;
  const told = facts.told.filter((name) => name !== by);
  return {
    title: text`${blocker.key}: ${decided.choice}`,
    blocks: [
      {
        kind: 'text',
        text: text`Decided by ${by}, ${moment(at)}. Logged as ${key}.${reason === null ? '' : ` Reason: ${reason}`}`,
      },
      {
        kind: 'text',
        text: text`${told.length === 0 ? 'The register is changed.' : `${listed(told, MOST_NAMED)} were told; the register is changed.`} ${whatFollows(blocker)}`,
      },
      ...(as === undefined ? [] : [whyYou(as)]),
      ...(blocker.resolvedAt === null
        ? [{ kind: 'buttons' as const, buttons: [solvedButton(blocker)], only: facts.mayEnd }]
        : []),
    ],
  };
}

function whatFollows({ resolvedAt, nextTierAt }: BlockerView): Text {
  if (resolvedAt !== null) return text`The blocker is closed.`;
  return nextTierAt === null
    ? text`The blocker stays open; no further tier follows.`
    : text`The blocker stays open; next tier ${moment(nextTierAt)}.`;
}

/** The blocker is over: in leadership's channels, and with `as` to those whom it concerned. */
export function endedCard(facts: EscalationFacts, as?: string): Card {
  const { blocker, resolvedBy, raisedBy, decisions } = facts;
  const { resolution, resolvedAt } = blocker;
  return {
    title: text`${blocker.key} is not blocked any more, after ${age(facts)}`,
    blocks: [
      {
        kind: 'text',
        text: text`Ended by ${resolvedBy ?? 'somebody'}${resolvedAt === null ? '' : text`, ${moment(resolvedAt)}`}${resolution === null ? '' : `: ${resolution}`}`,
      },
      {
        kind: 'text',
        text: text`${blocker.title} · it was: ${blocker.reason} · raised by ${raisedBy}, ${moment(blocker.raisedAt)}`,
      },
      ...(decisions.size === 0
        ? []
        : [
            {
              kind: 'list' as const,
              items: [...decisions.values()].map((one) => text`${one.key}: ${one.choice} · ${one.by}`),
            },
          ]),
      ...(as === undefined ? [] : [whyYou(as)]),
    ],
  };
}

/** Blockers of a programme, `more` of which are left out. */
export function listCard(programme: string, open: number, shown: readonly ListedBlocker[], more: number): Card {
  const title =
    open === 0
      ? `No blocker is open in ${programme}`
      : `${open} ${open === 1 ? 'blocker' : 'blockers'} open in ${programme}`;
  if (shown.length === 0) {
    return note(
      title,
      text`Something in the way? ${code('/deps block DEP-4 the vendor sandbox is down until Friday')}`,
    );
  }
  return {
    title: [title],
    blocks: [
      { kind: 'list', items: shown.map(line), more },
      { kind: 'note', text: text`Solved? ${code('/deps unblock DEP-4 what solved it')}` },
    ],
  };
}

function line({ blocker, minutes, waiting }: ListedBlocker): Text {
  const { key, title, reason, resolvedAt, resolution, nextTierAt, escalations } = blocker;
  const head = text`${strong(key)} ${title} · ${reason} · `;
  if (resolvedAt !== null) {
    return [
      ...head,
      ...text`ended ${moment(resolvedAt)} after ${hours(minutes)}${resolution === null ? '' : `: ${resolution}`}`,
    ];
  }
  const heard = escalations.at(-1);
  return [
    ...head,
    ...text`open ${hours(minutes)} · ${waiting.length === 0 ? 'nobody' : listed(waiting)} waits · `,
    ...(nextTierAt === null ? text`every tier has passed` : text`next tier ${moment(nextTierAt)}`),
    ...(heard !== undefined && heard.decisionId === null ? text` · decide by ${moment(heard.decideBy)}` : []),
  ];
}

/** Asks for the day to move to. */
export function moveForm(value: Form['value'], option: DecisionOption, proposed: string): Form {
  return {
    name: 'blockers.decide',
    value,
    title: 'Move the date',
    submit: 'Move the date',
    intro: text`Proposed: ${option.label}. ${option.consequence}. Each working day blocked costs one working day.`,
    fields: [
      { kind: 'date', id: 'date', label: 'New day', initial: proposed },
      { kind: 'long-text', id: 'reason', label: 'Reason', optional: true, max: LONGEST.reason },
    ],
  };
}

/** Asks why it goes out of scope. */
export function dropForm(value: Form['value'], option: DecisionOption): Form {
  return {
    name: 'blockers.decide',
    value,
    title: 'Take out of scope',
    submit: 'Take out of scope',
    intro: option.consequence,
    fields: [{ kind: 'long-text', id: 'reason', label: 'Reason', max: LONGEST.reason }],
  };
}

/** Corrects what was understood of a blocker. */
export function correctForm({ id, key, reason, expectedUntil }: BlockerView): Form {
  return {
    name: 'blockers.correct',
    value: { blocker: id },
    title: 'Correct the blocker',
    submit: 'Correct it',
    intro: text`${key} stays blocked; its clock runs on.`,
    fields: [
      { kind: 'long-text', id: 'reason', label: 'What blocks it', initial: reason, max: LONGEST.reason },
      {
        kind: 'date',
        id: 'until',
        label: 'Expected until',
        optional: true,
        ...(expectedUntil === null ? {} : { initial: expectedUntil }),
      },
    ],
  };
}

function solvedButton({ id }: BlockerView): Button {
  return { kind: 'action', label: 'It is solved', name: 'blockers.resolve', value: { blocker: id } };
}

function correctButton({ id }: BlockerView): Button {
  return { kind: 'form', label: 'Correct this…', name: 'blockers.correct-form', value: { blocker: id } };
}

function whyYou(as: string): Block {
  return { kind: 'note', text: text`You get this as ${as}.` };
}

function age({ blocker, now }: EscalationFacts): string {
  return hours((blocker.resolvedAt ?? now).diff(blocker.raisedAt).as('minutes'));
}

function hours(minutes: number): string {
  return minutes >= 60 && minutes < MOST_HOURS * 60 ? `${Math.floor(minutes / 60)} h` : formatSpan(minutes);
}

function named(texts: readonly Text[]): Text {
  const more = texts.length - MOST_NAMED;
  return [...join(texts.slice(0, MOST_NAMED), ', '), ...(more > 0 ? [` and ${more} more`] : [])];
}

function people(mentions: readonly ReturnType<typeof mention>[]): Text {
  return mentions.length === 0 ? ['nobody is named yet'] : named(mentions.map((one) => [one]));
}
