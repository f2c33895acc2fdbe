import { groupBy } from '../../../core/group.ts';
import type { Expected, Facts, Span } from '../model.ts';
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

/** The pieces as one. Each living card counts once for each address, when it is first due. */
export function joined(pieces: readonly Expected[]): Expected {
  const sends = pieces.flatMap((piece) => piece.sends);
  const cards = groupBy(
    sends.filter((one) => one.subject !== null),
    (one) => `${one.subject} ${one.to}`,
  );
  const first = [...cards.values()].map((same) => same.reduce((a, b) => (b.at < a.at ? b : a)));
  return {
    sends: [...sends.filter((one) => one.subject === null), ...first],
    surplus: pieces.flatMap((piece) => piece.surplus),
    notJudged: pieces.flatMap((piece) => piece.notJudged),
  };
}
