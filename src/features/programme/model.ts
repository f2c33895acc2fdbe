import { z } from 'zod';
import { Platform } from '../../chat/inbound.ts';
import { parseWallTime } from '../../core/local-time.ts';
import { LintPolicy } from '../../specifications/lint/index.ts';

const Wall = z.string().refine((value) => {
  try {
    parseWallTime(value);
    return true;
  } catch {
    return false;
  }
}, 'a time of day such as 09:30');

/** A channel a programme speaks in: `web:leadership`, `slack:C0123ABCD`. */
export const Channel = z.object({ platform: Platform, id: z.string().min(1) });
export type Channel = z.infer<typeof Channel>;

/** What teams wait for. */
export const Kind = z.enum(['api', 'data-feed', 'event-topic', 'third-party', 'shared-infrastructure']);
export type Kind = z.infer<typeof Kind>;

/** Contact roles of a dependency; gates name their approvers by them. */
export const ContactRole = z.enum(['product', 'engineering', 'qa', 'analytics', 'compliance']);
export type ContactRole = z.infer<typeof ContactRole>;

/** What somebody is called who speaks for a role. */
export const CONTACT: Readonly<Record<ContactRole, string>> = {
  product: 'product contact',
  engineering: 'engineering contact',
  qa: 'QA contact',
  analytics: 'analytics contact',
  compliance: 'compliance contact',
};

/** Those who get the brief: as many as one page is for. Ours. */
export const MOST_EXECUTIVES = 20;

/** All approvers, any one of them, or this many. */
export const Quorum = z.union([z.literal('all'), z.literal('any'), z.number().int().min(1)]);
export type Quorum = z.infer<typeof Quorum>;

/** Items of one checklist, and characters of one: what Slack shows as boxes of one form, and a card on two lines. */
export const MOST_CRITERIA = 10;
export const LONGEST_CRITERION = 150;

export const GatePolicy = z.object({
  name: z.string(),
  /** The checklist that approvers tick. */
  criteria: z.array(z.string().min(1).max(LONGEST_CRITERION)).max(MOST_CRITERIA),
  approvers: z.object({
    /** The dependency's contacts with these roles; compliance only where it carries obligations. */
    roles: z.array(ContactRole).default([]),
    /** People by handle. */
    people: z.array(z.string()).default([]),
    /** Teams by key: any one person of each signs. */
    teams: z.array(z.string()).default([]),
    /** The leads of these: the producer team, the consumer teams. */
    leadsOf: z.array(z.enum(['producer', 'consumers'])).default([]),
  }),
  quorum: Quorum,
  /** Working days the approvers have. */
  workingDays: z.number().int().min(1),
});
export type GatePolicy = z.infer<typeof GatePolicy>;

const gate = (
  name: string,
  roles: ContactRole[],
  criteria: string[],
  leadsOf: ('producer' | 'consumers')[] = [],
): GatePolicy => ({
  name,
  criteria,
  approvers: { roles, people: [], teams: [], leadsOf },
  quorum: 'all',
  workingDays: 2,
});

const DEFAULT_GATES: GatePolicy[] = [
  gate('Draft review', ['product'], ['Scope matches the roadmap goal', 'Every consumer is named'], ['consumers']),
  gate(
    'Technical sign-off',
    ['engineering'],
    ['Error model is complete', 'Rate limits are agreed with consumers', 'Compatibility policy is stated'],
    ['consumers'],
  ),
  gate('QA validation', ['qa'], ['Test data covers every error code', 'Consumers ran their tests against it']),
  gate(
    'Production readiness',
    ['product', 'engineering', 'compliance'],
    ['Monitoring is in place', 'Roll-back is rehearsed'],
  ),
];

/** The written criteria by which a dependency is red or yellow (A6). Each is a number of the kind its name says. */
export const Criteria = z.object({
  /** Due within this many days and not delivered: yellow when anything else is open on it. */
  dueSoonDays: z.number().int().min(0).default(3),
  /** An open blocker is red from this many hours on; before, yellow. */
  blockerRedHours: z.number().int().min(0).default(24),
  /** A gate this many days late is red; late at all, yellow. */
  gateLateRedDays: z.number().int().min(0).default(3),
  /** Rounds in a row without an answer. */
  silentRoundsYellow: z.number().int().min(1).default(1),
  silentRoundsRed: z.number().int().min(1).default(3),
});
export type Criteria = z.infer<typeof Criteria>;

/** Trackers of one programme, and characters of a template. Ours: a programme has a tracker for each team at most. */
const MOST_TICKETS = 20;
const LONGEST_TEMPLATE = { id: 40, url: 300 } as const;

/** What ids of a tracker look like, and where each leads; `#` stands for the number: `PROJ-#`, `https://…/browse/PROJ-#`. */
export const Ticket = z.object({
  id: z
    .string()
    .max(LONGEST_TEMPLATE.id)
    .regex(/^[\w.-]+#$/, 'letters that end with #, such as PROJ-#'),
  url: z
    .string()
    .max(LONGEST_TEMPLATE.url)
    .regex(/^https?:\/\/[^\s]+#/i, 'a web address with # for the number'),
});
export type Ticket = z.infer<typeof Ticket>;

/** What Depsync may want from one person: by the number of messages, of which escalations are none. */
const InterruptionPolicy = z.object({
  /** All that is wanted from somebody on a day comes in one message, in their morning. */
  bundled: z.boolean().default(true),
  /** Such messages in a week of theirs. */
  weekly: z.number().int().min(1).max(50).default(6),
});
/** Working days that a survey is open at most. Ours: after a month nobody remembers. */
export const LONGEST_SURVEY_DAYS = 20;
/** Obligations of one programme, and characters of each part. Ours: a dependency carries as many at most. */
const MOST_OBLIGATIONS = 20;
const LONGEST_OBLIGATION = { name: 80, evidence: 200 } as const;

/** An obligation that dependencies of the programme may carry, and what proves that it is met (A8). */
export const Obligation = z.object({
  name: z.string().min(1).max(LONGEST_OBLIGATION.name),
  evidence: z.string().min(1).max(LONGEST_OBLIGATION.evidence),
});

const DEFAULT_OBLIGATIONS: z.output<typeof Obligation>[] = [
  { name: 'PII', evidence: 'the privacy review' },
  { name: 'Audit logging', evidence: 'the list of audited events' },
  { name: 'Data residency', evidence: 'where the data is kept' },
];

const Step = (workingDays: number, time: string) =>
  z.object({ workingDays: z.number().int().min(0), time: Wall }).default({ workingDays, time });

/** Minutes of a weekly sync, and hours ahead of it or after it. Ours: a longer one is a workshop; what is told earlier is out of date. */
export const SYNC_MINUTES = { least: 15, most: 120 } as const;
const MOST_SYNC_HOURS = 72;

/** The weekly sync (D8): off until a lead switches it on. */
export const SyncPolicy = z.object({
  on: z.boolean().default(false),
  /** ISO weekdays it may lie on, by the clock of the programme's first lead. */
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).default([2, 3, 4]),
  minutes: z.number().int().min(SYNC_MINUTES.least).max(SYNC_MINUTES.most).default(45),
  /** Who is invited: leads of the programme, owners of open dependencies, leads of the teams that produce or consume them. */
  participants: z
    .array(z.enum(['leads', 'owners', 'team-leads']))
    .min(1)
    .default(['leads', 'owners']),
  /** Hours before the start at which the agenda is posted. */
  agendaHours: z.number().int().min(1).max(MOST_SYNC_HOURS).default(24),
  /** Hours after the end at which the minutes are posted, finished or not. */
  minutesHours: z.number().int().min(1).max(MOST_SYNC_HOURS).default(24),
});
export type SyncPolicy = z.infer<typeof SyncPolicy>;

/** All that a programme decides for itself (D15): one readable object, checked, versioned, changed from chat or by file. */
export const Policy = z.object({
  /** When owners are asked, on their own clock; ISO weekdays. */
  cadence: z
    .object({ weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7), time: Wall })
    .default({ weekdays: [2, 4], time: '09:30' }),
  /** When an owner's answer counts as late, on the owner's clock: working days after the prompt, and a time. */
  answerBy: Step(1, '18:00'),
  /** The ladder for silent owners, in working days after the prompt on the owner's clock. Each may be null: no such step. */
  nudges: z
    .object({
      owner: Step(1, '09:30').nullable(),
      delegate: Step(1, '14:00').nullable(),
      lead: Step(1, '16:30').nullable(),
    })
    .prefault({}),
  /** Hours after which an open blocker goes to leadership; wall-clock time since it was raised. */
  tiers: z
    .array(z.number().int().min(1))
    .min(1)
    .max(5)
    .refine((tiers) => tiers.every((hours, index) => index === 0 || hours > (tiers[index - 1] ?? 0)), 'Tiers rise.')
    .default([24, 48, 72]),
  channels: z.object({ programme: z.array(Channel).min(1), leadership: z.array(Channel).min(1) }).default({
    programme: [{ platform: 'web', id: 'programme' }],
    leadership: [{ platform: 'web', id: 'leadership' }],
  }),
  gates: z.array(GatePolicy).length(4).default(DEFAULT_GATES),
  criteria: Criteria.prefault({}),
  interruptions: InterruptionPolicy.prefault({}),
  /** How heavy each rule for contracts weighs, where not as documented; a contract with an error is not taken. */
  contracts: z.object({ lint: LintPolicy.default({}) }).prefault({}),
  /** Which ticket ids a commitment may cite; without any, every id like ABC-12. */
  tickets: z.array(Ticket).max(MOST_TICKETS).default([]),
  /** Who gets the executive brief, and when on their own clock (in a channel: on the first lead's); nobody: none is sent. */
  brief: z
    .object({
      /** By handle. */
      people: z.array(z.string()).max(MOST_EXECUTIVES).default([]),
      channels: z.array(Channel).max(MOST_EXECUTIVES).default([]),
      weekday: z.number().int().min(1).max(7).default(1),
      time: Wall.default('08:30'),
    })
    .prefault({}),
  sync: SyncPolicy.prefault({}),
  /** The survey after each milestone: whether it is anonymous, and the working days it is open, on the first lead's calendar. */
  retrospectives: z
    .object({
      anonymous: z.boolean().default(false),
      workingDays: z.number().int().min(1).max(LONGEST_SURVEY_DAYS).default(5),
    })
    .prefault({}),
  /** The compliance checklist: which obligations there are, each with the evidence that is linked under its name. */
  compliance: z.array(Obligation).max(MOST_OBLIGATIONS).default(DEFAULT_OBLIGATIONS),
});
export type Policy = z.infer<typeof Policy>;

export type ChannelRole = keyof Policy['channels'];

/** One launch. */
export interface Programme {
  id: string;
  key: string;
  name: string;
  prefix: string;
  goal: string | null;
  /** YYYY-MM-DD */
  releaseDate: string | null;
  leadIds: string[];
  policy: Policy;
  version: number;
}
