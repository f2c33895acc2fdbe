import { z } from 'zod';
import { Colour } from '../../chat/card.ts';
import { type ContactRole, Kind } from '../programme/model.ts';

/** Characters a text may have. Ours: a list of thirty dependencies, and one with everything, must stay readable. */
export const LONGEST = {
  title: 200,
  interface: 500,
  goal: 300,
  infrastructure: 300,
  obligation: 80,
  label: 80,
  url: 2_000,
  authority: 200,
  reviewCadence: 100,
  reason: 500,
} as const;

/** How many of each one dependency may have. Ours. */
export const MOST = { links: 20, criticalDates: 20, obligations: 20 } as const;

/** Days ahead an override may end at most: long enough for a sprint, short enough to be looked at again. */
export const LONGEST_OVERRIDE_DAYS = 14;

export { Kind };

export const Risk = z.enum(['low', 'medium', 'high']);
export type Risk = z.infer<typeof Risk>;

/** Where a dependency stands in a team's backlog. */
export const Priority = z.enum(['low', 'medium', 'high']);
export type Priority = z.infer<typeof Priority>;

/** A team that waits for a dependency. */
export interface Consumer {
  teamId: string;
  /** YYYY-MM-DD: when it needs it. */
  neededBy: string | null;
  /** In its own backlog. */
  priority: Priority | null;
}

/** open: being worked on · delivered: done · dropped: out of scope by decision. */
export const DependencyState = z.enum(['open', 'delivered', 'dropped']);
export type DependencyState = z.infer<typeof DependencyState>;

export const Link = z.object({ label: z.string(), url: z.string() });
export type Link = z.infer<typeof Link>;

export const CriticalDate = z.object({ label: z.string(), date: z.string() });
export type CriticalDate = z.infer<typeof CriticalDate>;

/** What an owner last said of a dependency. */
export const Report = z.object({
  colour: Colour,
  reason: z.string().nullable(),
  /** What is done about a red or yellow. */
  mitigation: z.string().nullable(),
  /** What will make the mitigation start. */
  trigger: z.string().nullable(),
  byId: z.string(),
  at: z.string(),
});
export type Report = z.infer<typeof Report>;

/** A colour set by a lead against the facts, for a reason and a time. */
export const Override = z.object({ colour: Colour, reason: z.string(), byId: z.string(), until: z.string() });
export type Override = z.infer<typeof Override>;

/**
 * A fact about a dependency that bears on its colour, written by the feature that knows it in the transaction
 * of its cause and removed in the transaction of its end.
 */
export const SignalKind = z.enum(['blocker', 'gate-late', 'gate-refused', 'silence']);
export type SignalKind = z.infer<typeof SignalKind>;

/** A fact as it is stored. */
export interface Signal {
  kind: SignalKind;
  subject: string;
  text: string;
  /** ISO instant. */
  since: string;
  count: number;
}

export interface Contact {
  role: ContactRole;
  personId: string;
  authority: string | null;
  reviewCadence: string | null;
  delegateId: string | null;
}

/** One cross-team integration touchpoint, with all that belongs to it. */
export interface Dependency {
  id: string;
  programmeId: string;
  key: string;
  number: number;
  title: string;
  kind: Kind;
  interface: string | null;
  producerTeamId: string;
  /** In the producer's backlog. */
  priority: Priority | null;
  consumers: Consumer[];
  ownerId: string | null;
  delegateId: string | null;
  /** The owner's zone; days of this dependency end there. UTC without an owner. */
  zone: string;
  /** YYYY-MM-DD */
  dueDate: string | null;
  risk: Risk;
  roadmapGoal: string | null;
  sharedInfrastructure: string | null;
  obligations: string[];
  criticalDates: CriticalDate[];
  links: Link[];
  contacts: Contact[];
  state: DependencyState;
  report: Report | null;
  override: Override | null;
  signals: Signal[];
  /** A risk on it that is not closed says what is done about it, and when that begins. */
  mitigated: boolean;
  version: number;
}

/** What of a dependency its people edit. */
export type Facts = Pick<
  Dependency,
  | 'title'
  | 'kind'
  | 'interface'
  | 'producerTeamId'
  | 'priority'
  | 'consumers'
  | 'dueDate'
  | 'risk'
  | 'roadmapGoal'
  | 'sharedInfrastructure'
  | 'obligations'
  | 'criticalDates'
  | 'state'
>;

/** The kinds as people call them. */
export const KIND_LABEL: Readonly<Record<Kind, string>> = {
  api: 'API',
  'data-feed': 'Data feed',
  'event-topic': 'Event topic',
  'third-party': 'Third-party service',
  'shared-infrastructure': 'Shared infrastructure',
};

/** The facts of a dependency as people call them. */
export const FACT_LABEL: Readonly<Record<keyof Facts, string>> = {
  title: 'Title',
  kind: 'Kind',
  interface: 'Interface',
  producerTeamId: 'Producer',
  priority: 'Priority of the producer',
  consumers: 'Consumers',
  dueDate: 'Due',
  risk: 'Risk',
  roadmapGoal: 'Roadmap goal',
  sharedInfrastructure: 'Shared infrastructure',
  obligations: 'Obligations',
  criticalDates: 'Critical dates',
  state: 'State',
};

/** What proves that each obligation is met: the link of the dependency that has its name. */
export function evidenceOf({
  obligations,
  links,
}: Pick<Dependency, 'obligations' | 'links'>): { obligation: string; url: string | null }[] {
  return obligations.map((obligation) => ({
    obligation,
    url: links.find((one) => one.label.toLowerCase() === obligation.toLowerCase())?.url ?? null,
  }));
}
