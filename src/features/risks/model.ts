import type { DateTime } from 'luxon';
import { z } from 'zod';
import { Colour } from '../../chat/card.ts';

/** What a constraint or a risk comes from. */
export const RiskKind = z.enum(['tech-debt', 'environment', 'vendor', 'other']);
export type RiskKind = z.infer<typeof RiskKind>;

/** watching: its trigger is waited for · triggered: it came true, and its mitigation is an action · closed: over. */
export const RiskState = z.enum(['watching', 'triggered', 'closed']);
export type RiskState = z.infer<typeof RiskState>;

/** Characters of its texts. The mitigation becomes an action, whose limit it therefore has. */
export const LONGEST = { text: 300, mitigation: 300, note: 500 } as const;
/** Ours: working days of float, and days of silence, that a trigger may wait for. */
export const MOST_DAYS = { float: 250, silence: 60 } as const;

const dependency = z.string();

/** What makes a mitigation begin. A dependency is named by its key. */
export const Trigger = z.discriminatedUnion('kind', [
  /** The working day of the risk's owner begins on that day or after. */
  z.object({ kind: z.literal('date'), on: z.iso.date() }),
  /** The dependency has this colour or a worse one. */
  z.object({ kind: z.literal('status'), dependency, colour: Colour.exclude(['green']) }),
  /** It can slip fewer working days than this before the end of the programme does. */
  z.object({ kind: z.literal('float'), dependency, below: z.number().int().min(1).max(MOST_DAYS.float) }),
  /** Its owner has not answered for so many days. */
  z.object({ kind: z.literal('silence'), dependency, days: z.number().int().min(1).max(MOST_DAYS.silence) }),
  /** A gate of its contract is past its time. */
  z.object({ kind: z.literal('gate-late'), dependency }),
]);
export type Trigger = z.infer<typeof Trigger>;

/** What somebody says of a risk: each of it has an owner, a mitigation and a trigger. */
export interface RiskWords {
  kind: RiskKind;
  text: string;
  dependencyId: string | null;
  ownerId: string;
  mitigation: string;
  trigger: Trigger;
}

/** A constraint that is known, or something that may happen, with what is done about it and when. */
export interface Risk extends RiskWords {
  id: string;
  programmeId: string;
  /** RISK-3 */
  key: string;
  number: number;
  openedById: string | null;
  openedAt: DateTime;
  state: RiskState;
  triggeredAt: DateTime | null;
  /** What made its trigger true. */
  triggeredWhy: string | null;
  /** The action that its mitigation became. */
  actionId: string | null;
  closedAt: DateTime | null;
  closedById: string | null;
  note: string | null;
  version: number;
}

export type RiskChanges = Partial<
  RiskWords & Pick<Risk, 'state' | 'triggeredAt' | 'triggeredWhy' | 'actionId' | 'closedAt' | 'closedById' | 'note'>
>;

/** The kinds as people call them. */
export const KIND_LABEL: Readonly<Record<RiskKind, string>> = {
  'tech-debt': 'Tech debt',
  environment: 'Environment',
  vendor: 'Vendor',
  other: 'Other',
};

/** A risk with the names that cards show. */
export interface RiskView {
  risk: Risk;
  owner: string;
  about: { key: string; title: string } | null;
  /** What its mitigation became. */
  action: { key: string; state: string; dueOn: string } | null;
  closedBy: string;
}

/** A red or yellow on which something is missing. */
export interface Fault {
  /** DEP-7 */
  key: string;
  title: string;
  colour: Colour;
  missing: readonly string[];
}
