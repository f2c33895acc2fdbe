import type { Json } from '../../model.ts';
import type { Kind } from './node.ts';

export function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction';
  if (typeof value === 'object') return Array.isArray(value) ? 'array' : 'object';
  return typeof value === 'string' ? 'string' : 'boolean';
}

/** The names of kinds as schemas write them, in one order. */
export function kindNames(kinds: ReadonlySet<Kind>): string[] {
  const names: string[] = [...kinds].filter((kind) => kind !== 'integer' && kind !== 'fraction');
  if (kinds.has('fraction')) names.push('number');
  else if (kinds.has('integer')) names.push('integer');
  return names.sort();
}
