import { record } from '../audit/index.ts';
import type { Act } from '../feature.ts';
import { getPerson } from '../people/index.ts';
import { remindAgain } from './gates.ts';
import type { GateView } from './model.ts';
import { unticked } from './rules.ts';
import { showGate } from './show.ts';
import * as store from './store.ts';
import { holdGate } from './views.ts';

/**
 * Takes back one's own vote while the gate is open, and with it what one ticked; the approver is asked again. Returns the
 * gate as it stands then; without such a vote, or once the gate is closed, nothing changes.
 */
export async function takeBackVote(act: Act, gateId: string, hash: string): Promise<GateView> {
  const { view, dependency } = await holdGate(act.tx, gateId);
  const { gate, contract, votes } = view;
  const vote = votes.find((one) => one.byId === act.by.id);
  if (gate.state !== 'open' || contract.hash !== hash || vote === undefined) return view;
  await store.deleteVote(act.tx, vote);
  await store.deleteTicks(act.tx, gateId, act.by.id, unticked(gate, []));
  await store.updateGate(act.tx, gateId, {});
  await record(act, {
    programmeId: dependency.programmeId,
    byId: act.by.id,
    action: 'approvals.taken-back',
    subject: dependency.key,
    before: {
      version: contract.version,
      hash: contract.hash,
      gate: gate.number,
      gateId,
      approver: vote.approverId,
      by: vote.byId,
      at: vote.at.toUTC().toISO(),
    },
    after: null,
  });
  await remindAgain(act, await getPerson(act.tx, vote.approverId));
  return showGate(act, gateId, dependency);
}
