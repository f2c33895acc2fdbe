import { isDeepStrictEqual } from 'node:util';
import { record } from '../audit/index.ts';
import { listProgrammes, lockProgramme, type Programme, savePolicyVersion, saveProgramme } from '../programme/index.ts';
import { Policy } from '../programme/model.ts';
import type { ProgrammeEntry, RegisterDocument } from './format/index.ts';
import type { Tally } from './model.ts';
import { count, differing, emptyTally, type Ids, type Import, requiredId, valuesOf } from './tally.ts';

/** What keys begin with where nothing says otherwise. */
const USUAL_PREFIX = 'DEP';

/**
 * Brings the programme up to date and locks it. A file that names none means the only one, or the one that the keys of
 * its dependencies belong to; undefined when none can be told, which is a problem where there are dependencies.
 */
export async function importProgramme(
  job: Import,
  { programme: entry, dependencies }: Pick<RegisterDocument, 'programme' | 'dependencies'>,
  ids: Ids,
  key?: string,
): Promise<{ programme: Programme | undefined; tally: Tally }> {
  const all = await listProgrammes(job.tx);
  const tally = emptyTally();
  const id =
    entry === undefined ? meantBy(job, dependencies, all, key)?.id : await saveEntry(job, entry, all, ids, tally);
  tally.leftAlone = all.length - tally.changed.length - tally.unchanged;
  return { programme: id === undefined ? undefined : await lockProgramme(job.tx, id), tally };
}

function meantBy(
  { problems }: Import,
  dependencies: RegisterDocument['dependencies'],
  all: readonly Programme[],
  key: string | undefined,
): Programme | undefined {
  const prefixes = dependencies.map(({ key }) => key?.slice(0, key.lastIndexOf('-')));
  const first = prefixes.find((prefix) => prefix !== undefined);
  const meant = all.filter((one) =>
    first === undefined ? key === undefined || one.key === key : one.prefix === first,
  );
  if (meant.length === 1) {
    prefixes.forEach((prefix, index) => {
      if (prefix === undefined || prefix === first) return;
      problems.push({
        path: ['dependencies', index, 'key'],
        message: `other keys of this file begin with ${first}-. Send one file for each programme.`,
      });
    });
    return meant[0];
  }
  if (dependencies.length > 0) problems.push({ path: ['dependencies', 0, 'key'], message: untold(all, first) });
  return undefined;
}

function untold(all: readonly Programme[], prefix: string | undefined): string {
  if (all.length === 0) return 'there is no programme yet. Import a YAML file first that has one.';
  const known = all.map((one) => `${one.prefix}- (${one.name})`).join(', ');
  return prefix === undefined
    ? `it is not told which programme this belongs to. Give one dependency its key; keys begin with ${known}.`
    : `no programme has keys that begin with ${prefix}-. There is: ${known}.`;
}

async function saveEntry(
  job: Import,
  entry: ProgrammeEntry,
  all: readonly Programme[],
  ids: Ids,
  tally: Tally,
): Promise<string | undefined> {
  const { key, name } = entry;
  const before = all.find((one) => one.key === key);
  const prefix = entry.prefix ?? before?.prefix ?? USUAL_PREFIX;
  const other = all.find((one) => one.prefix === prefix && one.key !== key);
  const wrongPrefix =
    before !== undefined && before.prefix !== prefix
      ? `${key} has the prefix ${before.prefix}, which its keys carry. It stays.`
      : other && `${other.name} has this prefix. Choose another.`;
  if (wrongPrefix !== undefined) {
    job.problems.push({ path: ['programme', 'prefix'], message: wrongPrefix });
    return undefined;
  }
  const wanted = {
    name,
    goal: entry.goal,
    releaseDate: entry.release,
    leadIds: entry.leads.map((lead) => requiredId(ids.people, lead)),
    policy: Policy.parse({ ...before?.policy, ...entry.policy }),
  };
  const changes = before === undefined ? wanted : differing<Partial<Programme>>(before, wanted);
  if (before !== undefined) count(tally, key, Object.keys(changes));
  if (before !== undefined && isDeepStrictEqual(changes, {})) return before.id;
  const id = await saveProgramme(job.tx, {
    ...(before ?? { goal: null, releaseDate: null }),
    ...wanted,
    key,
    prefix,
    createdAt: job.now,
  });
  if (before === undefined) tally.added.push(key);
  if (changes.policy !== undefined) {
    await savePolicyVersion(job.tx, {
      programmeId: id,
      policy: wanted.policy,
      at: job.now,
      byId: job.by,
      file: job.file,
    });
  }
  await record(job, {
    programmeId: id,
    byId: job.by,
    action: 'programme.imported',
    subject: key,
    before: before && valuesOf(before, changes),
    after: changes,
    reason: job.file,
  });
  return id;
}
