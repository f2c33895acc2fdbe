import { record } from '../audit/index.ts';
import type { Programme } from '../programme/index.ts';
import { type Dependency, listDependencies } from '../register/index.ts';
import type { Names } from './entries.ts';
import type { RegisterDocument } from './format/index.ts';
import { importActions } from './import-actions.ts';
import { importCommitments } from './import-commitments.ts';
import { importDecisions } from './import-decisions.ts';
import { importRisks, withExactTriggers } from './import-risks.ts';
import type { Tally } from './model.ts';
import { presentRecords } from './present-records.ts';
import {
  type EntryOf,
  type Home,
  type Merged,
  namesOfChanges,
  RECORDS,
  type RecordKind,
  type Write,
} from './records.ts';
import { MOMENTS } from './shift.ts';
import { count, differing, emptyTally, type Ids, type Import, pastMoment, valuesOf } from './tally.ts';

/** Brings records up to date: each kind is compared with the register as it would be exported, and what differs is written. */
export async function importRecords(
  job: Import,
  programme: Programme | undefined,
  document: RegisterDocument,
  ids: Ids,
): Promise<Record<RecordKind, Tally>> {
  const tallies = {
    commitments: emptyTally(),
    actions: emptyTally(),
    risks: emptyTally(),
    decisions: emptyTally(),
  };
  const given = RECORDS.filter((kind) => (document[kind] ?? []).length > 0);
  if (programme === undefined) {
    const message = 'it is not told which programme this belongs to. Say it: put `programme` into the file.';
    for (const kind of given) job.problems.push({ path: [kind, 0], message });
    return tallies;
  }
  const all = await listDependencies(job.tx, { programmeId: programme.id });
  const home = { ...ids, programme, dependencies: new Map(all.map((one) => [one.key, one])) };
  const present = await presentRecords(job.tx, programme.id, namesOf(ids, all));
  const bring = async <Kind extends RecordKind>(kind: Kind, write: Write<Kind>, entries = document[kind]) => {
    tallies[kind] = await bringKind(job, home, kind, entries ?? [], present[kind] ?? [], write);
  };
  await bring('commitments', importCommitments);
  await bring('actions', importActions);
  const broken = job.problems.length;
  const risks = withExactTriggers(job, document.risks ?? [], present.risks ?? []);
  if (job.problems.length === broken) await bring('risks', importRisks, risks);
  await bring('decisions', importDecisions);
  return tallies;
}

async function bringKind<Kind extends RecordKind>(
  job: Import,
  home: Home,
  kind: Kind,
  entries: readonly EntryOf<Kind>[],
  present: readonly EntryOf<Kind>[],
  write: Write<Kind>,
): Promise<Tally> {
  const byKey = new Map(present.map((one) => [one.key, one]));
  const tally = emptyTally();
  const merged = entries.flatMap((entry, index): Merged<EntryOf<Kind>>[] => {
    const before = byKey.get(entry.key);
    const whole = settled({ ...before, ...given(entry) }, job) as EntryOf<Kind>; // an entry with what it leaves out
    const changes = before === undefined ? [] : namesOfChanges(before, whole);
    if (before === undefined) tally.added.push(entry.key);
    else count(tally, entry.key, changes);
    return before !== undefined && changes.length === 0 ? [] : [{ index, entry: whole, before }];
  });
  tally.leftAlone = present.length - tally.changed.length - tally.unchanged;
  const broken = job.problems.length;
  for (const { index, entry } of merged) {
    if (!entry.dependency || home.dependencies.has(entry.dependency)) continue;
    const message = `there is no dependency ${entry.dependency} in this programme. Add it under dependencies.`;
    job.problems.push({ path: [kind, index, 'dependency'], message });
  }
  // What is written next relies on these.
  if (job.problems.length > broken) return tally;
  await write(job, home, merged, present);
  for (const { entry, before } of merged) {
    const changes = differing<object>(before ?? {}, entry);
    await record(job, {
      programmeId: home.programme.id,
      byId: job.by,
      action: `${kind}.imported`,
      subject: entry.key,
      before: before === undefined ? null : valuesOf<object>(before, changes),
      after: changes,
      reason: job.file,
    });
  }
  return tally;
}

function given(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}

/** As an export writes it: nothing that is empty, moments in UTC and not ahead. */
function settled(value: unknown, job: Import, field = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => settled(item, job, field));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, inner]) => {
        const isEmpty = inner === null || inner === undefined || (Array.isArray(inner) && inner.length === 0);
        return isEmpty ? [] : [[name, settled(inner, job, name)]];
      }),
    );
  }
  return typeof value === 'string' && MOMENTS.includes(field) ? pastMoment(value, job.now).toISO() : value;
}

function namesOf(ids: Ids, dependencies: readonly Dependency[]): Names {
  const inverse = (map: ReadonlyMap<string, string>) => new Map([...map].map(([name, id]) => [id, name]));
  const teams = inverse(ids.teams);
  const people = inverse(ids.people);
  const keys = new Map(dependencies.map(({ id, key }) => [id, key]));
  return {
    team: (id) => teams.get(id) ?? id,
    person: (id) => people.get(id ?? ''),
    dependency: (id) => keys.get(id ?? ''),
  };
}
