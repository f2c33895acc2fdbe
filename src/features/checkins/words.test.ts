import fc from 'fast-check';
import { DateTime } from 'luxon';
import { looksLikeAnswer, readAnswer } from './words.ts';

const now = DateTime.fromISO('2026-12-01T09:42:00Z');
const speaker = { zone: 'Europe/Berlin' };
const read = (text: string, open: string[] = ['DEP-4', 'DEP-7', 'DEP-12']) => readAnswer(text, open, speaker, now);

it.each([
  ['7 green', [{ key: 'DEP-7', verdict: 'green', reason: null, until: null }]],
  ['DEP-7: green, staging arrived', [{ key: 'DEP-7', verdict: 'green', reason: 'staging arrived', until: null }]],
  [
    'dep7 is yellow because QA has no environment',
    [{ key: 'DEP-7', verdict: 'yellow', reason: 'QA has no environment', until: null }],
  ],
  [
    '12 blocked by the vendor until Friday',
    [{ key: 'DEP-12', verdict: 'blocked', reason: 'the vendor', until: '2026-12-04' }],
  ],
  ['12 blocked until Friday', [{ key: 'DEP-12', verdict: 'blocked', reason: null, until: '2026-12-04' }]],
  [
    '12 unblocked: the vendor answered',
    [{ key: 'DEP-12', verdict: 'unblocked', reason: 'the vendor answered', until: null }],
  ],
  ['4 no change', [{ key: 'DEP-4', verdict: 'same', reason: null, until: null }]],
  ['4 delivered', [{ key: 'DEP-4', verdict: 'delivered', reason: null, until: null }]],
  ['4 off track, two people left', [{ key: 'DEP-4', verdict: 'red', reason: 'two people left', until: null }]],
])('understands "%s"', (text, said) => {
  expect(read(text)).toEqual({ said, problems: [] });
});

it('reads several parts, by semicolon or by line', () => {
  const { said, problems } = read('7 green, staging arrived; 12 blocked by the vendor until Friday\n4 same');

  expect(problems).toEqual([]);
  expect(said.map(({ key, verdict }) => `${key} ${verdict}`)).toEqual(['DEP-7 green', 'DEP-12 blocked', 'DEP-4 same']);
});

it('takes "all green" for every open one, and words without a key for the only open one', () => {
  expect(read('all green').said.map((one) => one.key)).toEqual(['DEP-4', 'DEP-7', 'DEP-12']);
  expect(read('green', ['DEP-4']).said).toEqual([{ key: 'DEP-4', verdict: 'green', reason: null, until: null }]);
});

it.each([
  [
    'green',
    'Which one is green: DEP-4, DEP-7, DEP-12? Write for example "DEP-4 green" or "DEP-4 blocked by the vendor until Friday".',
  ],
  [
    '7 is coming along',
    '"7 is coming along" has no status. Write for example "DEP-7 green" or "DEP-7 blocked by the vendor until Friday".',
  ],
  ['7 green; 7 red', 'DEP-7 stands there twice; say one thing of it.'],
])('asks back for "%s"', (text, problem) => {
  expect(read(text).problems).toEqual([problem]);
});

it('reads several keys before one verdict', () => {
  expect(read('4, 7 and 12 green').said.map(({ key, verdict }) => `${key} ${verdict}`)).toEqual([
    'DEP-4 green',
    'DEP-7 green',
    'DEP-12 green',
  ]);
});

it('takes the end of a blocker and a new status for two things', () => {
  expect(read('12 unblocked, the vendor answered; 12 green').problems).toEqual([]);
});

it('leaves the days of a reason in the reason', () => {
  expect(read('7 yellow, the review is on Friday').said).toEqual([
    { key: 'DEP-7', verdict: 'yellow', reason: 'the review is on Friday', until: null },
  ]);
});

it('refuses an end that is past, or no day at all', () => {
  expect(read('7 blocked by the vendor until yesterday').problems).toEqual([
    expect.stringContaining('Send a date to come'),
  ]);
  expect(read('7 blocked by the vendor until they call').problems).toEqual([expect.stringContaining('as a date')]);
});

it.each(['7 green or yellow', '7 green/red', '7 green?'])('asks which it is for "%s"', (text) => {
  expect(read(text).problems).toEqual([expect.stringContaining('leaves open which it is')]);
});

it('counts no duration for a key, and knows the prefix of the programme', () => {
  expect(read('blocked 3 days').problems).toEqual([expect.stringContaining('Which one is blocked 3 days')]);
  expect(readAnswer('ord7 green', [], speaker, now, 'ORD').said.map((one) => one.key)).toEqual(['ORD-7']);
});

it('knows an answer from small talk', () => {
  expect(['7 green', 'all good', 'blocked by legal', 'DEP-4 hm'].every((text) => looksLikeAnswer(text))).toBe(true);
  expect(['hello', 'thanks', 'who are you', 'ok thanks', 'good question'].some((text) => looksLikeAnswer(text))).toBe(
    false,
  );
});

it('never throws, and says something of every part', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const { said, problems } = read(text);
      const parts = text.split(/[;\n]+/).filter((part) => part.trim() !== '');
      expect(said.length + problems.length).toBeGreaterThanOrEqual(parts.length);
    }),
  );
});

it('reads back whatever is written by its own rules', () => {
  const key = fc.constantFrom('DEP-4', 'DEP-7', 'DEP-12');
  const colour = fc.constantFrom('green', 'yellow', 'red');
  const reason = fc
    .stringMatching(/^[a-z]{3,8}( [a-z]{3,8}){0,4}$/)
    .filter((words) => !/^(?:because|since|due|then|maybe)\b/.test(words));
  const form = fc.constantFrom(
    (k: string, c: string, r: string) => `${k} ${c}, ${r}`,
    (k: string, c: string, r: string) => `${k.slice(4)} is ${c.toUpperCase()}: ${r}`,
    (k: string, c: string, r: string) => `  ${k.toLowerCase()}: ${c} because ${r} `,
  );
  fc.assert(
    fc.property(key, colour, reason, form, (k, c, r, write) => {
      expect(read(write(k, c, r))).toEqual({ said: [{ key: k, verdict: c, reason: r, until: null }], problems: [] });
    }),
  );
});
