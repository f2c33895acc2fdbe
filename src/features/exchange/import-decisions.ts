import { importDecision, listDecisions } from '../decisions/index.ts';
import type { DecisionEntry } from './format/index.ts';
import { attempt, type Home, type Merged, namesOfChanges, numberIn, type Write } from './records.ts';
import { type Import, pastMoment, requiredId } from './tally.ts';

/** Adds decisions to the log. What is in it never changes: an entry that says otherwise is refused. */
export const importDecisions: Write<'decisions'> = async (job, home, merged, present) => {
  const broken = job.problems.length;
  refuseChanges(job, merged);
  const added = merged.filter(({ before }) => before === undefined);
  refuseLoose(job, added, present);
  const ordered = earlierFirst(job, added);
  if (job.problems.length > broken) return;
  const ids = await idsOfSuperseded(job, home, added);
  for (const one of ordered) {
    await attempt(job, ['decisions', one.index], async () => {
      ids.set(one.entry.key, await save(job, home, one.entry, ids));
    });
  }
};

function save(
  job: Import,
  { programme, dependencies, people }: Home,
  entry: DecisionEntry,
  ids: ReadonlyMap<string, string>,
): Promise<string> {
  const { key, question, choice, options, links, supersedes } = entry;
  return importDecision(job.tx, {
    programmeId: programme.id,
    key,
    number: numberIn(key),
    question,
    options: (options ?? []).map(({ label, consequence }) => ({ label, consequence: consequence ?? '' })),
    choice,
    reason: entry.reason ?? null,
    dependencyId: dependencies.get(entry.dependency ?? '')?.id ?? null,
    byId: requiredId(people, entry.decidedBy),
    at: pastMoment(entry.at, job.now),
    links: links ?? [],
    supersedesId: supersedes == null ? null : requiredId(ids, supersedes),
  });
}

/** Ids by key of those in the log whose place is taken. */
async function idsOfSuperseded(
  { tx }: Import,
  { programme }: Home,
  added: readonly Merged<DecisionEntry>[],
): Promise<Map<string, string>> {
  const keys = added.flatMap(({ entry }) => entry.supersedes ?? []);
  const found = await listDecisions(tx, { programmeId: programme.id, keys }, keys.length);
  return new Map(found.map(({ key, id }) => [key, id]));
}

function refuseChanges({ problems }: Import, merged: readonly Merged<DecisionEntry>[]): void {
  for (const { index, entry, before } of merged) {
    if (before === undefined) continue;
    const fields = namesOfChanges(before, entry).join(', ');
    const message = `${entry.key} is in the log already, which never changes, and differs in ${fields}. Take the entry out, or give a new decision the next free key.`;
    problems.push({ path: ['decisions', index], message });
  }
}

/** Whoever takes a place takes one that is there, and that nobody took. */
function refuseLoose(
  { problems }: Import,
  added: readonly Merged<DecisionEntry>[],
  present: readonly DecisionEntry[],
): void {
  const known = new Set([...present, ...added.map(({ entry }) => entry)].map(({ key }) => key));
  const takers = new Map(present.flatMap(({ key, supersedes }) => (supersedes == null ? [] : [[supersedes, key]])));
  for (const { index, entry } of added) {
    const { key, supersedes } = entry;
    if (supersedes == null) continue;
    const tell = (message: string) => problems.push({ path: ['decisions', index, 'supersedes'], message });
    const taker = takers.get(supersedes);
    if (supersedes === key) tell(`${key} cannot take its own place. Name an earlier one, or ${CLEAR}.`);
    else if (!known.has(supersedes)) {
      tell(`there is no decision ${supersedes} in this programme. Add it under decisions, or ${CLEAR}.`);
    } else if (taker !== undefined) {
      tell(`${taker} takes the place of ${supersedes} already. Name ${taker}, or ${CLEAR}.`);
    }
    takers.set(supersedes, taker ?? key);
  }
}

const CLEAR = 'clear this: `supersedes: null`';

/** New decisions, each after the one of the file whose place it takes. Those that do so in a circle are refused. */
function earlierFirst({ problems }: Import, added: readonly Merged<DecisionEntry>[]): Iterable<Merged<DecisionEntry>> {
  const byKey = new Map(added.map((one) => [one.entry.key, one]));
  const ordered = new Set<Merged<DecisionEntry>>();
  for (const one of added) {
    const chain = new Set<Merged<DecisionEntry>>();
    let at: Merged<DecisionEntry> | undefined = one;
    while (at !== undefined && !ordered.has(at) && !chain.has(at)) {
      chain.add(at);
      at = byKey.get(at.entry.supersedes ?? '');
    }
    // Of itself alone it is refused before.
    if (at !== undefined && chain.has(at) && at.entry.supersedes !== at.entry.key) {
      const message = `${at.entry.key} takes its own place by way of ${at.entry.supersedes}. Name an earlier one, or ${CLEAR}.`;
      problems.push({ path: ['decisions', at.index, 'supersedes'], message });
    }
    for (const link of [...chain].reverse()) ordered.add(link);
  }
  return ordered;
}
