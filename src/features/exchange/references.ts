import { z } from 'zod';
import { COMPLIANCE } from '../commitments/model.ts';
import type { Known, Path, Problem } from './model.ts';
import { didYouMean } from './problems.ts';

/*
 * What refers to what, read as far as it can be read: the references of a file with other errors are checked all the
 * same, so that one reading finds everything. What does not fit counts as left out.
 */
const name = z.string().optional().catch(undefined);
const group = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).optional().catch(undefined);
const list = <Item extends z.ZodType>(item: Item) => z.array(item).default([]).catch([]);
const References = z.object({
  programme: group({
    leads: list(name),
    milestones: list(group({ name })),
    freezes: list(group({ name })),
    environments: list(group({ name, owner: name })),
    policy: group({ gates: list(group({ approvers: group({ people: list(name), teams: list(name) }) })) }),
  }),
  teams: list(group({ key: name, lead: name })),
  people: list(
    group({
      handle: name,
      email: name,
      slack: name,
      teams: name,
      team: name,
      delegate: name,
      work: group({ start: z.string(), end: z.string() }),
    }),
  ),
  dependencies: list(
    group({
      key: name,
      title: name,
      producer: name,
      consumers: list(
        z
          .union([z.string(), z.object({ team: z.string() })])
          .optional()
          .catch(undefined),
      ),
      owner: name,
      delegate: name,
      state: name,
      contacts: z
        .record(z.string(), group({ person: name, delegate: name }))
        .default({})
        .catch({}),
      status: group({ by: name }),
      blocker: group({ raisedBy: name }),
      contract: group({ submittedBy: name }),
    }),
  ),
  commitments: list(
    group({
      key: name,
      terms: list(group({ owner: name, proposedBy: name })),
      signatures: list(group({ seat: name, signedBy: name })),
    }),
  ),
  actions: list(group({ key: name, owner: name, openedBy: name, closedBy: name })),
  risks: list(group({ key: name, owner: name, openedBy: name, closedBy: name })),
  decisions: list(group({ key: name, decidedBy: name })),
});
type References = z.output<typeof References>;
const NOTHING: References = {
  programme: undefined,
  teams: [],
  people: [],
  dependencies: [],
  commitments: [],
  actions: [],
  risks: [],
  decisions: [],
};

/** Everything in a file that contradicts itself or names what is not there. */
export function referenceProblems(value: unknown, known: Known): Problem[] {
  const document = References.catch(NOTHING).parse(value);
  const teams = new Set([...known.teams, ...document.teams.flatMap((team) => team?.key ?? [])]);
  const handles = new Set([...known.people, ...document.people.flatMap((person) => person?.handle ?? [])]);
  const problems: Problem[] = [];

  const person = (
    path: Path,
    handle: string | null | undefined,
    not?: { handle: string | null | undefined; why: string },
  ) => {
    if (!handle) return;
    if (!handles.has(handle)) problems.push({ path, message: nobody(handle, handles) });
    else if (handle === not?.handle) problems.push({ path, message: not.why });
  };
  const team = (path: Path, key: string | null | undefined) => {
    if (key && !teams.has(key)) problems.push({ path, message: noTeam(key, teams) });
  };

  problems.push(...duplicates(document));
  document.programme?.leads.forEach((lead, index) => person(['programme', 'leads', index], lead));
  document.programme?.environments.forEach((one, index) =>
    person(['programme', 'environments', index, 'owner'], one?.owner),
  );
  document.programme?.policy?.gates.forEach((gate, index) => {
    gate?.approvers?.people.forEach((handle, at) =>
      person(['programme', 'policy', 'gates', index, 'approvers', 'people', at], handle),
    );
    gate?.approvers?.teams.forEach((key, at) =>
      team(['programme', 'policy', 'gates', index, 'approvers', 'teams', at], key),
    );
  });
  document.teams.forEach((one, index) => person(['teams', index, 'lead'], one?.lead));
  document.people.forEach((one, index) => {
    if (one === undefined) return;
    team(['people', index, 'team'], one.team);
    person(['people', index, 'delegate'], one.delegate, {
      handle: one.handle,
      why: `@${one.handle} cannot stand in for @${one.handle}. Name somebody else.`,
    });
    if (one.work !== undefined && one.work.start >= one.work.end) {
      problems.push({
        path: ['people', index, 'work'],
        message: `${one.work.start} is not before ${one.work.end}. Write the start first.`,
      });
    }
  });
  document.dependencies.forEach((one, index) => {
    if (one === undefined) return;
    const at = (...rest: Path): Path => ['dependencies', index, ...rest];
    team(at('producer'), one.producer);
    one.consumers.forEach((consumer, place) => {
      const key = teamOf(consumer);
      team(at('consumers', place), key);
      if (key !== undefined && key === one.producer) {
        problems.push({
          path: at('consumers', place),
          message: `${key} is the producer and cannot wait for itself. Name another team.`,
        });
      }
    });
    person(at('owner'), one.owner);
    person(at('delegate'), one.delegate, {
      handle: one.owner,
      why: `@${one.owner} is the owner already. Name somebody else.`,
    });
    for (const [role, contact] of Object.entries(one.contacts)) {
      person(at('contacts', role, 'person'), contact?.person);
      person(at('contacts', role, 'delegate'), contact?.delegate, {
        handle: contact?.person,
        why: `@${contact?.person} is the contact already. Name somebody else.`,
      });
    }
    person(at('status', 'by'), one.status?.by);
    if (one.status !== undefined && !one.status.by && !one.owner) {
      problems.push({ path: at('status'), message: 'nobody said it. Name the owner, or who said it as `by`.' });
    }
    person(at('blocker', 'raisedBy'), one.blocker?.raisedBy);
    person(at('contract', 'submittedBy'), one.contract?.submittedBy);
    if (one.blocker !== undefined && one.state !== undefined && one.state !== 'open') {
      problems.push({ path: at('blocker'), message: `nothing blocks what is ${one.state}. Take out one of the two.` });
    }
  });
  document.commitments.forEach((one, index) => {
    one?.terms.forEach((terms, place) => {
      person(['commitments', index, 'terms', place, 'owner'], terms?.owner);
      person(['commitments', index, 'terms', place, 'proposedBy'], terms?.proposedBy);
    });
    one?.signatures.forEach((signature, place) => {
      person(['commitments', index, 'signatures', place, 'signedBy'], signature?.signedBy);
      if (signature?.seat !== COMPLIANCE) team(['commitments', index, 'signatures', place, 'seat'], signature?.seat);
    });
  });
  for (const kind of ['actions', 'risks', 'decisions'] as const) {
    document[kind].forEach((one, index) => {
      const { key: _, ...people } = one ?? {};
      for (const [field, handle] of Object.entries(people)) person([kind, index, field], handle);
    });
  }
  return problems;
}

function teamOf(consumer: string | { team: string } | undefined): string | undefined {
  return typeof consumer === 'string' ? consumer : consumer?.team;
}

function duplicates({ programme, teams, people, dependencies, ...records }: References): Problem[] {
  return [
    ...(['milestones', 'freezes', 'environments'] as const).flatMap((part) =>
      repeated(
        programme?.[part] ?? [],
        (one) => one?.name,
        (index) => ['programme', part, index, 'name'],
      ),
    ),
    ...repeated(
      teams,
      (one) => one?.key,
      (index) => ['teams', index, 'key'],
    ),
    ...repeated(
      people,
      (one) => one?.handle,
      (index) => ['people', index, 'handle'],
    ),
    ...repeated(
      people,
      (one) => one?.email?.toLowerCase(),
      (index) => ['people', index, 'email'],
    ),
    ...repeated(
      people,
      (one) => one?.slack,
      (index) => ['people', index, 'slack'],
    ),
    ...repeated(
      people,
      (one) => one?.teams,
      (index) => ['people', index, 'teams'],
    ),
    ...repeated(
      dependencies,
      (one) => one?.key,
      (index) => ['dependencies', index, 'key'],
    ),
    ...Object.entries(records).flatMap(([kind, entries]) =>
      repeated<{ key?: string | undefined } | undefined>(
        entries,
        (one) => one?.key,
        (index) => [kind, index, 'key'],
      ),
    ),
    ...repeated(dependencies, keyless, (index) => ['dependencies', index, 'title']),
    ...dependencies.flatMap((dependency, index) =>
      repeated(dependency?.consumers ?? [], teamOf, (place) => ['dependencies', index, 'consumers', place]),
    ),
  ];
}

// Without a key, producer and title say which dependency is meant.
function keyless(entry: References['dependencies'][number]): string | undefined {
  if (entry?.title === undefined || entry.key) return undefined;
  return `${entry.title.toLowerCase()} of ${entry.producer}`;
}

function repeated<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string | null | undefined,
  pathOf: (index: number) => Path,
): Problem[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const name = nameOf(item);
    if (!name) return [];
    if (seen.has(name)) return [{ path: pathOf(index), message: `${name} stands here twice. Keep one.` }];
    seen.add(name);
    return [];
  });
}

function nobody(handle: string, handles: ReadonlySet<string>): string {
  const offer = didYouMean(
    `@${handle}`,
    [...handles].map((one) => `@${one}`),
  );
  return `nobody is called @${handle}.${offer || ' Add the person under people.'}`;
}

function noTeam(key: string, teams: ReadonlySet<string>): string {
  return `there is no team ${key}.${didYouMean(key, [...teams]) || ' Add it under teams.'}`;
}
