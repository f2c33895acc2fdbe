import { InvalidInput, onField } from '../../core/errors.ts';
import { changeLogEntry } from '../../specifications/change-log/index.ts';
import type { Comparison } from '../../specifications/compare/index.ts';
import type { LintPolicy } from '../../specifications/lint/index.ts';
import type { Examination, SpecificationThread } from '../../specifications/worker/index.ts';
import type { Contract, DocumentSummary, Examined, Since } from './model.ts';
import { readVersion } from './rules.ts';

/** Findings that cards show. */
const FIRST_FINDINGS = 3;
/** Characters of the gravest change that its row holds. */
const LONGEST_FIRST = 400;
/** Changes that are kept; more are counted. Ours: as many as findings, nobody reads more. */
const MOST_CHANGES = 1_000;
const NOTHING: Comparison = { changes: [], verdict: 'none' };

/** What is examined. */
export interface Candidate {
  text: string;
  /** As typed, for a document that has none. */
  version: string | undefined;
  /** The present contract, and its text where it has a document. */
  present: { contract: Contract; text: string | undefined } | undefined;
  policy: LintPolicy;
  /** What consumers declared that they use. */
  uses: readonly string[];
  /** For the change log, such as `2026-12-04`. */
  date: string;
}

/**
 * Reads, lints and compares a document on the thread for specifications; it takes seconds for the largest. Throws
 * InvalidInput, with what to send instead, for what cannot be read or has no version, or another than was typed.
 */
export async function examineDocument(
  specifications: SpecificationThread,
  { text, version: typed, present, policy, uses, date }: Candidate,
): Promise<Examined> {
  const after = Buffer.from(text);
  const before = present?.text === undefined ? undefined : Buffer.from(present.text);
  const found = await specifications.run('examine', {
    before,
    after,
    // Whoever types the version answers for it.
    policy: typed === undefined ? policy : { ...policy, 'version-semver': 'off' },
    uses,
  });
  const version = versionOf(found, typed);
  const { comparison = NOTHING } = found;
  const since = comparedWith(present?.contract, found.comparison);
  return {
    version,
    hash: found.hash,
    text,
    findings: [...found.findings],
    changes: comparison.changes.slice(0, MOST_CHANGES),
    hits: found.hits.map(({ use, fingerprints }) => ({ use, fingerprints: fingerprints.slice(0, MOST_CHANGES) })),
    changeLog: changeLogEntry({ version, since: since?.version ?? null, date, comparison }),
    summary: summaryOf(found, after.length, since),
    presentId: present?.contract.id ?? null,
  };
}

function versionOf({ version: own, format }: Examination, typed: string | undefined): string {
  const field = format === 'json-schema' ? '`x-version`' : '`info.version`';
  if (own === undefined) {
    if (typed !== undefined) return readVersion(typed);
    throw new InvalidInput(
      'no-version',
      `The document has no version. Write three numbers, such as 1.0.0, to ${field}, or send the version beside it.`,
      { version: 'The document has no version: send it here, such as v1.0.0.' },
    );
  }
  const version = readVersion(own);
  if (typed === undefined || readVersion(typed) === version) return version;
  const message = `The document says that it is v${version}. Leave the version out here, or change ${field} in the document.`;
  throw onField('two-versions', 'version', message);
}

function summaryOf({ format, dialect, counts, findings }: Examination, bytes: number, since: Since | null) {
  const summary: DocumentSummary = {
    format,
    dialect,
    bytes,
    lint: { ...counts },
    findings: findings.slice(0, FIRST_FINDINGS),
    since,
  };
  return summary;
}

function comparedWith(present: Contract | undefined, comparison: Comparison | undefined): Since | null {
  if (present === undefined || comparison === undefined) return null;
  const counts = { breaking: 0, 'not-judged': 0, additive: 0, documentation: 0 };
  for (const change of comparison.changes) counts[change.class] += 1;
  const first = comparison.changes[0]?.message.slice(0, LONGEST_FIRST) ?? null;
  return { version: present.version, verdict: comparison.verdict, counts, first };
}
