import { z } from 'zod';
import { rules } from './rules.ts';

const RuleName = z.enum(rules.map(({ name }) => name));

/** How heavy each rule weighs where it is not as documented; `off` leaves it out. */
export const LintPolicy = z.partialRecord(RuleName, z.enum(['error', 'warn', 'info', 'off']));
export type LintPolicy = z.infer<typeof LintPolicy>;
