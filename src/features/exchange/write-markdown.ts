import type { Colour } from '../../chat/card.ts';
import { MARK } from '../../chat/card.ts';
import { escaped, link, row } from '../../core/markdown.ts';
import { KIND_LABEL } from '../register/model.ts';
import type { ContactEntry, DependencyEntry, RegisterDocument } from './format/index.ts';
import { recordTables } from './write-markdown-records.ts';

/** A register as a Markdown page: a table of all dependencies, then each in full, and a table of each kind of record. Texts of people are never markup. */
export function writeMarkdown(document: RegisterDocument, colours: ReadonlyMap<string, Colour>): string {
  const { programme, teams, dependencies } = document;
  const teamName = (key: string) => teams.find((team) => team.key === key)?.name ?? key;
  const mark = ({ key, state }: DependencyEntry) =>
    state === undefined ? MARK[colours.get(key ?? '') ?? 'green'] : state;
  const release = programme?.release ? [`Release: ${programme.release}`, ''] : [];
  const goal = programme?.goal ? [escaped(programme.goal), ''] : [];
  const rows = dependencies.map((one) => [
    escaped(one.key ?? ''),
    escaped(one.title),
    KIND_LABEL[one.kind],
    `${escaped(teamName(one.producer))} → ${one.consumers.map((consumer) => escaped(teamName(teamOf(consumer)))).join(', ')}`,
    person(one.owner),
    one.due ? one.due : '–',
    mark(one),
    one.risk ?? 'medium',
  ]);
  return [
    `# ${escaped(programme?.name ?? 'Register')}`,
    '',
    ...goal,
    ...release,
    row(['Key', 'Title', 'Kind', 'From → to', 'Owner', 'Due', 'Status', 'Risk']),
    row(Array.from({ length: 8 }, () => '---')),
    ...rows.map(row),
    ...dependencies.flatMap((one) => details(one, mark(one), teamName)),
    ...recordTables(document),
    '',
  ].join('\n');
}

function details(one: DependencyEntry, mark: string, teamName: (key: string) => string): string[] {
  const { status, contacts = {}, dates, links, obligations } = one;
  const facts: [string, string | undefined][] = [
    ['Status', status?.reason ? `${mark}: ${escaped(status.reason)}` : mark],
    ['Mitigation', optional(status?.mitigation)],
    ['Trigger', optional(status?.trigger)],
    ['Interface', optional(one.interface)],
    ['Priority of the producer', one.priority ?? undefined],
    ['Needed by', one.consumers.map((consumer) => needed(consumer, teamName)).join(', ')],
    ['Delegate', one.delegate ? person(one.delegate) : undefined],
    ['Goal', optional(one.goal)],
    ['Shared infrastructure', optional(one.sharedInfrastructure)],
    ['Obligations', obligations?.map(escaped).join(', ')],
    ['Dates', dates?.map(({ label, date }) => `${escaped(label)} ${date}`).join(', ')],
    ['Links', links?.map(({ label, url }) => link(label, url)).join(', ')],
    ...Object.entries(contacts ?? {}).map(([role, contact]): [string, string | undefined] => [
      `Contact, ${role}`,
      contact ? contactText(contact) : undefined,
    ]),
  ];
  return [
    '',
    `## ${escaped(`${one.key ?? ''} ${one.title}`.trim())}`,
    '',
    ...facts.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [`- **${label}:** ${value}`])),
  ];
}

function needed(consumer: DependencyEntry['consumers'][number], teamName: (key: string) => string): string {
  const { neededBy: day = null, priority = null } = typeof consumer === 'string' ? {} : consumer;
  return `${escaped(teamName(teamOf(consumer)))}${day ? ` ${day}` : ''}${priority ? ` (priority ${priority})` : ''}`;
}

function contactText({ person: handle, authority, cadence, delegate }: ContactEntry): string {
  const parts = [person(handle), optional(authority), optional(cadence), delegate && `delegate ${person(delegate)}`];
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

function teamOf(consumer: DependencyEntry['consumers'][number]): string {
  return typeof consumer === 'string' ? consumer : consumer.team;
}

function person(handle: string | null | undefined): string {
  return handle ? escaped(handle) : '–';
}

function optional(text: string | null | undefined): string | undefined {
  return text ? escaped(text) : undefined;
}
