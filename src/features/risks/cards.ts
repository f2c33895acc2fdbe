import { type Card, MARK, note } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { shorten } from '../../chat/shorten.ts';
import { code, moment, strong, type Text, text } from '../../chat/text.ts';
import { formatDay } from '../../core/format-time.ts';
import { type Fault, KIND_LABEL, LONGEST, type Risk, RiskKind, type RiskView } from './model.ts';
import { TRIGGER_EXAMPLES, triggerWords } from './rules/trigger-words.ts';

/** A title is complete in a phone's notification. */
const TEXT_IN_TITLE = 36;
/** Characters of a text in a line of a list. */
const TEXT_IN_LINE = 100;

const HOW = 'risk DEP-4 @ana WHAT IT IS mitigation: WHAT IS DONE trigger: DEP-4 red';

/** One risk with what may be done about it. */
export function riskCard(view: RiskView, mayChange: readonly string[]): Card {
  const { risk, owner, about } = view;
  const value = { risk: risk.id };
  return {
    title: [`${risk.key}${risk.state === 'watching' ? '' : ` ${risk.state}`}: ${shorten(risk.text, TEXT_IN_TITLE)}`],
    blocks: [
      { kind: 'text', text: [risk.text] },
      ...(risk.state === 'watching' ? [] : [{ kind: 'text' as const, text: whatBecame(view) }]),
      {
        kind: 'facts',
        facts: [
          { label: 'Kind', value: [KIND_LABEL[risk.kind]] },
          ...(about === null ? [] : [{ label: 'For', value: text`${strong(about.key)} ${about.title}` }]),
          { label: 'Owner', value: [owner] },
          { label: 'Mitigation', value: [risk.mitigation] },
          { label: 'Trigger', value: [triggerWords(risk.trigger)] },
        ],
      },
      ...(risk.state === 'closed'
        ? []
        : [
            {
              kind: 'note' as const,
              text: text`When the trigger comes true, the mitigation becomes an action of ${owner}.`,
            },
            {
              kind: 'buttons' as const,
              buttons: [
                { kind: 'form' as const, label: 'Change…', name: 'risks.change-form', value },
                { kind: 'form' as const, label: 'Close…', name: 'risks.close-form', value },
              ],
              only: [...mayChange],
            },
          ]),
    ],
  };
}

function whatBecame({ risk, action, closedBy }: RiskView): Text {
  if (risk.state === 'closed') {
    const when = risk.closedAt === null ? '' : text`, ${moment(risk.closedAt)}`;
    return text`Closed by ${closedBy}${when}${risk.note === null ? '' : `: ${risk.note}`}`;
  }
  const when = risk.triggeredAt === null ? '' : text`${moment(risk.triggeredAt)}: `;
  const became = action === null ? '' : ` · ${action.key} ${action.state}, by ${formatDay(action.dueOn)}`;
  return text`${when}${risk.triggeredWhy ?? 'its trigger came true'}${became}`;
}

/** What the list shows: faults first, then risks; the numbers say how many of each are left out. */
export interface RiskList {
  about: string;
  faults: { shown: readonly Fault[]; more: number };
  risks: { shown: readonly RiskView[]; more: number };
}

/** `/deps risks` */
export function listCard({ about, faults, risks }: RiskList): Card {
  const many = { faults: faults.shown.length + faults.more, risks: risks.shown.length + risks.more };
  if (many.faults + many.risks === 0) {
    return note(`No risk: ${about}`, text`Record one: ${code(`/deps ${HOW}`)}`);
  }
  const count = `${many.risks} ${many.risks === 1 ? 'risk' : 'risks'}: ${about}`;
  const [first] = risks.shown;
  return {
    title: [many.faults === 0 ? count : `${count} · ${many.faults} without a plan`],
    blocks: [
      ...(many.faults === 0
        ? []
        : [
            { kind: 'text' as const, text: [strong('Red or yellow without a plan')] },
            { kind: 'list' as const, items: faults.shown.map(faultLine), ...moreOf(faults.more) },
            { kind: 'divider' as const },
          ]),
      ...(many.risks === 0 ? [] : [{ kind: 'list' as const, items: risks.shown.map(lineOf), ...moreOf(risks.more) }]),
      ...(first === undefined
        ? []
        : [{ kind: 'note' as const, text: text`Change or close one: ${code(`/deps risks ${first.risk.key}`)}` }]),
    ],
  };
}

function moreOf(more: number) {
  return more > 0 ? { more } : {};
}

/** What is missing on a red or yellow, and what to send. */
function faultLine({ key, title, colour, missing }: Fault): Text {
  const ways = [
    ...(missing.includes('no owner') ? [code(`/deps assign ${key} @handle`)] : []),
    ...(missing.some((one) => one !== 'no owner')
      ? [code(`/deps risk ${key} @handle WHAT mitigation: WHAT IS DONE trigger: ${key} red`)]
      : []),
  ];
  const send = ways.flatMap((way, index) => (index === 0 ? [way] : [' and ', way]));
  return text`${strong(key)} ${MARK[colour]} has ${missing.join(' and ')} (${shorten(title, TEXT_IN_LINE)}): ${send}`;
}

/** A risk in one line. */
export function lineOf(view: RiskView): Text {
  const { risk, owner, about } = view;
  const head = text`${strong(risk.key)} ${shorten(risk.text, TEXT_IN_LINE)}${about === null ? '' : ` · ${about.key}`} · ${owner}`;
  if (risk.state !== 'watching') return text`${head} · ${strong(risk.state)} ${whatBecame(view)}`;
  return text`${head} · when ${triggerWords(risk.trigger)}: ${shorten(risk.mitigation, TEXT_IN_LINE)}`;
}

/** What a form begins with; the trigger in words. */
export interface RiskDraft {
  kind: RiskKind;
  text: string;
  owner: string | undefined;
  mitigation: string;
  trigger: string;
  dependency: string | undefined;
}

/** Asks for a risk, or for what changes of one. */
export function riskForm(
  { name, value, title }: { name: 'risks.record' | 'risks.change'; value: Form['value']; title: string },
  draft: RiskDraft,
  missing: readonly string[] = [],
): Form {
  return {
    name,
    value,
    title: title.slice(0, 24),
    submit: name === 'risks.record' ? 'Record it' : 'Save the change',
    ...(missing.length === 0 ? {} : { intro: text`Still missing: ${missing.join(', ')}.` }),
    fields: [
      { kind: 'long-text', id: 'text', label: 'What the risk is', initial: draft.text, max: LONGEST.text },
      { kind: 'person', id: 'owner', label: 'Who looks after it', ...initial(draft.owner) },
      {
        kind: 'long-text',
        id: 'mitigation',
        label: 'What is done about it',
        initial: draft.mitigation,
        max: LONGEST.mitigation,
      },
      {
        kind: 'text',
        id: 'trigger',
        label: 'When that begins',
        hint: TRIGGER_EXAMPLES.join(' · '),
        initial: draft.trigger,
        max: 100,
      },
      {
        kind: 'choice',
        id: 'kind',
        label: 'What it comes from',
        options: RiskKind.options.map((kind) => ({ value: kind, label: KIND_LABEL[kind] })),
        initial: draft.kind,
      },
      {
        kind: 'text',
        id: 'dependency',
        label: 'For which dependency',
        hint: 'Such as DEP-4',
        optional: true,
        ...initial(draft.dependency),
      },
    ],
  };
}

function initial(value: string | undefined) {
  return value === undefined ? {} : { initial: value };
}

/** Asks why a risk is over. */
export function closeForm({ key, text: what }: Risk, value: Form['value']): Form {
  return {
    name: 'risks.close',
    value,
    title: `Close ${key}`.slice(0, 24),
    submit: 'Close it',
    intro: [shorten(what, TEXT_IN_LINE)],
    fields: [{ kind: 'long-text', id: 'note', label: 'Why it is over', max: LONGEST.note }],
  };
}
