import type { DateTime } from 'luxon';
import type { Levels } from './metrics.ts';

/** Three missed sweeps of 5 s, and as much again for a long one. */
const SWEEP_OVERDUE_SECONDS = 30;
/** A timer is fired by the next sweep; a thousand that are due at once take some tens of seconds. */
const TIMER_OVERDUE_SECONDS = 120;
/** Twice the longest wait between two attempts: a platform that does not answer shows after the first long one. */
const MESSAGE_OVERDUE_SECONDS = 600;
/** Load balancers and Kubernetes give a probe a few seconds; what answers later counts as not answering. */
const PROBE_TIMEOUT_MS = 3_000;

export interface ReadyCheck {
  name: string;
  ok: boolean;
  detail: string;
}

export interface Readiness {
  ready: boolean;
  checks: ReadyCheck[];
}

/** What readiness is judged by; each may throw or hang, which counts as a failed check. */
export interface Probes {
  levels(): Promise<Levels>;
  /** When the queue starts the next sweep, by the machine's clock; undefined when none is planned. */
  nextSweep(): Promise<DateTime | undefined>;
  /** The machine's clock. */
  machineNow(): DateTime;
  /** Seconds since this process started: nothing counts as late for longer, so that it has time to catch up after a stop. */
  up(): number;
  /** A sentence when the zone data is old. */
  staleZoneData(): string | undefined;
}

/** Judges whether this installation does its work. Old zone data is told and keeps nobody waiting: sending goes on. */
export async function judgeReadiness(probes: Probes): Promise<Readiness> {
  const [levels, sweep] = await Promise.allSettled([inTime(probes.levels()), inTime(probes.nextSweep())]);
  const essential = [
    check('database', levels.status === 'fulfilled', 'answers', 'does not answer'),
    check('queue', sweep.status === 'fulfilled', 'answers', 'does not answer'),
    ...(sweep.status === 'fulfilled' ? [sweepCheck(sweep.value, probes.machineNow())] : []),
    ...(levels.status === 'fulfilled' ? levelChecks(levels.value, probes.up()) : []),
  ];
  const stale = probes.staleZoneData();
  return {
    ready: essential.every((one) => one.ok),
    checks: [...essential, check('zone data', stale === undefined, 'up to date', stale ?? '')],
  };
}

function sweepCheck(next: DateTime | undefined, now: DateTime): ReadyCheck {
  if (next === undefined) return { name: 'sweep', ok: false, detail: 'no process has planned one: start a worker' };
  const late = Math.max(0, now.diff(next).as('seconds'));
  const ok = late <= SWEEP_OVERDUE_SECONDS;
  return { name: 'sweep', ok, detail: late < 1 ? 'on time' : `${seconds(late)} overdue` };
}

function levelChecks(levels: Levels, up: number): ReadyCheck[] {
  return [
    {
      name: 'timers',
      ok: Math.min(levels.overdueTimerSeconds, up) <= TIMER_OVERDUE_SECONDS,
      detail: levels.overdueTimerSeconds === 0 ? 'none overdue' : `${seconds(levels.overdueTimerSeconds)} overdue`,
    },
    {
      name: 'messages',
      ok: Math.min(levels.oldestOpenSeconds, up) <= MESSAGE_OVERDUE_SECONDS,
      detail:
        levels.openMessages === 0
          ? 'none waits'
          : `${levels.openMessages} wait, the oldest for ${seconds(levels.oldestOpenSeconds)}`,
    },
  ];
}

function check(name: string, ok: boolean, good: string, bad: string): ReadyCheck {
  return { name, ok, detail: ok ? good : bad };
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
