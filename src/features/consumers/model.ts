import type { DateTime } from 'luxon';

/** Uses one team may declare of a dependency; whoever uses more uses all of it. Ours. */
export const MOST_USES = 30;
/** Characters of all uses of a team together: what fits into one field of a Slack form. */
export const LONGEST_USES = 3_000;

/** What a team says that it uses of the contract of a dependency. A team that declared nothing uses everything. */
export interface Declaration {
  dependencyId: string;
  teamId: string;
  /** `GET /orders`, `POST /orders request.customer.email`. Never empty. */
  uses: string[];
  byId: string;
  at: DateTime;
}

/** A consumer team, and what it declared. */
export interface Consumer {
  teamId: string;
  /** Name of the team. */
  team: string;
  /** Undefined: everything. */
  uses: string[] | undefined;
}

/** Uses of one team that a line names. */
const MOST_NAMED = 4;

/** `Partner Experience uses GET /orders, POST /orders and 3 more`. */
export function usesLine({ team, uses }: Consumer): string {
  if (uses === undefined) return `${team} uses everything`;
  const left = uses.length - MOST_NAMED;
  return `${team} uses ${uses.slice(0, MOST_NAMED).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
