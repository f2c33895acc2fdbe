import { addDays } from '../../core/calendar-date.ts';
import { groupBy } from '../../core/group.ts';
import type { ActionItem } from '../actions/model.ts';
import type { Person, Team } from '../people/model.ts';
import { CONTACT, type ContactRole, type Programme } from '../programme/model.ts';
import { type Dependency, evidenceOf, KIND_LABEL } from '../register/model.ts';
import type { Milestone } from '../timeline/model.ts';
import type { Gap, Kickoff, NextStep, Stakeholder, Summary } from './model.ts';

/** Days from the start that count as immediate. Ours: a sprint. */
const IMMEDIATE_DAYS = 14;

/** The contacts that every dependency names (A3); compliance only where it carries obligations. */
const CONTACTS: readonly ContactRole[] = ['product', 'engineering', 'qa', 'analytics'];

/** How often each kind is written; the register's label is of one. */
const PLURAL: Readonly<Record<Dependency['kind'], string>> = {
  api: 'APIs',
  'data-feed': 'data feeds',
  'event-topic': 'event topics',
  'third-party': 'third-party services',
  'shared-infrastructure': 'shared infrastructures',
};

/** Kinds whose interface is written down as a contract. */
const CONTRACTED: readonly Dependency['kind'][] = ['api', 'data-feed', 'event-topic'];

/** What the register holds of a programme, as it is read for the summary. */
export interface Facts {
  programme: Programme;
  /** The open ones. */
  dependencies: readonly Dependency[];
  teams: readonly Team[];
  people: ReadonlyMap<string, Person>;
  /** Ids of the dependencies that have a contract. */
  contracted: ReadonlySet<string>;
  milestones: readonly Milestone[];
  /** The open ones of the programme. */
  actions: readonly ActionItem[];
}

/** The kickoff summary as the register has it. */
export function summaryOf(facts: Facts, { startedAt }: Pick<Kickoff, 'startedAt'>): Summary {
  const { programme, dependencies, actions } = facts;
  const steps = actions.map((action) => ({ action, step: stepOf(facts, action) }));
  const carried = steps.filter(({ action }) => action.openedAt < startedAt).map(({ step }) => step);
  const opened = steps.filter(({ action }) => action.openedAt >= startedAt).map(({ step }) => step);
  const next = [...opened, ...dueSteps(facts, startedAt.toUTC().toISODate())].sort(byDay);
  return {
    name: programme.name,
    goal: programme.goal,
    releaseDate: programme.releaseDate,
    touchpoints: touchpointsIn(dependencies),
    teams: teamLines(facts),
    stakeholders: stakeholdersIn(facts),
    gaps: gapsIn(facts, next.length + carried.length),
    next,
    carried: carried.sort(byDay),
  };
}

function touchpointsIn(dependencies: readonly Dependency[]): string {
  const kinds = [...groupBy(dependencies, ({ kind }) => kind)];
  return kinds.map(([kind, many]) => `${many.length} ${many.length === 1 ? labelOf(kind) : PLURAL[kind]}`).join(', ');
}

function labelOf(kind: Dependency['kind']): string {
  const label = KIND_LABEL[kind];
  return kind === 'api' ? label : label.toLowerCase();
}

/** The teams that deliver or wait, those that deliver the most first. */
function teamLines({ teams, dependencies, people }: Facts): string[] {
  return teams
    .map(({ id, name, leadId }) => ({
      name,
      lead: people.get(leadId ?? '')?.name ?? 'no lead named',
      delivers: dependencies.filter(({ producerTeamId }) => producerTeamId === id).length,
      waits: dependencies.filter(({ consumers }) => consumers.some(({ teamId }) => teamId === id)).length,
    }))
    .filter(({ delivers, waits }) => delivers + waits > 0)
    .sort((a, b) => b.delivers - a.delivers || b.waits - a.waits)
    .map(({ name, lead, delivers, waits }) => `${name} (${lead}): delivers ${delivers}, waits for ${waits}`);
}

/** Leads, owners and contacts, those with the most to say first. */
function stakeholdersIn({ programme, dependencies, people }: Facts): Stakeholder[] {
  const seats = [
    ...programme.leadIds.map((id) => ({ id, as: 'lead', authority: null })),
    ...dependencies.flatMap(({ ownerId, contacts }) => [
      ...(ownerId === null ? [] : [{ id: ownerId, as: 'owner', authority: null }]),
      ...contacts.map(({ personId, role, authority }) => ({ id: personId, as: CONTACT[role], authority })),
    ]),
  ];
  return [...groupBy(seats, ({ id }) => id)]
    .flatMap(([id, own]) => {
      const person = people.get(id);
      if (person === undefined) return [];
      const roles = [...groupBy(own, ({ as }) => as)];
      return [
        {
          seats: own.length,
          leads: programme.leadIds.includes(id),
          name: person.name,
          as: roles.map(([as, many]) => (as === 'lead' ? as : `${as} of ${many.length}`)).join(', '),
          authority: [...new Set(own.flatMap(({ authority }) => authority ?? []))],
        },
      ];
    })
    .sort((a, b) => Number(b.leads) - Number(a.leads) || b.seats - a.seats)
    .map(({ seats, leads, ...stakeholder }) => stakeholder);
}

/** All that is missing, each with the words that mend it. */
function gapsIn({ programme, dependencies, teams, people, contracted }: Facts, steps: number): Gap[] {
  const taking = new Set(
    dependencies.flatMap(({ producerTeamId, consumers }) => [producerTeamId, ...consumers.map(({ teamId }) => teamId)]),
  );
  const keys = (lacking: (dependency: Dependency) => boolean) => dependencies.filter(lacking).map(({ key }) => key);
  const noDelegate = ({ delegateId, ownerId }: Dependency) =>
    delegateId === null && ownerId !== null && (people.get(ownerId)?.delegateId ?? null) === null;
  const gap = (kind: Gap['kind'], of: readonly string[], mend: (first: string) => string): Gap[] =>
    of.length === 0 ? [] : [{ kind, of, mend: mend(of[0] ?? '') }];
  const withoutContact = dependencies.flatMap((one) => {
    const missing = missingContacts(one);
    return missing.length === 0 ? [] : [{ key: one.key, missing }];
  });
  const [first] = withoutContact;
  const unproven = dependencies.flatMap((one) => {
    const missing = evidenceOf(one).flatMap(({ obligation, url }) => (url === null ? [obligation] : []));
    return missing.length === 0 ? [] : [{ key: one.key, missing }];
  });
  return [
    ...(programme.releaseDate === null
      ? [{ kind: 'release' as const, of: [], mend: 'milestones programme Cut-off: DATE' }]
      : []),
    ...gap(
      'lead',
      teams.filter(({ id, leadId }) => taking.has(id) && leadId === null).map(({ name }) => name),
      () => '',
    ),
    ...gap(
      'owner',
      keys(({ ownerId }) => ownerId === null),
      (key) => `assign ${key} @OWNER`,
    ),
    ...gap('delegate', keys(noDelegate), (key) => `assign ${key} delegate @DELEGATE`),
    ...gap(
      'contact',
      withoutContact.map(({ key, missing }) => `${key} (${missing.join(', ')})`),
      () => `contact ${first?.key} ${first?.missing[0]} @PERSON`,
    ),
    ...gap(
      'trace',
      keys(({ links }) => links.length === 0),
      (key) => `link ${key} URL LABEL`,
    ),
    ...gap(
      'contract',
      keys(({ id, kind }) => CONTRACTED.includes(kind) && !contracted.has(id)),
      (key) => `submit ${key}`,
    ),
    ...gap(
      'evidence',
      unproven.map(({ key, missing }) => `${key} (${missing.join(', ')})`),
      () => `link ${unproven[0]?.key} URL ${unproven[0]?.missing[0]}`,
    ),
    ...(steps === 0 ? [{ kind: 'action' as const, of: [], mend: 'action @OWNER WHAT by DATE' }] : []),
  ];
}

function missingContacts({ contacts, obligations }: Dependency): ContactRole[] {
  const wanted: ContactRole[] = obligations.length === 0 ? [...CONTACTS] : [...CONTACTS, 'compliance'];
  return wanted.filter((role) => !contacts.some((contact) => contact.role === role));
}

/** Stages and deliveries that are due soon after the start. */
function dueSteps({ dependencies, milestones, people }: Facts, today: string): NextStep[] {
  const last = addDays(today, IMMEDIATE_DAYS);
  const soon = (day: string | null): day is string => day !== null && day >= today && day <= last;
  return dependencies.flatMap((dependency) => {
    const { id, key, title, ownerId, dueDate } = dependency;
    const step = (what: string, dueOn: string): NextStep => ({
      key,
      what: `${what} of ${title}`,
      owner: people.get(ownerId ?? '')?.name ?? null,
      dueOn,
      from: null,
    });
    return [
      ...milestones.flatMap(({ dependencyId, stage, endDate, doneOn }) =>
        dependencyId === id && doneOn === null && soon(endDate) ? [step(STAGE[stage], endDate)] : [],
      ),
      ...(soon(dueDate) ? [step('Delivery', dueDate)] : []),
    ];
  });
}

const STAGE: Readonly<Record<Milestone['stage'], string>> = {
  contract: 'Contract',
  development: 'Development',
  test: 'Integration test',
  release: 'Delivery',
};

function stepOf({ people }: Facts, { key, what, ownerId, dueOn, source }: ActionItem): NextStep {
  const from = source.kind === 'retro' ? (source.key ?? null) : null;
  return { key, what, owner: people.get(ownerId)?.name ?? null, dueOn, from };
}

function byDay(one: NextStep, other: NextStep): number {
  return one.dueOn.localeCompare(other.dueOn);
}
