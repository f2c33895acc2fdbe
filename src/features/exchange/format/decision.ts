import { z } from 'zod';
import { MOST } from '../../decisions/model.ts';
import { LONGEST_TEXT, MOST_ENTRIES } from '../limits.ts';
import { handle, instant, line, prose, recordKey, url } from './fields.ts';

const sentence = (description: string, example: string) => prose(LONGEST_TEXT.sentence, description, example);

const OptionEntry = z
  .object({
    label: sentence('What could be chosen.', "Move Partner's date to 11 Dec"),
    consequence: sentence('What was said to follow from it.', 'the test window moves to 14 Dec').nullish(),
  })
  .meta({
    description: 'What could be chosen, and what was said to follow from it.',
    examples: [{ label: "Move Partner's date to 11 Dec", consequence: 'the test window moves to 14 Dec' }],
  });

export const DecisionEntry = z.object({
  key: recordKey('DEC', 'The decision'),
  dependency: line(LONGEST_TEXT.key, 'The dependency it is about, by key.', 'DEP-4').nullish(),
  question: sentence('What was to be decided.', 'DEP-4 is blocked. How does it go on?'),
  options: z
    .array(OptionEntry)
    .max(MOST_ENTRIES.options)
    .meta({
      description: 'What could be chosen.',
      examples: [[{ label: "Move Partner's date to 11 Dec", consequence: 'the test window moves to 14 Dec' }]],
    })
    .nullish(),
  choice: sentence('What was decided.', "Partner's date moves to 11 Dec"),
  reason: sentence('Why.', 'The vendor confirmed the day').nullish(),
  decidedBy: handle('Who decided'),
  at: instant('When it was decided'),
  links: z
    .array(url('An address'))
    .max(MOST.links)
    .meta({
      description: 'What it rests on or leads to: web addresses.',
      examples: [['https://wiki.example.com/sandbox', 'https://tracker.example.com/LAUNCH-101']],
    })
    .nullish(),
  supersedes: recordKey('DEC', 'The decision whose place it takes').nullish(),
});
export type DecisionEntry = z.output<typeof DecisionEntry>;
