import type { DateTime } from 'luxon';
import type { Text } from '../../../chat/text.ts';
import type { Calendar, WorkingDays } from '../../../core/calendar.ts';
import type { Decided, Escalation, Matter, DecisionOption as Option } from '../../escalations/model.ts';
import type { Dependency } from '../../register/model.ts';
import type { Milestone } from '../../timeline/model.ts';
import type { GateView } from '../model.ts';

/** A time that a gate is late, from its due moment until it closed or was given more time. */
export interface LateGate extends Matter {
  gateId: string;
  dependencyId: string;
  endedAt: DateTime | null;
  /** Tiers that leadership heard of; ascending. */
  escalations: Escalation[];
}

/** What leadership can choose, in the order it is shown. */
export const OPTIONS = ['replace', 'extend', 'drop'] as const;
export type OptionKind = (typeof OPTIONS)[number];
export type DecisionOption = Option<OptionKind>;

/** Somebody whose signature is missing. */
export interface Missing {
  personId: string;
  name: string;
  as: string;
  calendar: Calendar;
}

/** What the choices are computed from. */
export interface ChoiceFacts {
  programme: string;
  /** YYYY-MM-DD on the owner's calendar. */
  today: string;
  missing: Missing[];
  /** Working days that approvers of this gate have. */
  workingDays: number;
  /** Names of the consumer teams. */
  consumers: string[];
  /** The contract stage of the plan, which waits for the gates; null where none is planned or it is done. */
  stage: Milestone | null;
  /** Working days that the gates after this one have, together, and the owner's days off. */
  laterDays: number;
  ownDays: WorkingDays;
  /** What follows in the plan, in a few words ('' for nothing), from what a choice writes into it. */
  follows: (written: Written) => string;
}

/** What a choice writes that the plan is made of. */
export type Written = { stage: Milestone } | { facts: Partial<Dependency> };

/** Everything the cards of leadership show of a late gate. */
export interface LateFacts {
  view: GateView;
  late: LateGate;
  choices: ChoiceFacts;
  offered: DecisionOption[];
  owner: string | null;
  /** Float left and what then slips; null when the plan cannot be computed, undefined without a place in it. */
  float: string | null | undefined;
  waiting: Text[];
  /** Who may decide. */
  deciders: { id: string; name: string }[];
  /** Their ids, with those of who stands in for them. */
  mayDecide: string[];
  /** What was learned before, in lines. */
  lessons: Text[];
  /** By id of the decision. */
  decisions: ReadonlyMap<string, Decided>;
  now: DateTime;
}
