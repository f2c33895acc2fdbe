import type { DateTime } from 'luxon';

/** What goes out by itself. */
export const KINDS = ['prompt', 'nudge', 'escalation', 'roll-up', 'brief', 'agenda', 'minutes'] as const;
export type CommunicationKind = (typeof KINDS)[number];

/** What each is called. */
export const KIND_LABEL: Readonly<Record<CommunicationKind, string>> = {
  prompt: 'Status prompts',
  nudge: 'Nudges',
  escalation: 'Escalation tiers',
  'roll-up': 'Roll-ups',
  brief: 'Briefs',
  agenda: 'Agendas',
  minutes: 'Minutes',
};

/** Sent later than this after its moment is late: a sweep runs every five seconds, and a restart takes minutes. Ours. */
export const TOLERANCE_MINUTES = 15;
/** Weeks that are told: a month. */
export const WEEKS = 4;
/** People whose answers are told one by one, of those who left most unanswered. */
export const MOST_PEOPLE = 10;

/** Something that was due: a message, and where it asks for something, the answer. */
export interface Item {
  kind: CommunicationKind;
  due: DateTime;
  /** When it was written to be delivered; null while it was not. */
  sentAt: DateTime | null;
  /** By when an answer was asked; null where none is. */
  answerBy: DateTime | null;
  answeredAt: DateTime | null;
  /** Name of who was asked, where answers are told by person. */
  who: string | null;
}

/** Of what asks for no answer. */
export const UNANSWERED = { answerBy: null, answeredAt: null, who: null } as const;

/** Which part of the log is read: of one programme, from an instant until now. */
export interface Span {
  programmeId: string;
  from: DateTime;
  now: DateTime;
}

export interface Tally {
  due: number;
  sent: number;
  /** Sent late, or not sent though late by now. */
  late: number;
  /** Sent ones that asked for an answer whose time is over or that was given. */
  asked: number;
  answered: number;
  answeredLate: number;
}

/** What was due in a week (from its Monday, by UTC). */
export interface Week {
  monday: string;
  tallies: Readonly<Record<CommunicationKind, Tally>>;
}

/** How somebody answered over all weeks. */
export interface Answers {
  who: string;
  asked: number;
  answered: number;
  late: number;
}

export interface Communication {
  programme: string;
  /** The newest first. */
  weeks: readonly Week[];
  /** Those who left most unanswered first. */
  people: readonly Answers[];
  /** People beyond those. */
  morePeople: number;
}
