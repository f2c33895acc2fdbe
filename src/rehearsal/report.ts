import { z } from 'zod';
import { groupBy } from '../core/group.ts';

/** Findings of a kind that the text lists; a screen holds about two kinds. The JSON report has all of them. */
const MOST_LISTED = 10;

/** Kinds of findings with the headings they stand under, the gravest first. */
const HEADING = {
  unreachable: 'Nobody reachable',
  'never-asked': 'Owners who cannot be asked',
  'no-owner': 'No owner',
  'no-approver': 'Gates nobody can sign',
  'no-channel': 'Escalations that reach no channel',
  'broken-ladder': 'Ladders with a missing rung',
  'no-identity': 'People no chat knows',
  'over-asked': 'Owners asked too much',
  'moved-prompt': 'Prompts on public holidays',
  'clock-change': 'Changes of clocks',
} as const;

export const FindingKind = z.enum([
  'unreachable',
  'never-asked',
  'no-owner',
  'no-approver',
  'no-channel',
  'broken-ladder',
  'no-identity',
  'over-asked',
  'moved-prompt',
  'clock-change',
] satisfies (keyof typeof HEADING)[]);
export type FindingKind = z.infer<typeof FindingKind>;

/** Something that will happen, or is missing, and what to do about it. */
export const Finding = z.object({
  kind: FindingKind,
  /** The programme's key. */
  programme: z.string(),
  /** When it first happens, ISO in UTC; null for what is so all the time. */
  at: z.string().nullable(),
  /** When it ends, where it has an end. */
  until: z.string().nullable(),
  /** Keys of dependencies, handles of people, or zones it is about. */
  subjects: z.array(z.string()),
  text: z.string(),
  remedy: z.string(),
});
export type Finding = z.infer<typeof Finding>;

export const Report = z.object({
  /** ISO instants in UTC: what was played. */
  from: z.string(),
  until: z.string(),
  programmes: z.array(z.string()),
  owners: z.number(),
  /** Open ones. */
  dependencies: z.number(),
  /** Messages that would be sent if nobody ever answered. */
  prompts: z.number(),
  nudges: z.number(),
  /** By kind, in each the soonest first. */
  findings: z.array(Finding),
});
export type Report = z.infer<typeof Report>;

/** In the order they are reported: by kind, the soonest first; what is so all the time comes before. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding) => FindingKind.options.indexOf(finding.kind);
  return [...findings].sort((a, b) => rank(a) - rank(b) || (a.at ?? '').localeCompare(b.at ?? ''));
}

/** The report for a terminal: what was played, then the findings by kind. */
export function reportText(report: Report): string {
  const { findings, programmes } = report;
  const head = `${programmes.join(', ')} from ${report.from.slice(0, 10)} to ${report.until.slice(0, 10)}: ${report.owners} owners, ${report.dependencies} open dependencies. If nobody answered: ${report.prompts} prompts, ${report.nudges} nudges.`;
  if (findings.length === 0) return `${head}\n\nNo dead ends.`;
  const parts = [...groupBy(findings, (one) => one.kind)].map(([kind, own]) => {
    const lines = own.slice(0, MOST_LISTED).map((one) => `- ${one.text}\n  → ${one.remedy}`);
    const more = own.length - MOST_LISTED;
    return [
      `${HEADING[kind]} (${own.length})`,
      ...lines,
      ...(more > 0 ? [`  and ${more} more; --json lists all`] : []),
    ].join('\n');
  });
  return [head, ...parts].join('\n\n');
}

/** The first few of a list: `DEP-1, DEP-2, DEP-3 and 14 more`. */
export function firstFew(items: readonly string[]): string {
  const most = 5;
  const shown = items.slice(0, most).join(', ');
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}
