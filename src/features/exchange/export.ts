import type { DateTime } from 'luxon';
import { stringify } from 'yaml';
import { InvalidInput, NotFound } from '../../core/errors.ts';
import type { Database } from '../../db/db.ts';
import { listProgrammes, type Programme, programmeNamed } from '../programme/index.ts';
import { statusOf } from '../register/index.ts';
import type { CsvKind } from './csv-columns.ts';
import type { Format } from './model.ts';
import { presentDocument } from './present.ts';
import { writeWorkbook } from './workbook/write.ts';
import { writeCsv } from './write-csv.ts';
import { writeMarkdown } from './write-markdown.ts';

/** What is exported. */
export interface ExportOptions {
  /** Its key; left out, the only programme there is. */
  programme?: string | undefined;
  /** What CSV holds; left out, the dependencies. */
  of?: CsvKind | undefined;
}

/**
 * The register of a programme as a file. What YAML, JSON, CSV and XLSX hold can be imported again and changes nothing then;
 * CSV holds one kind. Throws NotFound and InvalidInput naming the programmes there are.
 */
export async function exportProgramme(
  db: Database,
  workspace: string,
  now: DateTime,
  format: Format,
  { programme: key, of = 'dependencies' }: ExportOptions = {},
): Promise<string | Uint8Array> {
  return db.tx(workspace, async (tx) => {
    const programme = chosenProgramme(await listProgrammes(tx), key);
    const { document, dependencies } = await presentDocument(tx, programme);
    switch (format) {
      case 'yaml':
        // Folded texts are hard to edit.
        return stringify(document, { lineWidth: 0 });
      case 'json':
        return `${JSON.stringify(document, null, 2)}\n`;
      case 'csv':
        return writeCsv(of, document[of] ?? []);
      case 'xlsx':
        return writeWorkbook(document);
      case 'markdown': {
        const { criteria } = programme.policy;
        const colours = dependencies.map((one) => [one.key, statusOf(one, criteria, now).colour] as const);
        return writeMarkdown(document, new Map(colours));
      }
    }
  });
}

/** The programme with this key; without one the only one there is. Throws NotFound and InvalidInput naming the keys. */
export function chosenProgramme(all: readonly Programme[], key: string | undefined): Programme {
  const keys = all.map((one) => `${one.key} (${one.name})`).join(', ');
  const [first] = all;
  if (first === undefined) {
    throw new NotFound(
      'no-programme',
      'There is no programme yet. Import one: `depsync import examples/q1-launch.yaml`.',
    );
  }
  if (key === undefined) {
    if (all.length === 1) return first;
    throw new InvalidInput(
      'which-programme',
      `There are several programmes: ${keys}. Name one: \`--programme ${first.key}\`.`,
    );
  }
  return programmeNamed(all, key);
}
