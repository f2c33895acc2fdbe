import { DateTime } from 'luxon';
import { type Block, type Button, type Card, type Colour, MARK } from '../../chat/card.ts';
import { code, join, link, moment, strong, type Text, text } from '../../chat/text.ts';
import { formatDay } from '../../core/format-time.ts';
import type { Person, Team } from '../people/model.ts';
import { type Contact, type Dependency, FACT_LABEL, type Facts, KIND_LABEL } from './model.ts';
import { evidenceAge, gapsOf, type Reason, type Status } from './rules.ts';

/** Consumer teams named in one line; the card of the dependency names more. */
const CONSUMERS_IN_LINE = 3;
/** Entries of each list on the card of one dependency. */
const ENTRIES_SHOWN = 10;

const CLOSED = { delivered: 'Delivered', dropped: 'Out of scope' } as const;

/** Mark, word and what speaks for it: `▲ YELLOW: QA window has no environment`. */
export function statusText(status: Status): Text {
  const mark = MARK[status.colour];
  if (status.overridden !== null) {
    const { reason, until } = status.overridden;
    return text`${mark} by override until ${moment(DateTime.fromISO(until))}: ${reason}`;
  }
  const worst = status.reasons[0];
  return text`${mark}${worst && `: ${worst.text}`}${status.disputed ? ' (disputed: the owner says green)' : ''}`;
}

/** One dependency in one line: `DEP-4 Orders API v2 · Platform → Partner · due Fri 11 Dec · ✓ GREEN`. */
export function dependencyLine(dependency: Dependency, teams: ReadonlyMap<string, Team>, status: Status): Text {
  const { key, title, dueDate, state } = dependency;
  const due = dueDate === null ? 'no due date' : `due ${formatDay(dueDate)}`;
  const standing = state === 'open' ? statusText(status) : CLOSED[state].toLowerCase();
  return text`${strong(key)} ${title} · ${flow(dependency, teams)} · ${due} · ${standing}`;
}

function flow(dependency: Dependency, teams: ReadonlyMap<string, Team>): string {
  const consumers = dependency.consumers.map((consumer) => teamName(consumer.teamId, teams));
  const named = consumers.slice(0, CONSUMERS_IN_LINE).join(', ') || 'nobody yet';
  const more = consumers.length - CONSUMERS_IN_LINE;
  return `${teamName(dependency.producerTeamId, teams)} → ${named}${more > 0 ? ` and ${more} more` : ''}`;
}

function teamName(id: string, teams: ReadonlyMap<string, Team>): string {
  return teams.get(id)?.name ?? 'unknown team';
}

/** One fact in words. */
function factText(name: keyof Facts, facts: Facts, teams: ReadonlyMap<string, Team>): string {
  switch (name) {
    case 'kind':
      return KIND_LABEL[facts.kind];
    case 'producerTeamId':
      return teamName(facts.producerTeamId, teams);
    case 'consumers':
      return capped(
        facts.consumers.map(
          ({ teamId, neededBy, priority }) =>
            `${teamName(teamId, teams)} (${neededBy === null ? 'no date given' : `needed by ${formatDay(neededBy)}`}${priority === null ? '' : `, priority ${priority}`})`,
        ),
      );
    case 'dueDate':
      return facts.dueDate === null ? 'none' : formatDay(facts.dueDate);
    case 'obligations':
      return capped(facts.obligations);
    case 'criticalDates':
      return capped(facts.criticalDates.map(({ label, date }) => `${label} ${formatDay(date)}`));
    case 'title':
    case 'interface':
    case 'risk':
    case 'priority':
    case 'roadmapGoal':
    case 'sharedInfrastructure':
    case 'state':
      return facts[name] ?? 'none';
  }
}

function capped(items: readonly string[]): string {
  const more = items.length - ENTRIES_SHOWN;
  return `${items.slice(0, ENTRIES_SHOWN).join(', ') || 'none'}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What a list was asked for, and what it found. */
export interface Listing {
  programme: string;
  /** The words it was narrowed by; empty: everything open. */
  filter: string;
  /** Dependencies of the programme before narrowing. */
  total: number;
  found: readonly { dependency: Dependency; status: Status }[];
  teams: ReadonlyMap<string, Team>;
}

/** Lines of one list; Slack shows at most 50 blocks, and nobody reads more. */
const LINES_SHOWN = 30;

export function listCard({ programme, filter, total, found, teams }: Listing): Card {
  const narrowed = filter === '' ? '' : `: ${filter}`;
  const count = filter === '' ? `${total} open` : `${found.length} of ${total}`;
  const shown = found.slice(0, LINES_SHOWN);
  const more = found.length - shown.length;
  const items = shown.map(({ dependency, status }) => dependencyLine(dependency, teams, status));
  return {
    title: text`${programme}: ${count} ${total === 1 ? 'dependency' : 'dependencies'}${narrowed}`,
    blocks: [
      ...textBlock(found.length === 0 ? [] : [colourCounts(found.map(({ status }) => status.colour))]),
      ...(items.length === 0 ? [] : [{ kind: 'list' as const, items, ...(more > 0 ? { more } : {}) }]),
      {
        kind: 'note',
        text: text`${more > 0 ? 'Narrow it' : 'Filters'}: ${code('/deps list red')}, ${code('/deps list @ana')}, ${code('/deps list plat silent')}. One in full: ${code(`/deps show ${shown[0]?.dependency.key ?? 'DEP-4'}`)}.`,
      },
      { kind: 'buttons', buttons: [{ kind: 'form', label: 'Add a dependency…', name: 'register.add', value: {} }] },
    ],
  };
}

function colourCounts(colours: readonly Colour[]): string {
  const count = (colour: Colour) => colours.filter((one) => one === colour).length;
  return (['red', 'yellow', 'green'] as const)
    .map((colour) => MARK[colour].replace(' ', ` ${count(colour)} `))
    .join(', ');
}

/** Everything that is known of one dependency. */
export interface Shown {
  dependency: Dependency;
  status: Status;
  faults: readonly string[];
  teams: ReadonlyMap<string, Team>;
  people: ReadonlyMap<string, Person>;
  now: DateTime;
}

export function dependencyCard(shown: Shown): Card {
  const { dependency, status } = shown;
  return {
    title: text`${dependency.key} ${dependency.title}`,
    ...(dependency.state === 'open' ? { status: status.colour } : {}),
    blocks: [
      { kind: 'text', text: dependency.state === 'open' ? statusText(status) : [CLOSED[dependency.state]] },
      // Without an override the first reason stands in the line above.
      ...listBlock(undefined, status.reasons.slice(status.overridden === null ? 1 : 0).map(reasonLine)),
      ...textBlock(reportLine(shown)),
      { kind: 'facts', facts: factsOf(shown) },
      ...listBlock(
        'Contacts',
        dependency.contacts.map((contact) => contactLine(contact, shown.people)),
      ),
      ...listBlock(
        'Critical dates',
        dependency.criticalDates.map(({ label, date }) => [`${label} · ${formatDay(date)}`]),
      ),
      ...listBlock(
        'Links',
        dependency.links.map(({ label, url }) => [link(label, url)]),
      ),
      { kind: 'note', text: [`${missing(shown)}${evidence(shown)}`] },
      { kind: 'buttons', buttons: formButtons(dependency.key) },
    ],
  };
}

/** One reason with its mark and since when it holds. */
export function reasonLine(reason: Reason): Text {
  const since = reason.since === null ? [] : text` · since ${moment(DateTime.fromISO(reason.since))}`;
  return text`${MARK[reason.level]}: ${reason.text}${since}`;
}

function reportLine({ dependency: { report }, people }: Shown): Text {
  if (report === null) return [];
  const by = people.get(report.byId)?.name ?? 'Somebody';
  const said = text`${by} said ${MARK[report.colour]}, ${moment(DateTime.fromISO(report.at))}`;
  const details = [
    report.reason,
    report.mitigation && `mitigation: ${report.mitigation}`,
    report.trigger && `it starts when: ${report.trigger}`,
  ].filter((detail) => detail !== null && detail !== '');
  return details.length === 0 ? said : text`${said}: ${details.join(' · ')}`;
}

function factsOf({ dependency, teams, people }: Shown): { label: string; value: Text }[] {
  const names = [
    'producerTeamId',
    'consumers',
    'dueDate',
    'risk',
    'kind',
    'interface',
    'roadmapGoal',
    'obligations',
  ] as const;
  const given = (['sharedInfrastructure', 'priority'] as const).filter((name) => dependency[name] !== null);
  return [
    { label: 'Owner', value: [personText(dependency.ownerId, people)] },
    { label: 'Delegate', value: [personText(dependency.delegateId, people)] },
    ...[...names, ...given].map((name) => ({
      label: FACT_LABEL[name],
      value: [factText(name, dependency, teams)],
    })),
  ];
}

function personText(id: string | null, people: ReadonlyMap<string, Person>): string {
  const person = id === null ? undefined : people.get(id);
  return person === undefined ? 'nobody' : `${person.name} (@${person.handle})`;
}

/** One contact: who, what they decide, how often they review, who stands in. */
export function contactLine(contact: Contact, people: ReadonlyMap<string, Person>): Text {
  const parts = [
    personText(contact.personId, people),
    contact.authority === null ? 'no authority stated' : `decides ${contact.authority}`,
    contact.reviewCadence === null ? '' : `reviews ${contact.reviewCadence}`,
    contact.delegateId === null ? 'no delegate' : `delegate ${personText(contact.delegateId, people)}`,
  ];
  return text`${strong(contact.role)} ${parts.filter((part) => part !== '').join(' · ')}`;
}

function evidence({ status, now }: Shown): string {
  return status.evidenceAt === null ? 'No evidence yet.' : `Newest evidence: ${evidenceAge(status, now)}.`;
}

function missing({ dependency, faults }: Shown): string {
  if (dependency.state !== 'open') return '';
  const gaps = [...faults.map((fault) => fault.replace(/^no /, '')), ...gapsOf(dependency)];
  return gaps.length === 0 ? '' : `Missing: ${gaps.join(' · ')}. `;
}

function formButtons(key: string): Button[] {
  const form = (label: string, name: string): Button => ({ kind: 'form', label, name, value: { key } });
  return [
    form('Edit…', 'timeline.edit'),
    form('Assign…', 'register.assign'),
    form('Add link…', 'register.link'),
    form('Contacts…', 'register.contact'),
  ];
}

/** What was done to a dependency, and the way to all of it. */
export function savedCard(key: string, title: Text, ...lines: readonly Text[]): Card {
  return {
    title,
    blocks: [
      ...lines.flatMap(textBlock),
      { kind: 'buttons', buttons: [{ kind: 'action', label: `Show ${key}`, name: 'register.show', value: { key } }] },
    ],
  };
}

/** What somebody changed, fact by fact. */
export function changedCard(
  names: readonly (keyof Facts)[],
  before: Dependency,
  after: Dependency,
  { by, now, teams }: { by: string; now: DateTime; teams: ReadonlyMap<string, Team> },
): Card {
  const what = names.map((name) => FACT_LABEL[name].toLowerCase()).join(', ');
  const changes = names.map(
    (name) => text`${strong(FACT_LABEL[name])}: ${factText(name, after, teams)} (was ${factText(name, before, teams)})`,
  );
  return savedCard(after.key, text`${after.key}: ${what} changed`, join(changes, '\n'), text`By ${by}, ${moment(now)}`);
}

/** To somebody who was made owner or delegate. */
export function assignedCard(
  as: 'owner' | 'delegate',
  dependency: Dependency,
  status: Status,
  { by, teams, others }: { by: string; teams: ReadonlyMap<string, Team>; others: string },
): Card {
  const { key, dueDate } = dependency;
  const due = dueDate === null ? 'no due date yet' : `deliver by ${formatDay(dueDate)}`;
  const title = as === 'owner' ? text`You own ${key}: ${due}` : text`You are the delegate of ${key}: stand by`;
  const duty =
    as === 'owner'
      ? 'Confirm the due date and say its status: you are asked for it from now on.'
      : 'You are asked when the owner is away or does not answer.';
  return savedCard(
    key,
    title,
    dependencyLine(dependency, teams, status),
    text`${duty} ${others}`,
    text`Assigned by ${by}.`,
  );
}

function textBlock(spans: Text): Block[] {
  return spans.length === 0 ? [] : [{ kind: 'text', text: spans }];
}

function listBlock(heading: string | undefined, items: readonly Text[]): Block[] {
  if (items.length === 0) return [];
  const more = items.length - ENTRIES_SHOWN;
  const list: Block = { kind: 'list', items: items.slice(0, ENTRIES_SHOWN), ...(more > 0 ? { more } : {}) };
  return heading === undefined ? [list] : [{ kind: 'text', text: [strong(heading)] }, list];
}
