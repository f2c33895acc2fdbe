import { z } from 'zod';
import { LONGEST } from '../../register/model.ts';

export const line = (longest: number, description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\n]*$/, 'Write it on one line.')
    .meta({ description, examples: [example] });
export const prose = (longest: number, description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(longest)
    .meta({ description, examples: [example] });
export const words = (description: string, example: string) => prose(LONGEST.reason, description, example);
export const pattern = (regex: RegExp, description: string, example: string) =>
  z
    .string()
    .regex(regex)
    .meta({ description, examples: [example] });

/** `RISK-3` */
export const recordKey = (prefix: string, description: string) =>
  pattern(new RegExp(`^${prefix}-[1-9]\\d{0,5}$`), `${description}, by key: ${prefix}- and a number.`, `${prefix}-3`);

export const handle = (description: string, example = 'ana') =>
  pattern(/^[a-z0-9][a-z0-9._-]{0,39}$/, `${description}, by handle: lower case, without @.`, example);
export const teamKey = (description: string, example = 'plat') =>
  pattern(/^[A-Za-z][A-Za-z0-9-]{0,19}$/, `${description}, by key: letters, digits and hyphens.`, example);
export const day = (description: string, example: string) =>
  z.iso
    .date()
    .regex(/^20/)
    .meta({ description: `${description}: year-month-day.`, examples: [example] });
export const instant = (description: string) =>
  z
    // Seconds may be left out; zod's format takes one of the two at a time.
    .union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })])
    .refine((value) => value.startsWith('20'))
    .meta({
      description: `${description}: date and time with an offset or Z. One that lies ahead counts as now.`,
      examples: ['2026-11-27T10:00Z'],
    });
export const url = (description: string) =>
  z
    .string()
    .max(LONGEST.url)
    .refine((value) => /^https?:\/\/\S+$/i.test(value) && URL.canParse(value))
    .meta({
      description: `${description}: begins with https:// or http://.`,
      examples: ['https://tracker.example.com/LAUNCH-101'],
    });
export const wall = (description: string, example: string) =>
  pattern(/^([01]\d|2[0-3]):[0-5]\d$/, `${description}: HH:MM, 24 hours.`, example);

export const environmentName = pattern(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/,
  'An environment, by name: letters, digits, dots and hyphens.',
  'qa-1',
);
