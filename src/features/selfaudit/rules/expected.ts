import type { Expectation, Expected, Facts, Finding, Span } from '../model.ts';
import { expectedNudges } from './ladder.ts';
import { expectedPrompts } from './prompts.ts';
import { expectedReminders } from './signatures.ts';
import { expectedTiers } from './tiers.ts';

/**
 * What ought to have been sent in a span, derived from the register by walking its days. It is deliberately not computed as the
 * timers are, so that a mistake there does not repeat itself here: only the calendars are shared. It comes in pieces, one
 * for each owner, prompt, blocker and approver, so that whoever asks can let others have a turn between them.
 */
export function* expectedPieces(facts: Facts, span: Span): Generator<Expected> {
  yield* expectedPrompts(facts, span);
  yield* expectedNudges(facts, span);
  yield* expectedTiers(facts);
  yield* expectedReminders(facts, span);
}

/** Puts pieces together as they come. Each living card counts once for each address, when it is first due. */
export function gather(): { add(piece: Expected): void; all(): Expected } {
  const apart: Expectation[] = [];
  const cards = new Map<string, Expectation>();
  const surplus: Finding[] = [];
  const notJudged: Expected['notJudged'] = [];
  return {
    add(piece) {
      for (const one of piece.sends) {
        if (one.subject === null) {
          apart.push(one);
          continue;
        }
        const card = `${one.subject} ${one.to}`;
        const known = cards.get(card);
        if (known === undefined || one.at < known.at) cards.set(card, one);
      }
      surplus.push(...piece.surplus);
      notJudged.push(...piece.notJudged);
    },
    all: () => ({ sends: [...apart, ...cards.values()], surplus, notJudged }),
  };
}
