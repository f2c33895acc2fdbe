import { saveAction } from '../actions/index.ts';
import { attempt, numberIn, refuseFields, type Write } from './records.ts';
import { idOf, pastMoment, requiredId } from './tally.ts';

/** What an action has once it is closed. */
const ENDING = ['note', 'closedBy', 'closedAt'] as const;

/** Writes actions as they stand; who has an open one is reminded when it falls due. */
export const importActions: Write<'actions'> = async (job, { programme, dependencies, people }, merged) => {
  for (const { index, entry } of merged) {
    const { key, state = 'open', source = { kind: 'person' as const } } = entry;
    if (state === 'open') refuseFields(job, ['actions', index], entry, ENDING, `${key} is open`);
    await attempt(job, ['actions', index], () =>
      saveAction(job, {
        programmeId: programme.id,
        key,
        number: numberIn(key),
        what: entry.what,
        ownerId: requiredId(people, entry.owner),
        dueOn: entry.due,
        dependencyId: dependencies.get(entry.dependency ?? '')?.id ?? null,
        source: { kind: source.kind, key: source.key ?? null, why: source.why ?? null },
        openedById: idOf(people, entry.openedBy) ?? null,
        openedAt: pastMoment(entry.openedAt, job.now),
        state,
        note: entry.note ?? null,
        closedById: idOf(people, entry.closedBy) ?? null,
        closedAt: state === 'open' ? null : pastMoment(entry.closedAt ?? undefined, job.now),
      }),
    );
  }
};
