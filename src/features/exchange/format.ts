import { z } from 'zod';
import { Colour } from '../../chat/card.ts';
import { Platform } from '../../chat/inbound.ts';
import { isZone } from '../../core/local-time.ts';
import { LintPolicy } from '../../specifications/lint/index.ts';
import { Policy } from '../programme/model.ts';
import { DependencyState, Kind, LONGEST, MOST, Risk } from '../register/model.ts';
import { LONGEST_NAME, MOST_CAPACITY, MOST_DAYS, MOST as MOST_PLANNED, Provisioning } from '../timeline/model.ts';
import { LONGEST_TEXT, MOST_ENTRIES } from './limits.ts';

/*
 * The register as one readable file. Descriptions and examples are published in the JSON Schema, and error messages
 * are made of them: what a field means is said once. A field left out stays as it is in the register; an empty one
 * (null, []) is cleared.
 */

const line = (longest: number, description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\n]*$/, 'Write it on one line.')
    .meta({ description, examples: [example] });
const words = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(LONGEST.reason)
    .meta({ description, examples: [example] });
const pattern = (regex: RegExp, description: string, example: string) =>
  z
    .string()
    .regex(regex)
    .meta({ description, examples: [example] });

const handle = (description: string, example = 'ana') =>
  pattern(/^[a-z0-9][a-z0-9._-]{0,39}$/, `${description}, by handle: lower case, without @.`, example);
const teamKey = (description: string, example = 'plat') =>
  pattern(/^[A-Za-z][A-Za-z0-9-]{0,19}$/, `${description}, by key: letters, digits and hyphens.`, example);
const day = (description: string, example: string) =>
  z.iso
    .date()
    .regex(/^20/)
    .meta({ description: `${description}: year-month-day.`, examples: [example] });
const instant = (description: string) =>
  z
    // Seconds may be left out; zod's format takes one of the two at a time.
    .union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })])
    .refine((value) => value.startsWith('20'))
    .meta({
      description: `${description}: date and time with an offset or Z. One that lies ahead counts as now.`,
      examples: ['2026-11-27T10:00Z'],
    });
const url = (description: string) =>
  z
    .string()
    .max(LONGEST.url)
    .refine((value) => /^https?:\/\/\S+$/i.test(value) && URL.canParse(value))
    .meta({
      description: `${description}: begins with https:// or http://.`,
      examples: ['https://tracker.example.com/LAUNCH-101'],
    });
const wall = (description: string, example: string) =>
  pattern(/^([01]\d|2[0-3]):[0-5]\d$/, `${description}: HH:MM, 24 hours.`, example);

const PolicyPart = z
  .object({
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
  })
  .partial();

const environmentName = pattern(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/,
  'An environment, by name: letters, digits, dots and hyphens.',
  'qa-1',
);

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

const ProgrammeEntry = z.object({
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
    .max(MOST_PLANNED.milestones)
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
    .max(MOST_PLANNED.freezes)
    .meta({ description: 'Days on which nothing is changed.', examples: [[]] })
    .nullish(),
  environments: z
    .array(EnvironmentEntry)
    .max(MOST_PLANNED.environments)
    .meta({ description: 'Where test windows take place.', examples: [[{ name: 'qa-1', state: 'ready' }]] })
    .nullish(),
  policy: PolicyPart.describe('Where the programme departs from the defaults; each part as a whole.').optional(),
});

const TeamEntry = z.object({
  key: teamKey('The team'),
  name: line(LONGEST_TEXT.name, 'What people call the team.', 'Product Platform'),
  lead: handle('Who leads the team').nullish(),
});

const PersonEntry = z.object({
  handle: handle('The person'),
  name: line(LONGEST_TEXT.name, 'First and last name.', 'Ana Lindqvist'),
  email: z
    .email()
    .max(LONGEST_TEXT.email)
    .meta({ description: 'Joins the person to their chat account.', examples: ['ana@example.com'] })
    .nullish(),
  title: line(LONGEST_TEXT.name, 'What they do.', 'Staff engineer').nullish(),
  zone: z
    .string()
    .refine(isZone)
    .meta({
      description: 'Time zone by its IANA name; left out, the one their chat account shows.',
      examples: ['Europe/Berlin'],
    })
    .nullish(),
  country: pattern(/^[A-Z]{2}$/, 'Whose holidays they have: two letters (ISO 3166-1).', 'DE').nullish(),
  region: pattern(/^[A-Z0-9]{1,3}$/, 'The part of the country (ISO 3166-2, after the hyphen).', 'BE').nullish(),
  weekend: z
    .array(z.number().int().min(1).max(7))
    .max(6)
    .meta({ description: "ISO weekdays they rest on, where it is not their country's weekend.", examples: [[5, 6]] })
    .nullish(),
  work: z
    .object({ start: wall('Start of work', '09:00'), end: wall('End of work', '17:30') })
    .meta({ description: 'Working hours on their own clock.', examples: [{ start: '09:00', end: '17:30' }] })
    .optional(),
  team: teamKey('Their team').nullish(),
  delegate: handle('Who acts for them', 'ben').nullish(),
  slack: pattern(/^[UW][A-Z0-9]{2,}$/, 'Slack member id, from the profile.', 'U0123ABCD').nullish(),
  teams: line(
    LONGEST_TEXT.identity,
    'Microsoft Teams user id (Entra object id).',
    '6f1c0b5e-0000-0000-0000-000000000000',
  ).nullish(),
  prefers: Platform.meta({ description: 'Where they want to be told first.', examples: ['slack'] }).nullish(),
});

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

const DependencyEntry = z.object({
  key: pattern(
    /^[A-Z][A-Z0-9]{0,9}-[1-9]\d{0,5}$/,
    "The programme's prefix and a number. Left out, the dependency of the same producer and title, else the next number.",
    'DEP-4',
  ).nullish(),
  title: line(LONGEST.title, 'What it is.', 'Orders API v2'),
  kind: Kind.meta({ description: 'What kind of touchpoint it is.', examples: ['api'] }),
  producer: teamKey('The team that delivers'),
  consumers: z
    .array(
      z.union([
        teamKey('A team that waits for it', 'part'),
        z.object({
          team: teamKey('A team that waits for it', 'part'),
          neededBy: day('When it needs it', '2026-12-07').nullish(),
        }),
      ]),
    )
    .min(1)
    .max(MOST_ENTRIES.consumers)
    .meta({
      description: 'The teams that wait for it, each by key or with the day it needs it.',
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
      contract: StageEntry.nullish(),
      development: StageEntry.nullish(),
      test: StageEntry.nullish(),
      release: z.object({ days: workingDays }).nullish(),
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

export const RegisterFile = z
  .object({
    asOf: day('The day whose facts the file states', '2026-11-27').optional(),
    programme: ProgrammeEntry.describe(
      'The launch. Left out: the only one there is, or the one the keys belong to.',
    ).optional(),
    teams: z.array(TeamEntry).max(MOST_ENTRIES.teams).default([]).describe('The teams; others stay as they are.'),
    people: z.array(PersonEntry).max(MOST_ENTRIES.people).default([]).describe('The people; others stay as they are.'),
    dependencies: z
      .array(DependencyEntry)
      .max(MOST_ENTRIES.dependencies)
      .default([])
      .describe('The dependencies; others stay as they are.'),
  })
  .describe('A register of cross-team dependencies, as Depsync imports and exports it.');

export type RegisterDocument = z.output<typeof RegisterFile>;
export type ProgrammeEntry = z.output<typeof ProgrammeEntry>;
export type TeamEntry = z.output<typeof TeamEntry>;
export type PersonEntry = z.output<typeof PersonEntry>;
export type ContactEntry = z.output<typeof ContactEntry>;
export type DependencyEntry = z.output<typeof DependencyEntry>;

/** As much of JSON Schema as is read here. */
export interface SchemaNode {
  propertyNames?: { enum?: readonly string[] };
  properties?: Readonly<Record<string, SchemaNode>>;
  items?: SchemaNode;
  anyOf?: readonly SchemaNode[];
  description?: string;
  examples?: readonly unknown[];
}

let schema: SchemaNode | undefined;

/** The JSON Schema (draft 2020-12) of a register file: for editors, and for `depsync schema`. Unknown fields are refused. */
export function registerSchema(): SchemaNode {
  schema ??= z.toJSONSchema(RegisterFile, {
    io: 'input',
    override({ jsonSchema }) {
      if (jsonSchema.properties !== undefined) jsonSchema.additionalProperties = false;
    },
  }) as SchemaNode; // zod's type for it allows everything JSON Schema does; these fields are among it
  return schema;
}
