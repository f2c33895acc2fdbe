import { z } from 'zod';
import type { Reply } from '../../../chat/inbound.ts';
import { plainText } from '../../../chat/plain.ts';
import { Conflict } from '../../../core/errors.ts';
import { record } from '../../audit/index.ts';
import { type Decision, recordDecision } from '../../decisions/index.ts';
import {
  type Circle,
  circleOf,
  concernedBy,
  following,
  refuseUnlessOwn,
  requireDecider,
  setDecision,
  tell,
} from '../../escalations/index.ts';
import { type Act, action } from '../../feature.ts';
import { getPeople, getPerson } from '../../people/index.ts';
import { lockProgramme } from '../../programme/index.ts';
import { listDependencies } from '../../register/index.ts';
import { LONGEST } from '../../register/model.ts';
import { recordShift } from '../../timeline/index.ts';
import { showGate } from '../show.ts';
import { findGate, updateGate } from '../store.ts';
import { type HeldGate, holdGate, viewOf } from '../views.ts';
import { applyChoice } from './apply.ts';
import { lateDecidedCard, lateForm, lateTierCard } from './cards.ts';
import { lateFacts, type PlannedFacts, withWritten } from './facts.ts';
import { type DecisionOption, type LateFacts, type LateGate, OPTIONS, type OptionKind } from './model.ts';
import { extendTo, faultOfDate, offeredOption, proposedDate, writtenBy } from './rules.ts';
import { showLateTiers } from './show.ts';
import * as store from './store.ts';

/** What a button of a late gate's card carries. */
const ChoiceValue = z.object({
  late: z.uuid(),
  version: z.coerce.number().int(),
  tier: z.coerce.number().int(),
  option: z.enum(OPTIONS),
  target: z.string(),
});
type ChoiceValue = z.output<typeof ChoiceValue>;

const ChoiceFields = z.object({
  person: z.string().optional(),
  date: z.string().optional(),
  reason: z
    .string()
    .trim()
    .max(LONGEST.reason, `Send at most ${LONGEST.reason} characters.`)
    .optional()
    .transform((words) => words || null),
});
type ChoiceFields = z.output<typeof ChoiceFields>;

export const lateActions = {
  'approvals.late-form': action({ value: ChoiceValue, run: openChoice }),
  'approvals.late-decide': action({ value: ChoiceValue, fields: ChoiceFields, run: decide }),
};

/** Opens the form of a choice. */
async function openChoice(act: Act, value: ChoiceValue): Promise<Reply> {
  const standing = await stand(act, value);
  if ('reply' in standing) return standing.reply;
  const { option, facts } = standing;
  const carried = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, String(part)]));
  return { kind: 'form', form: lateForm(carried, option, proposedDate(facts.choices)) };
}

/**
 * Records what leadership chose for a late gate, applies it and tells those whom it concerns. Locks programme and
 * dependency, in this order. Of two people who choose at once the first is heard; the second is told.
 */
async function decide(act: Act, value: ChoiceValue, fields: ChoiceFields): Promise<Reply> {
  const standing = await stand(act, value);
  if ('reply' in standing) return standing.reply;
  const { held, circle, facts, late } = standing;
  const faults = await faultsOf(act, value, fields, facts);
  if (Object.keys(faults).length > 0) return { kind: 'errors', fields: faults };
  const option = await chosenOption(act, standing.option, fields, facts);
  const { gate } = held.view;
  const { programmeId, key, id: dependencyId } = held.dependency;
  const decision = await recordDecision(act, {
    programmeId,
    question: `Gate ${gate.number} (${gate.name}) of ${key} is late. How does it go on?`,
    options: facts.offered
      .map((one) => (one.kind === option.kind && one.target === option.target ? option : one))
      .map(({ label, consequence }) => ({ label, consequence: plainText(consequence) })),
    choice: option.done,
    reason: fields.reason,
    dependencyId,
    blockerId: null,
    byId: act.by.id,
  });
  await setDecision(act.tx, late.id, value.tier, decision.id);
  const change = await applyChoice(act, held, facts, { option, ...fields });
  await updateGate(act.tx, gate.id, {});
  await record(act, {
    programmeId,
    byId: act.by.id,
    action: 'approvals.decided',
    subject: key,
    ...change,
    reason: `${decision.key}: ${decision.choice}`,
  });
  await recordWritten(act, circle, facts, { kind: option.kind, date: fields.date, decision });
  // What is out of scope waits for nobody: only leadership's cards say what became of it.
  if (option.kind !== 'drop') await showGate(act, gate.id, held.dependency);
  return announce(act, circle, value, decision);
}

/** What a choice wrote into the plan stands in the log as a shift, with what follows as its card said. */
async function recordWritten(
  act: Act,
  { programme, dependency: { id, key, state } }: Circle,
  { choices, present }: PlannedFacts,
  { kind, date, decision }: { kind: OptionKind; date: string | undefined; decision: Decision },
): Promise<void> {
  const written = writtenBy(choices, kind, date);
  if (written === undefined) return;
  const change =
    'stage' in written
      ? { before: { contract: choices.stage }, after: { contract: written.stage } }
      : { before: { state }, after: written.facts };
  const consequence = following(present, withWritten(id, written))?.consequence;
  await recordShift(
    act,
    programme,
    { subject: key, ...change, why: `${decision.key}: ${decision.choice}` },
    consequence,
  );
}

/** What was chosen, in the words of what was answered. */
async function chosenOption(
  act: Act,
  option: DecisionOption,
  { person, date }: ChoiceFields,
  { choices }: LateFacts,
): Promise<DecisionOption> {
  if (option.kind === 'extend') return extendTo(choices, date ?? '');
  if (option.kind === 'drop') return option;
  const [named, holder] = [await getPerson(act.tx, person ?? ''), await getPerson(act.tx, option.target)];
  return { ...option, done: `${named.name} signs instead of ${holder.name}` };
}

async function faultsOf(
  { tx }: Act,
  { option }: ChoiceValue,
  fields: ChoiceFields,
  { choices }: LateFacts,
): Promise<Record<string, string>> {
  const { person = '', date = '', reason } = fields;
  if (option === 'replace') {
    const known = z.uuid().safeParse(person).success && (await getPeople(tx, [person])).has(person);
    return known ? {} : { person: 'Name somebody of the register.' };
  }
  const fault = option === 'extend' ? faultOfDate(choices, date) : undefined;
  if (fault !== undefined) return { date: fault };
  return option === 'drop' && reason === null ? { reason: 'Say why it goes: those who wait read it.' } : {};
}

/** Tells those whom it concerns, before and after the change. */
async function announce(act: Act, before: Circle, { late: id, tier }: ChoiceValue, decision: Decision): Promise<Reply> {
  const late = await findLate(act, id);
  const gate = await findGate(act.tx, late.gateId);
  const [dependency] = await listDependencies(act.tx, { ids: [before.dependency.id] });
  const escalation = late.escalations.find((one) => one.tier === tier);
  if (gate === undefined || dependency === undefined || escalation === undefined) {
    throw new Error(`What ${decision.key} was decided on is gone.`);
  }
  const circle = await circleOf(act.tx, dependency);
  const view = await viewOf(act.tx, gate, dependency);
  const facts = await lateFacts(act, circle, view, late);
  const decided = facts.decisions.get(decision.id);
  if (decided === undefined) throw new Error(`The decision ${decision.id} is gone.`);
  await tell(act, circle, concernedBy(circle, concernedBy(before)), {
    key: `decision:${decision.id}`,
    except: [act.by.id],
    card: (as) => lateDecidedCard(facts, decided, as),
  });
  await showLateTiers(act, view, dependency);
  return { kind: 'replace', card: lateTierCard(facts, escalation) };
}

type Standing =
  | { reply: Reply }
  | { held: HeldGate; circle: Circle; late: LateGate; facts: PlannedFacts; option: DecisionOption };

/** Whether a button still means what it says: else the answer to who pressed it. Holds the gate. */
async function stand(act: Act, value: ChoiceValue): Promise<Standing> {
  const { gateId } = await findLate(act, value.late);
  const found = await findGate(act.tx, gateId);
  const [dependency] = found === undefined ? [] : await listDependencies(act.tx, { ids: [found.dependencyId] });
  if (dependency === undefined) throw gone();
  await lockProgramme(act.tx, dependency.programmeId);
  const held = await holdGate(act.tx, gateId);
  const circle = await circleOf(act.tx, held.dependency);
  await requireDecider(act, circle);
  const late = await findLate(act, value.late);
  const escalation = late.escalations.find((one) => one.tier === value.tier);
  if (escalation === undefined) throw gone();
  const facts = await lateFacts(act, circle, held.view, late);
  const key = held.dependency.key;
  if (escalation.decisionId !== null) await refuseUnlessOwn(act, key, escalation.decisionId);
  const { gate } = held.view;
  const newest = late.escalations.at(-1) === escalation;
  const isOpen = gate.state === 'open' && late.endedAt === null && escalation.decisionId === null && newest;
  const option = offeredOption(facts.offered, value.option, value.target);
  if (!isOpen || gate.version !== value.version || option === undefined) {
    return { reply: { kind: 'replace', card: lateTierCard(facts, escalation) } };
  }
  return { held, circle, late, facts, option };
}

async function findLate(act: Act, id: string): Promise<LateGate> {
  const found = await store.findLate(act.tx, id);
  if (found === undefined) throw gone();
  return found;
}

function gone(): Conflict {
  return new Conflict(
    'no-such-gate',
    'This card is out of date: its gate is gone. `/deps gates` shows the present ones.',
  );
}
