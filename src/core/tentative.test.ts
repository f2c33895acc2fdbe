import fc from 'fast-check';
import { findTentative } from './tentative.ts';

/** Sentences with the words that are to be found in them. */
const TENTATIVE: readonly [string, string][] = [
  ['We will try to deliver by Friday.', 'will try'],
  ["We'll try for Thursday", "'ll try"],
  ['I try and get it done this week', 'I try'],
  ['They are trying to fix the sandbox', 'trying to'],
  ['We attempt to answer within a second', 'attempt to'],
  ['The team does its best to answer', 'does its best'],
  ['Delivery is best-effort', 'best-effort'],
  ["We'd like to ship on Monday", "We'd like to"],
  ['I hope to finish tomorrow', 'hope to'],
  ['Hopefully staging is up', 'Hopefully'],
  ['Fingers crossed for the vendor', 'Fingers crossed'],
  ['With a bit of luck we are done', 'With a bit of luck'],
  ['We are aiming for the 4th', 'aiming for'],
  ['The aim is Q1', 'aim'],
  ['We intend to keep v1 running', 'intend to'],
  ['We plan to publish the schema', 'plan to'],
  ['We expect to have it', 'expect to'],
  ['The feed is expected to arrive at 06:00', 'is expected to'],
  ['We are looking to move it', 'looking to'],
  ['The partner wants to test first', 'wants to'],
  ['We should be able to deliver it', 'should be able to'],
  ['It should work by Tuesday', 'should'],
  ['Errors ought to be documented', 'ought to'],
  ['It is supposed to be idempotent', 'supposed to'],
  ['It might slip a day', 'might'],
  ['It could be ready on Friday', 'could'],
  ['The field may be empty', 'may'],
  ['Maybe on Friday', 'Maybe'],
  ['Perhaps the vendor answers', 'Perhaps'],
  ['Possibly next week', 'Possibly'],
  ['This is potentially breaking', 'potentially'],
  ['Presumably it is down', 'Presumably'],
  ["It's probably fine", 'probably'],
  ['It will most likely slip', 'most likely'],
  ['That is unlikely', 'unlikely'],
  ['We fix it as soon as possible', 'as soon as possible'],
  ['Retries happen where possible', 'where possible'],
  ['Done by Friday, time permitting', 'time permitting'],
  ['If all goes well it is Friday', 'If all goes well'],
  ['Ideally before the freeze', 'Ideally'],
  ['In theory it is done', 'In theory'],
  ['Friday, but no promises', 'no promises'],
  ["I'm not sure about the date", 'not sure'],
  ['I am unsure', 'unsure'],
  ['I think it is green', 'I think'],
  ['We believe it is fixed', 'We believe'],
  ['The sandbox seems down', 'seems'],
  ['It appears to be fixed', 'appears to'],
  ['It is more or less done', 'more or less'],
  ['It is almost done', 'almost done'],
  ['The date is TBD', 'TBD'],
  ['Limits are to be confirmed', 'to be confirmed'],
  ['We answer ASAP', 'ASAP'],
  ['It is ready soon', 'soon'],
  ['The fix comes shortly.', 'shortly'],
  ['Eventually we migrate', 'Eventually'],
  ['Some time next week', 'Some time next week'],
  ['Done in the next few days', 'in the next few days'],
  ['We look at it at some point', 'at some point'],
  ['It arrives around Friday', 'around Friday'],
  ['It takes roughly a week', 'roughly'],
  ['We’ll try on Monday', '’ll try'],
  ["We're hoping for a fix tonight", 'hoping for'],
  ["Let's try a canary first", "Let's try"],
  ['The squad tried to reproduce it', 'tried to'],
  ['I can try after lunch', 'can try'],
  ['We will at least try on Thursday', 'will at least try'],
  ['I give it a try tomorrow', 'give it a try'],
  ["We'd love to retire v1", "We'd love to"],
  ['Our goal is to aim for parity', 'aim for'],
  ['Data intends to drop the column', 'intends to'],
  ['The team is planning on two days of tests', 'planning on'],
  ['QA expects to finish on Monday', 'expects to'],
  ['The load test is expected to pass', 'is expected to'],
  ["Retries shouldn't be needed", "shouldn't"],
  ['The endpoint should return 202 once the queue accepts it', 'should'],
  ['The vendor may answer this week', 'may'],
  ['The migration could take a day', 'could'],
  ['The certificate might expire on Sunday', 'might'],
  ['Staging is probably stable', 'probably'],
  ['Very likely the window moves', 'Very likely'],
  ['It is more likely a DNS fault', 'more likely'],
  ['Deploy when possible', 'when possible'],
  ['Merged if time allows', 'if time allows'],
  ['In principle the schema is final', 'In principle'],
  ["Can't promise the date", "Can't promise"],
  ["We're not quite sure which region is down", 'not quite sure'],
  ['I guess it is the cache', 'I guess'],
  ['We assume the token is valid', 'We assume'],
  ['The feed seemed slow', 'seemed'],
  ['It is pretty much ready', 'pretty much'],
  ['The adapter is basically working', 'basically working'],
  ['Integration is nearly complete', 'nearly complete'],
  ['Owner: TBC', 'TBC'],
  ['Limits to be agreed', 'to be agreed'],
  ['We ship sooner or later', 'sooner or later'],
  ['A patch lands pretty soon', 'pretty soon'],
  ['It arrives sometime', 'sometime'],
  ['Done in due course', 'in due course'],
  ['Back in a while', 'in a while'],
  ['Delivered around mid December', 'around mid'],
  ['Ready about next week', 'about next'],
  ['Ready approximately the end of March', 'approximately the end'],
  ['The contract is signed in the coming weeks', 'in the coming weeks'],
  ['Some day we drop SOAP', 'Some day'],
  ['The try-catch is in; hopefully it holds', 'hopefully'],
  ['May 4 it is, perhaps', 'perhaps'],
];

const FIRM: readonly string[] = [
  'Platform delivers v2 to staging by Fri 4 Dec.',
  'We will deliver it on Monday.',
  'The field is empty when the order has no customer.',
  'Clients must retry after one second.',
  'Wrap the call in a try-catch block.',
  'Try again in 30 seconds.',
  'The release is in May.',
  'Delivered on 4 May 2027.',
  'Due 4 may, signed by Lena',
  'Clients MAY send a trace id and SHOULD send a version.',
  'The function `should_retry` decides, and `may` is a word.',
  'He wrote "we hope to deliver" and was refused.',
  'The card says “maybe” in German.',
  '> we might deliver\nNo. We deliver on Friday.',
  'See https://example.com/should/maybe/soon for the list.',
  'See [the list](https://example.com/asap) for details.',
  '```\nif (maybe) { soon(); }\n```\nIt answers in 200 ms.',
  'The service could not connect; it answered 503.',
  'Reads are eventually consistent within 5 s.',
  'Shortly after midnight the feed starts at 00:05.',
  'The sandbox is down; the vendor restores it by Thu 18:00.',
  'A dismayed partner sees the same answer.',
  'Assured by two engineers on Tuesday.',
  'Messages are retried 3 times, then parked.',
  'The limit is 600 requests a minute for each client.',
  'Depends on DEP-4, which is green.',
  'They try `retries` to no end: each is logged.',
  'Returns the kind of the event.',
  'Signed by the QA contact on Wed 2 Dec.',
  'Ben reviews the schema by Tue 1 Dec, 12:00.',
  'The API answers 429 with Retry-After when the limit is reached.',
  'In May and June the old endpoint answers beside the new one.',
  'MAY 2027 is the end of support for v1.',
  'Servers SHOULD NOT close the stream; ours never does.',
  'The header `X-Maybe-Later` is ignored.',
  'Ana said "we should be fine" and opened TICKET-9.',
  'The ticket is called “Try the new sandbox”.',
  'Read https://wiki.example/try/hope/should before the call.',
  'See `docs/should-we.md`.',
  'The catch block rethrows; the try block holds one call.',
  'Use try_files in the proxy.',
  'We tried v2.0.1 on Monday: it answers in 80 ms.',
  'Retry with back-off: 1 s, 2 s, 4 s.',
  'The plan is signed.',
  'The planned window is 7–9 Dec.',
  'Expected output: `{"ok": true}`.',
  'The hopper drains within 5 minutes.',
  'The client could not log in; the password was reset at 10:42.',
  'Reads are eventually consistent; writes are not.',
  'Shortly before the freeze, on 18 Dec at 12:00, v2 is tagged.',
  'Maybelline is the name of the test shop.',
  'The possible values are A, B and C.',
  'Limits are 5 requests a second, bursts of 20.',
  'Kenji restores qa-2 by Wed 16 Dec, evidence OPS-12.',
  'We believe-in-testing is the name of the channel.',
  'Partner signs gate 2 on Thu; gate 3 opens on Fri.',
];

/** Ours: as many as tell a list of words from one that was made for a few examples. */
const AT_LEAST = 150;

it('is judged by many sentences', () => {
  expect(new Set([...TENTATIVE.map(([sentence]) => sentence), ...FIRM]).size).toBeGreaterThanOrEqual(AT_LEAST);
});

it.each(TENTATIVE)('finds what is tentative in: %s', (sentence, words) => {
  expect(findTentative(sentence).map((found) => found.words)).toEqual([words]);
});

it.each(FIRM)('finds nothing in: %s', (sentence) => {
  expect(findTentative(sentence)).toEqual([]);
});

it('says where the words stand and what to write instead', () => {
  const text = 'First line.\nWe hope to ship it `soon`, and we should tell them soon.';

  const found = findTentative(text);

  expect(found.map(({ start, end, words }) => [text.slice(start, end), words])).toEqual([
    ['hope to', 'hope to'],
    ['should', 'should'],
    ['soon', 'soon'],
  ]);
  expect(found.map(({ suggestion }) => suggestion)).toEqual([
    'write "will", or say what stands in the way',
    'write "must" or "will"',
    'name the date',
  ]);
});

it('gives offsets that lie in the text, in order and apart, for any text', () => {
  const word = fc.constantFrom(
    'try',
    'to',
    'soon',
    '`',
    '"',
    'May',
    'may',
    '4',
    '\n',
    '>',
    'should',
    '[a](b)',
    '“',
    'x',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 4 }))), (words) => {
      const text = words.join(' ');
      let last = 0;
      for (const { start, end, words: found } of findTentative(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(text.slice(start, end)).toBe(found);
        last = end;
      }
    }),
  );
});
