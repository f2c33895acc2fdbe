import { addressOf, readTrace } from './trace.ts';

const JIRA = { id: 'PROJ-#', url: 'https://tracker.example/#/browse/PROJ-#' };
const open = { tickets: [], prefix: 'DEP' };
const strict = { tickets: [JIRA], prefix: 'DEP' };

it.each([
  'TICKET-77',
  'https://docs.example/plan?id=7#part',
  'http://wiki/plan',
  'acme/orders/docs/plan.md',
  'acme/orders/pull/7',
])('takes %s', (word) => {
  expect(readTrace(word, open)).toBe(word);
});

it.each([
  'DEP-4',
  'COM-4',
  'DEC-4',
  'ticket-77',
  '4/12/2026',
  'and/or',
  'javascript:alert(1)',
  'ftp://files.example/x',
  'https://ana:secret@docs.example',
  '"];evil[',
  '🚀',
  'X-1',
  `https://docs.example/${'x'.repeat(500)}`,
])('takes no %.40s', (word) => {
  expect(readTrace(word, open)).toBeUndefined();
});

it('leaves the end of the sentence out', () => {
  expect(readTrace('TICKET-77.', open)).toBe('TICKET-77');
});

it('takes the ids of the programme’s trackers alone, where it names any', () => {
  expect(readTrace('PROJ-12', strict)).toBe('PROJ-12');
  expect(readTrace('TICKET-77', strict)).toBeUndefined();
  expect(readTrace('PROJ-12x', strict)).toBeUndefined();
  expect(readTrace('https://docs.example/plan', strict)).toBe('https://docs.example/plan');
});

it('knows where a ticket leads, also where the address has a fragment', () => {
  expect(addressOf('PROJ-12', [JIRA])).toBe('https://tracker.example/#/browse/PROJ-12');
  expect(addressOf('TICKET-77', [JIRA])).toBeNull();
  expect(addressOf('https://docs.example/plan', [])).toBe('https://docs.example/plan');
});
