import { MOST_NAMED } from './limits.ts';
import type { Judged, Summary, Tally } from './model.ts';
import { RECORDS, type RecordKind } from './records.ts';

/** What the file calls the columns of the register, where it calls them otherwise. */
const FIELD: Readonly<Record<string, string>> = {
  producerTeamId: 'producer',
  ownerId: 'owner',
  delegateId: 'delegate',
  dueDate: 'due',
  roadmapGoal: 'goal',
  criticalDates: 'dates',
  report: 'status',
  releaseDate: 'release',
  leadIds: 'leads',
  leadId: 'lead',
  teamId: 'team',
  zoneFrom: 'zone',
  workStart: 'work',
  workEnd: 'work',
  preferred: 'prefers',
};

const LABEL: Readonly<Record<RecordKind, string>> = {
  commitments: 'Commitments',
  actions: 'Actions',
  risks: 'Risks',
  decisions: 'Decisions',
};

/** What an import did, for people: one line a kind, then what was added and changed. */
export function summaryLines(summary: Summary): string[] {
  const { name, programme, teams, people, proposals, warnings, dryRun } = summary;
  const kinds: [string, Tally][] = [
    ['Programme', programme],
    ['Teams', teams],
    ['People', people],
    ['Dependencies', summary.dependencies],
    ...RECORDS.map((kind): [string, Tally] => [LABEL[kind], summary[kind]]).filter(([, tally]) => !isNothing(tally)),
  ];
  const named = kinds.flatMap(([, { added, changed }]) => [
    ...added.map((one) => `+ ${one}`),
    ...changed.map((one) => `~ ${one.name}: ${fieldsOf(one.fields)}`),
  ]);
  const more = named.length - MOST_NAMED;
  return [
    dryRun ? `${name}: a dry run; nothing was changed. An import would do this:` : `${name} is imported.`,
    ...kinds.map(([kind, tally]) => `${kind}: ${counts(tally)}`),
    ...named.slice(0, MOST_NAMED),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(warnings.length === 0 ? [] : some('Taken as it stands, and to be looked at', warnings)),
    ...(proposals === undefined ? [] : proposedLines(proposals)),
  ];
}

function proposedLines({ added, present, notJudged }: Judged): string[] {
  return [...some('Proposed', added), ...some('There already', present), ...some('Not judged and left out', notJudged)];
}

function some(label: string, lines: readonly string[]): string[] {
  const more = lines.length - MOST_NAMED;
  return [
    `${label}: ${lines.length}`,
    ...lines.slice(0, MOST_NAMED).map((line) => `- ${line}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

function fieldsOf(columns: readonly string[]): string {
  return [...new Set(columns.map((column) => FIELD[column] ?? column))].join(', ');
}

/** Neither in the file nor in the register. */
function isNothing({ added, changed, unchanged, leftAlone }: Tally): boolean {
  return added.length + changed.length + unchanged + leftAlone === 0;
}

function counts({ added, changed, unchanged, leftAlone }: Tally): string {
  return `${added.length} added, ${changed.length} changed, ${unchanged} unchanged, ${leftAlone} not in the file and left alone`;
}
