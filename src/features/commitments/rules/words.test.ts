import { readCounter, readProposal } from './words.ts';

const TRACING = { tickets: [], prefix: 'DEP' };
const isDay = (words: string) => /^(?:fri|\d+ dec|tomorrow|2026-)/i.test(words);
const dayIn = (words: string) => /(?:fri(?: 4 dec)?|\d+ dec|tomorrow)/i.exec(words)?.[0];

it.each([
  [
    '@ana delivers v2 to staging by Fri 4 Dec TICKET-77',
    { stage: undefined, who: 'ana', what: 'delivers v2 to staging', by: 'Fri 4 Dec', trace: 'TICKET-77' },
  ],
  [
    'test @ana, runs DEP-7 by hand, TICKET-77, by Fri',
    { stage: 'test', who: 'ana', what: 'runs DEP-7 by hand,', by: 'Fri', trace: 'TICKET-77' },
  ],
  [
    '@ana signs by Fri and delivers by 11 Dec https://docs.example/plan',
    { who: 'ana', what: 'signs by Fri and delivers', by: '11 Dec', trace: 'https://docs.example/plan' },
  ],
  ['@ana delivers v2', { who: 'ana', what: 'delivers v2', by: undefined, trace: undefined }],
  ['delivers v2 by Fri', { who: undefined, what: 'delivers v2', by: 'Fri', trace: undefined }],
  ['', { stage: undefined, who: undefined, what: '', by: undefined, trace: undefined }],
])('reads the proposal “%s”', (words, expected) => {
  expect(readProposal(words, TRACING, isDay)).toMatchObject(expected);
});

it.each([
  ['11 Dec', { what: undefined, by: '11 Dec', reason: undefined }],
  ['11 Dec because the vendor is late', { what: undefined, by: '11 Dec', reason: 'the vendor is late' }],
  ['11 Dec the vendor is late', { what: undefined, by: '11 Dec', reason: 'the vendor is late' }],
  ['delivers v2 without refunds', { what: 'delivers v2 without refunds', by: undefined, reason: undefined }],
  [
    'delivers v2 without refunds by 11 Dec because the vendor is late',
    { what: 'delivers v2 without refunds', by: '11 Dec', reason: 'the vendor is late' },
  ],
  ['@ben', { who: 'ben', what: undefined, by: undefined, reason: undefined }],
  ['@ben by 11 Dec TICKET-78', { who: 'ben', what: undefined, by: '11 Dec', trace: 'TICKET-78', reason: undefined }],
  ['TICKET-78 because it moved', { what: undefined, by: undefined, trace: 'TICKET-78', reason: 'it moved' }],
  ['', { what: undefined, by: undefined, reason: undefined }],
])('reads the counter “%s”', (words, expected) => {
  expect(readCounter(words, TRACING, dayIn)).toEqual({ who: undefined, trace: undefined, ...expected });
});
