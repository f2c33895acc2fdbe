import { DateTime } from 'luxon';
import { MARK } from '../../chat/card.ts';
import { addDays, weekdayOf } from '../../core/calendar-date.ts';
import { Conflict } from '../../core/errors.ts';
import { localDate } from '../../core/local-time.ts';
import type { Scope } from '../feature.ts';
import { getPeople } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';
import { loadFacts } from './load.ts';
import type { Brief, Contradiction, Snapshot } from './model.ts';
import { check } from './rules/check.ts';
import { compose } from './rules/compose.ts';
import { firstOfWeekBefore } from './store.ts';

/** Faults and contradictions that a refusal names. */
const MOST_NAMED = 5;

/** A brief that agrees with the register, with the facts that it was composed of. */
export interface Made {
  brief: Brief;
  snapshot: Snapshot;
  /** The zone on whose clock the plan begins today. */
  zone: string;
  /** The Monday of its week (YYYY-MM-DD), on its readers' clock. */
  week: string;
}

/** A red or yellow that nobody looks after: the brief says nothing until somebody does (A6). */
export class Unassigned extends Conflict {
  /** The dependencies concerned. */
  readonly keys: readonly string[];

  constructor(keys: readonly string[], message: string) {
    super('unassigned', message);
    this.keys = keys;
  }
}

/**
 * Composes the brief, reads the facts again and has every figure computed a second time. Throws Unassigned for a red or yellow
 * without owner, mitigation or trigger, and Conflict where a figure does not agree. `day` is the one on which its readers get
 * it; without, today on the clock of the first lead.
 */
export async function makeBrief(scope: Pick<Scope, 'tx' | 'now'>, programme: Programme, day?: string): Promise<Made> {
  const { tx, now } = scope;
  const zone = await zoneOf(scope, programme);
  const today = day ?? localDate(now, zone);
  const week = addDays(today, 1 - weekdayOf(today));
  const last = (await firstOfWeekBefore(tx, programme.id, week))?.snapshot ?? null;
  const since = last === null ? null : DateTime.fromISO(last.at, { zone: 'utc' });
  const read = () => loadFacts(scope, programme, zone, since);
  const snapshot = await read();
  refuseFaults(snapshot);
  const brief = compose(snapshot, last);
  // Others write while we read: what changed between two statements does not agree with what is read now.
  const wrong = check(brief, await read(), last);
  if (wrong.length > 0) throw new Conflict('contradiction', contradictionText(wrong));
  return { brief, snapshot, zone, week };
}

/** The zone of the first lead, UTC without one. */
async function zoneOf({ tx }: Pick<Scope, 'tx'>, { leadIds }: Programme): Promise<string> {
  const leads = await getPeople(tx, leadIds);
  return leads.get(leadIds[0] ?? '')?.calendar.zone ?? 'UTC';
}

function refuseFaults({ dependencies }: Snapshot): void {
  const faulty = dependencies.filter(({ missing }) => missing.length > 0);
  if (faulty.length === 0) return;
  const named = faulty
    .slice(0, MOST_NAMED)
    .map(({ key, colour, missing }) => `${key} ${MARK[colour]}: ${missing.join(', ')}`);
  const more = faulty.length - named.length;
  throw new Unassigned(
    faulty.map(({ key }) => key),
    `Without a plan: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}. The brief goes out when each red and yellow has an owner, a mitigation and its trigger: ${waysOf(faulty)}.`,
  );
}

/** How somebody gives what is missing: first an owner, then a mitigation with its trigger. */
function waysOf(faulty: Snapshot['dependencies']): string {
  const assigned = faulty.find(({ missing }) => missing.includes('no owner'));
  const planned = faulty.find(({ missing }) => missing.some((one) => one !== 'no owner'));
  return [
    ...(assigned === undefined ? [] : [`\`/deps assign ${assigned.key} @WHO\``]),
    ...(planned === undefined
      ? []
      : [`\`/deps risk ${planned.key} @WHO WHAT mitigation: WHAT trigger: ${planned.key} red\``]),
  ].join(', ');
}

function contradictionText(wrong: readonly Contradiction[]): string {
  const named = wrong
    .slice(0, MOST_NAMED)
    .map(({ of, said, is }) => `${of}: ${said ?? 'nothing'}, computed again ${is ?? 'nothing'}`);
  return `The brief does not agree with the register (${named.join('; ')}), so it was not shown. Somebody changed a fact meanwhile: send \`/deps brief\` again.`;
}
