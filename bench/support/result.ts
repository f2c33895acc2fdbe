import { z } from 'zod';

const Row = z.object({
  what: z.string().min(1),
  value: z.number(),
  /** x: times as much as what it is compared with. */
  unit: z.string().min(1),
  /** In words, such as `≤ 10 s`; left out for a figure that is told for information. */
  aim: z.string().optional(),
  met: z.boolean().optional(),
  /** What ran beside it in the same run, with its figure: `a bare Bolt app, 1.2 ms`. */
  comparedWith: z.string().optional(),
  /** Times the figure of what it is compared with. */
  ratio: z.number().optional(),
});
export type Row = z.infer<typeof Row>;

/** What a benchmark found: the last line that it prints, as JSON. */
export const Result = z.object({ bench: z.string().min(1), rows: z.array(Row).min(1) });
export type Result = z.infer<typeof Result>;

/** Prints each row for people, then the line that `bench/run.ts` reads. */
export function report(bench: string, rows: readonly Row[]): void {
  for (const row of rows) console.log(`${row.what}: ${inWords(row)}`);
  console.log(JSON.stringify(Result.parse({ bench, rows })));
}

/** A figure with what it is held against: `3.1 ms (a bare Bolt app, 1.2 ms: 2.6 x; aim ≤ 3 x: met)`. */
function inWords({ value, unit, comparedWith, ratio, aim, met }: Row): string {
  const compared = [comparedWith, ratio === undefined ? undefined : `${figure(ratio)} x`].filter(Boolean).join(': ');
  const aimed = aim === undefined ? '' : `aim ${aim}: ${met ? 'met' : 'NOT met'}`;
  const beside = [compared, aimed].filter(Boolean).join('; ');
  return `${figure(value)} ${unit}${beside === '' ? '' : ` (${beside})`}`;
}

/** Three digits say all that a measurement on a shared machine can. */
export function figure(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 0.01))));
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
