import { type Card, note } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { shorten } from '../../chat/shorten.ts';
import { code, join, link, moment, strong, type Text, text } from '../../chat/text.ts';
import { type Decision, LONGEST, MOST } from '../decisions/model.ts';

/** A title is complete in a phone's notification; the choice has what the key leaves. */
const CHOICE_IN_TITLE = 44;

/** What the log shows of a decision: itself, who took it, the dependency it is about, and what stands around it. */
export interface LoggedDecision {
  decision: Decision;
  by: string;
  /** Null when it is about none. */
  dependency: { key: string; title: string } | null;
  /** DEC-3, whose place it took. */
  supersedes: string | null;
  /** DEC-9, which took its place. */
  supersededBy: string | null;
}

/** The decision log, newest first; `all` counts those that are not shown as well. */
export function logCard(about: string, logged: readonly LoggedDecision[], all: number): Card {
  if (logged.length === 0) {
    return note(
      `No decision is logged for ${about} yet`,
      text`Log one: ${code('/deps decide Which sandbox do we use? our own because the vendor is down on DEP-4')}. What leadership chooses, overrides, waivers and shifts of the plan are logged by themselves.`,
    );
  }
  return {
    title: text`${all} ${all === 1 ? 'decision' : 'decisions'} logged for ${about}`,
    blocks: [
      { kind: 'list', items: logged.map(line), more: all - logged.length },
      {
        kind: 'note',
        text: text`One with its question and options: ${code(`/deps decisions ${logged[0]?.decision.key ?? 'DEC-1'}`)} · narrow it: ${code('/deps decisions sandbox by @ana since Mon DEP-4')}`,
      },
    ],
  };
}

function line({ decision, by, dependency, supersededBy }: LoggedDecision): Text {
  const about = dependency === null ? '' : `${dependency.key}: `;
  const others = decision.options.length;
  const reason = decision.reason === null ? '' : ` · reason: ${decision.reason}`;
  const chosen = others > 0 ? ` · chosen from ${others}` : '';
  const gone = supersededBy === null ? '' : ` · superseded by ${supersededBy}`;
  return text`${strong(decision.key)} ${about}${decision.choice} · ${by}, ${moment(decision.at)}${reason}${chosen}${gone}`;
}

/** One decision with all that the log holds of it. `as` says why somebody gets it unasked; `mayDecide` are shown the button. */
export function decisionCard(
  { decision, by, dependency, supersedes, supersededBy }: LoggedDecision,
  { as, mayDecide = [] }: { as?: string; mayDecide?: readonly string[] } = {},
): Card {
  const { key, question, choice, options, reason, at, links } = decision;
  const others = options.filter(({ label }) => label !== choice);
  const fact = (label: string, value: Text | null) => (value === null ? [] : [{ label, value }]);
  return {
    title: [`${key}: ${shorten(choice, CHOICE_IN_TITLE)}`],
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: 'Question', value: [question] },
          { label: 'Decided', value: [choice] },
          ...fact('Reason', reason === null ? null : [reason]),
          ...fact('For', dependency === null ? null : text`${strong(dependency.key)} ${dependency.title}`),
          { label: 'By', value: text`${by}, ${moment(at)}` },
          ...fact(
            'Links',
            links.length === 0
              ? null
              : join(
                  links.map((url) => [link(url, url)]),
                  ' · ',
                ),
          ),
          ...fact('Supersedes', supersedes === null ? null : [supersedes]),
          ...fact('Superseded by', supersededBy === null ? null : [supersededBy]),
        ],
      },
      ...(others.length === 0
        ? []
        : [
            { kind: 'text' as const, text: [strong('Could have been chosen')] },
            {
              kind: 'list' as const,
              items: others.map(({ label, consequence }) => [consequence === '' ? label : `${label}: ${consequence}`]),
            },
          ]),
      ...(as === undefined ? [] : [{ kind: 'note' as const, text: [`You get this as ${as}.`] }]),
      ...(mayDecide.length === 0 || supersededBy !== null
        ? []
        : [
            {
              kind: 'buttons' as const,
              only: [...mayDecide],
              buttons: [
                {
                  kind: 'form' as const,
                  label: 'Decide anew…',
                  name: 'deciding.anew',
                  value: { decision: decision.id },
                },
              ],
            },
          ]),
    ],
  };
}

/** What a form of a decision comes with. */
export interface Draft {
  question: string;
  choice: string;
  others: readonly string[];
  reason: string;
  /** DEP-4 */
  dependency: string;
  links: readonly string[];
  /** DEC-3 */
  supersedes: string;
}

/** Asks for a decision; `missing` names what the words left out. */
export function decideForm(value: Form['value'], draft: Draft, missing: readonly string[]): Form {
  return {
    name: 'deciding.decide',
    value,
    title: 'Log a decision',
    submit: 'Log it, tell them',
    ...(missing.length === 0 ? {} : { intro: text`Still missing: ${missing.join(', ')}.` }),
    fields: [
      { kind: 'text', id: 'question', label: 'Question', initial: draft.question, max: LONGEST.question },
      { kind: 'text', id: 'choice', label: 'What is decided', initial: draft.choice, max: LONGEST.choice },
      {
        kind: 'long-text',
        id: 'others',
        label: 'What could be chosen instead',
        hint: `One a line, ${MOST.options} at most`,
        optional: true,
        initial: draft.others.join('\n'),
        max: MOST.options * (LONGEST.option + 1),
      },
      { kind: 'long-text', id: 'reason', label: 'Reason', initial: draft.reason, max: LONGEST.reason },
      {
        kind: 'text',
        id: 'dependency',
        label: 'For which dependency',
        hint: 'Such as DEP-4; empty: for the programme',
        optional: true,
        initial: draft.dependency,
      },
      {
        kind: 'long-text',
        id: 'links',
        label: 'Links',
        hint: `Web addresses, one a line, ${MOST.links} at most`,
        optional: true,
        initial: draft.links.join('\n'),
      },
      {
        kind: 'text',
        id: 'supersedes',
        label: 'Takes the place of',
        hint: 'Such as DEC-3; needed where the question was decided before',
        optional: true,
        initial: draft.supersedes,
      },
    ],
  };
}
