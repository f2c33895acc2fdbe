import { z } from 'zod';
import { Platform } from '../../../chat/inbound.ts';
import { isZone } from '../../../core/local-time.ts';
import { LONGEST_TEXT } from '../limits.ts';
import { handle, line, pattern, teamKey, wall } from './fields.ts';

export const TeamEntry = z.object({
  key: teamKey('The team'),
  name: line(LONGEST_TEXT.name, 'What people call the team.', 'Product Platform'),
  lead: handle('Who leads the team').nullish(),
});

export const PersonEntry = z.object({
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

export type TeamEntry = z.output<typeof TeamEntry>;
export type PersonEntry = z.output<typeof PersonEntry>;
