import { UserError } from '../core/errors.ts';

/** What a command prints and how the process ends: 3 where what was sent cannot be judged. */
export interface Outcome {
  out: string;
  err: string;
  exit: 0 | 1 | 2 | 3;
}

/** Does what ends with an outcome; what the caller can put right is one. */
export async function judged(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { out: '', err: error.message, exit: 3 };
  }
}
