import { accepts } from './accepts.ts';
import { fewestItems, mostItems } from './arrays.ts';
import type { Normal } from './conjunction.ts';
import { type Checker, failing } from './gap.ts';
import { highest, lowest } from './limits.ts';
import type { Kind } from './node.ts';
import { bound, isMultiple, stepsOf } from './numbers.ts';
import { isRefused, mostProperties } from './objects.ts';

/** Alternatives beyond this number are not gone through to prove that none is possible. */
const MOST_BRANCHES = 60;

/** Proven to accept no value. */
export function acceptsNothing(schemas: Normal, checker: Checker): boolean {
  if (schemas.values !== null && [...schemas.values.values()].every((value) => isRejected(schemas, value, checker))) {
    return true;
  }
  if (livingKinds(schemas, checker).size === 0) return true;
  const leftOut = (id: number) => [...schemas.atoms, checker.workshop.settled(id)];
  return (
    schemas.choices.some(
      ({ id, branches }) =>
        branches.length <= MOST_BRANCHES && branches.every((branch) => checker.empty([...leftOut(id), ...branch])),
    ) || schemas.nots.some(({ id, node }) => !failing(checker.gaps(leftOut(id), [node])))
  );
}

function isRejected(schemas: Normal, value: Parameters<typeof accepts>[1], checker: Checker): boolean {
  return accepts(schemas, value, checker)?.proof === 'sure';
}

/** The kinds of which there can be a value, as far as limits tell. */
export function livingKinds(schemas: Normal, checker: Checker): Set<Kind> {
  return new Set([...schemas.kinds].filter((kind) => !isDead(kind, schemas, checker)));
}

function isDead(kind: Kind, { atoms, required }: Normal, checker: Checker): boolean {
  switch (kind) {
    case 'null':
    case 'boolean':
      return false;
    case 'integer':
      return isVoid(bound(atoms, 'minimum', true), bound(atoms, 'maximum', true));
    case 'fraction':
      return (
        isVoid(bound(atoms, 'minimum', false), bound(atoms, 'maximum', false)) ||
        stepsOf(atoms, false).some((step) => isMultiple(step, 1))
      );
    case 'string': {
      const strings = atoms.map(({ keywords }) => keywords.strings);
      return (highest(strings, 'minLength') ?? 0) > (lowest(strings, 'maxLength') ?? Number.POSITIVE_INFINITY);
    }
    case 'array':
      return fewestItems(atoms) > (mostItems(atoms, checker) ?? Number.POSITIVE_INFINITY);
    case 'object': {
      const fewest = highest(
        atoms.map(({ keywords }) => keywords.objects),
        'minProperties',
      );
      return (
        [...required].some((name) => isRefused(atoms, name, checker)) ||
        Math.max(fewest ?? 0, required.size) > (mostProperties(atoms, checker) ?? Number.POSITIVE_INFINITY)
      );
    }
  }
}

function isVoid(minimum: ReturnType<typeof bound>, maximum: ReturnType<typeof bound>): boolean {
  if (minimum === null || maximum === null) return false;
  return minimum.value > maximum.value || (minimum.value === maximum.value && (minimum.exclusive || maximum.exclusive));
}
