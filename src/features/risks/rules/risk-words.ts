import { normaliseKey } from '../../../chat/commands.ts';

/** What was said of a risk, part by part; what was not said is undefined. */
export interface SaidOfRisk {
  /** DEP-4 */
  dependency: string | undefined;
  /** A handle. */
  owner: string | undefined;
  text: string;
  mitigation: string | undefined;
  trigger: string | undefined;
  kind: string | undefined;
}

const PART = /(?:^|[\s;,])(mitigation|trigger|kind):\s*/gi;
const ABOUT = /^(?:([a-z][a-z0-9]*-\d+|\d+(?=\s+@))\s+)?(?:@(\S+?)[,.:;]?(?:\s+|$))?/i;

/** Takes `[DEP-4] @OWNER RISK mitigation: WHAT trigger: WHEN [kind: KIND]` apart; the parts after the risk in any order. */
export function readRiskWords(words: string): SaidOfRisk {
  const marks = [...words.matchAll(PART)];
  const part = (name: string) => {
    const at = marks.findIndex((mark) => mark[1]?.toLowerCase() === name);
    const mark = marks[at];
    if (mark === undefined) return undefined;
    return tidy(words.slice(mark.index + mark[0].length, marks[at + 1]?.index));
  };
  const head = words.slice(0, marks[0]?.index).trim();
  const about = ABOUT.exec(head);
  return {
    dependency: about?.[1] === undefined ? undefined : normaliseKey(about[1]),
    owner: about?.[2],
    text: tidy(head.slice(about?.[0].length ?? 0)),
    mitigation: part('mitigation'),
    trigger: part('trigger'),
    kind: part('kind')?.toLowerCase(),
  };
}

function tidy(words: string): string {
  return words
    .replace(/\s+/g, ' ')
    .replace(/[;,\s]+$/, '')
    .trim();
}
