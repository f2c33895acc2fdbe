import type { Specification } from '../model.ts';
import type { Change, Direction } from './change.ts';
import { entries, isObject, pointer } from './json.ts';
import type { SchemaComparer } from './schema/compare.ts';
import type { Site } from './site.ts';

/** Keywords that only hold definitions or describe: a document of these alone is a library of definitions. */
const NOT_OF_THE_ROOT = new Set([
  '$schema',
  '$id',
  '$defs',
  'definitions',
  '$comment',
  'title',
  'description',
  '$vocabulary',
]);

const FIELDS: Record<Direction, string> = { request: 'Request field', response: 'Response field', both: 'Field' };

/** Compares two JSON Schemas: their roots, or where they are libraries, the definitions of the same name. */
export function compareJsonSchemas(
  before: Specification,
  after: Specification,
  direction: Direction,
  schemas: SchemaComparer,
): Change[] {
  const scope = direction === 'both' ? 'schema' : direction;
  const site = (name: string): Site => ({
    scope,
    direction,
    where: name,
    key: `schema ${name}`,
    whole: name === '' ? 'The value' : `Definition \`${name}\``,
    field: FIELDS[direction],
  });
  const changes = schemas({ value: before.root, pointer: '' }, { value: after.root, pointer: '' }, site(''));
  if (![before, after].every(isLibrary)) return changes;

  const present = definitions(after);
  for (const [name, old] of definitions(before)) {
    const now = present.get(name);
    // A definition that is gone leaves nothing that it accepts to those who refer to it.
    changes.push(...schemas(old, now ?? { value: false, pointer: old.pointer }, site(name)));
  }
  return changes;
}

/** True for a document that holds nothing but definitions. */
export function isLibrary({ root }: Specification): boolean {
  return Object.keys(root).every((key) => NOT_OF_THE_ROOT.has(key));
}

export function definitions({ root }: Specification) {
  const found = ['$defs', 'definitions'].flatMap((holder) =>
    entries(root[holder])
      .filter(([, value]) => isObject(value) || typeof value === 'boolean')
      .map(([name, value]) => [name, { value, pointer: pointer('', holder, name) }] as const),
  );
  return new Map(found);
}
