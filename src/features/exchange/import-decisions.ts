import { importDecision } from '../decisions/index.ts';
import { attempt, namesOfChanges, numberIn, type Write } from './records.ts';
import { pastMoment, requiredId } from './tally.ts';

/** Adds decisions to the log. What is in it never changes: an entry that says otherwise is refused. */
export const importDecisions: Write<'decisions'> = async (job, { programme, dependencies, people }, merged) => {
  for (const { index, entry, before } of merged) {
    const { key, question, choice, options } = entry;
    if (before !== undefined) {
      const fields = namesOfChanges(before, entry).join(', ');
      const message = `${key} is in the log already, which never changes, and differs in ${fields}. Take the entry out, or give a new decision the next free key.`;
      job.problems.push({ path: ['decisions', index], message });
      continue;
    }
    await attempt(job, ['decisions', index], () =>
      importDecision(job.tx, {
        programmeId: programme.id,
        key,
        number: numberIn(key),
        question,
        options: (options ?? []).map(({ label, consequence }) => ({ label, consequence: consequence ?? '' })),
        choice,
        reason: entry.reason ?? null,
        dependencyId: dependencies.get(entry.dependency ?? '')?.id ?? null,
        byId: requiredId(people, entry.decidedBy),
        at: pastMoment(entry.at, job.now),
      }),
    );
  }
};
