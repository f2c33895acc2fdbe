import type { DateTime } from 'luxon';
import type { Policy } from '../programme/model.ts';

/** What is checked. */
export const SENDS = ['prompt', 'nudge', 'escalation', 'reminder'] as const;
export type Send = (typeof SENDS)[number];

/** What can be wrong with it; `unexpected` is a prompt for which nothing was due. */
export const FAULTS = ['missed', 'late', 'doubled', 'wrong-person', 'unexpected'] as const;
export type Fault = (typeof FAULTS)[number];

/** A value over time, ascending; each holds from `since` to the next one's. */
export interface History<Value> {
  spans: { since: DateTime; value: Value }[];
  /** What was before the first: nothing yet, or nobody knows. */
  before: 'absent' | 'unknown';
}

/** As the register stores it. */
export interface PersonFacts {
  zone: string;
  country: string | null;
  region: string | null;
  /** ISO weekdays; null means the country's. */
  weekend: number[] | null;
  /** HH:MM */
  workStart: string;
  workEnd: string;
  delegateId: string | null;
}

export interface DependencyFacts {
  ownerId: string | null;
  delegateId: string | null;
  state: string;
}

export interface ProgrammeFacts extends Pick<Policy, 'cadence' | 'nudges' | 'channels'> {
  leadIds: string[];
}

/** The register as it is and as it was; ids throughout, instants in UTC. */
export interface Facts {
  people: ReadonlyMap<string, { handle: string; history: History<PersonFacts> }>;
  programmes: readonly { id: string; key: string; history: History<ProgrammeFacts> }[];
  dependencies: ReadonlyMap<string, { key: string; programmeId: string; history: History<DependencyFacts> }>;
  /** By person. */
  absences: ReadonlyMap<string, readonly AbsenceFacts[]>;
  /** By owner, in the order they were asked. */
  prompts: ReadonlyMap<string, readonly PromptFacts[]>;
  /** When somebody said how a dependency stands, by dependency: milliseconds since the epoch. */
  answers: ReadonlyMap<string, readonly number[]>;
  /** What climbs to leadership while it is open: blockers, late gates. */
  matters: readonly MatterFacts[];
  gates: readonly GateFacts[];
}

export interface AbsenceFacts {
  startsAt: DateTime;
  endsAt: DateTime;
  standInId: string | null;
}

export interface PromptFacts {
  id: string;
  /** Null: somebody asked for it, outside of the cadence. */
  roundId: string | null;
  programmeId: string;
  ownerId: string;
  askedId: string;
  askedAt: DateTime;
  dependencyIds: readonly string[];
  dropped: boolean;
}

export interface MatterFacts {
  /** The living cards of its tiers begin so. */
  subject: string;
  dependencyId: string;
  raisedAt: DateTime;
  resolvedAt: DateTime | null;
  /** Hours, as the policy stood when it was raised. */
  tiers: readonly number[];
  /** When a register file brought it, with tiers that had passed by then; null for one raised here. */
  importedAt: DateTime | null;
}

export interface GateFacts {
  id: string;
  dependencyId: string;
  submitterId: string;
  openedAt: DateTime;
  dueAt: DateTime;
  closedAt: DateTime | null;
  /** When it was late: from its due moment until it closed or was given more time. */
  late: readonly { since: DateTime; endedAt: DateTime | null }[];
  /** Who signs, and from when until when; a seat that was handed over is two. */
  seats: readonly { personId: string; since: DateTime; until: DateTime | null }[];
  /** From when until when each counts; null until the end. */
  votes: readonly { approverId: string; byId: string; at: DateTime; until: DateTime | null }[];
}

/** One row of the outbox. */
export interface LedgerRow {
  key: string;
  subject: string | null;
  /** The conversation it is addressed to. */
  to: string;
  deliveredAt: DateTime | null;
  parkedAt: DateTime | null;
  /** While it waits, or waited, for its reader's message of the day; null when it was sent as it was written. */
  held: { from: DateTime; until: DateTime | null } | null;
  /** The platform's name of the message; an update carries that of the message it updated. */
  message: string | null;
}

/** Something that ought to have been sent to one address by a moment. */
export interface Expectation {
  send: Send;
  /** What it is about, for people: `DEP-4`, `@ana in Q1`. */
  about: string;
  at: DateTime;
  /** A conversation: `person:ID`, `slack:C0123`. */
  to: string;
  /** The living card that carries it; null when its cause is not even written down. */
  subject: string | null;
  /** Other conversations that may rightly show the same card. */
  alsoMay?: readonly string[];
  /** What is known of why it is not there. */
  note?: string;
}

/** A send that is not as it ought to be. */
export interface Finding {
  fault: Fault;
  send: Send;
  about: string;
  /** When it was due. */
  at: DateTime;
  to: string;
  subject: string | null;
  /** For `late`: by so many minutes. */
  minutes: number | null;
  /** What happened instead, and what to do about it. */
  why: string;
}

/** Something that could not be judged, because its history is not known. */
export interface NotJudged {
  about: string;
  why: string;
}

/** What ought to have been sent in a span and around it. */
export interface Expected {
  sends: Expectation[];
  /** Prompts that repeat or that nothing called for. */
  surplus: Finding[];
  notJudged: NotJudged[];
}

/** From (included) to (excluded), UTC. */
export interface Span {
  from: DateTime;
  to: DateTime;
}

export interface AuditResult {
  span: Span;
  /** How many sends were compared. */
  judged: number;
  findings: Finding[];
  notJudged: NotJudged[];
}
