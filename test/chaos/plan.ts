import type { Misbehaviour } from '../support/slack-server.ts';
import type { TeamsMisbehaviour } from '../support/teams-server.ts';
import { type Random, randomFrom } from './random.ts';

export const PROCESSES = ['web', 'worker-1', 'worker-2'] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** What goes wrong. Times are the machine's milliseconds. */
export type Fault =
  | { kind: 'kill'; process: ProcessName; downMs: number }
  | { kind: 'suspend'; process: ProcessName; forMs: number }
  | { kind: 'empty queue' }
  | { kind: 'cut queue' }
  | { kind: 'cut database' }
  | { kind: 'restart database'; downMs: number }
  | { kind: 'slack'; how: Misbehaviour; calls: number }
  | { kind: 'teams'; how: TeamsMisbehaviour; calls: number }
  | { kind: 'outage'; platform: 'slack'; how: Misbehaviour; forMs: number }
  | { kind: 'outage'; platform: 'teams'; how: TeamsMisbehaviour; forMs: number }
  | { kind: 'duplicate events'; count: number }
  | { kind: 'reordered events'; count: number };

/** What an owner does, by the number of their dependency. */
export interface PlannedAct {
  kind: 'writes' | 'clicks' | 'unblocks' | 'looks';
  owner: number;
}

/** One moment of a run: a fault, and what people do meanwhile. */
export interface Moment {
  /** Since the beginning, in the machine's milliseconds. */
  atMs: number;
  fault: Fault;
  acts: PlannedAct[];
}

/** On average between two faults: often enough to meet again what the one before left. */
const FAULT_EVERY_MS = 600;
const LONGEST_DOWN_MS = 1_500;
/** A PostgreSQL that is restarted takes no connections for about so long. */
const LONGEST_RESTART_MS = 3_000;
/** A machine that slept: for the process the clock jumps by hours. Shorter than a lease, so that much is under way when it wakes. */
const LONGEST_SUSPENSION_MS = 8_000;

type Passing = Exclude<Fault['kind'], 'outage'>;
const KINDS: readonly [Passing, ...Passing[]] = [
  'kill',
  'suspend',
  'empty queue',
  'cut queue',
  'cut database',
  'restart database',
  'slack',
  'slack',
  'slack',
  'teams',
  'teams',
  'teams',
  'duplicate events',
  'reordered events',
];
const TROUBLES: readonly [Misbehaviour, ...Misbehaviour[]] = [
  'rate-limited',
  'failing',
  'failing-after',
  'silent',
  'lost',
  'slow',
];

const TEAMS_TROUBLES: readonly [TeamsMisbehaviour, ...TeamsMisbehaviour[]] = [
  'rate-limited',
  'throttled',
  'precondition',
  'failing',
  'bad-gateway',
  'timed-out',
  'done-bad-gateway',
  'silent',
  'lost',
  'slow',
];

/** The part of a run before the first outage; Slack is out after Teams, where the run is long enough. */
const CALM_PART = 1 / 8;
/** Longer than the minute after which who waits for an answer is told on their other platform. */
const OUTAGE_MS = 75_000;
const SLACK_OUTAGES: readonly [Misbehaviour, ...Misbehaviour[]] = ['failing', 'failing-after', 'silent', 'lost'];
const TEAMS_OUTAGES: readonly [TeamsMisbehaviour, ...TeamsMisbehaviour[]] = [
  'bad-gateway',
  'done-bad-gateway',
  'silent',
  'lost',
];

const ACTS: readonly [PlannedAct['kind'], ...PlannedAct['kind'][]] = [
  'writes',
  'writes',
  'clicks',
  'clicks',
  'unblocks',
  'looks',
  'looks',
];

/** The whole run, from a seed: the same seed plans the same faults; how they interleave is the machine's. */
export function planOf(seed: number, faults: number, world: { owners: number; blockers: number }): Moment[] {
  const random = randomFrom(seed);
  let atMs = 0;
  const outages: (Fault & { kind: 'outage' })[] = [
    { kind: 'outage', platform: 'teams', how: random.pick(TEAMS_OUTAGES), forMs: OUTAGE_MS },
    { kind: 'outage', platform: 'slack', how: random.pick(SLACK_OUTAGES), forMs: OUTAGE_MS },
  ];
  let out: { platform: 'slack' | 'teams'; untilMs: number } | undefined;
  return Array.from({ length: faults }, (_, index) => {
    atMs += random.between(FAULT_EVERY_MS / 2, (FAULT_EVERY_MS * 3) / 2);
    if (out !== undefined && atMs >= out.untilMs) out = undefined;
    const outage = out === undefined && index >= faults * CALM_PART ? outages.shift() : undefined;
    if (outage !== undefined) out = { platform: outage.platform, untilMs: atMs + outage.forMs };
    const fault = outage ?? faultBy(random, out?.platform);
    const many = fault.kind === 'reordered events' ? 3 : random.between(0, 1);
    return { atMs, fault, acts: Array.from({ length: many }, () => actBy(random, world)) };
  });
}

/** A single call cannot go wrong on a platform that is out. */
function faultBy(random: Random, out: Fault['kind'] | undefined): Fault {
  const kind = random.pick(KINDS);
  if (kind === out) return faultBy(random, out);
  switch (kind) {
    case 'kill':
      return { kind, process: random.pick(PROCESSES), downMs: random.between(0, LONGEST_DOWN_MS) };
    case 'suspend':
      return { kind, process: random.pick(PROCESSES), forMs: random.between(500, LONGEST_SUSPENSION_MS) };
    case 'restart database':
      return { kind, downMs: random.between(200, LONGEST_RESTART_MS) };
    case 'slack':
      return { kind, how: random.pick(TROUBLES), calls: random.between(1, 4) };
    case 'teams':
      return { kind, how: random.pick(TEAMS_TROUBLES), calls: random.between(1, 4) };
    case 'duplicate events':
    case 'reordered events':
      return { kind, count: random.between(1, 4) };
    case 'empty queue':
    case 'cut queue':
    case 'cut database':
      return { kind };
  }
}

function actBy(random: Random, { owners, blockers }: { owners: number; blockers: number }): PlannedAct {
  const kind = random.pick(ACTS);
  return { kind, owner: random.between(1, kind === 'unblocks' ? Math.ceil(blockers / 3) : owners) };
}
