import type { Dependency } from '../../register/index.ts';
import { RegisterFile } from '../format/index.ts';
import type { Judged } from '../model.ts';
import { refusal, shapeProblems } from '../problems.ts';
import { type ReadRegister, type RegisterBytes, refuseLarge } from '../read.ts';
import { readYamlDocuments } from '../read-yaml.ts';
import { fromCatalogue } from './catalog.ts';
import { judge } from './judge.ts';
import { fromSpecification, type Sides } from './specification.ts';

export type { Sides } from './specification.ts';

const CATALOGUE = /^\s*["']?apiVersion["']?\s*:\s*["']?backstage\.io\//m;
const SPECIFICATION = /^(?:\s*\{)?\s*["']?(?:openapi|asyncapi|swagger)["']?\s*:/m;
/** Characters that are looked at to tell what a file is. Ours: what names it stands at the top. */
const LOOKED_AT = 20_000;

/**
 * What a Backstage catalogue, an OpenAPI or an AsyncAPI document proposes, as entries of a register file; undefined for
 * a file that is none of these. Nothing is fetched. Throws InvalidInput where it cannot be read.
 */
export function readProposals(
  file: RegisterBytes,
  known: { teams: readonly { id: string; key: string; name: string }[]; dependencies: readonly Dependency[] },
  sides: Sides,
): (ReadRegister & { judged: Judged }) | undefined {
  const { name, bytes } = file;
  const top = Buffer.from(bytes.subarray(0, LOOKED_AT)).toString();
  const isCatalogue = CATALOGUE.test(top);
  if (!isCatalogue && !SPECIFICATION.test(top)) return undefined;
  refuseLarge(name, bytes.length);
  const proposed = isCatalogue ? fromCatalogue(documentsOf(file)) : fromSpecification(bytes, sides);
  const { entries, judged } = judge(proposed, known.teams, known.dependencies);
  const where = ([, index]: readonly (string | number)[]) => entries[Number(index)]?.title ?? '';
  const raw = { dependencies: entries };
  const form = RegisterFile.safeParse(raw);
  if (!form.success) throw refusal(name, shapeProblems(raw, form.error), where);
  return { name, document: form.data, where, judged };
}

function documentsOf({ name, bytes }: RegisterBytes): unknown[] {
  const { documents, problems } = readYamlDocuments(Buffer.from(bytes).toString());
  if (problems.length > 0) throw refusal(name, problems, () => '');
  return documents;
}
