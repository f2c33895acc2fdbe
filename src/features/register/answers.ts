import { z } from 'zod';
import { InvalidInput } from '../../core/errors.ts';
import { formatDay } from '../../core/format-time.ts';
import { localDate } from '../../core/local-time.ts';
import type { Act } from '../feature.ts';
import { listTeams } from '../people/index.ts';
import { LONGEST, MOST } from './model.ts';

/** One line of text: white space is evened out. `missing` says what to write. */
export function line(longest: number, missing: string) {
  return z
    .string({ error: missing })
    .transform(tidy)
    .pipe(
      z
        .string()
        .min(1, { error: missing })
        .max(longest, { error: tooLong(longest) }),
    );
}

/** One line of text or nothing (null). */
export function optionalLine(longest: number) {
  return z
    .string()
    .optional()
    .transform((value) => tidy(value ?? ''))
    .pipe(z.string().max(longest, { error: tooLong(longest) }))
    .transform((value) => (value === '' ? null : value));
}

/** A day picked in a form, or none (null). */
export const optionalDay = z
  .string()
  .optional()
  .transform((value) => value || null)
  .pipe(z.iso.date({ error: 'Give a date such as 2026-12-04.' }).nullable());

/** A person picked in a form. */
export const somebody = z.uuid({ error: 'Choose a person.' });

/** A person picked in a form, or nobody (null). */
export const optionalSomebody = z
  .string()
  .optional()
  .transform((value) => value || null)
  .pipe(somebody.nullable());

/** Teams picked in a form, by id. */
export const someTeams = z
  .union([z.array(z.uuid()), z.uuid().transform((one) => [one])], { error: 'Choose at least one team.' })
  .pipe(z.array(z.string()).min(1, { error: 'Choose at least one team.' }));

/** Obligations with commas between them, or none. */
export const obligations = z
  .string()
  .optional()
  .transform((value = '') => value.split(/[,;\n]/).flatMap((item) => tidy(item) || []))
  .pipe(
    z
      .array(z.string().max(LONGEST.obligation, { error: tooLong(LONGEST.obligation) }))
      .max(MOST.obligations, { error: `Name at most ${MOST.obligations} obligations.` }),
  );

/** Reads words by the same rule as the answer of a form. Throws InvalidInput with the rule's message. */
export function readBy<Schema extends z.ZodType>(schema: Schema, words: string, what: string): z.output<Schema> {
  const read = schema.safeParse(words);
  if (read.success) return read.data;
  throw new InvalidInput('bad-text', `The ${what} does not fit. ${read.error.issues[0]?.message}`);
}

/** What is wrong with a day picked in a form; a day that stays as it was may be past. */
export function pastDay(date: string | null, act: Act, present: string | null = null): string | undefined {
  const today = localDate(act.now, act.by.calendar.zone);
  if (date === null || date === present || date >= today) return undefined;
  return `${formatDay(date, act.now)} is past. Choose ${formatDay(today)} or a later day.`;
}

/** The teams of a form as options. */
export async function teamOptions(act: Act): Promise<{ value: string; label: string }[]> {
  return (await listTeams(act.tx)).map((team) => ({ value: team.id, label: team.name }));
}

function tidy(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}

function tooLong(longest: number) {
  return ({ input }: { input?: unknown }) => `Shorten it to ${longest} characters; it has ${String(input).length}.`;
}
