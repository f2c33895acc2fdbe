import { Conflict, NotAllowed } from '../../core/errors.ts';
import { formatMoment } from '../../core/format-time.ts';
import type { Tx } from '../../db/db.ts';
import { listDecisions } from '../decisions/index.ts';
import type { Act } from '../feature.ts';
import { getPeople, getPerson, handles, isAmong } from '../people/index.ts';
import type { Circle } from './circle.ts';
import type { Decided, Escalation } from './model.ts';

/** What was decided on the tiers of a matter, oldest first, by id of the decision. */
export async function decisionsOn(tx: Tx, escalations: readonly Escalation[]): Promise<Map<string, Decided>> {
  const ids = escalations.flatMap(({ decisionId }) => decisionId ?? []);
  const found = await listDecisions(tx, { ids }, ids.length);
  const people = await getPeople(
    tx,
    found.map((decision) => decision.byId),
  );
  return new Map(
    found
      .reverse()
      .map(({ id, key, choice, byId, at, reason }) => [
        id,
        { key, choice, by: people.get(byId)?.name ?? 'somebody', at, reason },
      ]),
  );
}

/** Refuses those who may not decide, naming who may. */
export async function requireDecider(act: Act, { deciders, dependency, programme }: Circle): Promise<void> {
  if (await isAmong(act, deciders)) return;
  const who = deciders.length === 0 ? `a lead of ${programme.name}` : handles(deciders);
  throw new NotAllowed(
    'not-yours-to-decide',
    `You cannot decide on ${dependency.key}. ${who} can, and who stands in for them.`,
  );
}

/** Who clicks twice gets the card as it stands; who comes second is told who was first. `key` is the dependency's. */
export async function refuseUnlessOwn({ tx, by }: Act, key: string, decisionId: string): Promise<void> {
  const [decision] = await listDecisions(tx, { ids: [decisionId] }, 1);
  if (decision === undefined || decision.byId === by.id) return;
  const first = await getPerson(tx, decision.byId);
  const when = formatMoment(decision.at, by.calendar.zone);
  throw new Conflict(
    'decided-already',
    `${first.name} decided on ${key} first, ${when}: ${decision.choice} (${decision.key}). Your click changed nothing.`,
  );
}
