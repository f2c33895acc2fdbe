import type { DateTime } from 'luxon';
import { type Card, note } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { shorten } from '../../chat/shorten.ts';
import { code, moment, strong, type Text, text } from '../../chat/text.ts';
import type { Difference } from './model.ts';
import { differenceText } from './rules.ts';

/** Differences that one card names, and characters of one. Ours: a screen. */
const MOST_DIFFERENCES = 20;
const LONGEST_DIFFERENCE = 200;
/** Characters of a programme's name in a title. */
const SHORT_NAME = 20;

/** A policy as a file, to be copied. */
export function policyCard(programme: string, version: number | undefined, file: string): Card {
  return {
    title: text`Policy of ${shorten(programme, SHORT_NAME)}${version === undefined ? '' : `, version ${version}`}`,
    blocks: [
      { kind: 'code', text: file.trimEnd() },
      {
        kind: 'note',
        text: text`Change it as a file: ${code('/deps policy apply')}; single settings: ${code('/deps settings')}. Versions: ${code('/deps policy history')}.`,
      },
    ],
  };
}

/** What a file would change, or changed. */
export function changesCard(
  programme: string,
  changes: readonly Difference[],
  made: { version: number; by: string } | undefined,
): Card {
  if (changes.length === 0)
    return note(text`The policy of ${shorten(programme, SHORT_NAME)} is as the file says`, 'Nothing is to be changed.');
  const many = `${changes.length} ${changes.length === 1 ? 'field' : 'fields'}`;
  const more = changes.length - MOST_DIFFERENCES;
  return {
    title:
      made === undefined
        ? text`${many} of the policy would change · not saved`
        : text`${shorten(programme, SHORT_NAME)}: policy is version ${made.version}, ${many} changed`,
    blocks: [
      {
        kind: 'list',
        items: changes.slice(0, MOST_DIFFERENCES).map((one) => [shorten(differenceText(one), LONGEST_DIFFERENCE)]),
        ...(more > 0 ? { more } : {}),
      },
      {
        kind: 'note',
        text:
          made === undefined
            ? text`Send the file again with “Change it” to make it so: ${code('/deps policy apply')}.`
            : text`By ${made.by}. Gates and blockers that are open keep what they began with. Versions: ${code('/deps policy history')}`,
      },
    ],
  };
}

/** One version as the history lists it. */
export interface VersionView {
  number: number;
  at: DateTime;
  by: string;
  file: string | null;
  changes: readonly Difference[];
}

/** The versions of a policy, the newest first. */
export function historyCard(programme: string, versions: readonly VersionView[], more: number): Card {
  if (versions.length === 0) return note(text`The policy of ${shorten(programme, SHORT_NAME)} was never changed`);
  return {
    title: text`${versions.length + more} versions of the policy of ${shorten(programme, SHORT_NAME)}`,
    blocks: [
      { kind: 'list', items: versions.map(versionText), ...(more > 0 ? { more } : {}) },
      { kind: 'note', text: text`One as a file: ${code(`/deps policy show ${versions[0]?.number ?? 1}`)}` },
    ],
  };
}

function versionText({ number, at, by, file, changes }: VersionView): Text {
  const parts = [...new Set(changes.map(({ path }) => path.split(/[.[]/)[0]))].join(', ');
  return text`${strong(String(number))} ${moment(at)} · ${by}${file === null ? '' : ` · ${shorten(file, 60)}`}${parts === '' ? '' : ` · ${parts}`}`;
}

/** Takes a policy as a file. */
export function applyForm(value: Form['value']): Form {
  return {
    name: 'policies.apply',
    value,
    title: 'Policy from a file',
    submit: 'Go on',
    fields: [
      { kind: 'file', id: 'file', label: 'File', hint: 'YAML, as /deps policy shows it; parts left out stay' },
      {
        kind: 'choice',
        id: 'mode',
        label: 'What to do',
        options: [
          { value: 'look', label: 'Show what would change' },
          { value: 'apply', label: 'Change it' },
        ],
        initial: 'look',
      },
    ],
  };
}
