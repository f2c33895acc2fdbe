import { Conflict } from '../../core/errors.ts';
import { localDate } from '../../core/local-time.ts';
import type { Scope } from '../feature.ts';
import { type Dependency, lockDependency } from '../register/index.ts';
import { setCommitted } from '../timeline/index.ts';
import { checkedWhat } from './checks.ts';
import { plannedStage } from './plan.ts';
import { latestTerms, termsInForce } from './rules/standing.ts';
import * as store from './store.ts';
import { clearAll, setDue, setReminders } from './timers.ts';
import { standOf } from './view.ts';

/**
 * Writes down a commitment of a register file as it stands, or puts it in the place of the one with its number. Nobody is
 * told and nothing is signed anew: the plan is held to what is in force, and who has not signed is reminded from now on.
 * The caller holds the programme locked. Throws InvalidInput for tentative words, Conflict where the plan says otherwise.
 */
export async function importCommitment(
  scope: Scope,
  { id, key, zone }: Dependency,
  saved: store.SavedNegotiation,
): Promise<void> {
  const { tx, now } = scope;
  const { stage, number, programmeId } = saved.commitment;
  for (const { what } of saved.terms) checkedWhat(what, (firm) => firm || 'delivers v2 to staging');
  const dependency = await lockDependency(tx, id);
  const [before] = (await store.listCommitments(tx, { programmeId })).filter(
    ({ commitment }) => commitment.number === number,
  );
  const commitmentId = await store.saveCommitment(tx, saved);
  const [negotiation] = await store.listCommitments(tx, { ids: [commitmentId] });
  if (negotiation === undefined) throw new Error(`${saved.commitment.key} was saved and is not there.`);
  await clearAll(scope, commitmentId);
  const wasHeld = before?.commitment.state === 'open' && before.commitment.lockedTerms !== null;
  if (wasHeld) await setCommitted(tx, before.commitment.dependencyId, before.commitment.stage, null);
  if (negotiation.commitment.state !== 'open') return;

  const planned = await plannedStage(tx, dependency, stage);
  if (dependency.state !== 'open' || planned.doneOn !== null) {
    throw new Conflict(
      'done',
      `the ${stage} of ${key} is over. Send \`state: kept\` with \`keptOn\`, or \`withdrawn\`.`,
    );
  }
  const inForce = termsInForce(negotiation);
  if (inForce !== undefined) {
    if (planned.endDate !== inForce.byDate) {
      const plan = planned.endDate === null ? 'no day' : planned.endDate;
      throw new Conflict(
        'other-day',
        `${saved.commitment.key} is locked for ${inForce.byDate}, and the plan of ${key} has ${plan} for its ${stage}. Give both the same day.`,
      );
    }
    await setCommitted(tx, id, stage, saved.commitment.key);
  }
  const stand = await standOf(scope, negotiation, dependency);
  if (inForce !== undefined && inForce.byDate >= localDate(now, zone))
    await setDue(scope, { ...stand, terms: inForce });
  if (latestTerms(negotiation).number !== inForce?.number) {
    // Their days to sign begin with the import.
    await setReminders(scope, { ...stand, terms: { ...stand.terms, proposedAt: now } });
  }
}
