import { z } from 'zod';
import type { Reply } from '../../chat/inbound.ts';
import { plainText } from '../../chat/plain.ts';
import { Conflict } from '../../core/errors.ts';
import { clearTimers } from '../../timers/timers.ts';
import { record } from '../audit/index.ts';
import { recordDecision } from '../decisions/index.ts';
import {
  type Circle,
  circleOf,
  concernedBy,
  type Escalation,
  refuseUnlessOwn,
  requireDecider,
  setDecision,
  tell,
} from '../escalations/index.ts';
import type { Act } from '../feature.ts';
import { getPerson } from '../people/index.ts';
import { lockProgramme, replanPrompts } from '../programme/index.ts';
import { lockDependency } from '../register/index.ts';
import { LONGEST } from '../register/model.ts';
import { recordShift } from '../timeline/index.ts';
import { applyChoice } from './apply.ts';
import { decidedCard, dropForm, moveForm, tierCard } from './cards.ts';
import { circleAround, ESCALATE, showTiersOf } from './escalate.ts';
import { choiceFacts, consequenceFor, escalationFacts, type PlannedChoices, workingDaysOf } from './facts.ts';
import { type BlockerView, type ChoiceFacts, type DecisionOption, type EscalationFacts, OPTIONS } from './model.ts';
import { faultOfDate, moveOption, offeredOption, proposedDate } from './rules.ts';
import * as store from './store.ts';

/** What a button of an escalation carries. */
export const ChoiceValue = z.object({
  blocker: z.uuid(),
  version: z.coerce.number().int(),
  tier: z.coerce.number().int(),
  option: z.enum(OPTIONS),
  target: z.string(),
});
type ChoiceValue = z.output<typeof ChoiceValue>;

/** What the forms ask; a button that acts at once answers nothing. */
export const ChoiceFields = z.object({ date: z.string().optional(), reason: z.string().optional() });
type ChoiceFields = z.output<typeof ChoiceFields>;

/** Opens the form of a choice that needs a day or a reason. */
export async function openChoice(act: Act, value: ChoiceValue): Promise<Reply> {
  const blocker = await findBlocker(act, value.blocker);
  const circle = await circleAround(act, blocker);
  await requireDecider(act, circle);
  const standing = await stand(act, circle, blocker, value);
  if ('reply' in standing) return standing.reply;
  const { option, choices } = standing;
  const carried = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, String(part)]));
  return {
    kind: 'form',
    form:
      option.kind === 'move'
        ? moveForm(carried, option, proposedDate(choices, workingDaysOf(circle)) ?? '')
        : dropForm(carried, option),
  };
}

/**
 * Records what leadership chose, applies it to the register and tells those whom it concerns. Locks, in this order:
 * programme, dependency, timers, blocker. Of two people who choose at once the first is heard; the second is told.
 */
export async function decide(act: Act, value: ChoiceValue, fields: ChoiceFields): Promise<Reply> {
  const { tx, by } = act;
  const before = await findBlocker(act, value.blocker);
  await lockProgramme(tx, before.programmeId);
  const circle = await circleOf(tx, await lockDependency(tx, before.dependencyId));
  await requireDecider(act, circle);
  const seen = await findBlocker(act, value.blocker);
  const standing = await stand(act, circle, seen, value);
  if ('reply' in standing) return standing.reply;
  const { choices, facts } = standing;

  const faults = faultsOf(value, fields, choices);
  if (Object.keys(faults).length > 0) return { kind: 'errors', fields: faults };
  const calendar = workingDaysOf(circle);
  const option = value.option === 'move' ? moveOption(choices, calendar, fields.date ?? '') : standing.option;
  const drops = option.kind === 'drop';
  if (drops) await clearTimers(tx, seen.id, [ESCALATE]);
  const held = await store.lockBlocker(tx, seen.id);
  if (held === undefined || held.version !== seen.version) throw changedMeanwhile(seen);

  const decision = await recordDecision(act, {
    programmeId: seen.programmeId,
    question: `${seen.key} is blocked: ${seen.reason}. How does it go on?`,
    options: asShown(facts, option),
    choice: option.done,
    reason: fields.reason?.trim() || null,
    dependencyId: seen.dependencyId,
    blockerId: seen.id,
    byId: by.id,
  });
  await setDecision(tx, seen.id, value.tier, decision.id);
  await store.bumpVersion(tx, seen.id);
  const change = await applyChoice(act, circle, { blocker: held, option, choices, decision, date: fields.date ?? '' });
  await record(act, {
    programmeId: seen.programmeId,
    byId: by.id,
    action: 'blockers.decided',
    subject: seen.key,
    ...change,
    reason: `${decision.key}: ${decision.choice}`,
  });
  if (option.kind !== 'proceed') {
    const why = `${decision.key}: ${decision.choice}`;
    const consequence = consequenceFor(choices.timeline, circle.dependency, change.after);
    await recordShift(act, circle.programme, { subject: seen.key, ...change, why }, consequence);
  }
  if (drops || option.kind === 'reassign') await replanPrompts(act, seen.programmeId);
  return announce(act, { circle, blockerId: seen.id, tier: value.tier, decisionId: decision.id });
}

/** Tells those whom it concerns, before and after the change, and brings leadership's cards up to date. */
async function announce(
  act: Act,
  {
    circle: before,
    blockerId,
    tier,
    decisionId,
  }: { circle: Circle; blockerId: string; tier: number; decisionId: string },
): Promise<Reply> {
  const blocker = await findBlocker(act, blockerId);
  const circle = await circleAround(act, blocker);
  const facts = await escalationFacts(act, circle, blocker);
  const decided = facts.decisions.get(decisionId);
  const escalation = blocker.escalations.find((one) => one.tier === tier);
  if (decided === undefined || escalation === undefined) throw new Error(`The decision ${decisionId} is gone.`);
  const raiser = await getPerson(act.tx, blocker.raisedById);
  const concerned = concernedBy(circle, [...concernedBy(before), { person: raiser, as: 'who raised it' }]);
  await tell(act, circle, concerned, {
    key: `decision:${decisionId}`,
    except: [act.by.id],
    card: (as) => decidedCard(facts, decided, as),
  });
  await showTiersOf(act, circle, facts);
  return { kind: 'replace', card: tierCard(facts, escalation) };
}

type Standing =
  | { reply: Reply }
  | { option: DecisionOption; choices: PlannedChoices; facts: EscalationFacts; escalation: Escalation };

/** Whether a button still means what it says: else the answer to who pressed it. */
async function stand(act: Act, circle: Circle, blocker: BlockerView, value: ChoiceValue): Promise<Standing> {
  const escalation = blocker.escalations.find((one) => one.tier === value.tier);
  if (escalation === undefined) throw outdated(blocker);
  const choices = await choiceFacts(act, circle, blocker);
  const facts = await escalationFacts(act, circle, blocker, choices);
  if (escalation.decisionId !== null) await refuseUnlessOwn(act, blocker.key, escalation.decisionId);
  const present: Standing = { reply: { kind: 'replace', card: tierCard(facts, escalation) } };
  const newest = blocker.escalations.at(-1) === escalation;
  const open = blocker.resolvedAt === null && escalation.decisionId === null && newest;
  const option = offeredOption(facts.choices, value.option, value.target);
  if (!open || blocker.version !== value.version || option === undefined) return present;
  return { option, facts, escalation, choices };
}

async function findBlocker({ tx }: Act, id: string): Promise<BlockerView> {
  const found = await store.getBlocker(tx, id);
  if (found !== undefined) return found;
  throw new Conflict(
    'no-such-blocker',
    'This card is out of date: its blocker is gone. `/deps blockers` shows what is open.',
  );
}

function faultsOf(
  { option }: ChoiceValue,
  { date = '', reason = '' }: ChoiceFields,
  choices: ChoiceFacts,
): Record<string, string> {
  const wrongDay = option === 'move' ? faultOfDate(choices, date) : undefined;
  const wrongReason = faultOfReason(reason.trim(), option === 'drop');
  return {
    ...(wrongDay === undefined ? {} : { date: wrongDay }),
    ...(wrongReason === undefined ? {} : { reason: wrongReason }),
  };
}

function faultOfReason(words: string, required: boolean): string | undefined {
  if (required && words === '') return 'Say why it goes: those who wait read it.';
  const { length } = words;
  return length > LONGEST.reason ? `Send at most ${LONGEST.reason} characters; these are ${length}.` : undefined;
}

/** The options as they were shown, the chosen one with the day that was chosen. */
function asShown({ choices }: EscalationFacts, chosen: DecisionOption): { label: string; consequence: string }[] {
  return choices.offered
    .map((option) => (option.kind === chosen.kind ? chosen : option))
    .map(({ label, consequence }) => ({ label, consequence: plainText(consequence) }));
}

function outdated({ key }: BlockerView): Conflict {
  return new Conflict('outdated-card', `This card of ${key} is out of date. \`/deps blockers\` shows how it stands.`);
}

function changedMeanwhile({ key }: BlockerView): Conflict {
  return new Conflict(
    'changed-meanwhile',
    `${key} changed while you chose, and nothing was done. Choose again on its present card.`,
  );
}
