import type { DateTime } from 'luxon';
import type { Colour } from '../../chat/card.ts';

/** The kinds of timers of check-ins. */
export const PLAN = 'checkins.plan';
export const PROMPT = 'checkins.prompt';
export const NUDGE = 'checkins.nudge';
export const CLOSE = 'checkins.close';

/** The subject of an owner's prompt timers. */
export function promptSubject(programmeId: string, ownerId: string): string {
  return `${programmeId}/${ownerId}`;
}

/** The answer to one dependency of a prompt. */
export interface Answered {
  colour: Colour;
  byId: string;
  /** ISO instant. */
  at: string;
}

export type PromptState = 'open' | 'answered' | 'missed' | 'dropped';

/** One message to one owner about all their dependencies. */
export interface Prompt {
  id: string;
  /** Null for a question outside of the cadence (`/deps ask`). */
  roundId: string | null;
  programmeId: string;
  ownerId: string;
  /** Who was asked: the owner, or the stand-in while the owner is away. */
  askedId: string;
  askedAt: DateTime;
  answerBy: DateTime;
  dependencyIds: string[];
  /** By dependency id. */
  answers: Record<string, Answered>;
  state: PromptState;
}

export interface Round {
  id: string;
  programmeId: string;
  /** The cadence day, YYYY-MM-DD. */
  date: string;
  openedAt: DateTime;
  closesAt: DateTime;
  closedAt: DateTime | null;
}

/** The steps of the ladder for the silent, in order. */
export const STEPS = ['owner', 'delegate', 'lead'] as const;
export type Step = (typeof STEPS)[number];

/** Which of the messages about a prompt: to whoever was asked, their reminder, or what a delegate is asked instead. */
export interface Copy {
  kind: 'prompt' | 'nudge' | 'delegate';
  /** Whose delegation it is about; of a delegate's copy only. */
  delegateId?: string;
}

/** What the subjects of delegates' copies begin with. */
export const DELEGATE_COPIES = 'delegate:';

/** The living card of a copy. */
export function copySubject({ kind, delegateId }: Copy, promptId: string): string {
  return `${kind}:${promptId}${delegateId === undefined ? '' : `:${delegateId}`}`;
}

/** What a status is said by. */
export type Via = 'button' | 'form' | 'words' | 'command';

/** A status that somebody gave in a round, beside the one before it. */
export interface Change {
  dependencyId: string;
  was: Colour | null;
  colour: Colour;
  reason: string | null;
}
