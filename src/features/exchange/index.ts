import type { DateTime } from 'luxon';
import type { Database } from '../../db/db.ts';
import { listPeople, listTeams } from '../people/index.ts';
import { listProgrammes } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import { importRegister } from './import.ts';
import type { Summary } from './model.ts';
import { readProposals, type Sides } from './proposals/index.ts';
import { type RegisterBytes, readRegister } from './read.ts';
import { shiftDocument, weeksToPresent } from './shift.ts';
import { writeWorkbook } from './workbook/write.ts';

export { cleanTree } from './clean.ts';
export { chosenProgramme, type ExportOptions, exportProgramme } from './export.ts';
export { registerSchema, type SchemaNode } from './format/index.ts';
export { fieldsPage } from './format/page.ts';
export type { Format, Path, Problem, Summary } from './model.ts';
export { refusal, shapeProblems, unknownFields } from './problems.ts';
export { refuseLarge } from './read.ts';
export { readYaml } from './read-yaml.ts';
export { summaryLines } from './summary.ts';

/** How a file is imported. */
export interface ImportOptions extends Sides {
  /** Say what an import would do, and do nothing. */
  dryRun?: boolean;
  /** Id of who imports; null for the command line. */
  by?: string | null;
  /** Move the file's dates by whole weeks, so that the newest of its facts is of the last seven days. */
  toPresent?: boolean;
  /** Key of the programme that dependencies without a key belong to. */
  programme?: string;
}

/** A register file that stands alone as an XLSX workbook: for examples. Throws InvalidInput with everything that is wrong. */
export async function workbookOf(file: RegisterBytes): Promise<Uint8Array> {
  return writeWorkbook(readRegister(file, { teams: [], people: [] }).document);
}

/** Ends the transaction of a dry run without effect, carrying what it would have done. */
class DryRun extends Error {
  readonly summary: Summary;

  constructor(summary: Summary) {
    super('A dry run ends without effect.');
    this.summary = summary;
  }
}

/**
 * Imports a register file, all of it or nothing: XLSX by its content, CSV by the ending of its name, else YAML, which JSON is a part of.
 * A Backstage catalogue, an OpenAPI and an AsyncAPI document propose dependencies; what cannot be judged of them is told and left out.
 * A dry run does the same and takes it back, so its summary is exact. Throws InvalidInput with everything that is wrong, each with its place in the file.
 */
export async function importFile(
  db: Database,
  workspace: string,
  now: DateTime,
  file: RegisterBytes,
  { dryRun = false, by = null, toPresent = false, programme, ...sides }: ImportOptions = {},
): Promise<Summary> {
  try {
    return await db.tx(workspace, async (tx) => {
      const teams = await listTeams(tx);
      const people = (await listPeople(tx)).map((person) => person.handle);
      const meant = (await listProgrammes(tx)).find((one) => one.key === programme?.toUpperCase());
      const dependencies = await listDependencies(tx, meant === undefined ? {} : { programmeId: meant.id });
      const proposed = readProposals(file, { teams, dependencies }, sides);
      const read = proposed ?? readRegister(file, { teams: teams.map(({ key }) => key), people });
      const weeks = toPresent ? weeksToPresent(read.document, now) : 0;
      const present = { ...read, document: shiftDocument(read.document, weeks) };
      const done = await importRegister({ tx, workspace, now }, present, by, meant?.key);
      const summary = { ...done, ...(proposed && { proposals: proposed.judged }), dryRun };
      if (dryRun) throw new DryRun(summary);
      return summary;
    });
  } catch (error) {
    if (error instanceof DryRun) return error.summary;
    throw error;
  }
}
