import { z } from 'zod';
import type { WorkingDays } from '../../core/calendar.ts';
import type { WorkingDayIndex } from '../../core/working-days.ts';
import type { Person, Team } from '../people/model.ts';
import type { Programme } from '../programme/model.ts';
import type { Dependency, Priority } from '../register/model.ts';

/** The stages of a dependency, in their order. The release is the delivery: its day is the due date of the register. */
export const StageName = z.enum(['contract', 'development', 'test', 'release']);
export type StageName = z.infer<typeof StageName>;

/** The stages as people call them. */
export const STAGE_LABEL: Readonly<Record<StageName, string>> = {
  contract: 'Contract',
  development: 'Development',
  test: 'Test window',
  release: 'Release',
};

/** planned: agreed on · provisioning: being set up · ready: can be used · retired: gone. */
export const Provisioning = z.enum(['planned', 'provisioning', 'ready', 'retired']);
export type Provisioning = z.infer<typeof Provisioning>;

/** Ours: a year of work in one stage, and a quarter between two, are plans that nobody can keep. */
export const MOST_DAYS = { stage: 250, lag: 60, slip: 250 } as const;
/** Ours: a name fits a line of a card, and an environment is named in commands. */
export const LONGEST_NAME = { milestone: 80, environment: 40 } as const;
/** Ours: of each, in one programme, and needs of one dependency. */
export const MOST = { environments: 200, milestones: 50, freezes: 50, needs: 20 } as const;
/** Windows that one environment takes at once. Ours. */
export const MOST_CAPACITY = 100;

/** Name in the audit log of a change of the plan. */
export const SHIFTED = 'timeline.shifted';

/** The programme milestone after which no test window and no delivery ends; without one it is the release date. */
export const CUT_OFF = 'Cut-off';

/** What is planned of one stage of a dependency. All days are `YYYY-MM-DD`. */
export interface Milestone {
  dependencyId: string;
  stage: StageName;
  startDate: string | null;
  /** Of the release always null: it is the due date of the register. */
  endDate: string | null;
  /** How long it takes, in working days of those who do it. */
  workingDays: number | null;
  /** Where a test window takes place. */
  environmentId: string | null;
  doneOn: string | null;
  /** COM-4: the commitment that holds its day, which then moves by agreement alone. */
  committed: string | null;
}

/** One dependency begins its work after another is delivered. */
export interface Need {
  dependencyId: string;
  neededId: string;
  /** Working days between the two, of the one that waits. */
  lag: number;
}

/** Where test windows take place. */
export interface Environment {
  id: string;
  programmeId: string;
  name: string;
  state: Provisioning;
  ownerId: string | null;
  fromDate: string | null;
  untilDate: string | null;
  /** Test windows it takes at once. */
  capacity: number;
}

/** A day of the whole programme. */
export interface ProgrammeMilestone {
  programmeId: string;
  name: string;
  date: string;
}

/** Days, both included, on which nothing is changed. */
export interface Freeze {
  programmeId: string;
  name: string;
  startDate: string;
  endDate: string;
}

/** All that the plan of a programme is made of, as it is stored. */
export interface Records {
  today: string;
  programme: Pick<Programme, 'releaseDate' | 'leadIds'>;
  dependencies: readonly Dependency[];
  teams: ReadonlyMap<string, Team>;
  /** Owners, delegates and leads. */
  people: ReadonlyMap<string, Person>;
  milestones: readonly Milestone[];
  programmeMilestones: readonly ProgrammeMilestone[];
  needs: readonly Need[];
  environments: readonly Environment[];
  freezes: readonly Freeze[];
}

/** A stage that is still to be done, as the engine takes it. */
export interface PlannedStage {
  name: StageName;
  /** Working days; null: those from `from` to `by`, or one. */
  days: number | null;
  /** Who has to be there: it is worked on when all of them work. */
  sides: readonly WorkingDays[];
  /** It begins no earlier. */
  from: string | null;
  /** It ends no earlier, and later when what it waits for is late. */
  by: string | null;
  environmentId: string | null;
}

/** Who waits for a dependency. */
export interface Waiting {
  team: string;
  leadId: string | null;
  neededBy: string | null;
  /** In its own backlog. */
  priority: Priority | null;
}

/** An open dependency as the engine takes it. */
export interface PlannedDependency {
  id: string;
  key: string;
  title: string;
  ownerId: string | null;
  delegateId: string | null;
  /** Who delivers it, and where it stands in their backlog. */
  producer: { team: string; leadId: string | null; priority: Priority | null };
  /** In their order, at least one. */
  stages: readonly PlannedStage[];
  consumers: readonly Waiting[];
}

/** Somebody who rests on all days of the week. */
export interface Idle {
  personId: string;
  keys: readonly string[];
}

/** Everything that the engine computes from. */
export interface Plan {
  today: string;
  /** No test window and no delivery ends after it. */
  cutOff: string | null;
  /** Who decides on the programme's dates. */
  leadIds: readonly string[];
  dependencies: readonly PlannedDependency[];
  /** Whose calendar has no working day, with the keys that hang on it; they are planned by the weekend of their country. */
  idle: readonly Idle[];
  needs: readonly Need[];
  environments: readonly Environment[];
  freezes: readonly Freeze[];
}

/** When a stage takes place if everything goes on as planned. Days are numbers (`core/calendar-date`). */
export interface ScheduledStage {
  planned: PlannedStage;
  start: number;
  end: number;
  /** Working days of its sides that it can slip before the end of the programme does. */
  totalFloat: number;
  /** Working days that it can slip before anything else does. */
  freeFloat: number;
  /** Working days of its sides by which it ends after the day that was planned. */
  late: number;
}

export interface ScheduledDependency {
  dependency: PlannedDependency;
  stages: readonly ScheduledStage[];
  /** The last of them: the delivery. */
  last: ScheduledStage;
}

/** A step of the critical path. */
export interface Step {
  dependency: PlannedDependency;
  stage: ScheduledStage;
}

/** A dependency of a network. */
export interface Line {
  dependency: PlannedDependency;
  /** The number of its first task; those of its other stages follow. */
  first: number;
}

/** A stage of a network. Counts are of working days of its calendar. */
export interface Task {
  /** Its place among the tasks, after that of all that it waits for. */
  number: number;
  line: Line;
  planned: PlannedStage;
  calendar: WorkingDayIndex;
  days: number;
  /** Count before which it does not begin, whatever it waits for. */
  floor: number;
  /** Count on which it was planned to end. */
  promised: number | null;
  /** Tasks that have to end before it begins, and working days more. */
  after: readonly { number: number; lag: number }[];
}

/** What waits for what in a plan, ready to be scheduled as it is or with something later. */
export interface Network {
  /** Each after those that it needs. */
  lines: readonly Line[];
  tasks: readonly Task[];
  cycles: Schedule['cycles'];
}

export interface Schedule {
  /** What was scheduled. */
  network: Network;
  /** By id, each after those that it needs. */
  dependencies: ReadonlyMap<string, ScheduledDependency>;
  /** Day on which the last one is delivered; null when nothing is open. */
  end: number | null;
  /** What decides on that day, in its order: each begins when the one before it allows. */
  path: readonly Step[];
  /** Keys of dependencies that wait for each other; the first follows the last. Their needs of each other do not count. */
  cycles: readonly (readonly string[])[];
}

/** A test window, as conflicts name it. */
export interface Window {
  dependency: ScheduledDependency;
  stage: ScheduledStage;
}

/** Two things of a plan that cannot both be. */
export type PlanConflict =
  | { kind: 'never-works'; idle: Idle }
  | { kind: 'needed-earlier'; dependency: ScheduledDependency; waiting: Waiting & { neededBy: string }; days: number }
  | { kind: 'cycle'; keys: readonly string[] }
  | { kind: 'after-cut-off'; dependency: ScheduledDependency; stage: ScheduledStage; cutOff: string; days: number }
  | { kind: 'no-environment'; window: Window }
  | { kind: 'not-ready' | 'outside-life'; window: Window; environment: Environment }
  | { kind: 'over-capacity'; window: Window; environment: Environment; beside: readonly string[] }
  | { kind: 'in-freeze'; window: Window; freeze: Freeze }
  | { kind: 'on-holiday'; window: Window; holidays: readonly { day: number; name: string }[] }
  | { kind: 'no-shared-day'; window: Window }
  | { kind: 'over-committed'; ownerId: string; day: number; work: readonly Step[] }
  | { kind: 'priorities-disagree'; dependency: ScheduledDependency; waiting: readonly Waiting[] };

/** One way out of a conflict, with what it costs. */
export interface Resolution {
  /** What is done, as an order: "Move the test window of DEP-4 to Mon 14 – Wed 16 Dec". */
  text: string;
  /** Working days by which dates move. */
  days: number;
  /** Ids of those who have to agree or to do something. */
  people: readonly string[];
}
