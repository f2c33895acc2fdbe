import { figure, type Result, type Row } from './result.ts';

/** Everything from this heading on is written by hand. */
const READING = '## Reading the results';

export interface Measured extends Result {
  /** When and under which load: `2026-11-30, load 0.4`. */
  under: string;
}

/**
 * The page of results brought up to date: measured sections are replaced, those of benchmarks that did not run now
 * stay, and so does what was written by hand.
 */
export function resultsPage(before: string, machine: string, measured: readonly Measured[]): string {
  const [made = '', ...byHand] = before.split(`${READING}\n`);
  const sections = new Map(
    made
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split('\n', 1)[0] ?? '', `## ${section.trimEnd()}\n`]),
  );
  for (const one of measured) sections.set(one.bench, section(one));
  const names = [...sections.keys()].sort();
  const head = `# Results\n\nWritten by \`npm run bench\`. Last run on ${machine}.\n`;
  const reading = byHand.length === 0 ? [] : [`${READING}\n${byHand.join(`${READING}\n`)}`];
  return [head, ...names.map((name) => sections.get(name)), ...reading].join('\n');
}

function section({ bench, under, rows }: Measured): string {
  return [
    `## ${bench}`,
    '',
    `${under}.`,
    '',
    '| what | compared with | figure | ratio | aim | met |',
    '|---|---|---|---|---|---|',
    ...rows.map(line),
    '',
  ].join('\n');
}

function line({ what, comparedWith = '', value, unit, ratio, aim = '', met }: Row): string {
  const times = ratio === undefined ? '' : `${figure(ratio)} x`;
  const cells = [
    what,
    comparedWith,
    `${figure(value)} ${unit}`,
    times,
    aim,
    met === undefined ? '' : met ? 'yes' : 'NO',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
