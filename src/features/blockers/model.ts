import type { DateTime } from 'luxon';
import type { Text } from '../../chat/text.ts';
import type { Decided, Escalation, DecisionOption as Option } from '../escalations/model.ts';
import type { Consumer, CriticalDate, Dependency, Link } from '../register/model.ts';
import type { StageName } from '../timeline/model.ts';

/** What somebody says when they raise a blocker. */
export interface BlockerWords {
  reason: string;
  /** YYYY-MM-DD; when it is expected to end. */
  expectedUntil: string | null;
}

/** A blocker of a register that is imported: it was raised in the past. */
export interface ImportedBlocker extends BlockerWords {
  raisedById: string;
  raisedAt: DateTime;
}

/** A blocker with what became of it. */
export interface BlockerView extends BlockerWords {
  id: string;
  programmeId: string;
  dependencyId: string;
  /** Of its dependency. */
  key: string;
  title: string;
  raisedById: string;
  raisedAt: DateTime;
  /** Hours after which leadership hears of it, as the policy stood when it was raised; ascending. */
  tiers: number[];
  /** Tiers that leadership heard of; ascending. */
  escalations: Escalation[];
  /** When leadership hears of it next; null when every tier has passed or it is solved. */
  nextTierAt: DateTime | null;
  resolvedAt: DateTime | null;
  resolvedById: string | null;
  resolution: string | null;
  version: number;
}

/** What leadership can choose, in the order it is shown. */
export const OPTIONS = ['reassign', 'move', 'proceed', 'drop'] as const;
export type OptionKind = (typeof OPTIONS)[number];

/** One thing leadership can choose, with what follows from it. */
export type DecisionOption = Option<OptionKind>;

/** What can be chosen, and why the rest cannot. */
export interface Choices {
  offered: DecisionOption[];
  notOffered: Text[];
}

/** What the choices are computed from. */
export interface ChoiceFacts {
  programme: string;
  /** YYYY-MM-DD on the owner's calendar. */
  today: string;
  expectedUntil: string | null;
  /** The owner's day on which it was raised. */
  raisedOn: string;
  dueDate: string | null;
  consumers: (Consumer & { team: string })[];
  criticalDates: CriticalDate[];
  /** COM-4: commitments that hold a day of the dependency, each with the stage. */
  commitments: { key: string; stage: StageName }[];
  releaseDate: string | null;
  owner: { id: string; name: string } | null;
  delegate: { id: string; name: string; awayUntil: DateTime | null; open: number; reds: number } | null;
  contract: { version: string; gatesPassed: number; gates: number } | null;
  /** What follows in the plan, in a few words ('' for nothing), when these facts of the dependency are otherwise. */
  follows: (facts: Partial<Dependency>) => string;
  /** The same when the blocker costs so many working days more, with how the dependency stands then. */
  costs: (days: number) => string;
  /** Names of those who are told of a decision. */
  told: string[];
}

/** Who waits for the dependency. */
export interface Waiting {
  team: string;
  neededBy: string | null;
  /** Days until then; negative when it is past. */
  daysLeft: number | null;
  /** Working time since the blocker was raised that the owner and this team's lead had together; null when one is not named. */
  sharedMinutes: number | null;
}

/** A person as cards name them. */
interface Named {
  id: string;
  name: string;
}

/** Everything the cards of leadership show. */
export interface EscalationFacts {
  blocker: BlockerView;
  raisedBy: string;
  owner: string | null;
  delegate: string | null;
  waiting: Waiting[];
  release: { date: string; daysLeft: number } | null;
  /** Float left and what then slips; undefined without a place in the plan. */
  float: string | undefined;
  links: Link[];
  /** Who may decide. */
  deciders: Named[];
  /** Ids of those who may decide, and of those who may end the blocker, with who stands in for them. */
  mayDecide: string[];
  mayEnd: string[];
  choices: Choices;
  /** By id of the decision. */
  decisions: ReadonlyMap<string, Decided>;
  told: string[];
  /** What was learned before, in lines. */
  lessons: Text[];
  resolvedBy: string | null;
  now: DateTime;
}

/** A blocker in a list. */
export interface ListedBlocker {
  blocker: BlockerView;
  /** How long it is open, or was. */
  minutes: number;
  /** Names of the teams that wait. */
  waiting: string[];
}
