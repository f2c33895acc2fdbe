import type { DateTime } from 'luxon';
import { z } from 'zod';
import { Change, type Contract } from '../contracts/model.ts';
import type { Person } from '../people/model.ts';
import type { Quorum } from '../programme/model.ts';
import type { Dependency } from '../register/model.ts';

/** Gates a contract passes, in order. */
export const GATES = 4;

/** withdrawn: its version gave way to another · lapsed: it had passed by a waiver that ended. Neither counts any more. */
export const GateState = z.enum(['open', 'passed', 'changes-requested', 'withdrawn', 'lapsed']);
export type GateState = z.infer<typeof GateState>;

export const Choice = z.enum(['approve', 'request-changes']);
export type Choice = z.infer<typeof Choice>;

/** The changes that hit what a consumer uses: how many, and the gravest of them. */
export const HitBy = z.object({ many: z.number().int(), first: z.array(Change) });
export type HitBy = z.infer<typeof HitBy>;

/** A signature that was given for an earlier version and holds for this one. */
export const CarriedFrom = z.object({
  /** Semver without a leading v. */
  version: z.string(),
  at: z.string(),
  /** Of the breaking and not judged changes since: none of them hits what the signer's teams use. */
  fingerprints: z.array(z.string()),
});
export type CarriedFrom = z.infer<typeof CarriedFrom>;

/** One signature a gate wants. */
export const Seat = z.object({
  /** Who signs. */
  personId: z.string(),
  /** In which capacity: `engineering contact of Partner Experience`. */
  as: z.string(),
  /** Where a team signs: any one of these does, as it stood when the gate opened. `personId` is asked for all of them. */
  team: z.object({ name: z.string(), memberIds: z.array(z.string()) }).optional(),
  /** Signs for the obligations of the dependency, each of which needs its evidence first. */
  compliance: z.boolean().optional(),
  /** Who handed it over to `personId`, when; absent while it is with whom the policy named. */
  delegated: z.object({ byId: z.string(), at: z.string() }).optional(),
  /** The living cards that asked for it: who got which, and whose signature it asked for. Each is rewritten when the gate changes. */
  cards: z.array(z.object({ to: z.string(), subject: z.string(), forId: z.string() })).default([]),
  /** The consumer teams it signs for; absent where it signs for somebody else as well. */
  consumers: z.array(z.string()).optional(),
  /** Why a consumer is asked again. */
  hitBy: HitBy.optional(),
});
export type Seat = z.infer<typeof Seat>;

/** Days a waiver may last at most: a sprint and its review; what is needed for longer is a change of the gate. Ours. */
export const LONGEST_WAIVER_DAYS = 30;

/** A lead lets a gate pass without its signatures, for a time. */
export const Waiver = z.object({ byId: z.string(), at: z.string(), until: z.string(), reason: z.string() });
export type Waiver = z.infer<typeof Waiver>;

/** One gate of one contract version. */
export interface Gate {
  id: string;
  dependencyId: string;
  contractId: string;
  /** 1 to 4. */
  number: number;
  name: string;
  /** The checklist: what every signature confirms. */
  criteria: string[];
  approvers: Seat[];
  quorum: Quorum;
  state: GateState;
  openedAt: DateTime;
  dueAt: DateTime;
  closedAt: DateTime | null;
  /** Null where it passes by its signatures. */
  waiver: Waiver | null;
  version: number;
}

export interface Vote {
  gateId: string;
  /** Whose seat it counts for. */
  approverId: string;
  /** Who voted: the approver or the stand-in. */
  byId: string;
  vote: Choice;
  comment: string | null;
  at: DateTime;
  /** The version it was given for, where that is not this one; it stays when its holder requests changes instead. */
  carriedFrom: CarriedFrom | null;
}

/** An item of a gate's checklist that somebody confirmed. */
export interface Tick {
  gateId: string;
  /** Its place in `criteria`, from 1. */
  item: number;
  byId: string;
  at: DateTime;
}

/** A gate with all that its cards say. */
export interface GateView {
  gate: Gate;
  votes: Vote[];
  /** By item. */
  ticks: Tick[];
  contract: Contract;
  dependency: Pick<Dependency, 'id' | 'key' | 'title' | 'obligations' | 'links'>;
  /** Everybody a card may name, by id. */
  people: ReadonlyMap<string, Pick<Person, 'id' | 'handle' | 'name'>>;
  /** The present version, where this gate was closed without a decision. */
  replacedBy?: Contract | undefined;
  /** Where it goes on: the open gate after one that passed, or the present gate of the version that replaced this one. */
  next?: Gate | undefined;
}

/** One version of a contract with the gates it came to, first to last. */
export interface VersionView {
  contract: Contract;
  gates: GateView[];
  /** Everybody its gates name, by id. */
  people: GateView['people'];
}

/** Where the contract of a dependency stands. */
export interface GateProgress {
  dependencyId: string;
  contractId: string;
  key: string;
  title: string;
  /** Semver without a leading v. */
  version: string;
  /** 1 to 4. */
  gate: number;
  name: string;
  /** `complete`: all four gates passed. */
  state: 'open' | 'changes-requested' | 'complete';
  dueAt: DateTime;
  /** Handles of those who have not signed; none unless open. */
  waitsFor: string[];
  late: boolean;
  /** Gates that passed by a waiver, and until when each does. */
  waived: { gate: number; until: DateTime }[];
}

/** A gate that waits for somebody's vote, with what a button for it carries. */
export interface WaitingApproval {
  gateId: string;
  dependencyId: string;
  key: string;
  title: string;
  /** Its hash goes into the button beside the gate: the vote belongs to this content. */
  contract: Contract;
  gate: number;
  name: string;
  dueAt: DateTime;
  /** Whose signature it is: theirs, or that of somebody they stand in for. */
  approverId: string;
  /** In which capacity. */
  as: string;
  /** Another one is asked for their team, and they may sign as well. */
  ofTeam: boolean;
  /** Name of the person they stand in for; null when it is their own seat. */
  standsInFor: string | null;
}

/** A dependency that was taken out of scope needs no signatures any more. */
export function isInScope(dependency: Pick<Dependency, 'state'>): boolean {
  return dependency.state !== 'dropped';
}
