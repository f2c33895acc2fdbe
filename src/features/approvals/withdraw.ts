import { key, optional, rest } from '../../chat/commands.ts';
import { Conflict, InvalidInput, NotAllowed } from '../../core/errors.ts';
import { record } from '../audit/index.ts';
import { type Contract, withdraw } from '../contracts/index.ts';
import { type Act, command } from '../feature.ts';
import { getPeople } from '../people/index.ts';
import { getProgramme, isLead } from '../programme/index.ts';
import { type Dependency, findDependency, lockDependency } from '../register/index.ts';
import { withdrawnCard } from './cards.ts';
import { presentGate } from './commands.ts';
import { LONGEST_COMMENT } from './forms.ts';
import { lapse, openGate, signalRefused, withdrawGate } from './gates.ts';
import { type GateView, isInScope } from './model.ts';
import { hasEnded } from './rules.ts';
import { showGate, tell } from './show.ts';
import * as store from './store.ts';
import { viewOf } from './views.ts';

/** `/deps withdraw DEP-4 REASON` */
export const withdrawCommand = command({
  name: 'withdraw',
  summary: 'Take back the submitted version of a contract before it is signed off',
  usage: 'withdraw DEP-4 REASON',
  examples: ['withdraw DEP-4 the wrong file was sent'],
  who: 'who submitted it, the owner of the dependency, and leads of the programme',
  arguments: { dependency: key(), reason: optional(rest()) },
  async run(act, { dependency: named, reason }) {
    const dependency = await findDependency(act.tx, named);
    return { kind: 'card', card: withdrawnCard(await withdrawContract(act, dependency, reason ?? '')) };
  },
});

/**
 * Withdraws the present version of a contract: its gate closes, and the version before it is the present one again. That one
 * goes on at the gate it had come to, which is opened anew, since votes on it fell when it was replaced. Returns the gate
 * that was closed. Throws NotFound without a contract, NotAllowed naming who may, Conflict once it is signed off, InvalidInput without a reason.
 */
async function withdrawContract(act: Act, dependency: Pick<Dependency, 'id'>, reason: string): Promise<GateView> {
  const held = await lockDependency(act.tx, dependency.id);
  const { contract, gate } = await presentGate(act, held);
  await requireWithdrawer(act, held, contract);
  if (gate.state === 'passed') {
    throw new Conflict(
      'signed-off',
      `${held.title} v${contract.version} is signed off, and consumers build against it. Submit a version that replaces it: \`/deps submit ${held.key}\`.`,
    );
  }
  const why = reason.trim();
  if (why === '' || why.length > LONGEST_COMMENT) {
    throw new InvalidInput(
      'no-reason',
      `Say why in at most ${LONGEST_COMMENT} characters: \`/deps withdraw ${held.key} the wrong file was sent\`.`,
    );
  }
  const closed = (await store.gatesOf(act.tx, contract.id)).filter((one) => one.state !== 'passed');
  for (const one of closed) {
    await withdrawGate(act, one);
    // Its cards are written anew, also where it was closed already.
    await store.updateGate(act.tx, one.id, {});
  }
  const restored = await withdraw(
    act.tx,
    contract,
    { byId: act.by.id, at: act.now.toUTC().toISO(), reason: why },
    act.now,
  );
  if (restored !== undefined) await goOn(act, held, restored);
  await record(act, {
    programmeId: held.programmeId,
    byId: act.by.id,
    action: 'contracts.withdrawn',
    subject: held.key,
    before: { version: contract.version, hash: contract.hash },
    after: restored === undefined ? null : { version: restored.version, hash: restored.hash },
    reason: why,
  });
  // After the version before is there again: the cards say which one counts.
  for (const one of closed) await showGate(act, one.id, held);
  const view = await viewOf(act.tx, (await store.findGate(act.tx, gate.id)) ?? gate, held);
  const people = [held.ownerId, contract.submittedById].filter((id) => id !== act.by.id);
  await tell(act, `withdrawn:${contract.id}`, withdrawnCard(view), people);
  return view;
}

/** The version before goes on where it stood. */
async function goOn(act: Act, dependency: Dependency, contract: Contract): Promise<void> {
  if (!isInScope(dependency)) return;
  for (const gate of await store.gatesOf(act.tx, contract.id)) {
    if (gate.state === 'changes-requested') await signalRefused(act, gate, gate.closedAt ?? act.now);
    if (gate.state === 'withdrawn') await openGate(act, dependency, contract, gate.number);
    if (gate.state === 'passed' && hasEnded(gate, act.now)) await lapse(act, dependency, contract, gate);
  }
}

async function requireWithdrawer(
  act: Act,
  { key, programmeId, ownerId }: Dependency,
  contract: Contract,
): Promise<void> {
  const programme = await getProgramme(act.tx, programmeId);
  if ([contract.submittedById, ownerId].includes(act.by.id) || isLead(programme, act.by)) return;
  const ids = [contract.submittedById, ownerId, ...programme.leadIds].filter((id) => id !== null);
  const people = await getPeople(act.tx, ids);
  const named = [...new Set(ids)].flatMap((id) => people.get(id)?.handle ?? []).map((handle) => `@${handle}`);
  throw new NotAllowed(
    'not-yours-to-withdraw',
    `You cannot withdraw v${contract.version} of ${key}. These can: ${named.join(', ')}.`,
  );
}
