import { type Gap, gap, type Pair } from './gap.ts';
import { highest, lowest } from './limits.ts';
import { constrainsNothing } from './patterns.ts';

/** Formats of numbers (OpenAPI); all others are of texts. */
const NUMERIC = new Set([
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float',
  'double',
  'decimal',
]);

/** Every text or number of the one format is also of the others. From their RFCs, and from the widths of numbers. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  int8: ['int16', 'int32', 'int64'],
  int16: ['int32', 'int64'],
  int32: ['int64'],
  uint8: ['uint16', 'uint32', 'uint64', 'int16', 'int32', 'int64'],
  uint16: ['uint32', 'uint64', 'int32', 'int64'],
  uint32: ['uint64', 'int64'],
  float: ['double'],
  email: ['idn-email'],
  hostname: ['idn-hostname'],
  uri: ['uri-reference', 'iri', 'iri-reference'],
  'uri-reference': ['iri-reference'],
  iri: ['iri-reference'],
};

export function stringGaps(pair: Pair): Gap[] {
  if (!pair.kinds.has('string')) return [];
  const gaps: Gap[] = [];
  const [left, right] = [pair.left.atoms, pair.open].map((atoms) => atoms.map(({ keywords }) => keywords.strings));
  if (left === undefined || right === undefined) return [];

  const [shortest, needed] = [highest(left, 'minLength'), highest(right, 'minLength')];
  if ((needed ?? 0) > (shortest ?? 0)) gaps.push(gap(pair, 'minLength', shortest, needed));
  const [longest, allowed] = [lowest(left, 'maxLength'), lowest(right, 'maxLength')];
  if (allowed !== null && (longest === null || longest > allowed)) gaps.push(gap(pair, 'maxLength', longest, allowed));

  const patterns = left.flatMap(({ pattern }) => (pattern === null || constrainsNothing(pattern) ? [] : [pattern]));
  for (const { pattern } of right) {
    if (pattern === null || constrainsNothing(pattern) || patterns.includes(pattern)) continue;
    // Whether one expression admits all that another admits is not decided here.
    gaps.push(gap(pair, 'pattern', patterns, [pattern], patterns.length === 0 ? 'sure' : 'unsure'));
  }
  const contents = left.flatMap(({ content }) => content ?? []);
  for (const { content } of right) {
    if (content !== null && !contents.includes(content)) gaps.push(gap(pair, 'content', contents, [content]));
  }
  return gaps;
}

export function formatGaps(pair: Pair): Gap[] {
  const numbers = pair.kinds.has('integer') || pair.kinds.has('fraction');
  const formats = pair.left.atoms.flatMap(({ keywords }) => keywords.format ?? []);
  return pair.open.flatMap(({ keywords: { format } }) => {
    if (format === null || !(NUMERIC.has(format) ? numbers : pair.kinds.has('string'))) return [];
    const implied = formats.some((one) => one === format || WIDER[one]?.includes(format));
    return implied ? [] : [gap(pair, 'format', formats, [format])];
  });
}
