import type { Block } from '../../chat/card.ts';
import { text } from '../../chat/text.ts';
import { addDays, daysBetween } from '../../core/calendar-date.ts';
import { formatDay } from '../../core/format-time.ts';
import type { Tx } from '../../db/db.ts';
import type { Circle } from '../escalations/index.ts';
import type { Act, Scope } from '../feature.ts';
import type { Person } from '../people/index.ts';
import { type Dependency, updateDependency } from '../register/index.ts';
import {
  type Change,
  consequenceBlocks,
  listMilestones,
  type Milestone,
  makeShift,
  saveMilestone,
  setCommitted,
  tryShift,
  unplanned,
  withDependency,
  withMilestone,
} from '../timeline/index.ts';
import { STAGE_LABEL, type StageName } from '../timeline/model.ts';
import type { Commitment, Terms } from './model.ts';

/** The stage of a dependency as it is planned; the release ends on the day of the register. */
export async function plannedStage(
  tx: Tx,
  { id, programmeId, dueDate }: Dependency,
  stage: StageName,
): Promise<Milestone> {
  const all = await listMilestones(tx, programmeId);
  const found = all.find((one) => one.dependencyId === id && one.stage === stage) ?? unplanned(id, stage);
  return stage === 'release' ? { ...found, endDate: dueDate } : found;
}

/** Writes the day of the terms into the plan, as a shift with what follows where it moves, and holds it there. */
export async function writeDay(
  act: Pick<Act, 'tx' | 'now' | 'by'>,
  { programme, dependency }: Circle,
  commitment: Commitment,
  terms: Terms,
): Promise<void> {
  const change = await changeOf(act, dependency, commitment, terms);
  if (change !== undefined) await makeShift(act, programme, change);
  await setCommitted(act.tx, dependency.id, commitment.stage, commitment.key);
}

/** What follows for the plan if these terms are locked. */
export async function followsFrom(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  { programme, dependency }: Circle,
  commitment: Commitment,
  terms: Terms,
  people: ReadonlyMap<string, Person>,
): Promise<Block[]> {
  const by = people.get(terms.ownerId);
  const change = await changeOf({ tx, now }, dependency, commitment, terms);
  if (change === undefined || by === undefined)
    return [{ kind: 'text', text: ['No day of the plan moves: it has this one already.'] }];
  const { consequence, after, names } = await tryShift({ tx, now, by }, programme, change);
  return consequenceBlocks(consequence, { cutOff: after.plan.cutOff, names });
}

/** Undefined when the plan has the day of the terms. */
async function changeOf(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  dependency: Dependency,
  { key, stage }: Commitment,
  { byDate, reason }: Terms,
): Promise<Change | undefined> {
  const before = await plannedStage(tx, dependency, stage);
  if (before.endDate === byDate) return undefined;
  const label = `${dependency.key} ${STAGE_LABEL[stage].toLowerCase()}`;
  const common = {
    title: text`${label}: ${formatDay(byDate)}`,
    said: [[dependency.title]],
    button: `Lock ${key}: ${label} by ${formatDay(byDate)}`,
    subject: dependency.key,
    moves: dependency.key,
    why: reason === null ? key : `${key}: ${reason}`,
  };
  if (stage === 'release') {
    return {
      ...common,
      before: { dueDate: before.endDate },
      after: { dueDate: byDate },
      to: (records) => withDependency(records, dependency.id, { dueDate: byDate }),
      save: () => updateDependency(tx, dependency.id, { dueDate: byDate }, now),
    };
  }
  const after = { ...before, endDate: byDate, startDate: startFor(before, byDate), committed: key };
  return {
    ...common,
    before: { [stage]: before },
    after: { [stage]: after },
    to: (records) => withMilestone(records, after),
    save: () => saveMilestone(tx, after),
  };
}

/** A stage that has both days moves as a whole; a first day alone stays while it is not after the last. */
function startFor({ startDate, endDate }: Milestone, byDate: string): string | null {
  if (startDate === null) return null;
  if (endDate !== null) return addDays(startDate, daysBetween(endDate, byDate));
  return startDate <= byDate ? startDate : null;
}
