import { isDeepStrictEqual } from 'node:util';
import { type Card, note } from '../../chat/card.ts';
import { InvalidInput } from '../../core/errors.ts';
import { record } from '../audit/index.ts';
import type { Act } from '../feature.ts';
import { replanPrompts, requireLead } from '../programme/index.ts';
import type { Held } from './access.ts';
import { changedCard } from './cards.ts';
import { teamsById } from './find.ts';
import { type Dependency, FACT_LABEL, type Facts } from './model.ts';
import { lockDependency, setConsumers, updateDependency } from './store.ts';

export type Changes = Partial<Facts>;

/** Saves what differs from the present, with its audit entry; the card says what was before. */
export async function saveChanges(act: Act, { dependency, programme }: Held, changes: Changes): Promise<Card> {
  const { key, id } = dependency;
  const every = Object.keys(FACT_LABEL) as (keyof Facts)[]; // the keys of this object
  const names = every.filter(
    (name) => changes[name] !== undefined && !isDeepStrictEqual(changes[name], dependency[name]),
  );
  if (names.length === 0) return note(`${key} stays as it was: nothing you sent differs from the register`);

  const merged: Dependency = { ...dependency, ...changes };
  refuseOwnConsumer(merged);
  if (merged.state !== dependency.state) refuseWhileBlocked(dependency, merged.state);
  if (changes.state === 'dropped') await requireLead(act, programme, `take ${key} out of scope`);

  const { consumers, ...columns } = pick(merged, names);
  await updateDependency(act.tx, id, columns, act.now);
  if (consumers !== undefined) await setConsumers(act.tx, id, consumers);
  await record(act, {
    programmeId: programme.id,
    byId: act.by.id,
    action: 'register.edited',
    subject: key,
    before: pick(dependency, names),
    after: pick(merged, names),
  });
  if (names.includes('state')) await replanPrompts(act, programme.id);
  return changedCard(names, dependency, await lockDependency(act.tx, id), {
    by: act.by.name,
    now: act.now,
    teams: await teamsById(act.tx),
  });
}

/** A team does not depend on itself. */
export function refuseOwnConsumer(facts: Pick<Facts, 'producerTeamId' | 'consumers'>): void {
  if (!facts.consumers.some((consumer) => consumer.teamId === facts.producerTeamId)) return;
  throw new InvalidInput(
    'own-consumer',
    'The producer team cannot be its own consumer. Name another team that waits for it.',
  );
}

function refuseWhileBlocked(dependency: Dependency, state: Dependency['state']): void {
  const blocker = dependency.signals.find((signal) => signal.kind === 'blocker');
  if (blocker === undefined || state === 'open') return;
  throw new InvalidInput(
    'still-blocked',
    `${dependency.key} has an open blocker: ${blocker.text}. Say how it was solved first: \`/deps unblock ${dependency.key} HOW\`.`,
  );
}

function pick(facts: Facts, names: readonly (keyof Facts)[]): Changes {
  return Object.fromEntries(names.map((name) => [name, facts[name]])); // names and values are those of Facts
}
