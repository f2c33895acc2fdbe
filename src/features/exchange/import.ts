import { advisoryLock } from '../../db/db.ts';
import type { Scope } from '../feature.ts';
import { listProgrammes, replanPrompts } from '../programme/index.ts';
import { importDependencies } from './import-dependencies.ts';
import { importPeople } from './import-people.ts';
import { importDays } from './import-plan.ts';
import { importProgramme } from './import-programme.ts';
import { importRecords } from './import-records.ts';
import type { Summary } from './model.ts';
import { placed, refusal } from './problems.ts';
import type { ReadRegister } from './read.ts';
import { emptyTally, type Import } from './tally.ts';

/**
 * Brings the register up to date by a file that was read and checked, in the caller's one transaction: what differs is
 * written and audited, the rest is left alone. Throws InvalidInput with every error that only the register can tell;
 * the caller's transaction then ends without effect.
 */
export async function importRegister(
  scope: Scope,
  { name, document, where }: ReadRegister,
  by: string | null,
  programmeKey?: string,
): Promise<Omit<Summary, 'dryRun'>> {
  await advisoryLock(scope.tx, `import ${scope.workspace}`);
  const job: Import = { ...scope, by, file: name, problems: [], warnings: [] };
  const { ids, teams, people } = await importPeople(job, document);
  const { programme, tally } = await importProgramme(job, document, ids, programmeKey);
  if (programme !== undefined) await importDays(job, programme, document.programme, ids, tally);
  const dependencies =
    programme === undefined ? emptyTally() : await importDependencies(job, programme, document.dependencies, ids);
  // With errors before, keys that they rely on may be missing.
  const records = job.problems.length > 0 ? undefined : await importRecords(job, programme, document, ids);
  if (records === undefined || job.problems.length > 0) throw refusal(name, job.problems, where);

  const tallies = { programme: tally, teams, people, dependencies, ...records };
  if (Object.values(tallies).some(({ added, changed }) => added.length + changed.length > 0)) {
    // People answer in several programmes.
    for (const { id } of await listProgrammes(scope.tx)) {
      await replanPrompts(scope, id);
    }
  }
  return {
    name: programme?.name ?? name,
    ...tallies,
    warnings: job.warnings.map((one) => placed(one, where)),
  };
}
