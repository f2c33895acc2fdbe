import type { Expected, Facts, Span } from '../model.ts';
import { expectedNudges } from './ladder.ts';
import { expectedPrompts } from './prompts.ts';
import { expectedReminders } from './signatures.ts';
import { expectedTiers } from './tiers.ts';

/**
 * What ought to have been sent in a span, derived from the register by walking its days. It is deliberately not computed as the
 * timers are, so that a mistake there does not repeat itself here: only the calendars are shared.
 */
export function expected(facts: Facts, span: Span): Expected {
  const parts = [
    expectedPrompts(facts, span),
    expectedNudges(facts, span),
    expectedTiers(facts),
    expectedReminders(facts, span),
  ];
  return {
    sends: parts.flatMap((part) => part.sends),
    surplus: parts.flatMap((part) => part.surplus),
    notJudged: parts.flatMap((part) => part.notJudged),
  };
}
