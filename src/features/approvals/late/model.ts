import type { DateTime } from 'luxon';
import type { Text } from '../../../chat/text.ts';
import type { Calendar } from '../../../core/calendar.ts';
import type { Decided, Escalation, Matter, DecisionOption as Option } from '../../escalations/model.ts';
import type { GateView } from '../model.ts';

/** A time that a gate is late, from its due moment until it closed or was given more time. */
export interface LateGate extends Matter {
  gateId: string;
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
}

/** Everything the cards of leadership show of a late gate. */
export interface LateFacts {
  view: GateView;
  late: LateGate;
  choices: ChoiceFacts;
  offered: DecisionOption[];
  owner: string | null;
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
