import { z } from 'zod';
import { CommitmentState, LONGEST } from '../../commitments/model.ts';
import { LONGEST as LONGEST_OF, MOST } from '../../register/model.ts';
import { StageName } from '../../timeline/model.ts';
import { LONGEST_TEXT, MOST_ENTRIES } from '../limits.ts';
import { day, handle, instant, line, prose, recordKey, teamKey } from './fields.ts';

const number = z.number().int().min(1).max(MOST_ENTRIES.terms);

const TermsEntry = z.object({
  number: number.meta({ description: 'Counts the terms of a commitment; a counter has the next.', examples: [1] }),
  owner: handle('Who delivers'),
  what: line(LONGEST.what, 'What is promised, in firm words.', 'Delivers v2 to staging'),
  by: day('The day it is promised for', '2026-12-11'),
  trace: line(LONGEST.trace, 'Where it is tracked: a ticket, an address or a path.', 'LAUNCH-101'),
  reason: prose(LONGEST.reason, 'Why these take the place of the terms before.', 'The vendor delivers late').nullish(),
  proposedBy: handle('Who proposed them'),
  proposedAt: instant('When they were proposed'),
  withdrawnAt: instant('When they were withdrawn').nullish(),
});

const SignatureEntry = z.object({
  terms: number.meta({ description: 'The number of the terms that were signed.', examples: [1] }),
  seat: teamKey('The team that signed, or compliance'),
  signedBy: handle('Who signed'),
  at: instant('When it was signed'),
});

export const CommitmentEntry = z.object({
  key: recordKey('COM', 'The commitment'),
  dependency: line(LONGEST_TEXT.key, 'The dependency it is about, by key.', 'DEP-4'),
  stage: StageName.meta({ description: 'The stage that is promised.', examples: ['release'] }),
  state: CommitmentState.meta({
    description: 'Whether it still holds; open when left out.',
    examples: ['open'],
  }).optional(),
  obligations: z
    .array(line(LONGEST_OF.obligation, 'An obligation.', 'PII'))
    .max(MOST.obligations)
    .meta({ description: 'What compliance signs off.', examples: [['PII']] })
    .nullish(),
  inForce: number
    .meta({ description: 'The number of the terms that all signed; left out, none yet.', examples: [1] })
    .nullish(),
  promisedFor: day('The day that was promised first', '2026-12-11').nullish(),
  keptOn: day('The day it was kept', '2026-12-10').nullish(),
  terms: z
    .array(TermsEntry)
    .min(1)
    .max(MOST_ENTRIES.terms)
    .meta({
      description: 'All its terms, the first first.',
      examples: [
        [
          {
            number: 1,
            owner: 'ana',
            what: 'Delivers v2 to staging',
            by: '2026-12-11',
            trace: 'LAUNCH-101',
            proposedBy: 'ben',
            proposedAt: '2026-11-27T10:00Z',
          },
        ],
      ],
    }),
  signatures: z
    .array(SignatureEntry)
    .max(MOST_ENTRIES.signatures)
    .meta({
      description: 'Who signed which terms, for which seat.',
      examples: [[{ terms: 1, seat: 'plat', signedBy: 'ana', at: '2026-11-27T10:00Z' }]],
    })
    .nullish(),
});
export type CommitmentEntry = z.output<typeof CommitmentEntry>;
