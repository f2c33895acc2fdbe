import { escaped, link, row } from '../../core/markdown.ts';
import type { RegisterDocument } from './format/index.ts';

/** A Markdown table of each kind of record that a programme has. */
export function recordTables({
  commitments = [],
  actions = [],
  risks = [],
  decisions = [],
}: RegisterDocument): string[] {
  return [
    ...table(
      'Commitments',
      ['Key', 'For', 'Stage', 'Who', 'What', 'By', 'Tracked at', 'State'],
      commitments.map(({ key, dependency, stage, state, inForce, terms }) => {
        const shown = terms.find(({ number }) => number === inForce) ?? terms.at(-1);
        const standing = state === 'open' ? (inForce == null ? 'proposed' : 'locked') : state;
        return [key, dependency, stage, shown?.owner, shown?.what, shown?.by, shown?.trace, standing];
      }),
    ),
    ...table(
      'Actions',
      ['Key', 'Who', 'What', 'By', 'For', 'State', 'Note'],
      actions.map(({ key, owner, what, due, dependency, state, note }) => [
        key,
        owner,
        what,
        due,
        dependency,
        state,
        note,
      ]),
    ),
    ...table(
      'Risks',
      ['Key', 'For', 'Risk', 'Who', 'Mitigation', 'Begins', 'State', 'Action'],
      risks.map(({ key, dependency, text, owner, mitigation, trigger, state, action }) => [
        key,
        dependency,
        text,
        owner,
        mitigation,
        trigger,
        state,
        action,
      ]),
    ),
    ...table(
      'Decisions',
      ['Key', 'For', 'Question', 'Decision', 'Reason', 'Who', 'When', 'Takes the place of', 'Links'],
      decisions.map(({ key, dependency, question, choice, reason, decidedBy, at, supersedes, links }) => [
        key,
        dependency,
        question,
        choice,
        reason,
        decidedBy,
        at.slice(0, 'YYYY-MM-DD'.length),
        supersedes,
        links,
      ]),
    ),
  ];
}

/** A text, or web addresses. */
type Cell = string | readonly string[] | null | undefined;

function table(title: string, head: readonly string[], rows: readonly Cell[][]): string[] {
  if (rows.length === 0) return [];
  return ['', `## ${title}`, '', row(head), row(head.map(() => '---')), ...rows.map((cells) => row(cells.map(inCell)))];
}

function inCell(cell: Cell): string {
  if (typeof cell === 'string') return escaped(cell) || '–';
  return cell?.map((url) => link(url, url)).join(', ') || '–';
}
