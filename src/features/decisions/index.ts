import { key, optional } from '../../chat/commands.ts';
import { record } from '../audit/index.ts';
import { type Act, command, type Feature, type Scope } from '../feature.ts';
import { getPeople } from '../people/index.ts';
import { lockProgramme, programmeFor } from '../programme/index.ts';
import { findDependency, listDependencies } from '../register/index.ts';
import { logCard } from './cards.ts';
import type { Decision, NewDecision } from './model.ts';
import * as store from './store.ts';

export type { Decision, NewDecision } from './model.ts';
export { listDecisions } from './store.ts';

/** Decisions one card shows. */
const MOST_SHOWN = 20;

/**
 * Writes a decision into the log under the programme's next number (DEC-9). Locks the programme until the transaction
 * ends: who holds other locks of it takes this one first.
 */
export async function recordDecision(scope: Pick<Scope, 'tx' | 'now'>, decision: NewDecision): Promise<Decision> {
  const { tx, now } = scope;
  await lockProgramme(tx, decision.programmeId);
  const number = await store.nextDecisionNumber(tx, decision.programmeId);
  const saved = await store.insertDecision(tx, { ...decision, key: `DEC-${number}`, number, at: now });
  const { programmeId, byId, choice, reason } = saved;
  await record(scope, {
    programmeId,
    byId,
    action: 'decisions.recorded',
    subject: saved.key,
    after: { choice },
    reason,
  });
  return saved;
}

/**
 * Writes a decision of a register file into the log as it stands. Nobody is told, and the blocker that it was taken for
 * is not known: a file names none. The caller holds the programme locked and has seen that the number is free.
 */
export async function importDecision(tx: Scope['tx'], decision: Omit<Decision, 'id' | 'blockerId'>): Promise<void> {
  await store.insertDecision(tx, { ...decision, blockerId: null });
}

const decisionsCommand = command({
  name: 'decisions',
  summary: 'Show the decision log',
  usage: 'decisions [DEP-4]',
  examples: ['decisions', 'decisions DEP-4'],
  who: 'everybody',
  arguments: { dependency: optional(key()) },
  async run(act, { dependency }) {
    if (dependency === undefined) {
      const programme = await programmeFor(act);
      return { kind: 'card', card: await log(act, programme.name, { programmeId: programme.id }) };
    }
    const found = await findDependency(act.tx, dependency);
    return { kind: 'card', card: await log(act, found.key, { dependencyId: found.id }) };
  },
});

async function log({ tx }: Act, about: string, filter: store.DecisionFilter) {
  const shown = await store.listDecisions(tx, filter, MOST_SHOWN);
  const people = await getPeople(
    tx,
    shown.map((decision) => decision.byId),
  );
  const dependencies = await listDependencies(tx, {
    ids: shown.flatMap((decision) => (decision.dependencyId === null ? [] : [decision.dependencyId])),
  });
  const keys = new Map(dependencies.map((dependency) => [dependency.id, dependency.key]));
  const logged = shown.map((decision) => ({
    decision,
    by: people.get(decision.byId)?.name ?? 'somebody',
    dependency: keys.get(decision.dependencyId ?? '') ?? null,
  }));
  return logCard(about, logged, await store.countDecisions(tx, filter));
}

export const decisions: Feature = { name: 'decisions', commands: [decisionsCommand] };
