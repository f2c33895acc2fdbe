import { listActions } from '../actions/index.ts';
import { readTrigger, saveRisk, type Trigger, triggerWords } from '../risks/index.ts';
import type { RiskEntry } from './format/index.ts';
import { attempt, type Home, type Merged, numberIn, refuseFields, type Write } from './records.ts';
import { check, type Import, idOf, pastMoment, requiredId } from './tally.ts';

/** What a risk has once its trigger came true, and once it is closed. */
const OF_TRIGGERED = ['triggeredAt', 'triggeredWhy', 'action'] as const;
const OF_CLOSED = ['note', 'closedBy', 'closedAt'] as const;

/** Risks with their triggers in the words of an export; one that cannot be read is a problem of the file and stays as it is. */
export function withExactTriggers(
  job: Import,
  entries: readonly RiskEntry[],
  present: readonly RiskEntry[],
): RiskEntry[] {
  const known = new Map(present.map((one) => [one.key, one.dependency]));
  return entries.map((entry, index) => {
    const own = entry.dependency === undefined ? known.get(entry.key) : entry.dependency;
    const exact: RiskEntry = { ...entry };
    check(job, ['risks', index, 'trigger'], () => {
      exact.trigger = triggerWords(read(job, entry.trigger, own ?? undefined), true);
    });
    // “on Friday” would be another day at the next import.
    if (exact.trigger.startsWith('on ') && !entry.trigger.includes(exact.trigger.slice(3))) {
      const message = `“${entry.trigger}” has a day that moves. Write it as year-month-day: \`${exact.trigger}\`.`;
      job.problems.push({ path: ['risks', index, 'trigger'], message });
    }
    return exact;
  });
}

/** Writes risks as they stand; the triggers of those that wait are watched. Actions of the file were written before. */
export const importRisks: Write<'risks'> = async (job, home, merged) => {
  const { programme, people, dependencies } = home;
  const actions = await listActions(job.tx, { programmeId: programme.id });
  const idOfAction = new Map(actions.map(({ key, id }) => [key, id]));
  for (const one of merged) {
    const { index, entry } = one;
    const { key, state = 'watching', kind = 'other', text, mitigation, action } = entry;
    const broken = job.problems.length;
    refuseLoose(job, home, one, idOfAction);
    if (job.problems.length > broken) continue;
    const came = state === 'triggered' ? job.now : null;
    await attempt(job, ['risks', index], () =>
      saveRisk(job, {
        programmeId: programme.id,
        key,
        number: numberIn(key),
        kind,
        text,
        dependencyId: dependencies.get(entry.dependency ?? '')?.id ?? null,
        ownerId: requiredId(people, entry.owner),
        mitigation,
        trigger: read(job, entry.trigger, entry.dependency ?? undefined),
        openedById: idOf(people, entry.openedBy) ?? null,
        openedAt: pastMoment(entry.openedAt, job.now),
        state,
        triggeredAt: entry.triggeredAt ? pastMoment(entry.triggeredAt, job.now) : came,
        triggeredWhy: entry.triggeredWhy ?? null,
        actionId: idOfAction.get(action ?? '') ?? null,
        closedById: idOf(people, entry.closedBy) ?? null,
        closedAt: state === 'closed' ? pastMoment(entry.closedAt ?? undefined, job.now) : null,
        note: entry.note ?? null,
      }),
    );
  }
};

/** Refuses what does not belong to a risk's state, and names of what there is not. */
function refuseLoose(
  job: Import,
  { dependencies }: Home,
  { index, entry }: Merged<RiskEntry>,
  actions: ReadonlyMap<string, string>,
): void {
  const { key, state = 'watching', action } = entry;
  const tell = (field: string, message: string) => job.problems.push({ path: ['risks', index, field], message });
  if (state === 'watching')
    refuseFields(job, ['risks', index], entry, OF_TRIGGERED, `the trigger of ${key} is waited for`);
  if (state !== 'closed') refuseFields(job, ['risks', index], entry, OF_CLOSED, `${key} is not closed`);
  if (action && !actions.has(action)) {
    tell('action', `there is no action ${action} in this programme. Add it under actions.`);
  }
  const trigger = read(job, entry.trigger, undefined);
  if (trigger.kind !== 'date' && !dependencies.has(trigger.dependency)) {
    tell('trigger', `there is no dependency ${trigger.dependency} in this programme. Add it under dependencies.`);
  }
}

function read({ now }: Import, words: string, own: string | undefined): Trigger {
  return readTrigger(words, own, { zone: 'utc', now });
}
