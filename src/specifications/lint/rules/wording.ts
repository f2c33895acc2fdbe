import { findTentative } from '../../../core/tentative.ts';
import type { Json } from '../../model.ts';
import { child, isList, isObject } from '../../pointer.ts';
import { fieldOf } from '../../walk/walk.ts';
import { ALL, type Report, type Rule } from '../rule.ts';

/** What is written in words. */
export const wordingRules: readonly Rule[] = [
  {
    name: 'filled-in',
    severity: 'error',
    formats: ALL,
    asks: 'No text is left of the template that says FILL IN.',
    why: 'It is a promise that nobody has made yet.',
    example: 'info:\n  title: Orders',
    check: ({ root }, report) => ({ end: () => findUnfilled(root, '', report) }),
  },
  {
    name: 'firm-wording',
    severity: 'warn',
    formats: ALL,
    asks: 'Titles, summaries and descriptions say what is so, not what is hoped: no "should", "try", "maybe", "soon".',
    why: 'What a contract leaves open, each side fills in for itself. SHOULD and MAY in capitals (RFC 2119) are taken as meant.',
    example: 'description: Answers within 300 ms. An empty list means that the partner has no orders.',
    check: (_specification, report) => ({
      every: (node) => {
        for (const field of ['title', 'summary', 'description']) {
          const text = fieldOf(node, field);
          if (typeof text !== 'string') continue;
          const [first, ...more] = findTentative(text);
          if (first === undefined) continue;
          const others =
            more.length === 0 ? '' : ` Also: ${[...new Set(more.map(({ words }) => words))].slice(0, 5).join(', ')}.`;
          report(`${node.pointer}/${field}`, `"${first.words}" leaves it open: ${first.suggestion}.${others}`);
        }
      },
    }),
  },
];

function findUnfilled(value: Json, pointer: string, report: Report): void {
  if (typeof value === 'string') {
    if (value.includes('FILL IN')) report(pointer, 'This is left of the template. Write what holds for you.');
  } else if (isList(value)) {
    for (const [index, item] of value.entries()) findUnfilled(item, child(pointer, index), report);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) findUnfilled(item, child(pointer, name), report);
  }
}
