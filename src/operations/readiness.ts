import type { DateTime } from 'luxon';
import type { LastAudit } from '../features/selfaudit/index.ts';
import type { Levels } from './metrics.ts';

/** Three missed sweeps of 5 s, and as much again for a long one. */
const SWEEP_OVERDUE_SECONDS = 30;
/** A timer is fired by the next sweep; a thousand that are due at once take some tens of seconds. */
const TIMER_OVERDUE_SECONDS = 120;
/** Twice the longest wait between two attempts: a platform that does not answer shows after the first long one. */
const MESSAGE_OVERDUE_SECONDS = 600;
/** Load balancers and Kubernetes give a probe a few seconds; what answers later counts as not answering. */
const PROBE_TIMEOUT_MS = 3_000;

/**
 * `failed`: this installation does not do its work. `degraded`: it does, and something is late or wrong. A platform that
 * is out for an hour makes every process degraded and none unready: without them nobody could even be asked to wait.
 */
export interface ReadyCheck {
  name: string;
  state: 'ok' | 'degraded' | 'failed';
  detail: string;
}

export interface Readiness {
  /** False when a check failed. */
  ready: boolean;
  /** True when a check is degraded or failed. */
  degraded: boolean;
  checks: ReadyCheck[];
}

/** What readiness is judged by; each may throw or hang. */
export interface Probes {
  levels(): Promise<Levels>;
  /** The newest check of the schedule; undefined before the first. */
  lastAudit(): Promise<LastAudit | undefined>;
  /** When the queue starts the next sweep, by the machine's clock; undefined when none is planned. */
  nextSweep(): Promise<DateTime | undefined>;
  /** The machine's clock. */
  machineNow(): DateTime;
  /** Seconds since this process started: nothing counts as late for longer, so that it has time to catch up after a stop. */
  up(): number;
  /** A sentence when the zone data is old. */
  staleZoneData(): string | undefined;
}

/** Judges whether this installation does its work, and whether all of it is as it should be. */
export async function judgeReadiness(probes: Probes): Promise<Readiness> {
  const [levels, sweep, audit] = await Promise.allSettled([
    inTime(probes.levels()),
    inTime(probes.nextSweep()),
    inTime(probes.lastAudit()),
  ]);
  const checks = [
    answers('database', levels),
    answers('queue', sweep),
    ...(sweep.status === 'fulfilled' ? [sweepCheck(sweep.value, probes.machineNow())] : []),
    ...(levels.status === 'fulfilled' ? levelChecks(levels.value, probes.up()) : []),
    ...(audit.status === 'fulfilled' ? [scheduleCheck(audit.value)] : []),
    zoneCheck(probes.staleZoneData()),
  ];
  return {
    ready: checks.every((one) => one.state !== 'failed'),
    degraded: checks.some((one) => one.state !== 'ok'),
    checks,
  };
}

function answers(name: string, { status }: PromiseSettledResult<unknown>): ReadyCheck {
  return status === 'fulfilled'
    ? { name, state: 'ok', detail: 'answers' }
    : { name, state: 'failed', detail: 'does not answer' };
}

function sweepCheck(next: DateTime | undefined, now: DateTime): ReadyCheck {
  if (next === undefined)
    return { name: 'sweep', state: 'failed', detail: 'no process has planned one: start a worker' };
  const late = Math.max(0, now.diff(next).as('seconds'));
  const detail = late < 1 ? 'on time' : `${seconds(late)} overdue`;
  return { name: 'sweep', state: late <= SWEEP_OVERDUE_SECONDS ? 'ok' : 'failed', detail };
}

function levelChecks(levels: Levels, up: number): ReadyCheck[] {
  const within = (age: number, most: number) => (Math.min(age, up) <= most ? 'ok' : 'degraded');
  return [
    {
      name: 'timers',
      state: within(levels.overdueTimerSeconds, TIMER_OVERDUE_SECONDS),
      detail: levels.overdueTimerSeconds === 0 ? 'none overdue' : `${seconds(levels.overdueTimerSeconds)} overdue`,
    },
    {
      name: 'messages',
      state: within(levels.oldestOpenSeconds, MESSAGE_OVERDUE_SECONDS),
      detail:
        levels.openMessages === 0
          ? 'none waits'
          : `${levels.openMessages} wait, the oldest for ${seconds(levels.oldestOpenSeconds)}`,
    },
  ];
}

function scheduleCheck(audit: LastAudit | undefined): ReadyCheck {
  const name = 'schedule';
  if (audit === undefined) return { name, state: 'ok', detail: 'not checked yet' };
  const when = `checked ${audit.at.toUTC().toFormat("d LLL yyyy, HH:mm 'UTC'")}`;
  const found = Object.entries(audit.counts).filter(([, count]) => count > 0);
  if (found.length === 0) return { name, state: 'ok', detail: `${when}: ${audit.judged} sends, all as due` };
  const faults = found.map(([fault, count]) => `${count} ${fault}`).join(', ');
  return { name, state: 'degraded', detail: `${when}: ${faults} of ${audit.judged} sends; run depsync audit schedule` };
}

function zoneCheck(stale: string | undefined): ReadyCheck {
  return { name: 'zone data', state: stale === undefined ? 'ok' : 'degraded', detail: stale ?? 'up to date' };
}

function seconds(value: number): string {
  return `${Math.round(value)} s`;
}

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), PROBE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
