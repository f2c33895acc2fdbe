import { InvalidInput } from '../../core/errors.ts';
import { entryBeside, type Limits, openThread, type Thread } from '../../threads/thread.ts';
import type { jobs } from './jobs.ts';

/** Ten times what the largest picture takes. Ours. */
const LIMITS: Limits = { timeMs: 20_000, memoryMb: 400 };

export type PictureThread = Thread<typeof jobs>;

/** A thread that draws. */
export function openPictureThread(): PictureThread {
  return openThread({
    entry: entryBeside(import.meta.url),
    limits: LIMITS,
    tooMuch: (what) =>
      new InvalidInput(
        'picture-too-heavy',
        `Drawing this takes ${what}. Ask for a part of it: a team, a status or the path.`,
      ),
  });
}
