import { InvalidInput, onField } from '../../core/errors.ts';
import type { Tx } from '../../db/db.ts';
import type { Act } from '../feature.ts';
import type { Programme } from '../programme/index.ts';
import { cutOffOf, listProgrammeMilestones, readDay } from '../timeline/index.ts';
import { LONGEST } from './model.ts';
import { exampleOf, readTrace, type Tracing } from './rules/trace.ts';
import { tentativeIn } from './rules/wording.ts';

/** What a refusal shows of a long text. */
const LONGEST_ECHO = 120;

/** How the programme wants to be told where something is tracked. */
export function tracingOf({ policy, prefix }: Programme): Tracing {
  return { tickets: policy.tickets, prefix };
}

/** A whole proposal as it can be sent, with what was said of it so far. */
export function exampleFor(
  key: string,
  tracing: Pick<Tracing, 'tickets'>,
  said: { who?: string | undefined; what?: string; by?: string | undefined; trace?: string | undefined } = {},
): string {
  const { who = 'ana', what = '', by = 'Fri', trace = exampleOf(tracing) } = said;
  const short = what.length > LONGEST_ECHO ? '' : what;
  return `\`/deps commit ${key} @${who} ${short || 'delivers v2 to staging'} by ${by} ${trace}\``;
}

/** What is promised, on one line. Throws InvalidInput for nothing, too much and tentative words, with firm ones. */
export function checkedWhat(words: string, example: (firm: string) => string): string {
  const what = words
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[,;:]+$/, '');
  if (what === '') throw onField('no-what', 'what', `Say what is delivered: ${example('')}.`);
  if (what.length > LONGEST.what) {
    throw onField('too-long', 'what', `Say it in ${LONGEST.what} characters; it has ${what.length}. Link the rest.`);
  }
  const found = tentativeIn(what);
  if (found === undefined) return what;
  const { words: tentative, suggestion } = found.first;
  throw onField(
    'tentative',
    'what',
    `“${echo(what)}” is not a commitment: “${tentative}” leaves it open, ${suggestion}. Say who, what, by when and where it is tracked: ${example(found.firm)}.`,
  );
}

/** A day to come, not after the cut-off. Throws InvalidInput by field. */
export async function checkedDay(act: Pick<Act, 'tx' | 'by' | 'now'>, programme: Programme, words: string) {
  try {
    return readDay(words, act, await cutOff(act.tx, programme));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw onFieldWith(error, 'by');
  }
}

async function cutOff(tx: Tx, { id, releaseDate }: Programme): Promise<string | null> {
  return cutOffOf(await listProgrammeMilestones(tx, id), releaseDate);
}

function onFieldWith({ code, message }: InvalidInput, field: string): InvalidInput {
  return onField(code, field, message);
}

/** Where it is tracked. Throws InvalidInput saying what will do. */
export function checkedTrace(words: string, tracing: Tracing, example: string): string {
  const trace = readTrace(words.trim(), tracing);
  if (trace !== undefined) return trace;
  const wrong =
    words.trim() === '' ? 'Say where it is tracked' : `“${echo(words.trim())}” says not where it is tracked`;
  throw onField(
    'no-trace',
    'trace',
    `${wrong}: a ticket such as ${exampleOf(tracing)}, a web address or a path such as acme/orders/plan.md. Send ${example}.`,
  );
}

/** Why terms take the place of others. Throws InvalidInput when it is wanted and missing, or too long. */
export function checkedReason(words: string | undefined, wanted: string | undefined): string | null {
  const reason = (words ?? '').replace(/\s+/g, ' ').trim();
  if (reason === '' && wanted !== undefined) throw onField('no-reason', 'reason', wanted);
  if (reason.length > LONGEST.reason) {
    const message = `Give the reason in ${LONGEST.reason} characters; it has ${reason.length}.`;
    throw onField('too-long', 'reason', message);
  }
  return reason === '' ? null : reason;
}

function echo(words: string): string {
  return words.length > LONGEST_ECHO ? `${words.slice(0, LONGEST_ECHO).toWellFormed()}…` : words;
}
