import { z } from 'zod';
import { ActionSource, ActionState, LONGEST } from '../../actions/model.ts';
import { LONGEST_TEXT } from '../limits.ts';
import { day, handle, instant, line, prose, recordKey } from './fields.ts';

const SourceEntry = z.object({
  kind: ActionSource.shape.kind.meta({ description: 'What opened it.', examples: ['risk'] }),
  key: line(LONGEST_TEXT.key, 'Which one, by key.', 'RISK-3').nullish(),
  why: prose(LONGEST_TEXT.sentence, 'Why it was opened.', 'DEP-4 is red').nullish(),
});

export const ActionEntry = z.object({
  key: recordKey('ACT', 'The action'),
  what: line(LONGEST.what, 'What is to be done.', 'Book our own sandbox'),
  owner: handle('Who does it'),
  due: day('By when, a day of the owner', '2026-12-04'),
  dependency: line(LONGEST_TEXT.key, 'The dependency it is about, by key.', 'DEP-4').nullish(),
  source: SourceEntry.describe('Where it comes from; left out, a person.').optional(),
  openedBy: handle('Who opened it; left out, Depsync').nullish(),
  openedAt: instant('When it was opened; left out, now').optional(),
  state: ActionState.meta({
    description: 'Whether it is still to be done; open when left out.',
    examples: ['open'],
  }).optional(),
  note: prose(LONGEST.note, 'What was done, or why it was dropped.', 'Booked for two weeks').nullish(),
  closedBy: handle('Who closed it').nullish(),
  closedAt: instant('When it was closed; left out of one that is closed, now').nullish(),
});
export type ActionEntry = z.output<typeof ActionEntry>;
