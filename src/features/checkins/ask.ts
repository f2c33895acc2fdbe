import { groupBy } from '../../core/group.ts';
import { newId } from '../../core/ids.ts';
import type { Tx } from '../../db/db.ts';
import type { Address } from '../../outbox/message.ts';
import { peopleSent } from '../../outbox/outbox.ts';
import { setTimers, type Timer } from '../../timers/timers.ts';
import type { Scope } from '../feature.ts';
import { interrupt, type Request } from '../interruptions/index.ts';
import { getPeople, listTeams, type Person } from '../people/index.ts';
import { channelsOf, type Programme } from '../programme/index.ts';
import { type Dependency, listDependencies } from '../register/index.ts';
import { type Copy, copySubject, NUDGE, type Prompt } from './model.ts';
import { stepAt, stepsFrom, unanswered } from './rules.ts';
import { addPrompts, missEarlier } from './store.ts';
import { cardAbout, type Named, namedOn } from './views.ts';

const RISKS = ['high', 'medium', 'low'] as const;
/** Comes after every due date. */
const NO_DATE = '9999-12-31';

/** Somebody to be asked about what an owner has. */
export interface Question {
  owner: Person;
  /** The owner, or who answers for them. */
  asked: Person;
  dependencies: readonly Dependency[];
  /** Null for a question outside of the cadence. */
  roundId: string | null;
}

/** The open dependencies of owners in a programme, by owner, those with the most behind them first. */
export async function ownedBy(
  { tx }: Pick<Scope, 'tx'>,
  programme: Programme,
  ownerIds: readonly string[],
): Promise<Map<string, Dependency[]>> {
  const owned = await listDependencies(tx, { programmeId: programme.id, ownerIds });
  const due = (one: Dependency) => one.dueDate ?? NO_DATE;
  const open = owned
    .filter((one) => one.state === 'open')
    .sort((a, b) => RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk) || due(a).localeCompare(due(b)));
  return groupBy(open, (one) => one.ownerId ?? '');
}

/**
 * Asks owners, each about their dependencies in one message, and sets the ladder for silence. Earlier prompts of theirs
 * that are still open are over with it. Gives no prompt for an owner who was asked in that round already.
 */
export async function ask(scope: Scope, programme: Programme, questions: readonly Question[]): Promise<Prompt[]> {
  const { tx, now } = scope;
  const prompts = await addPrompts(
    tx,
    questions.map(({ roundId, owner, asked, dependencies }) => ({
      roundId,
      programmeId: programme.id,
      ownerId: owner.id,
      askedId: asked.id,
      askedAt: now,
      answerBy: stepAt(programme.policy.answerBy, asked.calendar, now),
      dependencyIds: dependencies.map((one) => one.id),
      state: 'open',
    })),
  );
  await missEarlier(tx, programme.id, prompts);
  const named = await namedIn(tx, questions);
  await setTimers(
    tx,
    prompts.flatMap((prompt) => ladderOf(programme, prompt, named)),
  );
  const requests: Request[] = [];
  for (const prompt of prompts) {
    const to = [{ person: prompt.askedId }];
    requests.push(...(await requestsOf(scope, programme, prompt, { kind: 'prompt' }, to, named)));
  }
  await interrupt(scope, programme, requests);
  return prompts;
}

/** Who and what the first cards about questions name, from what is known of them. */
async function namedIn(tx: Tx, questions: readonly Question[]): Promise<Named> {
  return {
    people: new Map(questions.flatMap(({ owner, asked }) => [owner, asked]).map((person) => [person.id, person])),
    teams: new Map((await listTeams(tx)).map((team) => [team.id, team])),
    dependencies: new Map(questions.flatMap(({ dependencies }) => dependencies).map((one) => [one.id, one])),
  };
}

function ladderOf({ policy }: Programme, prompt: Prompt, { people }: Named): Timer[] {
  return stepsFrom('owner', policy.nudges).flatMap((step) => {
    const [rule, asked] = [policy.nudges[step], people.get(prompt.askedId)];
    if (rule === null || asked === undefined) return [];
    const dueAt = stepAt(rule, asked.calendar, prompt.askedAt);
    return [{ kind: NUDGE, subject: prompt.id, occurrence: step, dueAt }];
  });
}

/** Sends one of the messages about a prompt as it stands now, or brings copies that were sent up to date. */
export async function show(
  scope: Scope,
  programme: Programme,
  prompt: Prompt,
  copy: Copy,
  to: readonly { person: string }[],
): Promise<void> {
  if (to.length === 0) return;
  const named = await namedOn(scope.tx, prompt);
  await interrupt(scope, programme, await requestsOf(scope, programme, prompt, copy, to, named));
}

async function requestsOf(
  scope: Scope,
  programme: Programme,
  prompt: Prompt,
  copy: Copy,
  to: readonly { person: string }[],
  named: Named,
): Promise<Request[]> {
  const subject = copySubject(copy, prompt.id);
  const fallback = copy.kind === 'prompt' ? fallbackOf(programme, named.people.get(prompt.ownerId)) : [];
  const card = await cardAbout(scope, programme, prompt, copy, named);
  const left = prompt.state === 'open' ? unanswered(prompt) : [];
  return to.map((address) => ({
    key: `${subject}:${newId()}`,
    to: address,
    card,
    priority: 'prompt',
    subject,
    fallback,
    by: prompt.answerBy,
    ...(left.length > 0 && { wants: left }),
  }));
}

/** Brings every copy of every message about a prompt up to date. */
export async function showAgain(scope: Scope, programme: Programme, prompt: Prompt): Promise<void> {
  const dependencies = await listDependencies(scope.tx, { ids: prompt.dependencyIds });
  const delegates = (await byDelegate(scope, prompt, dependencies)).keys();
  const copies: Copy[] = [
    { kind: 'prompt' },
    { kind: 'nudge' },
    ...[...delegates].map((delegateId) => ({ kind: 'delegate' as const, delegateId })),
  ];
  for (const copy of copies) {
    const readers = await peopleSent(scope.tx, copySubject(copy, prompt.id));
    await show(
      scope,
      programme,
      prompt,
      copy,
      readers.map((person) => ({ person })),
    );
  }
}

function fallbackOf(programme: Programme, owner: Person | undefined): Address[] {
  const delegateId = owner?.delegateId ?? null;
  return [...(delegateId === null ? [] : [{ person: delegateId }]), ...channelsOf(programme, 'programme')];
}

/** The dependencies of a prompt that still wait for an answer of its owner: neither answered, closed, nor given to somebody else. */
export async function stillUnanswered(scope: Scope, prompt: Prompt): Promise<Dependency[]> {
  const left = await listDependencies(scope.tx, { ids: unanswered(prompt) });
  return left.filter((one) => one.state === 'open' && one.ownerId === prompt.ownerId);
}

/** Dependencies by the id of their delegate, who is the owner's where they name none; those without one are left out. */
export async function byDelegate(
  { tx }: Scope,
  prompt: Prompt,
  dependencies: readonly Dependency[],
): Promise<Map<string, Dependency[]>> {
  const owner = (await getPeople(tx, [prompt.ownerId])).get(prompt.ownerId);
  const groups = groupBy(dependencies, (one) => one.delegateId ?? owner?.delegateId ?? '');
  groups.delete('');
  return groups;
}
