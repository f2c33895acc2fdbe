import { InvalidInput } from '../../core/errors.ts';
import { record } from '../audit/index.ts';
import type { Act } from '../feature.ts';
import type { GateView } from './model.ts';
import { ownItems } from './rules.ts';
import { showGate } from './show.ts';
import * as store from './store.ts';
import { openBallot } from './votes.ts';

/**
 * Makes `items` those that this approver ticked at a gate; what others ticked stays theirs. Returns the gate as it stands
 * then; nothing changes once it is closed or they voted. Throws NotAllowed like castVote, and InvalidInput for no item of it.
 */
export async function tickItems(
  act: Act,
  gateId: string,
  { hash, items }: { hash: string; items: readonly number[] },
): Promise<GateView> {
  const { view, dependency, open } = await openBallot(act, gateId, hash);
  if (!open) return view;
  const { gate, contract } = view;
  const wrong = items.find((item) => gate.criteria[item - 1] === undefined);
  if (wrong !== undefined) {
    throw new InvalidInput(
      'no-such-item',
      `Gate ${gate.number} has no item ${wrong}. ${gate.criteria.length === 0 ? 'It has no checklist.' : `It has items 1 to ${gate.criteria.length}: \`/deps tick ${dependency.key} 1\`.`}`,
    );
  }
  const own = ownItems(view, act.by.id);
  const added = own.open.map(({ item }) => item).filter((item) => items.includes(item) && !own.mine.includes(item));
  const removed = own.mine.filter((item) => !items.includes(item));
  if (added.length + removed.length === 0) return view;
  await store.deleteTicks(act.tx, gateId, act.by.id, removed);
  await store.insertTicks(
    act.tx,
    added.map((item) => ({ gateId, item, byId: act.by.id, at: act.now })),
  );
  await store.updateGate(act.tx, gateId, {});
  await record(act, {
    programmeId: dependency.programmeId,
    byId: act.by.id,
    action: 'approvals.ticked',
    subject: dependency.key,
    before: { version: contract.version, gate: gate.number, items: own.mine },
    after: {
      version: contract.version,
      gate: gate.number,
      items: [...own.mine, ...added].filter((item) => !removed.includes(item)),
    },
  });
  return showGate(act, gateId, dependency);
}
