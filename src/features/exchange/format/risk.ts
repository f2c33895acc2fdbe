import { z } from 'zod';
import { LONGEST, RiskKind, RiskState } from '../../risks/model.ts';
import { LONGEST_TEXT } from '../limits.ts';
import { handle, instant, line, prose, recordKey } from './fields.ts';

export const RiskEntry = z.object({
  key: recordKey('RISK', 'The risk'),
  kind: RiskKind.meta({ description: 'What it comes from; other when left out.', examples: ['vendor'] }).optional(),
  text: line(LONGEST.text, 'What is known, or may happen.', 'The vendor has one sandbox'),
  dependency: line(LONGEST_TEXT.key, 'The dependency it is about, by key.', 'DEP-4').nullish(),
  owner: handle('Who looks after it'),
  mitigation: line(LONGEST.mitigation, 'What is done about it.', 'Book our own sandbox'),
  trigger: line(
    LONGEST_TEXT.name,
    'When that begins: `on 2026-12-05`, `DEP-4 red`, `float of DEP-4 below 3`, `DEP-4 silent for 5 days` or `gate of DEP-4 late`.',
    'DEP-4 red',
  ),
  openedBy: handle('Who recorded it').nullish(),
  openedAt: instant('When it was recorded; left out, now').optional(),
  state: RiskState.meta({
    description: 'Whether its trigger is waited for; watching when left out.',
    examples: ['watching'],
  }).optional(),
  triggeredAt: instant('When its trigger came true').nullish(),
  triggeredWhy: prose(LONGEST_TEXT.sentence, 'What made it true.', 'DEP-4 is red').nullish(),
  action: recordKey('ACT', 'The action that its mitigation became').nullish(),
  closedBy: handle('Who closed it').nullish(),
  closedAt: instant('When it was closed; left out of one that is closed, now').nullish(),
  note: prose(LONGEST.note, 'Why it is over.', 'The vendor gave us a second sandbox').nullish(),
});
export type RiskEntry = z.output<typeof RiskEntry>;
