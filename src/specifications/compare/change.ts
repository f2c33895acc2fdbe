/** What a change means to those who use the contract; the gravest first. */
export const CLASSES = ['breaking', 'not-judged', 'additive', 'documentation'] as const;
export type Class = (typeof CLASSES)[number];

/** Who sends the data that a schema describes: the consumer (request) or the provider (response). */
export type Direction = 'request' | 'response' | 'both';

export interface Change {
  class: Class;
  /** Stable name of what happened, such as `response-property-removed`. */
  rule: string;
  /** JSON pointer in the new document; in the old one where something was removed. */
  path: string;
  /** For people: `GET /orders/{id} → 200 → items[].total`. */
  where: string;
  /** Who breaks, and why. Names and values in it come from the documents: it is text, never markup. */
  message: string;
  /** The same for the same change, whatever else changes. Twelve hexadecimal digits. */
  fingerprint: string;
}

export interface Comparison {
  /** The gravest first. */
  changes: Change[];
  /** The gravest class among the changes. */
  verdict: Class | 'none';
}

export function gravest(classes: readonly Class[]): Class | 'none' {
  return CLASSES.find((one) => classes.includes(one)) ?? 'none';
}
