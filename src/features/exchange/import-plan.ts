import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../core/group.ts';
import { record } from '../audit/index.ts';
import type { Programme } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import {
  circlesIn,
  cutOffOf,
  type Environment,
  type Freeze,
  listEnvironments,
  listFreezes,
  listMilestones,
  listNeeds,
  listProgrammeMilestones,
  type Milestone,
  type Need,
  type ProgrammeMilestone,
  recordShift,
  refuseAfterCutOff,
  refuseOutsideLife,
  refuseWrongOrder,
  removeEnvironment,
  removeFreeze,
  removeMilestone,
  removeNeed,
  removeProgrammeMilestone,
  StageName,
  saveEnvironment,
  saveFreeze,
  saveMilestone,
  saveNeed,
  saveProgrammeMilestone,
} from '../timeline/index.ts';
import type { DependencyEntry, ProgrammeEntry } from './format/index.ts';
import type { Tally } from './model.ts';
import { check, type Ids, type Import, idOf, type Placed } from './tally.ts';

/** Rows of one kind: those there are, those of the file, and how they are told apart and written. */
interface Rows<Row> {
  present: readonly Row[];
  /** Undefined: the file leaves them out, and they stay. */
  wanted: readonly Row[] | undefined;
  nameOf(row: Row): string;
  save(row: Row): Promise<void>;
  remove(row: Row): Promise<unknown>;
}

/** A row that a file added, changed or took away; null where there is none. */
interface Replaced<Row> {
  before: Row | null;
  after: Row | null;
}

/** Makes the rows those of the file, and gives what differed. */
async function replace<Row>({ present, wanted, nameOf, save, remove }: Rows<Row>): Promise<Replaced<Row>[]> {
  if (wanted === undefined) return [];
  const before = new Map(present.map((row) => [nameOf(row), row]));
  const after = new Map(wanted.map((row) => [nameOf(row), row]));
  const gone = present.filter((row) => !after.has(nameOf(row)));
  const changed = [...after].filter(([name, row]) => !isDeepStrictEqual(row, before.get(name)));
  for (const row of gone) await remove(row);
  for (const [, row] of changed) await save(row);
  return [
    ...gone.map((row) => ({ before: row, after: null })),
    ...changed.map(([name, row]) => ({ before: before.get(name) ?? null, after: row })),
  ];
}

/** Brings days and environments of a programme up to date, and counts it as changed where they differ. */
export async function importDays(
  job: Import,
  { id, key }: Programme,
  entry: ProgrammeEntry | undefined,
  ids: Ids,
  tally: Tally,
): Promise<void> {
  if (entry === undefined) return;
  const { tx } = job;
  for (const part of ['freezes', 'environments'] as const) {
    for (const [index, { from = null, until = null }] of (entry[part] ?? []).entries()) {
      check(job, ['programme', part, index], () => refuseWrongOrder(from, until));
    }
  }
  const fields: string[] = [];
  const nameOf = ({ name }: { name: string }) => name;
  const milestones = await replace<ProgrammeMilestone>({
    present: await listProgrammeMilestones(tx, id),
    wanted: given(entry.milestones)?.map((one) => ({ programmeId: id, ...one })),
    nameOf,
    save: (row) => saveProgrammeMilestone(tx, row),
    remove: (row) => removeProgrammeMilestone(tx, row),
  });
  const freezes = await replace<Freeze>({
    present: await listFreezes(tx, id),
    wanted: given(entry.freezes)?.map(({ name, from, until }) => ({
      programmeId: id,
      name,
      startDate: from,
      endDate: until,
    })),
    nameOf,
    save: (row) => saveFreeze(tx, row),
    remove: (row) => removeFreeze(tx, row),
  });
  const present = await listEnvironments(tx, id);
  const environments = await replace<Environment>({
    present,
    wanted: given(entry.environments)?.map(({ name, state, owner, from, until, capacity }) => ({
      id: present.find((one) => one.name === name)?.id ?? '',
      programmeId: id,
      name,
      state,
      ownerId: idOf(ids.people, owner) ?? null,
      fromDate: from ?? null,
      untilDate: until ?? null,
      capacity: capacity ?? 1,
    })),
    nameOf,
    save: ({ id: _, ...row }) => saveEnvironment(tx, row),
    remove: (row) => removeEnvironment(tx, row.id),
  });
  if (milestones.length > 0) fields.push('milestones');
  if (freezes.length > 0) fields.push('freezes');
  if (environments.length > 0) fields.push('environments');
  if (fields.length === 0) return;
  const after = Object.fromEntries(fields.map((name) => [name, entry[name as keyof ProgrammeEntry]])); // fields of the entry
  await record(job, {
    programmeId: id,
    byId: job.by,
    action: 'timeline.imported',
    subject: key,
    after,
    reason: job.file,
  });
  if (tally.added.includes(key)) return;
  for (const { before, after } of milestones) {
    const name = (after ?? before)?.name ?? '';
    await shifted(job, id, key, { [name]: before?.date ?? null }, { [name]: after?.date ?? null });
  }
  for (const { before, after } of freezes) await shifted(job, id, key, { freeze: before }, { freeze: after });
  for (const { before, after } of environments) {
    await shifted(job, id, (after ?? before)?.name ?? '', before ?? {}, after ?? { environment: null });
  }
  const counted = tally.changed.find(({ name }) => name === key);
  if (counted !== undefined) counted.fields.push(...fields);
  else {
    tally.unchanged -= 1;
    tally.changed.push({ name: key, fields });
  }
}

/** A date that a file moves stands in the log as one that somebody moves: roll-ups tell of both. Nobody is messaged. */
export async function shifted(
  job: Import,
  programmeId: string,
  subject: string,
  before: object,
  after: object,
): Promise<void> {
  const by = job.by === null ? null : { id: job.by };
  await recordShift({ ...job, by }, { id: programmeId }, { subject, before, after, why: job.file });
}

/** Brings stages and needs of dependencies up to date; the names of what differed join what was changed of each. */
export async function importStages(job: Import, programme: Programme, placed: readonly Placed[]): Promise<void> {
  const { tx } = job;
  const cutOff = cutOffOf(await listProgrammeMilestones(tx, programme.id), programme.releaseDate);
  checkDues(job, placed, cutOff);
  const planned = placed.filter(({ entry }) => entry.stages !== undefined || entry.needs !== undefined);
  if (planned.length === 0) return;
  const places = await listEnvironments(tx, programme.id);
  const environments = new Map(places.map(({ name, id }) => [name, id]));
  const milestones = groupBy(await listMilestones(tx, programme.id), ({ dependencyId }) => dependencyId);
  const needs = groupBy(await listNeeds(tx, programme.id), ({ dependencyId }) => dependencyId);
  const idByKey = new Map((await listDependencies(tx, { programmeId: programme.id })).map(({ key, id }) => [key, id]));
  const keyById = new Map([...idByKey].map(([key, id]) => [id, key]));
  for (const place of planned) {
    const own = milestones.get(place.id) ?? [];
    const stages = await replace<Milestone>({
      present: own,
      wanted: checkedStages(job, place, stagesOf(job, place, own, environments), { own, places, cutOff }),
      nameOf: ({ stage }) => stage,
      save: (row) => saveMilestone(tx, row),
      remove: ({ stage }) => removeMilestone(tx, place.id, stage),
    });
    const waits = await replace<Need>({
      present: needs.get(place.id) ?? [],
      wanted: needsOf(job, place, idByKey),
      nameOf: ({ neededId }) => neededId,
      save: (row) => saveNeed(tx, row),
      remove: ({ neededId }) => removeNeed(tx, place.id, neededId),
    });
    const fields = [...(stages.length > 0 ? ['stages'] : []), ...(waits.length > 0 ? ['needs'] : [])];
    if (fields.length === 0) continue;
    place.changed.push(...fields);
    await record(job, {
      programmeId: programme.id,
      byId: job.by,
      action: 'timeline.imported',
      subject: place.key,
      after: { stages: place.entry.stages, needs: place.entry.needs },
      reason: job.file,
    });
    if (place.before !== undefined) await shiftedStages(job, programme.id, place, { stages, waits, keyById });
  }
  await refuseCircles(job, programme, placed, idByKey);
}

/** What moved of a dependency that was there before. */
async function shiftedStages(
  job: Import,
  programmeId: string,
  { key }: Placed,
  {
    stages,
    waits,
    keyById,
  }: { stages: Replaced<Milestone>[]; waits: Replaced<Need>[]; keyById: ReadonlyMap<string, string> },
): Promise<void> {
  for (const { before, after } of stages) {
    const { stage } = after ?? before ?? { stage: 'release' };
    await shifted(job, programmeId, key, { [stage]: before }, { [stage]: after });
  }
  for (const { before, after } of waits) {
    const needed = keyById.get((after ?? before)?.neededId ?? '') ?? '';
    const side = (need: Need | null) => ({ needs: { key: needed, lag: need?.lag ?? null } });
    await shifted(job, programmeId, key, side(before), side(after));
  }
}

/**
 * How a day is told that chat would refuse. What is new to this installation is taken as it stands: a cut-off or the
 * life of an environment may have been moved past it where it comes from. A change is held to what chat holds it to.
 */
function toldAs({ before }: Placed): 'problems' | 'warnings' {
  return before === undefined ? 'warnings' : 'problems';
}

/** Tells of a delivery that is newly due after the cut-off. */
function checkDues(job: Import, placed: readonly Placed[], cutOff: string | null): void {
  for (const place of placed) {
    const { index, entry, before } = place;
    const { due, state } = entry;
    if (!due || due === before?.dueDate || (state ?? before?.state ?? 'open') !== 'open') continue;
    check(job, ['dependencies', index, 'due'], () => refuseAfterCutOff(due, cutOff, job.now), toldAs(place));
  }
}

/** Checks the stages that a file brings as chat does; what stands is left, and shown as a conflict. */
function checkedStages(
  job: Import,
  placed: Placed,
  wanted: Milestone[] | undefined,
  { own, places, cutOff }: { own: readonly Milestone[]; places: readonly Environment[]; cutOff: string | null },
): Milestone[] | undefined {
  for (const row of wanted ?? []) {
    if (row.doneOn !== null || own.some((one) => isDeepStrictEqual(one, row))) continue;
    const place = places.find(({ id }) => id === row.environmentId);
    const path = ['dependencies', placed.index, 'stages', row.stage];
    check(job, path, () => refuseWrongOrder(row.startDate, row.endDate));
    const refuse = () => {
      for (const day of [row.startDate, row.endDate]) if (day !== null) refuseAfterCutOff(day, cutOff, job.now);
      if (place !== undefined) refuseOutsideLife(place, row);
    };
    check(job, path, refuse, toldAs(placed));
  }
  return wanted;
}

function stagesOf(
  { problems }: Import,
  { id, index, entry: { stages } }: Placed,
  own: readonly Milestone[],
  environments: ReadonlyMap<string, string>,
): Milestone[] | undefined {
  if (stages === undefined) return undefined;
  return StageName.options.flatMap((stage): Milestone[] => {
    const entry: StageEntry | null | undefined = stages[stage];
    if (entry === undefined) return own.filter((one) => one.stage === stage);
    if (entry === null) return [];
    const { from, by, days, environment, done } = entry;
    if (environment && !environments.has(environment)) {
      const message = `there is no environment ${environment}. Add it under programme, environments.`;
      problems.push({ path: ['dependencies', index, 'stages', stage, 'environment'], message });
    }
    return [
      {
        dependencyId: id,
        stage,
        startDate: from ?? null,
        endDate: by ?? null,
        workingDays: days ?? null,
        environmentId: environments.get(environment ?? '') ?? null,
        doneOn: done ?? null,
        committed: own.find((one) => one.stage === stage)?.committed ?? null,
      },
    ];
  });
}

/** The release has a length alone. */
type StageEntry = NonNullable<NonNullable<DependencyEntry['stages']>['test']>;

function needsOf(
  { problems }: Import,
  { id, index, entry }: Placed,
  ids: ReadonlyMap<string, string>,
): Need[] | undefined {
  return given(entry.needs)?.flatMap(({ key, lag = 0 }, at): Need[] => {
    const neededId = ids.get(key);
    if (neededId !== undefined && neededId !== id) return [{ dependencyId: id, neededId, lag }];
    const message =
      neededId === id ? `${key} cannot wait for itself.` : `there is no dependency ${key} in this programme.`;
    problems.push({ path: ['dependencies', index, 'needs', at, 'key'], message });
    return [];
  });
}

async function refuseCircles(
  { tx, problems }: Import,
  programme: Programme,
  placed: readonly Placed[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const keys = new Map([...ids].map(([key, id]) => [id, key]));
  for (const circle of circlesIn([...keys.keys()], await listNeeds(tx, programme.id))) {
    const names = circle.map((id) => keys.get(id) ?? '');
    const at = placed.find(({ key }) => names.includes(key))?.index ?? 0;
    const message = `these wait for each other: ${[...names, names[0]].join(' needs ')}. Take one of the needs out.`;
    problems.push({ path: ['dependencies', at, 'needs'], message });
  }
}

/** A list that is cleared is an empty one; one that is left out stays. */
function given<Item>(list: readonly Item[] | null | undefined): readonly Item[] | undefined {
  return list === null ? [] : list;
}
