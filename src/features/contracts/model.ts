import type { DateTime } from 'luxon';
import { z } from 'zod';
import { CLASSES, type Change as ComparedChange } from '../../specifications/compare/index.ts';
import type { Finding as LintFinding } from '../../specifications/lint/index.ts';
import type { Hits as UseHits } from '../../specifications/use/index.ts';

export const Finding = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warn', 'info']),
  message: z.string(),
  pointer: z.string(),
  line: z.number().int(),
  column: z.number().int(),
}) satisfies z.ZodType<LintFinding>;
export type Finding = z.infer<typeof Finding>;

export const Change = z.object({
  class: z.enum(CLASSES),
  rule: z.string(),
  path: z.string(),
  where: z.string(),
  message: z.string(),
  fingerprint: z.string(),
}) satisfies z.ZodType<ComparedChange>;
export type Change = z.infer<typeof Change>;

/** Which of the changes hit a use that consumers had declared when the document came. */
export const Hits = z.object({ use: z.string(), fingerprints: z.array(z.string()) }) satisfies z.ZodType<UseHits>;
export type Hits = z.infer<typeof Hits>;

const Count = z.number().int().nonnegative();

/** How a document differs from the version before it. */
export const Since = z.object({
  /** Semver without a leading v. */
  version: z.string(),
  verdict: z.enum([...CLASSES, 'none']),
  counts: z.object({ breaking: Count, 'not-judged': Count, additive: Count, documentation: Count }),
  /** The gravest change, in words. */
  first: z.string().nullable(),
});
export type Since = z.infer<typeof Since>;

/** What cards say of a document; the rest is read when somebody opens it. */
export const DocumentSummary = z.object({
  format: z.enum(['openapi', 'asyncapi', 'json-schema']),
  dialect: z.string(),
  bytes: Count,
  lint: z.object({ error: Count, warn: Count, info: Count }),
  /** The first of them. */
  findings: z.array(Finding),
  /** Null where the version before has no document, or there is none. */
  since: Since.nullable(),
});
export type DocumentSummary = z.infer<typeof DocumentSummary>;

/** The content of a contract, as it was submitted and examined. */
export interface ContractDocument {
  text: string;
  /** Errors first, then by line; of very many the first. */
  findings: Finding[];
  /** Against the version before, the gravest first; of very many the first. */
  changes: Change[];
  /** By use; none for a use that was declared after the document came. */
  hits: Hits[];
  /** What changed, as Markdown; what comes from the documents is escaped. Empty for one of before it was written. */
  changeLog: string;
}

/** Why a version was taken back before it was signed off. */
export const Withdrawal = z.object({ byId: z.string(), at: z.string(), reason: z.string() });
export type Withdrawal = z.infer<typeof Withdrawal>;

/** One version of the specification of a dependency: a document, or an address alone. */
export interface Contract {
  id: string;
  dependencyId: string;
  /** Semver without a leading v. */
  version: string;
  /** Where it can be read; http or https. Never null without a document. */
  url: string | null;
  /** SHA-256 of the document's content, or of version and address: a vote belongs to exactly this. */
  hash: string;
  note: string | null;
  submittedById: string;
  submittedAt: DateTime;
  /** Null for an address alone, which is never fetched. */
  document: DocumentSummary | null;
  /** Null while it stands. */
  withdrawn: Withdrawal | null;
}

/** What a person sends of a contract by its address. */
export interface Submission {
  version: string;
  url: string;
  note: string | null;
}

/** A document that was examined and is not submitted yet. */
export interface Examined extends ContractDocument {
  version: string;
  hash: string;
  summary: DocumentSummary;
  /** Id of the present contract that it was compared with; null where there was none. */
  presentId: string | null;
}
