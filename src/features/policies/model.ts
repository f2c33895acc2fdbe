import { z } from 'zod';
import { Policy } from '../programme/model.ts';

/** What a policy file may hold: the key of its programme, and any part of the policy. What is left out stays as it is. */
export const PolicyFile = z.object({
  programme: z
    .string()
    .min(1)
    .meta({ description: 'The key of the programme whose policy this is.', examples: ['Q1'] }),
  ...Policy.shape,
});

/** A policy file that was read and checked. */
export interface ReadPolicy {
  /** Of the file. */
  name: string;
  /** The key of the programme. */
  programme: string;
  /** The parts that it holds, as they are written. */
  parts: Readonly<Record<string, unknown>>;
  /** Names a place as the author of the file finds it. */
  where(path: readonly (string | number)[]): string;
}

/** One field in which two policies differ. */
export interface Difference {
  /** `cadence.time`, `gates[2].quorum` */
  path: string;
  /** Undefined where there is none. */
  before: unknown;
  after: unknown;
}

/** Versions that a history shows. Ours: a screen. */
export const MOST_VERSIONS = 20;
