import { InvalidInput } from '../../core/errors.ts';
import { entryBeside, type Limits, openThread, type Thread } from '../../threads/thread.ts';
import type { jobs } from './jobs.ts';

/** 30 s and 1 GB for the largest document: the heap, its young generation and the program itself stay below that. Ours. */
export const LIMITS: Limits = { timeMs: 30_000, memoryMb: 700 };

export type SpecificationThread = Thread<typeof jobs>;

/** A thread for specifications. */
export function openSpecificationThread(limits: Limits = LIMITS): SpecificationThread {
  return openThread({ entry: entryBeside(import.meta.url), limits, tooMuch });
}

function tooMuch(what: string): InvalidInput {
  return new InvalidInput(
    'specification-too-heavy',
    `Examining this specification takes ${what}. Split it, or take out what repeats.`,
  );
}
