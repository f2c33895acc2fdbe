import type { DateTime } from 'luxon';
import { z } from 'zod';

/** What a survey asks, each from 1 (poor) to 5 (good), and a line of words. */
export const Question = z.enum(['coordination', 'contracts', 'tooling']);
export type Question = z.infer<typeof Question>;

export const QUESTION: Readonly<Record<Question, { label: string; asks: string }>> = {
  coordination: { label: 'Coordination', asks: 'Who waits for whom was known in time' },
  contracts: { label: 'Contracts', asks: 'Contracts were complete when work began' },
  tooling: { label: 'Tooling', asks: 'Tools and environments stood in nobody’s way' },
};

/** The highest score. */
export const BEST = 5;
/**
 * Answers of an anonymous survey from which on they are shown. Of two, each of both knows the other's; of three, nobody who answered
 * can tell the other two apart.
 */
export const FEWEST_SHOWN = 3;
/** Votes one person has in a retrospective. Ours: with more, everything is voted for. */
export const MOST_VOTES = 3;
/** Characters of a line of an answer, of a theme, an improvement (as of an action) and a lesson, and how many themes one retrospective has. Ours: what a card can show. */
export const LONGEST = { words: 300, theme: 200, improvement: 300, lesson: 120 } as const;
export const MOST_THEMES = 20;

const Score = z.number().int().min(1).max(BEST);
const Said = z.object({ score: Score, words: z.string().nullable() });

/** One person's answers. */
export const Answers = z.object({ coordination: Said, contracts: Said, tooling: Said });
export type Answers = z.infer<typeof Answers>;

/**
 * All answers to a question without their order: how often each score was given, from 1 on, and the words by alphabet. Which score, which words and
 * which answers to the other questions came from one person cannot be told from it.
 */
const Pile = z.object({ scores: z.array(z.number().int().min(0)).length(BEST), words: z.array(z.string()) });
export type Pile = z.infer<typeof Pile>;

/** What an anonymous survey keeps of its answers: one box for all. */
export const Box = z.object({ coordination: Pile, contracts: Pile, tooling: Pile });
export type Box = z.infer<typeof Box>;

/** What a survey came to. */
export const Results = z.object({
  answered: z.number().int(),
  asked: z.number().int(),
  /** Null where too few answered for their anonymity. */
  box: Box.nullable(),
});
export type Results = z.infer<typeof Results>;

/** An improvement that is carried until it is closed. */
export interface Improvement {
  /** ACT-9 */
  key: string;
  what: string;
  owner: string;
  dueOn: string;
  /** RETRO-1, where it was agreed. */
  from: string;
}

/** The span between two milestones: days, the first one excluded, the last included. */
export interface Increment {
  /** YYYY-MM-DD, the milestone before; null where there is none: from the beginning. */
  after: string | null;
  /** YYYY-MM-DD, the milestone. */
  until: string;
}

export interface Retrospective extends Increment {
  id: string;
  programmeId: string;
  /** RETRO-2 */
  key: string;
  number: number;
  /** The milestone's name. */
  milestone: string;
  /** As the programme said when it began; who trusted it is not deceived by a later change. */
  anonymous: boolean;
  startedAt: DateTime;
  closesAt: DateTime;
  closedAt: DateTime | null;
  /** Null while it is open. */
  results: Results | null;
}

/** Somebody who is asked. */
export interface Participant {
  personId: string;
  /** True from their answer on; null when an anonymous survey is closed: who answered is then forgotten. */
  answered: boolean | null;
  /** Kept with the person only where the survey is not anonymous. */
  answers: Answers | null;
}

/** Something to talk about, put to the vote. */
export interface Theme {
  id: string;
  number: number;
  text: string;
  byId: string;
  votes: number;
}
