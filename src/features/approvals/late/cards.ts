import { type Block, type Card, note } from '../../../chat/card.ts';
import type { Field, Form } from '../../../chat/form.ts';
import { join, mention, moment, strong, type Text, text } from '../../../chat/text.ts';
import { formatSpan } from '../../../core/format-time.ts';
import type { Decided, Escalation } from '../../escalations/model.ts';
import { nextTierAt } from '../../escalations/model.ts';
import { LONGEST } from '../../register/model.ts';
import { becameOf, buttons, line, readButtons, shorten, standing, voteBlocks } from '../cards.ts';
import type { DecisionOption, LateFacts } from './model.ts';

/** Teams and people a card of leadership names before it only counts them. */
const MOST_NAMED = 5;
const TITLE = 60;
/** Tiers are named in hours, so a time is too until it is longer than any of them. */
const MOST_HOURS = 120;

/** The card of one tier in the channels of leadership, as things stand. */
export function lateTierCard(facts: LateFacts, escalation: Escalation): Card {
  const { late, decisions, view } = facts;
  if (view.gate.state !== 'open') return closedCard(facts);
  const decided = decisions.get(escalation.decisionId ?? '');
  if (decided !== undefined) return lateDecidedCard(facts, decided);
  const newest = late.escalations.at(-1);
  if (newest !== undefined && newest.tier > escalation.tier) {
    return note(
      `${headOf(facts)}: no decision came on the ${escalation.tier} h card`,
      text`The ${newest.tier} h card below has the present choices: decide by ${moment(newest.decideBy)}.`,
    );
  }
  return late.endedAt === null ? choicesCard(facts, escalation) : closedCard(facts);
}

function choicesCard(facts: LateFacts, escalation: Escalation): Card {
  const { view, late, offered, owner, float, waiting, deciders, decisions, now } = facts;
  const since = text`${hoursOf(now.diff(late.since).as('minutes'))} since ${moment(late.since)}`;
  return {
    title: text`${headOf(facts)} late for ${hoursOf(now.diff(late.since).as('minutes'))}: decide by ${moment(escalation.decideBy)}`,
    status: 'red',
    blocks: [
      line(aboutOf(facts)),
      {
        kind: 'facts',
        facts: [
          { label: 'Signatures', value: standing(view) },
          { label: 'Late', value: since },
          { label: 'Waits', value: waiting.length === 0 ? ['nobody'] : named(waiting) },
          { label: 'Owner', value: [owner ?? 'nobody: assign one'] },
          ...(float === undefined
            ? []
            : [{ label: 'Float left', value: [float ?? 'not computed: a calendar of the plan has no working day'] }]),
          ...(decisions.size === 0
            ? []
            : [{ label: 'Decided so far', value: named([...decisions.values()].map(decidedWords)) }]),
        ],
      },
      ...facts.lessons.map((learned): Block => ({ kind: 'note', text: learned })),
      line([strong('Decide one:')]),
      ...offered.flatMap((option) => choiceBlocks(facts, escalation, option)),
      {
        kind: 'note',
        text: text`Who decides: ${deciders.length === 0 ? ['nobody is named yet'] : named(deciders.map((one) => [mention(one)]))}`,
      },
      buttons(readButtons(view.contract)),
    ],
  };
}

function choiceBlocks({ view, late, mayDecide }: LateFacts, { tier }: Escalation, option: DecisionOption): Block[] {
  const value = {
    late: late.id,
    version: String(view.gate.version),
    tier: String(tier),
    option: option.kind,
    target: option.target,
  };
  return [
    {
      kind: 'buttons',
      buttons: [{ kind: 'form', label: `${option.label}…`, name: 'approvals.late-form', value }],
      only: mayDecide,
    },
    { kind: 'note', text: option.consequence },
  ];
}

/** What was decided, by whom, and what follows; with `as` to those whom it concerns. */
export function lateDecidedCard(facts: LateFacts, decided: Decided, as?: string): Card {
  const { view, late } = facts;
  const { by, at, key, reason, choice } = decided;
  return {
    title: [`${headOf(facts)}: ${choice}`],
    blocks: [
      line(text`Decided by ${by}, ${moment(at)}. Logged as ${key}.${reason === null ? '' : ` Reason: ${reason}`}`),
      line(text`${aboutOf(facts)} · ${whatFollows(facts)}`),
      ...(as === undefined ? [] : [{ kind: 'note' as const, text: text`You get this as ${as}.` }]),
      ...(late.endedAt === null ? [buttons(readButtons(view.contract))] : []),
    ],
  };
}

function whatFollows({ view, late }: LateFacts): Text {
  if (late.endedAt !== null)
    return view.gate.dueAt > late.endedAt ? standing(view) : text`nothing is to be signed any more`;
  const heard = late.escalations.map(({ tier }) => tier);
  const next = nextTierAt(late.since, late.tiers, heard);
  return text`${standing(view)} · ${next === null ? 'no further tier follows' : text`next tier ${moment(next)}`}`;
}

function closedCard(facts: LateFacts): Card {
  const { view, decisions } = facts;
  const { gate } = view;
  const when = gate.closedAt === null ? [] : [line(text`Since ${moment(gate.closedAt)}`)];
  return {
    title: [`${headOf(facts)} ${gate.state === 'open' ? 'is not late any more' : becameOf(view)}`],
    blocks: [
      line(aboutOf(facts)),
      ...voteBlocks(view),
      ...when,
      ...(decisions.size === 0 ? [] : [{ kind: 'list' as const, items: [...decisions.values()].map(decidedWords) }]),
    ],
  };
}

function decidedWords({ key, choice }: Decided): Text {
  return text`${key}: ${choice}`;
}

function headOf({ view }: LateFacts): string {
  return `Gate ${view.gate.number} of ${view.dependency.key}`;
}

function aboutOf({ view }: LateFacts): Text {
  return text`${shorten(view.dependency.title, TITLE)} v${view.contract.version} · ${view.gate.name}`;
}

/** Asks what a choice needs: a person, a day, a reason. */
export function lateForm(value: Form['value'], { kind, label, consequence }: DecisionOption, proposed: string): Form {
  const fields: Record<DecisionOption['kind'], Field[]> = {
    replace: [{ kind: 'person', id: 'person', label: 'Who signs instead' }],
    extend: [{ kind: 'date', id: 'date', label: 'New day', initial: proposed }],
    drop: [],
  };
  const titles = { replace: 'Name another approver', extend: 'Give more time', drop: 'Take out of scope' };
  return {
    name: 'approvals.late-decide',
    value,
    title: titles[kind],
    submit: titles[kind],
    intro: text`${label}: ${consequence}.`,
    fields: [
      ...fields[kind],
      { kind: 'long-text', id: 'reason', label: 'Reason', optional: kind !== 'drop', max: LONGEST.reason },
    ],
  };
}

function hoursOf(minutes: number): string {
  return minutes >= 60 && minutes < MOST_HOURS * 60 ? `${Math.floor(minutes / 60)} h` : formatSpan(minutes);
}

function named(texts: readonly Text[]): Text {
  const more = texts.length - MOST_NAMED;
  return [...join(texts.slice(0, MOST_NAMED), ', '), ...(more > 0 ? [` and ${more} more`] : [])];
}
