import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { InvalidInput } from '../core/errors.ts';
import { escaped } from '../core/markdown.ts';
import type { Change, Class, Comparison, Direction } from '../specifications/compare/index.ts';
import type { Finding, Severity } from '../specifications/lint/index.ts';
import type { Format } from '../specifications/model.ts';
import { templates } from '../specifications/templates/index.ts';
import { type Difference, type Inspection, jobs } from '../specifications/worker/index.ts';
import { judged, type Outcome } from './outcome.ts';

export interface LintOptions {
  format: 'text' | 'json';
  /** The lightest finding that makes the command fail. */
  failOn: Severity;
}

export interface DiffOptions {
  format: 'text' | 'md' | 'json';
  /** Only of JSON Schema: who sends the data. */
  direction: Direction;
  /** The lightest change that makes the command fail; with `none` no change does. */
  failOn: 'none' | 'additive' | 'breaking';
}

/** A document to start from. */
export function newContract(kind: Format): string {
  return templates[kind];
}

/** Holds a file, or standard input (`-`), to the rules; on no thread, since the process is the user's own. Fails with 1 where a finding weighs enough. */
export async function lintContract(file: string, { format, failOn }: LintOptions): Promise<Outcome> {
  return judged(async () => {
    const inspection = jobs.inspect({ bytes: await bytesOf(file), policy: {} });
    const fails = HEAVIER[failOn].some((severity) => inspection.counts[severity] > 0);
    const out = format === 'json' ? JSON.stringify(inspection, null, 2) : lintText(file, inspection);
    return { out, err: '', exit: fails ? 1 : 0 };
  });
}

/** Compares two files. Fails by the verdict: 1 additive, 2 breaking, 3 not judged, where it weighs enough. */
export async function diffContracts(before: string, after: string, options: DiffOptions): Promise<Outcome> {
  return judged(async () => {
    if (before === '-' && after === '-') {
      throw new InvalidInput('both-stdin', 'Standard input holds one document. Name a file for the other.');
    }
    const [old, present] = await Promise.all([bytesOf(before), bytesOf(after)]);
    const { direction, format } = options;
    const comparison = jobs.compare({ before: old, after: present, options: { direction } });
    return { out: SHOWN[format](comparison), err: '', exit: exitOf(comparison.verdict, options.failOn) };
  });
}

const HEAVIER: Readonly<Record<Severity, readonly Severity[]>> = {
  error: ['error'],
  warn: ['error', 'warn'],
  info: ['error', 'warn', 'info'],
};

const EXITS: Readonly<Record<Comparison['verdict'], Outcome['exit']>> = {
  none: 0,
  documentation: 0,
  additive: 1,
  breaking: 2,
  'not-judged': 3,
};

function exitOf(verdict: Comparison['verdict'], failOn: DiffOptions['failOn']): Outcome['exit'] {
  const passes = failOn === 'none' || (failOn === 'breaking' && verdict === 'additive');
  return passes ? 0 : EXITS[verdict];
}

async function bytesOf(file: string): Promise<Uint8Array> {
  if (file === '-') return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidInput('no-file', `${file} cannot be read (${why}). Name a file, or - for standard input.`);
  }
}

function lintText(file: string, { format, dialect, title, version, findings, counts }: Inspection): string {
  const about = [title, version, `${format} ${dialect}`].filter((part) => part !== undefined).join(' · ');
  const total = counts.error + counts.warn + counts.info;
  const more = total > findings.length ? [`And ${total - findings.length} more.`] : [];
  const sum = total === 0 ? 'clean' : `${counts.error} errors, ${counts.warn} warnings, ${counts.info} notes`;
  return [...findings.map((finding) => lineOf(file, finding)), ...more, `${about}: ${sum}`].join('\n');
}

function lineOf(file: string, { line, column, severity, message, rule }: Finding): string {
  return `${file === '-' ? '' : `${file}:`}${line}:${column} ${severity} ${message} (${rule})`;
}

const VERDICTS: Readonly<Record<Comparison['verdict'], string>> = {
  none: 'Nothing changed.',
  documentation: 'Documentation changed; nothing that consumers use.',
  additive: 'Additive: consumers go on as they are.',
  breaking: 'Breaking: consumers have to change.',
  'not-judged': 'Not judged: compare by hand what is listed as not judged.',
};
const TITLES: Readonly<Record<Class, string>> = {
  breaking: 'Breaking',
  'not-judged': 'Not judged',
  additive: 'Additive',
  documentation: 'Documentation',
};

const SHOWN: Readonly<Record<DiffOptions['format'], (difference: Difference) => string>> = {
  json: (difference) => JSON.stringify(difference, null, 2),
  text: (difference) =>
    [
      ...difference.changes.map((one) => `${one.class} ${placeOf(one)}: ${one.message} (${one.rule})`),
      sumOf(difference),
    ].join('\n'),
  md: (difference) => {
    const { changes } = difference;
    const parts = [...new Set(changes.map((one) => one.class))].map((name) => {
      const lines = changes.filter((one) => one.class === name);
      return `## ${TITLES[name]}\n\n${lines.map((one) => `- **${escaped(placeOf(one))}**: ${escaped(one.message)}`).join('\n')}\n`;
    });
    return [`${sumOf(difference)}\n`, ...parts].join('\n').trimEnd();
  },
};

function sumOf({ verdict, smallest }: Difference): string {
  return smallest === undefined ? VERDICTS[verdict] : `${VERDICTS[verdict]} Send it as v${smallest} or higher.`;
}

function placeOf({ where, path }: Change): string {
  return where === '' ? path || 'the document' : where;
}
