/** Words that leave open whether, or when, something happens. */
export interface Tentative {
  /** Offsets in the text, in UTF-16 units; the end is after the last. */
  start: number;
  end: number;
  words: string;
  /** What to write instead; a clause that begins with a verb. */
  suggestion: string;
}

const WILL = 'write "will", or say what stands in the way';
const WHEN = 'name the date';
const WHETHER = 'say it is so, or name the condition';
const MUST = 'write "must" or "will"';
const KNOW = 'write what is known, and who finds out the rest by when';
const DONE = 'write what is done and what is left';

const DAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const MONTH = '(?:january|february|march|april|june|july|august|september|october|november|december)';

/** Each with what to write instead. Longer ones win over those they contain. */
const PATTERNS: readonly (readonly [string, string])[] = [
  ['(?:try|tries|tried|trying) (?:to|and|for|hard)', WILL],
  ["(?:will|'ll|shall|can|could|let's|we|i) (?:at least )?try", WILL],
  ['give (?:it|this|that) a (?:try|go|shot)', WILL],
  ['attempt(?:s|ing)? to', WILL],
  ['(?:do|does|doing) (?:our|my|their|its|his|her|your) best', WILL],
  ['best[- ]effort', WHETHER],
  ["(?:we|i)(?:'d| would) (?:like|love|hope|expect|want) to", WILL],
  ['(?:hope|hopes|hoped|hoping)(?: to| for| that)?', WILL],
  ['hopefully', WILL],
  ['fingers crossed', WILL],
  ['with (?:any|some|a bit of) luck', WILL],
  ['(?:aim|aims|aiming)(?: to| for| at)?', WILL],
  ['(?:intend|intends|intending) to', WILL],
  ['(?:plan|plans|planning) (?:to|on)', WILL],
  ['(?:expect|expects|expecting) to', WILL],
  ['(?:is|are|be|am) expected to', WILL],
  ['(?:looking|look) to', WILL],
  ['want(?:s)? to', WILL],
  ['should be able to', WILL],
  ["should(?:n't| not)?", MUST],
  ['ought to', MUST],
  ['supposed to', MUST],
  ['might', WHETHER],
  ["could(?! not|n't)", WHETHER],
  ['may(?! \\d)', WHETHER],
  ['maybe', WHETHER],
  ['perhaps', WHETHER],
  ['possibly', WHETHER],
  ['potentially', WHETHER],
  ['presumably', WHETHER],
  ['probably', WHETHER],
  ['(?:most |more |very )?(?:un)?likely', WHETHER],
  ['(?:if|when|where|wherever|whenever|as far as|as soon as) possible', WHETHER],
  ['if (?:time|all) (?:allows|permits|goes well)', WHETHER],
  ['time permitting', WHETHER],
  ['ideally', WHETHER],
  ['in (?:theory|principle)', WHETHER],
  ["(?:no|can't|cannot|can not|won't) promises?", WHETHER],
  ['(?:not|un)(?: )?(?:quite |yet |really |entirely )?sure', KNOW],
  ['(?:i|we) (?:think|guess|believe|suppose|feel|reckon|assume)', KNOW],
  ['seem(?:s|ed)?', KNOW],
  ['appears? to', KNOW],
  ['(?:sort|kind) of(?= (?:a |an |the )?\\w+(?:ed|ing|y|done|ready)\\b)', DONE],
  ['more or less', DONE],
  ['pretty much', DONE],
  ['(?:almost|nearly|mostly|basically|practically) (?:done|ready|finished|complete|there|working)', DONE],
  ['tb[adc]', KNOW],
  ['to be (?:determined|confirmed|decided|announced|defined|agreed)', KNOW],
  ['asap', WHEN],
  ['(?:very |quite |pretty )?soon(?:ish)?(?! as)', WHEN],
  ['sooner or later', WHEN],
  ['shortly(?! (?:after|before))', WHEN],
  ['eventually(?! consistent)', WHEN],
  ['some ?(?:time|day|where)? ?(?:next|this|in the) (?:next |coming )?(?:few )?(?:days?|weeks?|months?|quarter)', WHEN],
  ['in the (?:next|coming) (?:few |couple of )?(?:days|weeks|months)', WHEN],
  ['at some (?:point|stage)', WHEN],
  ['sometime', WHEN],
  ['some day', WHEN],
  ['in (?:due course|the near future|a while|no time)', WHEN],
  ['(?:around|about|roughly|approximately) (?:next|the (?:end|middle|beginning)|mid|noon|midday)', WHEN],
  [`(?:around|about|roughly) (?:${DAY}|${MONTH})`, WHEN],
  ['roughly', WHEN],
];

const ANY = new RegExp(
  PATTERNS.map(([words]) => `(\\b${words}(?![\\w-]))`)
    .join('|')
    .replaceAll(' ', '\\s+'),
  'gi',
);

/** Code, quotations, addresses, link targets: not the writer's own words, or no words at all. */
const NOT_OWN = [
  /```[\s\S]*?(?:```|$)/g,
  /~~~[\s\S]*?(?:~~~|$)/g,
  /`[^`\n]*`/g,
  /^[ \t]*>.*$/gm,
  /"[^"\n]*"/g,
  /[“„«][^”“»\n]*[”“»]/g,
  /\]\([^)\n]*\)/g,
  /\b[a-z][a-z+.-]*:\/\/\S+/gi,
  /<[^>\n]*>/g,
];

/**
 * The tentative words of a text in English, in their order. Code spans, quotations and addresses are passed over, as
 * are the month May and the capitals of RFC 2119 (SHOULD, MAY).
 */
export function findTentative(text: string): Tentative[] {
  const plain = text.replaceAll('’', "'");
  // Most texts hold nothing, and need no closer look.
  if (plain.search(ANY) === -1) return [];
  const own = NOT_OWN.reduce((rest, pattern) => rest.replace(pattern, blank), plain);
  const found: Tentative[] = [];
  for (const match of own.matchAll(ANY)) {
    const number = match.slice(1).findIndex((group) => group !== undefined);
    const words = text.slice(match.index, match.index + match[0].length);
    const suggestion = PATTERNS[number]?.[1];
    if (suggestion === undefined || isMonth(own, match.index, words) || isKeyword(words)) continue;
    found.push({ start: match.index, end: match.index + words.length, words, suggestion });
  }
  return found;
}

/** As long as before, so that offsets stay, and no space, which would join the words around it. */
function blank(part: string): string {
  return part.replace(/[^\n]/g, '·');
}

function isMonth(text: string, start: number, words: string): boolean {
  return (
    /^May$/.test(words) ||
    (words === 'may' && /\d\.?(?:st|nd|rd|th)?\s+$/.test(text.slice(Math.max(0, start - 6), start)))
  );
}

function isKeyword(words: string): boolean {
  return /^(?:SHOULD|MAY)(?: NOT)?$/.test(words);
}
