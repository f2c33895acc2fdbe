import { groupBy } from '../../core/group.ts';
import { newId } from '../../core/ids.ts';
import type { Address } from '../../outbox/message.ts';
import { audienceOf, enqueue } from '../../outbox/outbox.ts';
import { setTimer } from '../../timers/timers.ts';
import type { Scope } from '../feature.ts';
import { getPeople, getPerson, type Person } from '../people/index.ts';
import { channelsOf, type Programme } from '../programme/index.ts';
import { type Dependency, listDependencies } from '../register/index.ts';
import { type Copy, copySubject, NUDGE, type Prompt } from './model.ts';
import { stepAt, stepsFrom, unanswered } from './rules.ts';
import { addPrompt, promptsOfOwner, savePrompt } from './store.ts';
import { present } from './views.ts';

const RISKS = ['high', 'medium', 'low'] as const;
/** Comes after every due date. */
const NO_DATE = '9999-12-31';

/** The open dependencies of an owner in a programme, those with the most behind them first. */
export async function ownedBy(scope: Scope, programme: Programme, ownerId: string): Promise<Dependency[]> {
  const owned = await listDependencies(scope.tx, { programmeId: programme.id, ownerId });
  const due = (one: Dependency) => one.dueDate ?? NO_DATE;
  return owned
    .filter((one) => one.state === 'open')
    .sort((a, b) => RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk) || due(a).localeCompare(due(b)));
}

/**
 * Asks about an owner's dependencies in one message and sets the ladder for silence. An earlier prompt of this owner
 * that is still open is over with it. Undefined when the owner was asked in this round already.
 */
export async function ask(
  scope: Scope,
  programme: Programme,
  question: { owner: Person; asked: Person; dependencies: readonly Dependency[]; roundId: string | null },
): Promise<Prompt | undefined> {
  const { tx, now } = scope;
  const { owner, asked, dependencies, roundId } = question;
  const before = await promptsOfOwner(tx, programme.id, owner.id);
  const prompt = await addPrompt(tx, {
    roundId,
    programmeId: programme.id,
    ownerId: owner.id,
    askedId: asked.id,
    askedAt: now,
    answerBy: stepAt(programme.policy.answerBy, asked.calendar, now),
    dependencyIds: dependencies.map((one) => one.id),
    state: 'open',
  });
  if (prompt === undefined) return undefined;
  for (const earlier of before.filter((one) => one.state === 'open'))
    await savePrompt(tx, { ...earlier, state: 'missed' });
  await setLadder(scope, programme, prompt, asked);
  await show(scope, programme, prompt, { kind: 'prompt' }, [{ person: asked.id }]);
  return prompt;
}

async function setLadder({ tx }: Scope, { policy }: Programme, prompt: Prompt, asked: Person): Promise<void> {
  for (const step of stepsFrom('owner', policy.nudges)) {
    const rule = policy.nudges[step];
    if (rule === null) continue;
    const dueAt = stepAt(rule, asked.calendar, prompt.askedAt);
    await setTimer(tx, { kind: NUDGE, subject: prompt.id, occurrence: step, dueAt });
  }
}

/** Sends one of the messages about a prompt as it stands now, or brings copies that were sent up to date. */
export async function show(
  scope: Scope,
  programme: Programme,
  prompt: Prompt,
  copy: Copy,
  to: readonly Address[],
): Promise<void> {
  if (to.length === 0) return;
  const subject = copySubject(copy, prompt.id);
  const fallback = copy.kind === 'prompt' ? await fallbackOf(scope, programme, prompt) : [];
  const card = await present(scope, programme, prompt, copy);
  await enqueue(
    scope.tx,
    scope.now,
    to.map((address) => ({
      key: `${subject}:${newId()}`,
      to: address,
      card,
      priority: 'prompt' as const,
      subject,
      fallback,
    })),
  );
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
    await show(scope, programme, prompt, copy, await audienceOf(scope.tx, copySubject(copy, prompt.id)));
  }
}

async function fallbackOf(scope: Scope, programme: Programme, prompt: Prompt): Promise<Address[]> {
  const owner = await getPerson(scope.tx, prompt.ownerId);
  return [...(owner.delegateId === null ? [] : [{ person: owner.delegateId }]), ...channelsOf(programme, 'programme')];
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
