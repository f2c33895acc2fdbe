import { DateTime } from 'luxon';
import { groupBy } from '../../../core/group.ts';
import type { Expectation, Finding, LedgerRow, Span } from '../model.ts';
import { isWithin } from './history.ts';

/** In the key of a message that goes to somebody else, because the one before it could not be delivered. */
const FALLBACK = '/fallback-';

/**
 * The faults of what ought to have been sent within a span, by what was; later than `lateAfterMinutes` is late. They come card
 * by card, in no order of time, so that whoever asks can let others have a turn between them.
 */
export function* faultsOf(
  sends: readonly Expectation[],
  ledger: readonly LedgerRow[],
  span: Span,
  lateAfterMinutes: number,
): Generator<readonly Finding[]> {
  const rows = groupBy(ledger, (row) => row.subject);
  const fallbacks = groupBy(
    ledger.filter((row) => row.key.includes(FALLBACK)),
    (row) => row.key.slice(0, row.key.indexOf(FALLBACK)),
  );
  const held = groupBy(
    ledger.filter((row) => row.held !== null),
    (row) => row.to,
  );
  for (const [subject, all] of groupBy(sends, (one) => one.subject)) {
    const due = all.filter((one) => isWithin(span, one.at));
    const [first] = due;
    if (first === undefined) continue;
    const own = subject === null ? [] : (rows.get(subject) ?? []);
    const known = new Set(all.flatMap((one) => [one.to, ...(one.alsoMay ?? [])]));
    // Once for each address, however often its card was updated.
    const astray = own.filter((row) => row.deliveredAt !== null && !known.has(row.to));
    const strays = [...new Map(astray.map((row) => [row.to, row])).values()];
    const faults = due.flatMap((one) => {
      if (isNamedInstead(one, held.get(one.to) ?? [])) return [];
      const found = judge(one, own, fallbacks, span, lateAfterMinutes);
      const stray = found?.fault === 'missed' ? strays.shift() : undefined;
      return stray === undefined ? (found ?? []) : misdirected(one, stray);
    });
    yield [...faults, ...strays.map((row) => misdirected(first, row))];
  }
}

/** A card that waits for its reader's message of the day is named by that message; nobody reminds of it. */
function isNamedInstead({ send, subject, at }: Expectation, held: readonly LedgerRow[]): boolean {
  const prefix = send === 'nudge' ? subject?.replace(/^nudge:/, 'prompt:') : send === 'reminder' ? 'gate:' : undefined;
  if (prefix === undefined) return false;
  return held.some((row) => {
    const waitedFor = row.deliveredAt ?? (row.held === null ? null : row.held.until);
    return row.subject?.startsWith(prefix) && (row.held?.from ?? at) <= at && (waitedFor === null || waitedFor > at);
  });
}

function judge(
  one: Expectation,
  own: readonly LedgerRow[],
  fallbacks: ReadonlyMap<string, LedgerRow[]>,
  { to: now }: Span,
  lateAfterMinutes: number,
): Finding | undefined {
  const mine = own.filter((row) => row.to === one.to);
  const instead = mine.flatMap((row) => (row.parkedAt === null ? [] : (fallbacks.get(row.key) ?? [])));
  const arrived = [...mine, ...instead].flatMap((row) => row.deliveredAt ?? []);
  const [first, ...later] = arrived;
  const about = (fault: Finding['fault'], why: string, minutes: number | null = null): Finding => ({
    fault,
    send: one.send,
    about: one.about,
    at: one.at,
    to: one.to,
    subject: one.subject,
    minutes,
    why,
  });
  // What was held is judged from when it was let go, or listed.
  const waits = mine.flatMap(({ held }) => held ?? []);
  if (waits.some(({ until }) => until === null)) return undefined;
  const since = DateTime.max(one.at, ...waits.flatMap(({ until }) => until ?? []));
  const lateBy = (moment: DateTime) => moment.diff(since).as('minutes');
  if (first === undefined) {
    if (waits.length > 0) return undefined;
    if (mine.some((row) => row.parkedAt === null)) {
      const why = 'it is written down and not delivered yet: `depsync doctor` shows what waits';
      return about('late', why, Math.floor(lateBy(now)));
    }
    if (mine.length > 0) return about('missed', 'it could not be delivered and was given up: correct the address');
    return about(
      'missed',
      one.note ?? 'nothing was written down for it: send it by hand and look for errors in the log',
    );
  }
  const posts = new Set(mine.flatMap((row) => (row.deliveredAt === null ? [] : (row.message ?? []))));
  if (posts.size > 1) return about('doubled', `it was posted ${posts.size} times`);
  const minutes = lateBy(DateTime.min(first, ...later));
  return minutes > lateAfterMinutes ? about('late', 'look at the log of that time', Math.floor(minutes)) : undefined;
}

function misdirected({ send, about, at, to }: Expectation, row: LedgerRow): Finding {
  const why = `it went to ${row.to}`;
  return { fault: 'wrong-person', send, about, at, to, subject: row.subject, minutes: null, why };
}
