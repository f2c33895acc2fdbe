import { DateTime } from 'luxon';
import { readSearch, searchText } from './search.ts';

/** Mon 30 Nov 2026, 08:00 in Berlin. */
const speaker = { zone: 'Europe/Berlin', now: DateTime.fromISO('2026-11-30T07:00:00Z', { zone: 'utc' }) };

it.each([
  ['', { words: '' }],
  ['4', { key: 'DEP-4', words: '' }],
  ['dec 3', { key: 'DEC-3', words: '' }],
  ['sandbox of the vendor', { words: 'sandbox of the vendor' }],
  ['sandbox by @ana since Fri DEP-4', { words: 'sandbox', by: 'ana', key: 'DEP-4', since: '2026-11-26T23:00:00.000Z' }],
  [
    'DEP-4 since 1 Feb by @ana test data',
    { words: 'test data', by: 'ana', key: 'DEP-4', since: '2026-01-31T23:00:00.000Z' },
  ],
  ['since 2026-11-01', { words: '', since: '2026-10-31T23:00:00.000Z' }],
  ['since 1 Dec', { words: '', since: '2025-11-30T23:00:00.000Z' }],
  ['since Mon', { words: '', since: '2026-11-29T23:00:00.000Z' }],
  ['sent by the vendor', { words: 'sent by the vendor' }],
])('reads “%s”', (words, meant) => {
  const { since, ...rest } = readSearch(words, speaker);
  expect({ ...rest, since: since?.at.toISO() }).toEqual({
    by: undefined,
    key: undefined,
    since: undefined,
    ...meant,
  });
});

it.each([
  ['since 2027-01-01', 'is to come'],
  ['since tomorrow', 'is to come'],
  ['since whenever', 'I cannot read “whenever” as a date'],
])('refuses “%s”, and says what to send', (words, complaint) => {
  expect(() => readSearch(words, speaker)).toThrow(complaint);
  expect(() => readSearch(words, speaker)).toThrow('2026-11-16');
});

it('says what was looked for', () => {
  expect(searchText(readSearch('sandbox since Fri', speaker), 'Ana Example')).toBe(
    'with “sandbox”, by Ana Example, since Fri 27 Nov',
  );
});
