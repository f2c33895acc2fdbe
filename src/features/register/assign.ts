import { z } from 'zod';
import type { Card } from '../../chat/card.ts';
import { key, optional, person } from '../../chat/commands.ts';
import type { Form } from '../../chat/form.ts';
import { text } from '../../chat/text.ts';
import { InvalidInput } from '../../core/errors.ts';
import { enqueue } from '../../outbox/outbox.ts';
import { record } from '../audit/index.ts';
import { type Act, action, command, type Scope } from '../feature.ts';
import { findPerson, getPeople, type Person } from '../people/index.ts';
import { channelsOf, type Programme, replanPrompts } from '../programme/index.ts';
import { CARERS, FormValue, formValue, type Held, holdDependency, refuseStale } from './access.ts';
import { optionalSomebody, somebody } from './answers.ts';
import { assignedCard, dependencyLine, savedCard } from './cards.ts';
import { teamsById } from './find.ts';
import type { Dependency } from './model.ts';
import { statusOf } from './rules.ts';
import { lockDependency, updateDependency } from './store.ts';

export const assignCommand = command({
  name: 'assign',
  summary: 'Name the owner and the delegate of a dependency',
  usage: 'assign KEY @OWNER [delegate @DELEGATE]',
  examples: ['assign DEP-4 @sam', 'assign DEP-4 @sam delegate @kim', 'assign DEP-4 delegate @kim'],
  who: CARERS,
  arguments: { key: key(), owner: optional(person()), delegate: optional(person('delegate')) },
  async run(act, { key, owner, delegate }) {
    if (owner === undefined && delegate === undefined) return { kind: 'form', form: await openForm(act, key) };
    const held = await holdDependency(act, key, 'assign');
    const { ownerId, delegateId } = held.dependency;
    const nextOwner = owner === undefined ? ownerId : (await findPerson(act.tx, owner)).id;
    const kept = delegateId === nextOwner ? null : delegateId;
    const nextDelegate = delegate === undefined ? kept : (await findPerson(act.tx, delegate)).id;
    return { kind: 'card', card: await assign(act, held, nextOwner, nextDelegate) };
  },
});

export const assignActions = {
  'register.assign': action({
    value: z.object({ key: z.string() }),
    run: async (act, { key }) => ({ kind: 'form', form: await openForm(act, key) }),
  }),
  'register.save-assign': action({
    value: FormValue,
    fields: z.object({ owner: somebody, delegate: optionalSomebody }),
    async run(act, form, { owner, delegate }) {
      const held = await holdDependency(act, form.key, 'assign');
      await refuseStale(act, held, form, `assign ${form.key}`);
      const known = await getPeople(act.tx, [owner, ...(delegate === null ? [] : [delegate])]);
      if (!known.has(owner)) return { kind: 'errors', fields: { owner: UNKNOWN } };
      if (delegate !== null && !known.has(delegate)) return { kind: 'errors', fields: { delegate: UNKNOWN } };
      if (owner === delegate) return { kind: 'errors', fields: { delegate: SAME } };
      return { kind: 'card', card: await assign(act, held, owner, delegate) };
    },
  }),
};

const UNKNOWN = 'Nobody in the register is this person. Choose another.';
const SAME = 'The owner cannot be their own delegate. Choose somebody else.';

async function assign(act: Act, held: Held, ownerId: string | null, delegateId: string | null): Promise<Card> {
  const { dependency, programme } = held;
  if (ownerId !== null && ownerId === delegateId) throw new InvalidInput('own-delegate', SAME);
  const { key } = dependency;
  const after = await setOwner(act, dependency, programme, { ownerId, delegateId, by: act.by });
  const people = await getPeople(
    act.tx,
    [ownerId, delegateId].flatMap((id) => id ?? []),
  );
  const nameOf = (id: string | null) => (id === null ? 'nobody' : (people.get(id)?.name ?? 'nobody'));
  const told = newcomers(dependency, after, act.by).map(({ id }) => nameOf(id));
  const status = statusOf(after, programme.policy.criteria, act.now);
  return savedCard(
    key,
    text`${key} belongs to ${nameOf(ownerId)}`,
    text`Delegate: ${nameOf(delegateId)}. ${told.length > 0 ? `Told: ${told.join(', ')}.` : ''}`,
    dependencyLine(after, await teamsById(act.tx), status),
  );
}

/**
 * Gives a dependency to an owner and a delegate: saved, audited, prompts planned anew, and those who are new to it told,
 * except `by`. Whether `by` may do it is the caller's to check. Returns the dependency as it stands after.
 */
async function setOwner(
  scope: Scope,
  dependency: Dependency,
  programme: Programme,
  to: { ownerId: string | null; delegateId: string | null; by: Person; reason?: string },
): Promise<Dependency> {
  const { ownerId, delegateId, by, reason } = to;
  if (ownerId === dependency.ownerId && delegateId === dependency.delegateId) return dependency;
  await updateDependency(scope.tx, dependency.id, { ownerId, delegateId }, scope.now);
  const after = await lockDependency(scope.tx, dependency.id);
  const people = await getPeople(
    scope.tx,
    [dependency.ownerId, dependency.delegateId, ownerId, delegateId].flatMap((id) => id ?? []),
  );
  const handleOf = (id: string | null) => (id === null ? null : (people.get(id)?.handle ?? null));
  await record(scope, {
    programmeId: programme.id,
    byId: by.id,
    action: 'register.assigned',
    subject: dependency.key,
    before: { owner: handleOf(dependency.ownerId), delegate: handleOf(dependency.delegateId) },
    after: { owner: handleOf(ownerId), delegate: handleOf(delegateId) },
    reason: reason ?? null,
  });
  await replanPrompts(scope, programme.id);
  await tellNewcomers(scope, dependency, after, programme, by, people);
  return after;
}

/** Who was made owner or delegate by somebody else. */
function newcomers(
  before: Pick<Dependency, 'ownerId' | 'delegateId'>,
  after: Dependency,
  by: Pick<Person, 'id'>,
): { id: string; as: 'owner' | 'delegate' }[] {
  const { ownerId, delegateId } = after;
  const owner = ownerId !== null && ownerId !== before.ownerId ? [{ id: ownerId, as: 'owner' as const }] : [];
  const delegate =
    delegateId !== null && delegateId !== before.delegateId ? [{ id: delegateId, as: 'delegate' as const }] : [];
  return [...owner, ...delegate].filter(({ id }) => id !== by.id);
}

async function tellNewcomers(
  scope: Scope,
  before: Pick<Dependency, 'ownerId' | 'delegateId'>,
  after: Dependency,
  programme: Programme,
  by: Person,
  people: ReadonlyMap<string, Person>,
): Promise<void> {
  const status = statusOf(after, programme.policy.criteria, scope.now);
  const teams = await teamsById(scope.tx);
  const messages = newcomers(before, after, by).map(({ id, as }) => {
    const other = as === 'owner' ? after.delegateId : after.ownerId;
    const others = `${as === 'owner' ? 'Delegate' : 'Owner'}: ${other === null ? 'nobody yet' : people.get(other)?.name}.`;
    return {
      key: `register:${as}:${after.id}:${after.version}`,
      to: { person: id },
      card: assignedCard(as, after, status, { by: by.name, teams, others }),
      priority: 'reply' as const,
      fallback: channelsOf(programme, 'programme'),
    };
  });
  await enqueue(scope.tx, scope.now, messages);
}

/** Tells the owner of a dependency that was just added, unless they added it themselves. */
export async function tellFirstOwner(
  scope: Scope,
  dependency: Dependency,
  programme: Programme,
  by: Person,
): Promise<void> {
  const people = await getPeople(scope.tx, dependency.ownerId === null ? [] : [dependency.ownerId]);
  await tellNewcomers(scope, { ownerId: null, delegateId: null }, dependency, programme, by, people);
}

async function openForm(act: Act, key: string): Promise<Form> {
  const { dependency } = await holdDependency(act, key, 'assign');
  return assignForm(dependency, formValue(act, dependency));
}

/** The form to name owner and delegate. */
export function assignForm(dependency: Dependency, value: Form['value']): Form {
  const { key, ownerId, delegateId } = dependency;
  return {
    name: 'register.save-assign',
    value,
    title: `Assign ${key}`.slice(0, 24),
    submit: 'Assign and tell them',
    fields: [
      { kind: 'person', id: 'owner', label: 'Owner', ...(ownerId === null ? {} : { initial: ownerId }) },
      {
        kind: 'person',
        id: 'delegate',
        label: 'Delegate',
        hint: 'Answers when the owner is away',
        optional: true,
        ...(delegateId === null ? {} : { initial: delegateId }),
      },
    ],
  };
}
