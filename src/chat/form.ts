import { z } from 'zod';
import { ButtonValue } from './card.ts';
import { Text } from './text.ts';

const base = { id: z.string(), label: z.string(), hint: z.string().optional(), optional: z.boolean().optional() };
const Option = z.object({ value: z.string(), label: z.string() });

/**
 * One question. Answers come back as strings by field id (`choices`: a list of strings; `person`: a Depsync id; `date`:
 * YYYY-MM-DD; `file`: its text).
 */
export const Field = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), ...base, initial: z.string().optional(), max: z.number().int().optional() }),
  z.object({ kind: z.literal('long-text'), ...base, initial: z.string().optional(), max: z.number().int().optional() }),
  z.object({ kind: z.literal('choice'), ...base, options: z.array(Option), initial: z.string().optional() }),
  z.object({ kind: z.literal('choices'), ...base, options: z.array(Option), initial: z.array(z.string()).optional() }),
  z.object({ kind: z.literal('person'), ...base, initial: z.string().optional() }),
  z.object({ kind: z.literal('date'), ...base, initial: z.string().optional() }),
  /** One file of text; adapters read it by core/text-file.ts. */
  z.object({ kind: z.literal('file'), ...base }),
]);
export type Field = z.infer<typeof Field>;

/** The answer that a question comes with. */
export function initialOf(field: Field): string | string[] | undefined {
  return field.kind === 'file' ? undefined : field.initial;
}

/** A form; submitting it runs the handler `name` with `value` and the answers. */
export const Form = z.object({
  name: z.string(),
  value: ButtonValue,
  /** At most 24 characters (Slack's limit on a modal's title). */
  title: z.string().max(24),
  submit: z.string().max(24),
  intro: Text.optional(),
  fields: z.array(Field),
});
export type Form = z.infer<typeof Form>;

/** Answers as a platform hands them over. */
export const Answers = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export type Answers = z.infer<typeof Answers>;
