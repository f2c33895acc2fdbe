import { normaliseKey } from '../../chat/commands.ts';

/** What was understood of a decision; what was not said is empty. */
export interface DecisionWords {
  question: string;
  choice: string;
  /** What could have been chosen instead. */
  others: string[];
  reason: string;
  /** DEP-4 */
  dependency: string;
  links: string[];
  /** DEC-3 */
  supersedes: string;
}

const SUPERSEDES = /\s+supersedes\s+([a-z]+[- ]?\d+)\s*$/i;
const ON = /\s+on\s+([a-z][a-z0-9]*-?\d+)\s*$/i;
const LINK = /\s+link\s+(\S+)\s*$/i;
const BECAUSE = /\s+because\s+/i;
const INSTEAD_OF = /\s+instead\s+of\s+/i;

/**
 * Reads `QUESTION? CHOICE [instead of OPTION; OPTION] because REASON [on DEP-4] [link URL] [supersedes DEC-3]`; the last three in any
 * order. Without a question mark all of it is the question.
 */
export function readDecisionWords(words: string): DecisionWords {
  let left = ` ${words.trim()}`;
  const links: string[] = [];
  let [dependency, supersedes] = ['', ''];
  const take = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(left);
    if (found !== null) left = left.slice(0, found.index);
    return found?.[1];
  };
  for (;;) {
    const [superseded, on, link] = [take(SUPERSEDES), take(ON), take(LINK)];
    if (superseded === undefined && on === undefined && link === undefined) break;
    if (superseded !== undefined) supersedes = normaliseKey(superseded, 'DEC');
    if (on !== undefined) dependency = normaliseKey(on);
    if (link !== undefined) links.unshift(link);
  }
  const end = left.indexOf('?') + 1;
  const question = end === 0 ? left.trim() : left.slice(0, end).trim();
  const answer = end === 0 ? '' : left.slice(end);
  const [said = '', reason = ''] = halves(answer, BECAUSE);
  const [choice = '', instead = ''] = halves(said, INSTEAD_OF);
  return { question, choice, others: itemsOf(instead), reason, dependency, links, supersedes };
}

/** Options or links of a form, a line each, or with semicolons between them. */
export function itemsOf(words: string): string[] {
  return words
    .split(/[;\n]/)
    .map((item) => item.replace(/\s+/g, ' ').trim())
    .filter((item) => item !== '');
}

function halves(words: string, at: RegExp): [string, string] {
  const found = at.exec(words);
  if (found === null) return [words.trim(), ''];
  return [words.slice(0, found.index).trim(), words.slice(found.index + found[0].length).trim()];
}
