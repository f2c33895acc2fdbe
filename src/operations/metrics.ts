import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { LastAudit } from '../features/selfaudit/index.ts';
import type { Observer } from './observer.ts';

/**
 * From at once to two hours, after which a message that cannot be delivered is parked. Dense around what is promised:
 * a sweep every 5 s, an escalation within 10 s, a minute until a dead worker's message is taken over.
 */
const LATENESS_SECONDS = [0.25, 0.5, 1, 2, 3, 5, 6, 10, 20, 60, 120, 300, 900, 1800, 3600, 7200];
/** From a cached answer to Slack's 3 s for an answer and the 30 s after which the database ends a statement. */
const DURATION_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30];

/** What is read when somebody asks for the metrics; seconds and counts. */
export interface Levels {
  /** Messages that are neither delivered nor given up. */
  openMessages: number;
  /** Since the oldest of them was written down; 0 without any. */
  oldestOpenSeconds: number;
  /** Messages given up and never delivered. */
  parkedMessages: number;
  /** Since the timer that should have fired first was due; 0 when none waits. */
  overdueTimerSeconds: number;
}

/** Jobs in the queue, by queue and state. */
export type QueueCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Metrics {
  observer: Observer;
  contentType: string;
  /** All metrics of this process, in the text format of Prometheus. Levels that cannot be read are left out. */
  text(): Promise<string>;
}

/** The metrics of one process, in a registry of its own. */
export function createMetrics(read: {
  levels(): Promise<Levels>;
  queues(): Promise<QueueCounts>;
  lastAudit(): Promise<LastAudit | undefined>;
}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const deliveries = new Counter({
    name: 'depsync_deliveries_total',
    help: 'Attempts to deliver a message, by how they ended; the platform of those that were delivered.',
    labelNames: ['result', 'platform'],
    registers,
  });
  const deliveryLateness = new Histogram({
    name: 'depsync_delivery_lateness_seconds',
    help: 'From writing a message down to its delivery.',
    labelNames: ['platform'],
    buckets: LATENESS_SECONDS,
    registers,
  });
  const acts = new Histogram({
    name: 'depsync_handler_duration_seconds',
    help: 'Handling what a person did.',
    labelNames: ['kind', 'result'],
    buckets: DURATION_SECONDS,
    registers,
  });
  const timers = new Counter({
    name: 'depsync_timers_total',
    help: 'Timers that fell due, by kind and how their handling ended; one that failed comes again.',
    labelNames: ['kind', 'result'],
    registers,
  });
  const timerLateness = new Histogram({
    name: 'depsync_timer_lateness_seconds',
    help: 'From the moment a timer was due to its firing.',
    labelNames: ['kind'],
    buckets: LATENESS_SECONDS,
    registers,
  });
  const sweeps = new Histogram({
    name: 'depsync_sweep_duration_seconds',
    help: 'One look for due timers and abandoned messages, what they did included.',
    buckets: DURATION_SECONDS,
    registers,
  });
  const levels = createLevels(registry);
  return {
    contentType: registry.contentType,
    observer: {
      delivery(result, platform, lateness) {
        deliveries.inc({ result, platform: platform ?? 'none' });
        if (platform !== undefined && lateness !== undefined) deliveryLateness.observe({ platform }, lateness);
      },
      act: (kind, result, duration) => acts.observe({ kind, result }, duration),
      timer(kind, result, lateness) {
        timers.inc({ kind, result });
        if (result === 'fired') timerLateness.observe({ kind }, lateness);
      },
      sweep: (duration) => sweeps.observe(duration),
    },
    async text() {
      const [found, queues, audit] = await Promise.allSettled([read.levels(), read.queues(), read.lastAudit()]);
      levels.set(
        found.status === 'fulfilled' ? found.value : undefined,
        queues.status === 'fulfilled' ? queues.value : {},
        audit.status === 'fulfilled' ? audit.value : undefined,
      );
      return registry.metrics();
    },
  };
}

/** Levels of the whole installation: every process reads the same. */
function createLevels(registry: Registry) {
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `depsync_${name}`, help, registers: [registry], labelNames: [] });
  const gauges: Record<keyof Levels, Gauge> = {
    openMessages: gauge('outbox_open_messages', 'Messages that are neither delivered nor given up.'),
    oldestOpenSeconds: gauge('outbox_oldest_open_seconds', 'Since the oldest open message was written down.'),
    parkedMessages: gauge('outbox_parked_messages', 'Messages given up for good; `depsync doctor` says why.'),
    overdueTimerSeconds: gauge('timers_overdue_seconds', 'Since the timer that should have fired first was due.'),
  };
  const jobs = new Gauge({
    name: 'depsync_queue_jobs',
    help: 'Jobs in the queue.',
    labelNames: ['queue', 'state'],
    registers: [registry],
  });
  const findings = new Gauge({
    name: 'depsync_schedule_findings',
    help: 'Sends of the last day that were not as the register asks for, as the newest check found; absent before the first.',
    labelNames: ['kind'],
    registers: [registry],
  });
  return {
    /** A level that could not be read is absent: an old number would look like a present one. */
    set(found: Levels | undefined, queues: QueueCounts, audit: LastAudit | undefined) {
      for (const name of Object.keys(gauges) as (keyof Levels)[]) {
        if (found === undefined) gauges[name].remove();
        else gauges[name].set(found[name]);
      }
      jobs.reset();
      for (const [queue, states] of Object.entries(queues)) {
        for (const [state, count] of Object.entries(states)) jobs.set({ queue, state }, count);
      }
      findings.reset();
      for (const [kind, count] of Object.entries(audit?.counts ?? {})) findings.set({ kind }, count);
    },
  };
}
