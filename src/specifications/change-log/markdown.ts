import { escaped } from '../../core/markdown.ts';
import type { Change, Class, Comparison } from '../compare/index.ts';

export interface Entry {
  version: string;
  /** The version it was compared with; null for the first document. */
  since: string | null;
  /** As it is to be printed, such as `2026-12-04`. */
  date: string;
  comparison: Comparison;
}

const GROUPS: readonly [Class, string][] = [
  ['breaking', 'Breaking'],
  ['not-judged', 'Not judged: a person has to look'],
  ['additive', 'Additive'],
  ['documentation', 'Documentation'],
];

/** A longer list is read by nobody; the rest is counted. */
const MOST_LINES = 200;

/** The part of a change log that tells of one version, as Markdown. What comes from the documents is escaped. */
export function changeLogEntry({ version, since, date, comparison }: Entry): string {
  const title = `## ${escaped(version)} (${escaped(date)})`;
  if (since === null) return `${title}\n\nFirst document: compared with nothing.\n`;
  const counted = GROUPS.map(
    ([group, name]) => [of(comparison, group).length, name.split(':')[0]?.toLowerCase()] as const,
  )
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(', ');
  const parts = GROUPS.flatMap(([group, name]) => section(name, of(comparison, group)));
  return [title, `Since ${escaped(since)}: ${counted === '' ? 'no changes' : counted}.`, ...parts]
    .join('\n\n')
    .concat('\n');
}

/** All versions in one document, in the order given. */
export function changeLog(title: string, entries: readonly Entry[]): string {
  return [`# ${escaped(title)}\n`, ...entries.map(changeLogEntry)].join('\n');
}

function of({ changes }: Comparison, group: Class): Change[] {
  return changes.filter((change) => change.class === group);
}

function section(name: string, changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const lines = changes.slice(0, MOST_LINES).map((change) => {
    const place = change.where === '' ? '' : `**${escaped(change.where)}**: `;
    return `- ${place}${escaped(change.message)} (${change.rule}, ${change.fingerprint})`;
  });
  const more = changes.length - MOST_LINES;
  return [[`### ${name}`, '', ...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n')];
}
