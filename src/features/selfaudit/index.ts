import type { DateTime } from 'luxon';
import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import type { Database, Tx } from '../../db/db.ts';
import { countsOf } from './cards.ts';
import { readFacts } from './facts-store.ts';
import type { AuditResult, Fault, Span } from './model.ts';
import { faultsOf } from './rules/compare.ts';
import { expectedPieces, gather } from './rules/expected.ts';
import { isWithin } from './rules/history.ts';
import { claimCheck, newestChecks, readLedger, saveCheck, workspaceIds } from './store.ts';
import { unhurried } from './unhurried.ts';

export { auditLines, countsOf } from './cards.ts';
export type { AuditResult, Finding } from './model.ts';

/** A send later than this is late: escalations promise 10 s, and a platform's limits may hold a message for minutes. */
const LATE_AFTER_MINUTES = 5;
/** How often a running installation is checked, and how far back. */
const CHECK_EVERY_MINUTES = 10;
const CHECK_DAYS = 1;

/** The newest check of the installation: every workspace's findings, added up. */
export interface LastAudit {
  /** When the oldest of the workspaces' newest checks ended. */
  at: DateTime;
  counts: Record<Fault, number>;
  judged: number;
  notJudged: number;
}

/**
 * Compares what a workspace ought to have sent in the last `days` with its outbox. What fell due within the last minutes,
 * in which it may still be under way, is left out. On a fast clock those minutes are as many as the clock is fast.
 */
export async function auditSchedule(db: Database, workspace: string, clock: Clock, days: number): Promise<AuditResult> {
  const now = clock.now();
  const lateAfter = LATE_AFTER_MINUTES * clock.speed;
  const span = { from: now.minus({ days }), to: now.minus({ minutes: lateAfter }) };
  return db.tx(workspace, (tx) => auditSpan(tx, span, lateAfter));
}

/** Compares what the transaction's workspace ought to have sent in a span with its outbox; later than so many minutes is late. */
export async function auditSpan(tx: Tx, span: Span, lateAfterMinutes: number): Promise<AuditResult> {
  const expected = gather();
  for await (const piece of unhurried(expectedPieces(await readFacts(tx, span), span))) expected.add(piece);
  const { sends, surplus, notJudged } = expected.all();
  const findings = [...surplus];
  const ledger = await readLedger(tx, span.from);
  for await (const faults of unhurried(faultsOf(sends, ledger, span, lateAfterMinutes))) findings.push(...faults);
  findings.sort((a, b) => a.at.toMillis() - b.at.toMillis());
  return { span, judged: sends.filter((one) => isWithin(span, one.at)).length, findings, notJudged };
}

/** The newest check of any process; undefined before the first. */
export async function lastAudit(db: Database): Promise<LastAudit | undefined> {
  const checks = await db.system(newestChecks);
  const [first] = checks.map((one) => one.at).sort((a, b) => a.toMillis() - b.toMillis());
  if (first === undefined) return undefined;
  const sum = (name: string) => checks.reduce((total, one) => total + (one.counts[name] ?? 0), 0);
  const counts = {
    missed: sum('missed'),
    late: sum('late'),
    doubled: sum('doubled'),
    'wrong-person': sum('wrong-person'),
    unexpected: sum('unexpected'),
  };
  return { at: first, counts, judged: sum('judged'), notJudged: sum('notJudged') };
}

/** Checks the installation every ten minutes, in one process of all. */
export interface Watch {
  /** Call it after each piece of work: begins a check when one is due, and does not wait for it. */
  check(): void;
  /** Waits for the check under way. */
  stop(): Promise<void>;
}

export function watchSchedule({
  db,
  clock,
  log,
}: {
  db: Database;
  clock: Clock;
  log: Pick<Logger, 'warn' | 'error'>;
}): Watch {
  const pause = { minutes: CHECK_EVERY_MINUTES * clock.speed };
  let running: Promise<void> | undefined;
  let looked: DateTime | undefined;
  const run = async () => {
    try {
      for (const workspace of await db.system(workspaceIds)) await checkOne(workspace);
    } catch (error) {
      log.error({ err: error }, 'self-audit failed');
    }
  };

  async function checkOne(workspace: string): Promise<void> {
    const now = clock.now();
    if (!(await db.tx(workspace, (tx) => claimCheck(tx, now, now.minus(pause))))) return;
    const { findings, judged, notJudged } = await auditSchedule(db, workspace, clock, CHECK_DAYS);
    const counts = countsOf(findings);
    await db.tx(workspace, (tx) => saveCheck(tx, clock.now(), { ...counts, judged, notJudged: notJudged.length }));
    if (findings.length > 0) log.warn({ workspace, ...counts, judged }, 'self-audit: run `depsync audit schedule`');
  }

  return {
    check() {
      const now = clock.now();
      if (looked !== undefined && looked > now.minus(pause)) return;
      looked = now;
      running ??= run().finally(() => {
        running = undefined;
      });
    },
    async stop() {
      await running;
    },
  };
}
