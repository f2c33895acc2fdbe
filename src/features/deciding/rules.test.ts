import { readDecisionWords } from './rules.ts';

const nothing = { question: '', choice: '', others: [], reason: '', dependency: '', links: [], supersedes: '' };

it.each([
  ['', nothing],
  ['Which sandbox do we use', { question: 'Which sandbox do we use' }],
  [
    'Which sandbox do we use? our own because the vendor is down',
    { question: 'Which sandbox do we use?', choice: 'our own', reason: 'the vendor is down' },
  ],
  [
    "Which sandbox? our own instead of the vendor's; a mock because it is down until Jan on dep4 link https://wiki.example/x?y=1 supersedes dec-3",
    {
      question: 'Which sandbox?',
      choice: 'our own',
      others: ["the vendor's", 'a mock'],
      reason: 'it is down until Jan',
      dependency: 'DEP-4',
      links: ['https://wiki.example/x?y=1'],
      supersedes: 'DEC-3',
    },
  ],
  [
    'Who pays? supersedes DEC-2 link http://a.example on DEP-1 link http://b.example',
    {
      question: 'Who pays?',
      dependency: 'DEP-1',
      links: ['http://a.example', 'http://b.example'],
      supersedes: 'DEC-2',
    },
  ],
  [
    'Do we go on? yes, on Monday because because of the vendor',
    { question: 'Do we go on?', choice: 'yes, on Monday', reason: 'because of the vendor' },
  ],
])('reads “%.40s”', (words, meant) => {
  expect(readDecisionWords(words)).toEqual({ ...nothing, ...meant });
});
