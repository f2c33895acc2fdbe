import { InvalidInput } from '../../core/errors.ts';
import type { Json, JsonObject, Specification } from '../model.ts';
import { pointerOfReference, referenceOf, valueAt } from '../pointer.ts';
import { walk } from '../walk/walk.ts';
import type { Place } from './places.ts';

/** Problems that are named; of more only the number. Ours: what a person mends in one sitting. */
const MOST_NAMED = 5;

/**
 * Refuses references that lead out of the document, to nothing, or in a circle with nothing between. Nothing is ever
 * fetched. Throws InvalidInput that names the first ones by line.
 */
export function checkReferences(specification: Specification, placeOf: (pointer: string) => Place): void {
  const { root } = specification;
  const known = new Map<string, string | undefined>();
  const problems: string[] = [];
  walk(specification, {
    node: ({ reference, pointer }) => {
      if (reference === undefined) return;
      if (!known.has(reference)) known.set(reference, problemOf(root, reference));
      const problem = known.get(reference);
      if (problem !== undefined) problems.push(`Line ${placeOf(`${pointer}/$ref`).line}: ${problem}`);
    },
  });
  if (problems.length === 0) return;
  const more = problems.length > MOST_NAMED ? [`And ${problems.length - MOST_NAMED} more references.`] : [];
  throw new InvalidInput('broken-reference', [...problems.slice(0, MOST_NAMED), ...more].join('\n'));
}

function problemOf(root: JsonObject, reference: string): string | undefined {
  const shown = reference.slice(0, 120);
  const pointer = pointerOfReference(reference);
  if (pointer === undefined) {
    return reference.startsWith('#')
      ? `the reference ${shown} is no JSON pointer. Write one such as #/components/schemas/Order.`
      : `the reference ${shown} leads out of this document, and nothing is fetched. Bundle the files into one.`;
  }
  const target = valueAt(root, pointer);
  if (target === undefined) return `the reference ${shown} leads to nothing. Add what it names, or correct it.`;
  return leadsInCircle(root, reference, target)
    ? `the reference ${shown} leads in a circle of references to itself. Put a definition at one of them.`
    : undefined;
}

/** Follows references that lead straight to references. A schema that contains itself is no such circle. */
function leadsInCircle(root: JsonObject, reference: string, target: Json): boolean {
  const seen = new Set([reference]);
  let value: Json | undefined = target;
  for (let next = referenceOf(value); next !== undefined; next = referenceOf(value)) {
    if (seen.has(next)) return true;
    seen.add(next);
    const pointer = pointerOfReference(next);
    // One that leads out or to nothing is reported where it stands.
    value = pointer === undefined ? undefined : valueAt(root, pointer);
  }
  return false;
}
