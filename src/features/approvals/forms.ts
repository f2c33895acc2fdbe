import type { ButtonValue } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { moment, text } from '../../chat/text.ts';
import { MOST_FILE_BYTES } from '../../core/text-file.ts';
import type { Contract } from '../contracts/model.ts';
import type { Person } from '../people/model.ts';
import type { Dependency } from '../register/model.ts';
import { place, shorten } from './cards.ts';
import { type GateView, LONGEST_WAIVER_DAYS } from './model.ts';
import { ownItems } from './rules.ts';

/** A comment longer than this is a document: link it. */
export const LONGEST_COMMENT = 1_000;
/** Options of a choice (Slack shows 100). */
const MOST_OPTIONS = 100;
const LABEL = 70;

/** Asks what must change; `value` is that of the button. */
export function changesForm(view: GateView, value: ButtonValue): Form {
  return {
    name: 'approvals.request-changes',
    value,
    title: 'Request changes',
    submit: 'Request changes',
    intro: text`${place(view)}, ${view.gate.name}: ${shorten(view.dependency.title, LABEL)} v${view.contract.version}. It then waits for a new version; votes on this one no longer count.`,
    fields: [
      {
        kind: 'long-text',
        id: 'comment',
        label: 'What must change',
        hint: 'The submitter and the owner read it as you write it.',
        max: LONGEST_COMMENT,
      },
    ],
  };
}

/** Asks which items of the checklist `readerId` confirms; `value` is that of the button. */
export function checklistForm(view: GateView, readerId: string, value: ButtonValue): Form {
  const { open, mine } = ownItems(view, readerId);
  return {
    name: 'approvals.tick',
    value,
    title: 'Checklist',
    submit: 'Save ticks',
    intro: text`${place(view)}, ${view.gate.name}: ${shorten(view.dependency.title, LABEL)} v${view.contract.version}. Ticks are shown with your name; your signature ticks what is left.`,
    fields: [
      {
        kind: 'choices',
        id: 'items',
        label: 'Items you confirm',
        options: open.map(({ item, text }) => ({ value: String(item), label: `${item} ${text}` })),
        initial: mine.map(String),
        optional: true,
      },
    ],
  };
}

/** Asks a lead until when and why a gate passes without its signatures; `value` is that of the button. */
export function waiverForm(view: GateView, value: ButtonValue): Form {
  return {
    name: 'approvals.waive',
    value,
    title: 'Waive a gate',
    submit: 'Sign the waiver',
    intro: text`${place(view)}, ${view.gate.name}: ${shorten(view.dependency.title, LABEL)} v${view.contract.version}. It passes without its signatures until the day you name, and is asked for again then. Your name stands on it.`,
    fields: [
      { kind: 'date', id: 'until', label: 'Until', hint: `${LONGEST_WAIVER_DAYS} days at most` },
      { kind: 'long-text', id: 'reason', label: 'Reason', max: LONGEST_COMMENT },
    ],
  };
}

/** Asks who signs instead of `holder`; `value` is that of the button. */
export function handOverForm(view: GateView, holder: Pick<Person, 'handle'> | undefined, value: ButtonValue): Form {
  return {
    name: 'approvals.hand-over',
    value,
    title: 'Delegate a signature',
    submit: 'Delegate',
    intro: text`${place(view)}, ${view.gate.name}: ${shorten(view.dependency.title, LABEL)} v${view.contract.version}. It stays due ${moment(view.gate.dueAt)}.`,
    fields: [{ kind: 'person', id: 'person', label: `Who signs instead of @${holder?.handle ?? 'them'}` }],
  };
}

/**
 * Asks for a contract, as a file, as text or by its address: of one dependency, or of one of several. `smallest` is the lowest
 * version that will do.
 */
export function submitForm(
  of: { dependency: Dependency; present: Contract | undefined } | { choose: readonly Dependency[] },
  smallest?: string,
): Form {
  const form = { name: 'approvals.submit', title: 'Submit a contract', submit: 'Submit for approval' };
  const document = {
    kind: 'file' as const,
    id: 'document',
    label: 'File',
    hint: 'OpenAPI, AsyncAPI or JSON Schema, in YAML or JSON. At most 5 MB.',
    optional: true,
  };
  const pasted = {
    kind: 'long-text' as const,
    id: 'pasted',
    label: 'Or its text',
    hint: 'Instead of a file; a long one is sent as a file.',
    optional: true,
    max: MOST_FILE_BYTES,
  };
  const version = {
    kind: 'text' as const,
    id: 'version',
    label: 'Version',
    hint: `Of an address, or of a document that does not say it: ${smallest === undefined ? 'such as v1.0.0.' : `v${smallest} or higher.`}`,
    optional: true,
  };
  const url = {
    kind: 'text' as const,
    id: 'url',
    label: 'Address of the contract',
    hint: 'Where people read it. An address alone is neither linted nor compared.',
    optional: true,
  };
  const note = {
    kind: 'long-text' as const,
    id: 'note',
    label: 'What approvers should know',
    optional: true,
    max: LONGEST_COMMENT,
  };
  if ('choose' in of) {
    const shown = of.choose.slice(0, MOST_OPTIONS);
    const options = shown.map((one) => ({ value: one.id, label: `${one.key} ${shorten(one.title, LABEL - 10)}` }));
    const left = of.choose.length - shown.length;
    const more = left > 0 ? { hint: `${left} more can be named by key: /deps submit DEP-4` } : {};
    return {
      ...form,
      value: {},
      fields: [
        { kind: 'choice', id: 'dependency', label: 'Dependency', options, ...more },
        document,
        pasted,
        version,
        url,
        note,
      ],
    };
  }
  const { dependency, present } = of;
  const standing = present === undefined ? 'It has no contract yet.' : `Present: v${present.version}.`;
  return {
    ...form,
    value: { dependency: dependency.id },
    intro: [`${dependency.key} ${shorten(dependency.title, LABEL)}. ${standing} Approval begins at gate 1.`],
    fields: [
      document,
      pasted,
      version,
      present === undefined || present.url === null ? url : { ...url, initial: present.url },
      note,
    ],
  };
}
