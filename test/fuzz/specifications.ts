import { parse } from 'yaml';
import { UserError } from '../../src/core/errors.ts';
import { templates } from '../../src/specifications/templates/index.ts';
import { openSpecificationThread } from '../../src/specifications/worker/index.ts';
import { randomBy } from '../support/schema-pairs.ts';
import { mutated } from './mutate.ts';

/** A mutated specification is small: what takes longer hangs. */
const LIMITS = { timeMs: 5_000, memoryMb: 700 };

export interface FuzzResult {
  /** Read, linted, compared with the original and sampled. */
  examined: number;
  /** Refused with a message. */
  refused: number;
  /** What must not happen: bugs, and what took too long or too much. */
  failures: { number: number; kind: string; message: string; bytes: string }[];
}

/** Examines mutated specifications on a thread, by a seed; each has to give a verdict or a message within its limits. */
export async function fuzzSpecifications(
  count: number,
  seed: number,
  onStep: (done: number) => void,
): Promise<FuzzResult> {
  const random = randomBy(seed);
  const originals = Object.values(templates).map((text) => ({
    document: parse(text) as unknown,
    bytes: Buffer.from(text),
  }));
  const thread = openSpecificationThread(LIMITS);
  const result: FuzzResult = { examined: 0, refused: 0, failures: [] };
  for (let number = 0; number < count; number += 1) {
    const original = originals[number % originals.length];
    if (original === undefined) continue;
    const bytes = mutated(original.document, random);
    try {
      await thread.run('inspect', { bytes, policy: {} });
      await thread.run('compare', { before: original.bytes, after: bytes, options: {} });
      await thread.run('samples', { bytes });
      result.examined += 1;
    } catch (error) {
      if (error instanceof UserError && error.code !== 'specification-too-heavy') result.refused += 1;
      else {
        const { name, message, stack } = error as Error;
        result.failures.push({ number, kind: name, message: stack ?? message, bytes: bytes.toString('base64') });
      }
    }
    onStep(number + 1);
  }
  await thread.close();
  return result;
}
