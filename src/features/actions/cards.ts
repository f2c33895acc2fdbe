import { type Block, type Button, type Card, note } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { shorten } from '../../chat/shorten.ts';
import { code, moment, strong, type Text, text } from '../../chat/text.ts';
import { formatDay } from '../../core/format-time.ts';
import { type ActionItem, LONGEST } from './model.ts';

/** A title is complete in a phone's notification; what is to be done has what the rest of it leaves. */
const WHAT_IN_TITLE = 28;
/** Characters of a text in a line of a list. */
const WHAT_IN_LINE = 120;
/** Actions of which a reminder shows buttons. Ours: a screen. */
const MOST_WITH_BUTTONS = 5;

/** An action with the names that cards show. */
export interface ActionView {
  action: ActionItem;
  owner: string;
  about: { key: string; title: string } | null;
  openedBy: string;
  closedBy: string;
  overdue: boolean;
}

/** An action as its owner sees it. `standIn` names who got it in their place. */
export function actionCard(
  view: ActionView,
  { mayChange, standIn }: { mayChange: readonly string[]; standIn: string | null },
): Card {
  const { action, owner, about, openedBy } = view;
  const { what, source, state } = action;
  const facts = [
    { label: 'Owner', value: text`${owner}${standIn === null ? '' : `, away; ${standIn} stands in`}` },
    { label: 'Due', value: dueText(view) },
    ...(about === null ? [] : [{ label: 'For', value: text`${strong(about.key)} ${about.title}` }]),
    ...(source.why === null ? [] : [{ label: 'Why', value: text`${sourceText(view)}${source.why}` }]),
    { label: 'Opened', value: text`by ${openedBy}, ${moment(action.openedAt)}` },
  ];
  return {
    title: titleOf(view),
    blocks: [
      { kind: 'text', text: [what] },
      ...(state === 'open' ? [] : [{ kind: 'text' as const, text: endText(view) }]),
      { kind: 'facts', facts },
      ...(state === 'open' ? [{ kind: 'buttons' as const, buttons: buttonsOf(action), only: [...mayChange] }] : []),
    ],
  };
}

function titleOf({ action, overdue }: ActionView): Text {
  const { key, what, dueOn, state } = action;
  const short = shorten(what, WHAT_IN_TITLE);
  if (state !== 'open') return [`${key} ${state}: ${short}`];
  return [`${key}: ${short} ${overdue ? 'was due' : 'by'} ${formatDay(dueOn)}`];
}

function dueText({ action, overdue }: ActionView): Text {
  return text`${formatDay(action.dueOn)}${overdue ? ', overdue' : ''}`;
}

function sourceText({ action }: ActionView): string {
  return action.source.key === null ? '' : `${action.source.key}: `;
}

function endText({ action, closedBy }: ActionView): Text {
  const { state, closedAt, note: said } = action;
  const when = closedAt === null ? '' : text`, ${moment(closedAt)}`;
  return text`${state === 'done' ? 'Done' : 'Dropped'} by ${closedBy}${when}${said === null ? '' : `: ${said}`}`;
}

function buttonsOf({ id }: ActionItem): Button[] {
  const value = { action: id };
  return [
    { kind: 'form', label: 'Done…', name: 'actions.close-form', value, style: 'primary' },
    { kind: 'form', label: 'Move date…', name: 'actions.move-form', value },
    { kind: 'form', label: 'Hand over…', name: 'actions.hand-over-form', value },
  ];
}

/** What is due for one person today: one message for all of it. */
export function dueCard(due: readonly ActionView[], standsInFor: string | null): Card {
  const [first] = due;
  const title =
    due.length === 1 && first !== undefined
      ? `Due today: ${first.action.key} ${shorten(first.action.what, WHAT_IN_TITLE)}`
      : `${due.length} actions are due today`;
  const shown = due.slice(0, MOST_WITH_BUTTONS);
  const rest = due.slice(MOST_WITH_BUTTONS);
  return {
    title: [title],
    blocks: [
      ...shown.flatMap((view): Block[] => [
        { kind: 'text', text: lineOf(view) },
        { kind: 'buttons', buttons: inList(view.action) },
      ]),
      ...(rest.length === 0 ? [] : [{ kind: 'list' as const, items: rest.map(lineOf) }]),
      {
        kind: 'note',
        text:
          standsInFor === null
            ? text`You get this as owner. ${code('/deps actions mine')} shows all that is yours.`
            : text`You stand in for ${standsInFor}, who is away and owns ${due.length === 1 ? 'it' : 'them'}.`,
      },
    ],
  };
}

/** Several actions stand on one card: what their forms answer does not take its place. */
function inList({ id }: ActionItem): Button[] {
  const value = { action: id, list: 'yes' };
  return [
    { kind: 'form', label: 'Done…', name: 'actions.close-form', value },
    { kind: 'form', label: 'Move date…', name: 'actions.move-form', value },
  ];
}

/** What became overdue, for a lead of the programme: once. */
export function overdueCard(programme: string, overdue: readonly ActionView[], more: number): Card {
  const [first] = overdue;
  const all = overdue.length + more;
  return {
    title: [
      all === 1 && first !== undefined
        ? `Overdue: ${first.action.key}, ${shorten(first.owner, 20)}, since ${formatDay(first.action.dueOn)}`
        : `${all} actions are overdue in ${shorten(programme, 24)}`,
    ],
    blocks: [
      { kind: 'list', items: overdue.map(lineOf), ...(more > 0 ? { more } : {}) },
      {
        kind: 'note',
        text: text`You get this as lead of ${programme}, once for each action. Move it, hand it over or close it: ${code(`/deps actions ${first?.action.key ?? 'ACT-1'}`)}`,
      },
    ],
  };
}

/** Actions that somebody asked for; `more` are left out. */
export function listCard(about: string, shown: readonly ActionView[], more: number): Card {
  const all = shown.length + more;
  if (all === 0) {
    return note(`No action: ${about}`, text`Open one: ${code('/deps action @ana send the test data by Fri on DEP-4')}`);
  }
  return {
    title: [`${all} ${all === 1 ? 'action' : 'actions'}: ${about}`],
    blocks: [
      { kind: 'list', items: shown.map(lineOf), ...(more > 0 ? { more } : {}) },
      { kind: 'note', text: text`Change or close one: ${code(`/deps actions ${shown[0]?.action.key ?? 'ACT-1'}`)}` },
    ],
  };
}

function lineOf(view: ActionView): Text {
  const { action, owner, about } = view;
  const head = text`${strong(action.key)} ${shorten(action.what, WHAT_IN_LINE)}`;
  const where = about === null ? '' : ` · ${about.key}`;
  if (action.state !== 'open') return [...head, where, ' · ', ...endText(view)];
  return [...head, ` · ${owner} · `, ...dueText(view), where];
}

/** Asks for what is missing of an action. */
export function openForm(
  value: Form['value'],
  said: { what: string; owner: string | undefined; dueOn: string | undefined; dependency: string | undefined },
  missing: readonly string[],
): Form {
  return {
    name: 'actions.open',
    value,
    title: 'Open an action',
    submit: 'Open it, tell them',
    ...(missing.length === 0 ? {} : { intro: text`Still missing: ${missing.join(', ')}.` }),
    fields: [
      { kind: 'long-text', id: 'what', label: 'What is to be done', initial: said.what, max: LONGEST.what },
      {
        kind: 'person',
        id: 'owner',
        label: 'Who does it',
        ...(said.owner === undefined ? {} : { initial: said.owner }),
      },
      { kind: 'date', id: 'due', label: 'By when', ...(said.dueOn === undefined ? {} : { initial: said.dueOn }) },
      {
        kind: 'text',
        id: 'dependency',
        label: 'For which dependency',
        hint: 'Such as DEP-4',
        optional: true,
        ...(said.dependency === undefined ? {} : { initial: said.dependency }),
      },
    ],
  };
}

/** Asks how an action ended. */
export function closeForm({ key, what }: ActionItem, value: Form['value']): Form {
  return {
    name: 'actions.close',
    value,
    title: `Close ${key}`.slice(0, 24),
    submit: 'Close it',
    intro: [shorten(what, WHAT_IN_LINE)],
    fields: [
      {
        kind: 'choice',
        id: 'state',
        label: 'How it ended',
        options: [
          { value: 'done', label: 'Done' },
          { value: 'dropped', label: 'Dropped: it is not done' },
        ],
        initial: 'done',
      },
      { kind: 'long-text', id: 'note', label: 'What was done, or why not', max: LONGEST.note },
    ],
  };
}

/** Asks for the new day of an action. */
export function moveForm({ key, what, dueOn }: ActionItem, value: Form['value']): Form {
  return {
    name: 'actions.move',
    value,
    title: `Move ${key}`.slice(0, 24),
    submit: 'Move the date',
    intro: [shorten(what, WHAT_IN_LINE)],
    fields: [
      { kind: 'date', id: 'due', label: 'New day', initial: dueOn },
      { kind: 'long-text', id: 'reason', label: 'Reason', max: LONGEST.note },
    ],
  };
}

/** Asks who does it instead. */
export function handOverForm({ key, what }: ActionItem, value: Form['value']): Form {
  return {
    name: 'actions.hand-over',
    value,
    title: `Hand over ${key}`.slice(0, 24),
    submit: 'Hand it over',
    intro: [shorten(what, WHAT_IN_LINE)],
    fields: [
      { kind: 'person', id: 'owner', label: 'Who does it from now on' },
      { kind: 'long-text', id: 'reason', label: 'Reason', optional: true, max: LONGEST.note },
    ],
  };
}
