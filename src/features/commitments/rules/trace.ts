import { isWebAddress } from '../../../chat/text.ts';
import type { Ticket } from '../../programme/model.ts';
import { LONGEST } from '../model.ts';

/** What a programme takes for a trace. */
export interface Tracing {
  tickets: readonly Ticket[];
  /** Of the programme's own keys: DEP in DEP-12, which trace nothing. */
  prefix: string;
}

const TICKET = /^([A-Z][A-Z0-9]{1,9})-\d{1,9}$/;
/** `owner/repository/path`; a date such as 4/12/2026 has no letter in front. */
const REPOSITORY_PATH = /^(?=[^/]*[A-Za-z])[\w.-]+\/[\w.-]+\/[\w./@#-]+$/;
/** Keys of what Depsync itself keeps. */
const OWN_KEYS = ['COM', 'DEC'];
const TRAILING = /[.,;:)]+$/;

/** A word as a trace, without the full stop of its sentence; undefined when it is none. */
export function readTrace(word: string, tracing: Tracing): string | undefined {
  const bare = word.replace(TRAILING, '');
  if (bare.length > LONGEST.trace) return undefined;
  return isOpenAddress(bare) || isTicket(bare, tracing) || REPOSITORY_PATH.test(bare) ? bare : undefined;
}

/** An address that leaks no password when it is clicked. */
function isOpenAddress(word: string): boolean {
  if (!isWebAddress(word)) return false;
  const { username, password } = new URL(word);
  return username === '' && password === '';
}

function isTicket(word: string, { tickets, prefix }: Tracing): boolean {
  if (tickets.length > 0) return tickets.some((ticket) => numberIn(word, ticket) !== undefined);
  const [, project] = TICKET.exec(word) ?? [];
  return project !== undefined && project !== prefix && !OWN_KEYS.includes(project);
}

/** The number in `PROJ-12` by the template `PROJ-#`. */
function numberIn(word: string, { id }: Ticket): string | undefined {
  const start = id.slice(0, -1);
  const number = word.slice(start.length);
  return word.startsWith(start) && /^\d{1,9}$/.test(number) ? number : undefined;
}

/** Where a trace leads; null for what has no address, such as a ticket of an unknown tracker. */
export function addressOf(trace: string, tickets: readonly Ticket[]): string | null {
  if (isWebAddress(trace)) return trace;
  for (const ticket of tickets) {
    const number = numberIn(trace, ticket);
    if (number === undefined) continue;
    // The last one: an address may have a fragment of its own.
    const at = ticket.url.lastIndexOf('#');
    return `${ticket.url.slice(0, at)}${number}${ticket.url.slice(at + 1)}`;
  }
  return null;
}

/** A trace that would do, for refusals. */
export function exampleOf({ tickets }: Pick<Tracing, 'tickets'>): string {
  return (tickets[0]?.id ?? 'TICKET-#').replace('#', '77');
}
