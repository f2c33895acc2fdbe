import type { DateTime } from 'luxon';
import { z } from 'zod';
import { Colour } from '../../chat/card.ts';

/** How many of each a section names; what is left out is counted. Ours: all of it together fills one screen and one page. */
export const MOST = {
  asked: 3,
  options: 4,
  risks: 3,
  changed: 4,
  gates: 3,
  environments: 2,
  next: 3,
  keys: 4,
} as const;
/** Characters of what people wrote. Ours: two lines of a page. */
export const LONGEST = { text: 60, options: 120, choice: 40, name: 25 } as const;
/** Days ahead that deliveries are named. Ours: what is further away stands in the next brief. */
export const DAYS_AHEAD = 14;
/** Gates of one contract. */
export const GATES = 4;

const Day = z.iso.date();
const Instant = z.iso.datetime();
const Kept = z.object({ due: z.number().int(), sent: z.number().int(), late: z.number().int() });

/**
 * What a brief is made of, read in one moment. Where a fact stands there twice, once as the rules of a feature say it and
 * once as it is stored or as PostgreSQL counts it, the brief is composed of the first and checked against the second.
 */
export const Snapshot = z.object({
  at: Instant,
  programme: z.object({ name: z.string(), releaseDate: Day.nullable() }),
  cutOff: Day.nullable(),
  /** Null where no plan can be computed. `path` holds keys of the critical path. */
  plan: z.object({ end: Day.nullable(), path: z.array(z.string()) }).nullable(),
  dependencies: z.array(
    z.object({
      key: z.string(),
      state: z.enum(['open', 'delivered', 'dropped']),
      dueDate: Day.nullable(),
      owner: z.string().nullable(),
      hasStandIn: z.boolean(),
      /** By the rules of the register. */
      colour: Colour,
      missing: z.array(z.string()),
      /** By PostgreSQL; of an open one. */
      counted: z.object({ colour: Colour, faulty: z.boolean(), committed: z.boolean().default(false) }).nullable(),
      evidenceAt: Instant.nullable(),
      silent: z.boolean(),
      /** A commitment that all have signed holds the day of its delivery: as the commitments say it. */
      committed: z.boolean().default(false),
      /** By when 85 of 100 promises of its team for the planned delivery are kept; null without a plan or a history. */
      p85: Day.nullable(),
    }),
  ),
  /** What was promised by all who had to sign, kept or not; briefs of before had none of it. */
  promises: z
    .array(
      z.object({
        key: z.string(),
        promisedFor: Day,
        keptOn: Day.nullable(),
        /** By the rules of commitments; null while its day is to come. */
        inTime: z.boolean().nullable(),
      }),
    )
    .default([]),
  contracts: z.array(
    z.object({
      key: z.string(),
      version: z.string(),
      /** The present gate, 1 to 4. */
      gate: z.number().int(),
      name: z.string(),
      state: z.enum(['open', 'changes-requested', 'complete']),
      dueAt: Instant,
      waitsFor: z.array(z.string()),
      /** By the register's facts. */
      late: z.boolean(),
      /** By the row that its escalation climbs on. */
      lateRow: z.boolean(),
      /** Numbers of the gates that passed. */
      passed: z.array(z.number().int()),
      at: Instant,
    }),
  ),
  /** What leadership was asked to decide and has not. */
  asked: z.array(
    z.object({
      key: z.string(),
      what: z.string(),
      since: Instant,
      askedAt: Instant,
      decideBy: Instant,
      /** Of those that are due first alone. */
      options: z.array(z.string()),
    }),
  ),
  risks: z.array(
    z.object({
      key: z.string(),
      number: z.number().int(),
      text: z.string(),
      triggered: z.boolean(),
      about: z.string().nullable(),
      owner: z.string(),
      mitigation: z.string(),
      trigger: z.string(),
      at: Instant,
    }),
  ),
  actions: z.array(
    z.object({
      key: z.string(),
      number: z.number().int(),
      what: z.string(),
      owner: z.string(),
      /** The owner's zone, in which the due day ends. */
      zone: z.string(),
      dueOn: Day,
      /** By the rules of actions. */
      overdue: z.boolean(),
      at: Instant,
    }),
  ),
  /** Those that are not ready, with the keys whose test windows take place there and the first day of these. */
  environments: z.array(z.object({ name: z.string(), state: z.string(), windows: z.array(z.string()), from: Day })),
  /** Since the last brief, the newest first. */
  decided: z.array(z.object({ key: z.string(), choice: z.string(), at: Instant })),
  shifts: z.number().int(),
  /** Of the seven days before: what was due, what was sent, and how much of that was late. */
  kept: z.object({ prompts: Kept, tiers: Kept }),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** What is compared with: the last brief of an earlier week. */
export type Last = Pick<Snapshot, 'at' | 'dependencies' | 'plan'>;

/** Something of a sentence that is so or is not: what it is about, and its value. Days and instants are shown as such. */
export const Figure = z.object({ of: z.string(), value: z.union([z.string(), z.number()]) });
export type Figure = z.infer<typeof Figure>;

export const Sentence = z.object({
  parts: z.array(z.union([z.string(), Figure])),
  /** What it rests on, with the moment of the newest word on each; null where there is none. */
  records: z.array(z.object({ key: z.string(), at: Instant.nullable() })),
});
export type Sentence = z.infer<typeof Sentence>;

export const Section = z.object({ title: z.string(), sentences: z.array(Sentence) });
export type Section = z.infer<typeof Section>;

export const Verdict = z.enum(['On track', 'At risk', 'Off track']);
export type Verdict = z.infer<typeof Verdict>;

/** One page, every figure of which can be computed again. */
export const Brief = z.object({
  at: Instant,
  programme: z.string(),
  verdict: Verdict,
  sections: z.array(Section),
});
export type Brief = z.infer<typeof Brief>;

/** A figure that does not agree with the register; null on the side that does not have it. */
export interface Contradiction {
  of: string;
  said: Figure['value'] | null;
  is: Figure['value'] | null;
}

/** A brief that was sent. */
export interface SentBrief {
  id: string;
  /** The Monday of its week, by UTC. */
  week: string;
  at: DateTime;
  brief: Brief;
  snapshot: Snapshot;
  /** Names of those it went to. */
  sentTo: string[];
}

/** `DEP-1, DEP-2 and 3 more` */
export function keyList(keys: readonly string[]): string {
  const more = keys.length - MOST.keys;
  return `${keys.slice(0, MOST.keys).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
