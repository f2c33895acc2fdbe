import { findTentative, type Tentative } from '../../../core/tentative.ts';

/** Leads up to what is promised, and is left over when the tentative words are gone. */
const LEFT_OVER = /^(?:(?:we|i|they|it|the team)(?:'ll|’ll| will| would)?\s+)?(?:be able\s+)?(?:to\s+|and\s+)?/i;

/** The tentative words of a promise with what to write instead; undefined when it is firm. */
export function tentativeIn(what: string): { first: Tentative; firm: string } | undefined {
  const found = findTentative(what);
  const [first] = found;
  return first === undefined ? undefined : { first, firm: firmed(what, found) };
}

/** What is left of a promise without its tentative words: "we will try to deliver v2" is "deliver v2". */
function firmed(what: string, found: readonly Tentative[]): string {
  let end = what.length;
  let firm = '';
  for (const one of found.toReversed()) {
    firm = `${what.slice(one.end, end).replace(/^\s+to\b/i, '')}${firm}`;
    end = one.start;
  }
  return `${what.slice(0, end)}${firm}`
    .replace(/\s+/g, ' ')
    .trim()
    .replace(LEFT_OVER, '')
    .replace(/^[,;.\s]+/, '');
}
