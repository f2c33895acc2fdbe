import { DateTime } from 'luxon';
import { record } from '../audit/index.ts';
import { ContactRole, type Programme } from '../programme/model.ts';
import {
  type Dependency,
  type DependencyRow,
  listDependencies,
  nextNumber,
  type Report,
  saveDependency,
  setConsumers,
  setContacts,
  updateDependency,
} from '../register/index.ts';
import type { Contact } from '../register/model.ts';
import type { DependencyEntry } from './format/index.ts';
import { importStages, shifted } from './import-plan.ts';
import { importWork } from './import-work.ts';
import type { Tally } from './model.ts';
import {
  count,
  differing,
  emptyTally,
  type Ids,
  type Import,
  idOf,
  type Placed,
  pastMoment,
  requiredId,
  valuesOf,
} from './tally.ts';

/** What belongs to a dependency and has rows of its own. */
type Parts = Pick<Dependency, 'consumers' | 'contacts'>;
type Wanted = Partial<DependencyRow> & Partial<Parts>;

/** Brings the dependencies of a programme, which the caller holds locked, up to date. */
export async function importDependencies(
  job: Import,
  programme: Programme,
  entries: readonly DependencyEntry[],
  ids: Ids,
): Promise<Tally> {
  const present = await listDependencies(job.tx, { programmeId: programme.id });
  const byKey = new Map(present.map((one) => [one.key, one]));
  const byTitle = new Map(present.map((one) => [titleOf(one.title, one.producerTeamId), one]));

  // Entries with a key first: the others get the numbers after them.
  const inOrder = [...entries.entries()].sort(([, a], [, b]) => Number(a.key == null) - Number(b.key == null));
  const placed: Placed[] = [];
  for (const [index, entry] of inOrder) {
    if (entry.key && !entry.key.startsWith(`${programme.prefix}-`)) {
      const message = `${entry.key} does not belong to ${programme.name}: its keys begin with ${programme.prefix}-.`;
      job.problems.push({ path: ['dependencies', index, 'key'], message });
      continue;
    }
    const before =
      entry.key == null
        ? byTitle.get(titleOf(entry.title, requiredId(ids.teams, entry.producer)))
        : byKey.get(entry.key);
    const place = { index, entry, before };
    placed.push(
      before === undefined
        ? { ...place, ...(await add(job, programme, entry, ids)), changed: [] }
        : { ...place, id: before.id, key: before.key, changed: await change(job, before, index, entry, ids) },
    );
  }
  await importWork(job, programme, placed, ids);
  await importStages(job, programme, placed);
  const tally = emptyTally();
  for (const { before, key, changed } of placed) {
    if (before === undefined) tally.added.push(key);
    else count(tally, key, changed);
  }
  tally.leftAlone = present.length - tally.changed.length - tally.unchanged;
  return tally;
}

function titleOf(title: string, producerTeamId: string): string {
  return `${producerTeamId} ${title.toLowerCase()}`;
}

async function add(
  job: Import,
  programme: Programme,
  entry: DependencyEntry,
  ids: Ids,
): Promise<{ id: string; key: string }> {
  const number =
    entry.key == null
      ? await nextNumber(job.tx, programme.id)
      : Number(entry.key.slice(entry.key.lastIndexOf('-') + 1));
  const key = `${programme.prefix}-${number}`;
  const { consumers = [], contacts = [], ...facts } = wantedOf(job, entry, undefined, ids);
  const row = {
    risk: 'medium' as const,
    obligations: [],
    criticalDates: [],
    links: [],
    report: null,
    override: null,
    ...facts,
    title: entry.title,
    kind: entry.kind,
    producerTeamId: requiredId(ids.teams, entry.producer),
  };
  const id = await saveDependency(job.tx, { ...row, programmeId: programme.id, key, number }, job.now);
  await setConsumers(job.tx, id, consumers);
  await setContacts(job.tx, id, contacts);
  await audit(job, programme.id, key, null, { ...row, consumers, contacts });
  return { id, key };
}

/** Writes what differs; returns the names of the fields. */
async function change(
  job: Import,
  before: Dependency,
  index: number,
  entry: DependencyEntry,
  ids: Ids,
): Promise<string[]> {
  const present = { ...before, consumers: byTeam(before.consumers), contacts: byRole(before.contacts) };
  const changes = differing<Wanted>(present, wantedOf(job, entry, before, ids));
  const changed = Object.keys(changes);
  if (changed.length === 0) return [];
  if (changes.state !== undefined && before.signals.some((signal) => signal.kind === 'blocker')) {
    const message = `${before.key} has an open blocker. End it first: /deps unblock ${before.key} HOW.`;
    job.problems.push({ path: ['dependencies', index, 'state'], message });
  }
  const { consumers, contacts, ...facts } = changes;
  await updateDependency(job.tx, before.id, facts, job.now);
  if (consumers !== undefined) await setConsumers(job.tx, before.id, consumers);
  if (contacts !== undefined) await setContacts(job.tx, before.id, contacts);
  await audit(job, before.programmeId, before.key, valuesOf<Wanted>(present, changes), changes);
  const { dueDate, state } = changes;
  const days = {
    ...(dueDate !== undefined && { dueDate }),
    ...(consumers !== undefined && { consumers }),
    ...(state !== undefined && { state }),
  };
  if (Object.keys(days).length > 0) {
    await shifted(job, before.programmeId, before.key, valuesOf<Wanted>(present, days), days);
  }
  return changed;
}

/** What the file says of a dependency; fields it leaves out are undefined. */
function wantedOf(job: Import, entry: DependencyEntry, before: Dependency | undefined, ids: Ids): Wanted {
  const ownerId = idOf(ids.people, entry.owner);
  const delegateId = idOf(ids.people, entry.delegate);
  // Whoever becomes the owner is no longer the delegate.
  const promoted = delegateId === undefined && ownerId != null && ownerId === before?.delegateId;
  return {
    title: entry.title,
    kind: entry.kind,
    producerTeamId: requiredId(ids.teams, entry.producer),
    ...given({
      ownerId,
      delegateId: promoted ? null : delegateId,
      dueDate: entry.due,
      risk: entry.risk,
      priority: entry.priority,
      state: entry.state,
      roadmapGoal: entry.goal,
      interface: entry.interface,
      sharedInfrastructure: entry.sharedInfrastructure,
      obligations: orEmpty(entry.obligations),
      criticalDates: orEmpty(entry.dates),
      links: orEmpty(entry.links),
      report: reportOf(job, entry, before, ids),
      contacts: contactsOf(entry, before?.contacts ?? [], ids),
    }),
    consumers: byTeam(
      entry.consumers.map((consumer) =>
        typeof consumer === 'string'
          ? { teamId: requiredId(ids.teams, consumer), neededBy: null, priority: null }
          : {
              teamId: requiredId(ids.teams, consumer.team),
              neededBy: consumer.neededBy ?? null,
              priority: consumer.priority ?? null,
            },
      ),
    ),
  };
}

/** The owner's word, if it is a new one: the register's own is left alone when it says the same or is younger. */
function reportOf(
  job: Import,
  { status, owner }: DependencyEntry,
  before: Dependency | undefined,
  ids: Ids,
): Report | undefined {
  if (status === undefined) return undefined;
  const said = {
    colour: status.colour,
    reason: status.reason ?? null,
    mitigation: status.mitigation ?? null,
    trigger: status.trigger ?? null,
  };
  const at = pastMoment(status.at, job.now);
  const present = before?.report ?? null;
  if (present !== null) {
    if (Object.keys(differing<object>(present, said)).length === 0 || DateTime.fromISO(present.at) > at)
      return undefined;
  }
  const byId = idOf(ids.people, status.by) ?? idOf(ids.people, owner) ?? before?.ownerId;
  return byId == null ? undefined : { ...said, byId, at: at.toISO() };
}

function contactsOf({ contacts }: DependencyEntry, present: readonly Contact[], ids: Ids): Contact[] | undefined {
  if (contacts === undefined) return undefined;
  const merged = ContactRole.options.flatMap((role): Contact[] => {
    const before = present.find((one) => one.role === role);
    const entry = contacts[role];
    if (entry === null) return [];
    if (entry === undefined) return before === undefined ? [] : [before];
    const personId = requiredId(ids.people, entry.person);
    const kept = before?.personId === personId ? before : { authority: null, reviewCadence: null, delegateId: null };
    const { authority = kept.authority, cadence = kept.reviewCadence } = entry;
    return [
      {
        role,
        personId,
        authority,
        reviewCadence: cadence,
        delegateId: idOf(ids.people, entry.delegate) ?? (entry.delegate === null ? null : kept.delegateId),
      },
    ];
  });
  return byRole(merged);
}

/** In one order, so that two sets can be compared. */
function byTeam(consumers: Dependency['consumers']): Dependency['consumers'] {
  return [...consumers].sort((a, b) => (a.teamId < b.teamId ? -1 : 1));
}

function byRole(contacts: readonly Contact[]): Contact[] {
  return ContactRole.options.flatMap((role) => contacts.filter((contact) => contact.role === role));
}

function orEmpty<Item>(items: Item[] | null | undefined): Item[] | undefined {
  return items === null ? [] : items;
}

type Given<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function given<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>; // the rest was left out
}

async function audit(
  job: Import,
  programmeId: string,
  subject: string,
  before: unknown,
  after: unknown,
): Promise<void> {
  const action = 'register.imported';
  await record(job, { programmeId, byId: job.by, action, subject, before, after, reason: job.file });
}
