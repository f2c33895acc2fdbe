import { z } from 'zod';
import { LintPolicy } from '../../../specifications/lint/index.ts';
import { Policy } from '../../programme/model.ts';
import { LONGEST_NAME, MOST, MOST_CAPACITY, Provisioning } from '../../timeline/model.ts';
import { LONGEST_TEXT, MOST_ENTRIES } from '../limits.ts';
import { day, environmentName, handle, line, pattern } from './fields.ts';

/** Every part of the policy: one that is missing here would be lost by an export. */
const POLICY_PARTS = {
  cadence: Policy.shape.cadence.unwrap().describe('When owners are asked, on their own clock; 1 is Monday.'),
  answerBy: Policy.shape.answerBy.unwrap().describe('When an answer counts as late: working days after the prompt.'),
  nudges: Policy.shape.nudges.unwrap().describe('The ladder for silent owners; null leaves a step out.'),
  tiers: Policy.shape.tiers.unwrap().describe('Hours after which an open blocker goes to leadership; rising.'),
  channels: Policy.shape.channels.unwrap().describe('Where the programme and its leadership are told.'),
  gates: Policy.shape.gates.unwrap().describe('The four gates of a contract, in order.'),
  criteria: Policy.shape.criteria.unwrap().describe('By what a dependency is red or yellow.'),
  contracts: z
    .object({
      lint: LintPolicy.describe(
        'How heavy rules weigh: error, warn, info or off. All stand in docs/contract-rules.md.',
      ),
    })
    .describe('What is asked of contracts where it is not as documented.'),
  tickets: Policy.shape.tickets
    .unwrap()
    .describe('Which ticket ids a commitment may cite, and where they lead; # for the number.'),
  sync: Policy.shape.sync
    .unwrap()
    .describe(
      'The weekly sync: whether it is on, its days and minutes, who is invited, and when its agenda is posted.',
    ),
  retrospectives: Policy.shape.retrospectives
    .unwrap()
    .describe('The survey after each milestone: anonymous or with names, and the working days to answer.'),
  compliance: Policy.shape.compliance
    .unwrap()
    .describe('Which obligations dependencies may carry, and the evidence that is linked under the name of each.'),
  brief: Policy.shape.brief
    .unwrap()
    .describe('Who gets the executive brief, people by handle, and when on the clock of each; 1 is Monday.'),
  interruptions: Policy.shape.interruptions
    .unwrap()
    .describe('Whether all that is wanted from somebody on a day comes in one message, and how many such a week.'),
} satisfies Record<keyof Policy, z.ZodType>;

const PolicyPart = z.object(POLICY_PARTS).partial();

const EnvironmentEntry = z.object({
  name: environmentName,
  state: Provisioning.meta({ description: 'Whether it can be used.', examples: ['ready'] }),
  owner: handle('Who provisions it', 'kenji').nullish(),
  from: day('The first day it is there', '2026-11-30').nullish(),
  until: day('The last day it is there', '2027-02-26').nullish(),
  capacity: z
    .number()
    .int()
    .min(1)
    .max(MOST_CAPACITY)
    .meta({ description: 'Test windows it takes at once; 1 when left out.', examples: [2] })
    .optional(),
});

export const ProgrammeEntry = z.object({
  key: pattern(/^[A-Z][A-Z0-9-]{0,19}$/, 'Names the programme in commands: capitals and digits.', 'Q1'),
  name: line(LONGEST_TEXT.name, 'What people call the programme.', 'Q1 launch'),
  prefix: pattern(
    /^[A-Z][A-Z0-9]{0,9}$/,
    'Starts the keys of its dependencies, such as DEP in DEP-12; DEP when left out, and never changed.',
    'DEP',
  ).optional(),
  goal: line(LONGEST_TEXT.goal, 'What the programme is for.', 'Partners sell through the new order flow').nullish(),
  release: day('The release', '2027-02-26').nullish(),
  leads: z
    .array(handle('A lead', 'lena'))
    .min(1)
    .max(MOST_ENTRIES.leads)
    .meta({ description: 'Who runs the programme, by handle.', examples: [['lena']] }),
  milestones: z
    .array(
      z.object({
        name: line(LONGEST_NAME.milestone, 'What is on that day; Cut-off ends deliveries and test windows.', 'Cut-off'),
        date: day('The day', '2027-02-12'),
      }),
    )
    .max(MOST.milestones)
    .meta({ description: 'Days of the whole programme.', examples: [[{ name: 'Cut-off', date: '2027-02-12' }]] })
    .nullish(),
  freezes: z
    .array(
      z.object({
        name: line(LONGEST_NAME.milestone, 'Why nothing is changed.', 'Year end'),
        from: day('The first day', '2026-12-21'),
        until: day('The last day', '2027-01-01'),
      }),
    )
    .max(MOST.freezes)
    .meta({ description: 'Days on which nothing is changed.', examples: [[]] })
    .nullish(),
  environments: z
    .array(EnvironmentEntry)
    .max(MOST.environments)
    .meta({ description: 'Where test windows take place.', examples: [[{ name: 'qa-1', state: 'ready' }]] })
    .nullish(),
  policy: PolicyPart.describe('Where the programme departs from the defaults; each part as a whole.').optional(),
});

export type ProgrammeEntry = z.output<typeof ProgrammeEntry>;
