/** A text longer than this is not tried: some expressions take time that grows with its square or worse. */
const LONGEST_TEXT = 200;
const LONGEST_PATTERN = 500;
/** More repetitions in one expression can take more than milliseconds on a text of that length. */
const MOST_REPETITIONS = 4;
/** These constrain nothing. */
const ANYTHING = new Set(['', '^', '$', '.*', '^.*', '.*$', '(?:)']);

const compiled = new Map<string, RegExp | null>();
/** So that a long-lived process does not keep every expression it ever saw. */
const MOST_KEPT = 5_000;

/** Whether a text matches; nothing where trying it could take for ever, or where it is no expression of JavaScript's. */
export function matches(pattern: string, text: string): boolean | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  return expression(pattern)?.test(text);
}

export function constrainsNothing(pattern: string): boolean {
  return ANYTHING.has(pattern);
}

function expression(pattern: string): RegExp | null {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  if (compiled.size >= MOST_KEPT) compiled.clear();
  const made = isQuick(pattern) ? compile(pattern) : null;
  compiled.set(pattern, made);
  return made;
}

/** A group that is repeated and itself repeats or offers alternatives can take exponential time, so can back-references. */
function isQuick(pattern: string): boolean {
  if (pattern.length > LONGEST_PATTERN || /\\[1-9k]/.test(pattern)) return false;
  const plain = pattern.replace(/\\.|\[(?:[^\]\\]|\\.)*\]/g, 'x');
  const groups: boolean[] = [];
  let repetitions = 0;
  for (const [index, character] of [...plain].entries()) {
    const repeats = /[*+{]/.test(character);
    if (character === '(') groups.push(false);
    if (repeats) repetitions += 1;
    if (repeats || character === '|') groups.fill(true);
    if (character === ')' && groups.pop() === true && /[*+{]/.test(plain[index + 1] ?? '')) return false;
  }
  return repetitions <= MOST_REPETITIONS;
}

function compile(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return null;
  }
}
