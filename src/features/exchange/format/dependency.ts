import { z } from 'zod';
import { Colour } from '../../../chat/card.ts';
import { DependencyState, Kind, LONGEST, MOST, Priority, Risk } from '../../register/model.ts';
import { MOST_DAYS, MOST as MOST_PLANNED } from '../../timeline/model.ts';
import { MOST_ENTRIES } from '../limits.ts';
import { day, environmentName, handle, instant, line, pattern, teamKey, url, words } from './fields.ts';

const ContactEntry = z.object({
  person: handle('The contact'),
  authority: line(LONGEST.authority, 'What this contact may decide.', 'Signs scope and date').nullish(),
  cadence: line(LONGEST.reviewCadence, 'How often this contact reviews.', 'weekly, Tuesday').nullish(),
  delegate: handle('Who acts for this contact', 'ben').nullish(),
});
const contact = (role: string) => ContactEntry.describe(`The ${role} contact.`).nullish();

const StatusEntry = z.object({
  colour: Colour.meta({ description: 'What the owner says.', examples: ['yellow'] }),
  reason: words('Why it is not green.', 'The sandbox refuses refunds').nullish(),
  mitigation: words('What is done about it.', 'Test refunds against the stub').nullish(),
  trigger: words('What starts the mitigation.', 'The sandbox is still down on 4 Dec').nullish(),
  by: handle('Who said it; left out, the owner').optional(),
  at: instant('When it was said').optional(),
});

const BlockerEntry = z.object({
  reason: words('What blocks it.', 'The vendor sandbox is down'),
  raisedBy: handle('Who raised it'),
  raisedAt: instant('When it was raised; the 24-hour clock runs from here'),
  until: day('When it is expected to end', '2026-12-04').nullish(),
});

const ContractEntry = z.object({
  version: pattern(
    /^v?\d{1,9}\.\d{1,9}\.\d{1,9}(-[0-9A-Za-z.-]{1,20})?$/,
    'Three numbers, in quotes where YAML takes them for a number.',
    '2.1.0',
  ),
  url: url('Where the contract can be read'),
  submittedBy: handle('Who submitted it'),
});

const workingDays = z
  .number()
  .int()
  .min(1)
  .max(MOST_DAYS.stage)
  .meta({ description: 'How long it takes, in working days of those who do it.', examples: [10] })
  .nullish();

const StageEntry = z.object({
  from: day('When it begins', '2026-12-07').nullish(),
  by: day('When it ends; of the release it is `due`', '2026-12-09').nullish(),
  days: workingDays,
  environment: environmentName.nullish(),
  done: day('When it was done', '2026-11-20').nullish(),
});

export const DependencyEntry = z.object({
  key: pattern(
    /^[A-Z][A-Z0-9]{0,9}-[1-9]\d{0,5}$/,
    "The programme's prefix and a number. Left out, the dependency of the same producer and title, else the next number.",
    'DEP-4',
  ).nullish(),
  title: line(LONGEST.title, 'What it is.', 'Orders API v2'),
  kind: Kind.meta({ description: 'What kind of touchpoint it is.', examples: ['api'] }),
  producer: teamKey('The team that delivers'),
  priority: Priority.meta({
    description: "Where it stands in the producer's backlog.",
    examples: ['medium'],
  }).nullish(),
  consumers: z
    .array(
      z.union([
        teamKey('A team that waits for it', 'part'),
        z.object({
          team: teamKey('A team that waits for it', 'part'),
          neededBy: day('When it needs it', '2026-12-07').nullish(),
          priority: Priority.meta({ description: 'Where it stands in its backlog.', examples: ['high'] }).nullish(),
        }),
      ]),
    )
    .min(1)
    .max(MOST_ENTRIES.consumers)
    .meta({
      description:
        'The teams that wait for it, each by key, or with the day it needs it and where it stands in its backlog.',
      examples: [['part', { team: 'DATA', neededBy: '2026-12-07' }]],
    }),
  owner: handle('Who answers for it').nullish(),
  delegate: handle('Who answers when the owner is away', 'ben').nullish(),
  due: day('When the producer delivers', '2026-12-11').nullish(),
  risk: Risk.meta({ description: 'How much hangs on it; medium when left out.', examples: ['high'] }).optional(),
  state: DependencyState.meta({
    description: 'Whether it is still worked on; open when left out.',
    examples: ['open'],
  }).optional(),
  goal: line(LONGEST.goal, 'The roadmap goal it serves.', 'Partners order without a phone call').nullish(),
  interface: line(LONGEST.interface, 'Where the two sides meet.', 'POST /v2/orders, JSON').nullish(),
  sharedInfrastructure: line(
    LONGEST.infrastructure,
    'What it runs on together with others.',
    'Staging cluster B',
  ).nullish(),
  obligations: z
    .array(line(LONGEST.obligation, 'A compliance obligation.', 'PII'))
    .max(MOST.obligations)
    .meta({
      description: 'Compliance obligations it carries; the link with the same label is the evidence of one.',
      examples: [['PII', 'Audit logging']],
    })
    .nullish(),
  stages: z
    .object({
      contract: StageEntry.describe('When its contract is agreed.').nullish(),
      development: StageEntry.describe('When it is built.').nullish(),
      test: StageEntry.describe('When it is tested together, and where.').nullish(),
      release: z.object({ days: workingDays }).describe('Its delivery, which ends on `due`.').nullish(),
    })
    .describe('What is planned of its stages; a stage left out stays as it is.')
    .optional(),
  needs: z
    .array(
      z.object({
        key: line(20, 'The dependency that has to be delivered before.', 'DEP-4'),
        lag: z
          .number()
          .int()
          .min(0)
          .max(MOST_DAYS.lag)
          .meta({ description: 'Working days between the two; 0 when left out.', examples: [2] })
          .optional(),
      }),
    )
    .max(MOST_PLANNED.needs)
    .meta({ description: 'What it needs before its work begins.', examples: [[{ key: 'DEP-4', lag: 2 }]] })
    .nullish(),
  dates: z
    .array(
      z.object({
        label: line(LONGEST.label, 'What happens on that day.', 'Code freeze'),
        date: day('The day', '2027-01-15'),
      }),
    )
    .max(MOST.criticalDates)
    .meta({ description: 'Its critical dates.', examples: [[{ label: 'Code freeze', date: '2027-01-15' }]] })
    .nullish(),
  links: z
    .array(z.object({ label: line(LONGEST.label, 'What it is called there.', 'LAUNCH-101'), url: url('The address') }))
    .max(MOST.links)
    .meta({
      description: 'Tickets and documents.',
      examples: [[{ label: 'LAUNCH-101', url: 'https://tracker.example.com/LAUNCH-101' }]],
    })
    .nullish(),
  contacts: z
    .object({
      product: contact('product'),
      engineering: contact('engineering'),
      qa: contact('QA'),
      analytics: contact('analytics'),
      compliance: contact('compliance'),
    })
    .describe('Who decides what; a role left out stays as it is.')
    .optional(),
  status: StatusEntry.describe(
    'What its owner last said; an older word than the register has is left alone.',
  ).optional(),
  blocker: BlockerEntry.describe('What blocks it now; one that was solved meanwhile stays solved.').optional(),
  contract: ContractEntry.describe('The version of its contract that goes through the gates.').optional(),
});

export type ContactEntry = z.output<typeof ContactEntry>;
export type DependencyEntry = z.output<typeof DependencyEntry>;
