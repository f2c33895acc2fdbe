/** What cannot be made: references back, and classes that hold nothing printable. */
class NoText extends Error {}

/** Characters that are tried for a class, the plainest first. */
const PRINTABLE = [
  'a',
  ...'0123456789bcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.:,;/+ @#%&=*!?()[]{}<>"\'\\|~^$`',
  'é',
  '\n',
];

/**
 * A text that a regular expression is meant to match: optional parts are left out `spare` times, alternatives and
 * characters are chosen by `turn`. Look-arounds are passed over, so the text is to be tried against the expression.
 * Undefined where it cannot be made.
 */
export function textFor(pattern: string, { spare, turn }: { spare: number; turn: number }): string | undefined {
  let at = 0;

  function alternatives(): string {
    const options = [sequence()];
    while (pattern[at] === '|') {
      at += 1;
      options.push(sequence());
    }
    return options[turn % options.length] ?? '';
  }

  function sequence(): string {
    let text = '';
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const part = atom();
      text += part.repeat(count());
    }
    return text;
  }

  function atom(): string {
    const sign = pattern[at] ?? '';
    at += 1;
    if (sign === '^' || sign === '$') return '';
    if (sign === '.') return 'a';
    if (sign === '(') return group();
    if (sign === '[') return oneOf(classEnd());
    return sign === '\\' ? escaped() : sign;
  }

  function group(): string {
    const kind = /^\?(?:[:=!]|<[=!]|<[^>]*>)/.exec(pattern.slice(at))?.[0] ?? '';
    at += kind.length;
    const text = alternatives();
    if (pattern[at] !== ')') throw new NoText();
    at += 1;
    return /[=!]$/.test(kind) ? '' : text;
  }

  /** A class as it stands, brackets included. */
  function classEnd(): string {
    const start = at - 1;
    for (; at < pattern.length; at += 1) {
      if (pattern[at] === '\\') at += 1;
      else if (pattern[at] === ']') break;
    }
    at += 1;
    return pattern.slice(start, at);
  }

  function escaped(): string {
    const rest = pattern.slice(at);
    const long = /^(?:p\{[^}]*\}|P\{[^}]*\}|u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|c[a-z])/i.exec(rest)?.[0];
    const sign = long ?? rest[0] ?? '';
    at += sign.length;
    if (/^[bB]$/.test(sign)) return '';
    if (/^[1-9k]/.test(sign)) throw new NoText();
    return long !== undefined || /^[dDwWsStnrfv0]$/.test(sign) ? oneOf(`\\${sign}`) : sign;
  }

  function oneOf(expression: string): string {
    const one = new RegExp(`^${expression}$`, 'u');
    const fitting = PRINTABLE.filter((sign) => one.test(sign));
    if (fitting.length === 0) throw new NoText();
    return fitting[turn % fitting.length] ?? '';
  }

  function count(): number {
    const quantifier = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(pattern.slice(at));
    if (quantifier === null) return 1;
    at += quantifier[0].length;
    const sign = quantifier[0][0];
    const least = sign === '{' ? Number(quantifier[1]) : sign === '+' ? 1 : 0;
    const most =
      sign === '?'
        ? 1
        : sign !== '{'
          ? Number.POSITIVE_INFINITY
          : quantifier[2] === undefined
            ? least
            : Number(quantifier[3] || 'Infinity');
    return Math.min(least + spare, most, MOST_REPEATS);
  }

  try {
    const text = alternatives();
    return at < pattern.length ? undefined : text;
  } catch {
    // Of NoText and of a class that is no expression by itself: there is no text.
    return undefined;
  }
}

/** Ours: longer texts show nothing more. */
const MOST_REPEATS = 2_000;
