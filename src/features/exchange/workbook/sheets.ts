import { COLUMNS, type Column, day, list, number, numberOf, text } from '../cells.ts';

/** Where the rows of a sheet belong in a register file. */
export type Place =
  /** One row, the programme. */
  | { kind: 'programme' }
  /** A row for each part of the programme's policy. */
  | { kind: 'policy' }
  /** A row for each entry of a list of the file, or of the programme. */
  | { kind: 'list'; of: 'file' | 'programme'; field: string }
  /** A row for each part of a dependency or a record; in the file a list, or a group of fields named by a column. */
  | { kind: 'part'; of: Whole; field: string; by?: string };

/** What has parts, and the column that names to which of them a part belongs: its key; where it has none yet, its title. */
export const OWNER = { dependencies: 'dependency', commitments: 'commitment', decisions: 'decision' } as const;
export type Whole = keyof typeof OWNER;

export interface Sheet {
  name: string;
  place: Place;
  columns: readonly Column[];
  /** Columns without which a row means nothing. */
  needed: readonly string[];
}

const ELSEWHERE = /^(consumers|dates|links|contacts\..*)$/;

/** What of a part of the policy stands in one cell. */
const policyValue: Column = {
  name: 'value',
  empty: 'left',
  write: (value) => JSON.stringify(value),
  read(cell) {
    try {
      return JSON.parse(cell);
    } catch {
      return cell;
    }
  },
};

const part = (
  name: string,
  { of = 'dependencies', ...place }: { of?: Whole; field: string; by?: string },
  columns: Column[],
  needed: string[],
): Sheet => ({
  name,
  place: { kind: 'part', of, ...place },
  columns: [text(OWNER[of]), ...columns],
  needed: [OWNER[of], ...needed],
});

/** A sheet of records, of which every row has all that its kind needs. */
const records = (name: string, field: string, columns: Column[], needed: string[]): Sheet => ({
  name,
  place: { kind: 'list', of: 'file', field },
  columns: [text('key', 'left'), ...columns],
  needed: ['key', ...needed],
});

const inProgramme = (name: string, field: string, columns: Column[], needed: string[]): Sheet => ({
  name,
  place: { kind: 'list', of: 'programme', field },
  columns,
  needed,
});

/** The sheets of a workbook, in their order. */
export const SHEETS: readonly Sheet[] = [
  {
    name: 'Programme',
    place: { kind: 'programme' },
    columns: [
      text('key', 'left'),
      text('name', 'left'),
      text('prefix', 'left'),
      text('goal'),
      day('release'),
      list('leads'),
    ],
    needed: ['key', 'name', 'leads'],
  },
  { name: 'Policy', place: { kind: 'policy' }, columns: [text('part'), policyValue], needed: ['part', 'value'] },
  inProgramme('Milestones', 'milestones', [text('name'), day('date')], ['name', 'date']),
  inProgramme('Freezes', 'freezes', [text('name'), day('from'), day('until')], ['name', 'from', 'until']),
  inProgramme(
    'Environments',
    'environments',
    [text('name'), text('state'), text('owner'), day('from'), day('until'), number('capacity')],
    ['name', 'state'],
  ),
  {
    name: 'Teams',
    place: { kind: 'list', of: 'file', field: 'teams' },
    columns: [text('key', 'left'), text('name', 'left'), text('lead')],
    needed: ['key', 'name'],
  },
  {
    name: 'People',
    place: { kind: 'list', of: 'file', field: 'people' },
    columns: [
      text('handle', 'left'),
      text('name', 'left'),
      text('email'),
      text('title'),
      text('zone'),
      text('country'),
      text('region'),
      list('weekend', String, numberOf),
      { ...text('work.start', 'left'), shown: 'time' },
      { ...text('work.end', 'left'), shown: 'time' },
      text('team'),
      text('delegate'),
      text('slack'),
      text('teams'),
      text('prefers'),
    ],
    needed: ['handle', 'name'],
  },
  {
    name: 'Dependencies',
    place: { kind: 'list', of: 'file', field: 'dependencies' },
    columns: COLUMNS.filter(({ name }) => !ELSEWHERE.test(name)),
    needed: ['title', 'kind', 'producer'],
  },
  part('Consumers', { field: 'consumers' }, [text('team'), day('neededBy'), text('priority')], ['team']),
  part(
    'Contacts',
    { field: 'contacts', by: 'role' },
    [text('role'), text('person'), text('authority'), text('cadence'), text('delegate')],
    ['role', 'person'],
  ),
  part(
    'Stages',
    { field: 'stages', by: 'stage' },
    [text('stage'), day('from'), day('by'), number('days'), text('environment'), day('done')],
    ['stage'],
  ),
  part('Needs', { field: 'needs' }, [text('key'), number('lag')], ['key']),
  part('Dates', { field: 'dates' }, [text('label'), day('date')], ['label', 'date']),
  part('Links', { field: 'links' }, [text('label'), text('url')], ['label', 'url']),
  records(
    'Commitments',
    'commitments',
    [
      text('dependency', 'left'),
      text('stage', 'left'),
      text('state', 'left'),
      list('obligations'),
      number('inForce'),
      day('promisedFor'),
      day('keptOn'),
    ],
    ['dependency', 'stage'],
  ),
  part(
    'Terms',
    { of: 'commitments', field: 'terms' },
    [
      number('number'),
      text('owner'),
      text('what'),
      day('by'),
      text('trace'),
      text('reason'),
      text('proposedBy'),
      text('proposedAt'),
      text('withdrawnAt'),
    ],
    ['number', 'owner', 'what', 'by', 'trace', 'proposedBy', 'proposedAt'],
  ),
  part(
    'Signatures',
    { of: 'commitments', field: 'signatures' },
    [number('terms'), text('seat'), text('signedBy'), text('at')],
    ['terms', 'seat', 'signedBy', 'at'],
  ),
  records(
    'Actions',
    'actions',
    [
      text('what', 'left'),
      text('owner', 'left'),
      day('due', 'left'),
      text('dependency'),
      text('state', 'left'),
      text('note'),
      // What it comes from is said as a whole, or not at all.
      ...['source.kind', 'source.key', 'source.why'].map((field) => text(field, 'left')),
      text('openedBy'),
      text('openedAt', 'left'),
      text('closedBy'),
      text('closedAt'),
    ],
    ['what', 'owner', 'due'],
  ),
  records(
    'Risks',
    'risks',
    [
      text('kind', 'left'),
      text('text', 'left'),
      text('dependency'),
      text('owner', 'left'),
      text('mitigation', 'left'),
      text('trigger', 'left'),
      text('state', 'left'),
      text('note'),
      text('openedBy'),
      text('openedAt', 'left'),
      text('triggeredAt'),
      text('triggeredWhy'),
      text('action'),
      text('closedBy'),
      text('closedAt'),
    ],
    ['text', 'owner', 'mitigation', 'trigger'],
  ),
  records(
    'Decisions',
    'decisions',
    [
      text('dependency'),
      text('question', 'left'),
      text('choice', 'left'),
      text('reason'),
      text('decidedBy', 'left'),
      text('at', 'left'),
      list('links'),
      text('supersedes'),
    ],
    ['question', 'choice', 'decidedBy', 'at'],
  ),
  part('Options', { of: 'decisions', field: 'options' }, [text('label'), text('consequence')], ['label']),
];
