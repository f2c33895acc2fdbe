import type { Direction } from './change.ts';
import type { Step } from './schema/gap.ts';

/** What a schema describes; rules are named after it. */
export const SCOPES = ['request', 'response', 'parameter', 'response-header', 'received', 'sent', 'schema'] as const;
export type Scope = (typeof SCOPES)[number];

/** The place of a schema in a contract. */
export interface Site {
  readonly scope: Scope;
  readonly direction: Direction;
  /** For people: `GET /orders/{id} → 200`. */
  readonly where: string;
  /** The same for the same place, whatever its path variables are called. */
  readonly key: string;
  /** How the whole is called: "Query parameter `limit`". */
  readonly whole: string;
  /** How a part of it is called: "Response field". */
  readonly field: string;
}

/** A place inside a value as people write it: `items[].total`, `items[](Refund).reason`. */
export function stepsText(steps: readonly Step[]): string {
  return steps.map(stepText).join('').replace(/^\./, '');
}

function stepText(step: Step): string {
  switch (step.to) {
    case 'property':
      return /^[\w$-]+$/.test(step.name) ? `.${step.name}` : `[${JSON.stringify(step.name)}]`;
    case 'item':
      return `[${step.index}]`;
    case 'items':
      return '[]';
    case 'pattern':
      return `.{${step.name}}`;
    case 'others':
      return '.*';
    case 'names':
      return '(name)';
    case 'branch':
    case 'part':
      return `(${step.name})`;
  }
}
