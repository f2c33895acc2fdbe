import { InvalidInput, UserError } from '../../core/errors.ts';
import { isVersion } from '../../core/semver.ts';
import { type CompareOptions, type Comparison, compare } from '../compare/index.ts';
import { aboutOf, type Lint, type LintPolicy, lint, textAt } from '../lint/index.ts';
import type { Format, Specification } from '../model.ts';
import { readSpecification, versionField } from '../read/index.ts';
import { type Sample, samplesOf } from '../samples/index.ts';
import { type Checked, checkUses, type Hits, hitsOf } from '../use/index.ts';
import { smallestHonest } from '../version/index.ts';

/** What is to be known of a specification that somebody sends. */
export interface Inspection extends Lint {
  format: Format;
  dialect: string;
  title: string | undefined;
  /** As written: whether it is semver is the rule `version-semver`. */
  version: string | undefined;
  /** SHA-256 of the content: what means the same has the same hash, however it is laid out. */
  hash: string;
}

/** The same, beside the version before it. */
export interface Examination extends Inspection {
  /** Undefined where there is no version before, or none with a document. */
  comparison: Comparison | undefined;
  /** The breaking and not judged changes that hit each use; none without a comparison. */
  hits: Hits[];
}

/** What changed, and the smallest version that says so; undefined where nothing did, or the old one has no version. */
export interface Difference extends Comparison {
  smallest: string | undefined;
}

/** What is done in a thread of its own, by name. Input and output are plain data, because they are copied between threads. */
export const jobs = {
  /** Reads and lints. Throws InvalidInput where it cannot be read. */
  inspect({ bytes, policy }: { bytes: Uint8Array; policy: LintPolicy }): Inspection {
    return inspected(bytes, policy).inspection;
  },

  /**
   * Reads and lints a new version, compares it with the one `before` it, and tells which changes hit what consumers use.
   * Throws InvalidInput where one cannot be read.
   */
  examine(input: {
    before: Uint8Array | undefined;
    after: Uint8Array;
    policy: LintPolicy;
    uses: readonly string[];
  }): Examination {
    const { specification, inspection } = inspected(input.after, input.policy);
    const before = input.before && readSpecification(input.before).specification;
    if (before === undefined) return { ...inspection, comparison: undefined, hits: [] };
    const comparison = compare(before, specification);
    return { ...inspection, comparison, hits: hitsOf(input.uses, before, specification, comparison.changes) };
  },

  /** Looks up what consumers say that they use. Throws InvalidInput where the specification cannot be read. */
  uses({ bytes, uses }: { bytes: Uint8Array; uses: readonly string[] }): Checked[] {
    return checkUses(readSpecification(bytes).specification, uses);
  },

  /** Reads both and compares them. Throws InvalidInput, which says of which one, where one cannot be read. */
  compare({ before, after, options }: { before: Uint8Array; after: Uint8Array; options: CompareOptions }): Difference {
    const [old, present] = [named('The old version', before), named('The new version', after)];
    const comparison = compare(old, present, options);
    const { value } = versionField(old);
    const rises = comparison.verdict !== 'none' && typeof value === 'string' && isVersion(value);
    return { ...comparison, smallest: rises ? smallestHonest(value, comparison.verdict) : undefined };
  },

  /** A valid example of all that is sent. Throws InvalidInput where the specification cannot be read. */
  samples({ bytes }: { bytes: Uint8Array }): Sample[] {
    return samplesOf(readSpecification(bytes).specification);
  },
};

function named(which: string, bytes: Uint8Array): Specification {
  try {
    return readSpecification(bytes).specification;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new InvalidInput(error.code, `${which}: ${error.message}`);
  }
}

function inspected(bytes: Uint8Array, policy: LintPolicy): { specification: Specification; inspection: Inspection } {
  const { specification, hash, placeOf } = readSpecification(bytes);
  const { format, dialect } = specification;
  const { value } = versionField(specification);
  const inspection = {
    format,
    dialect,
    title: textAt(aboutOf(specification).value, 'title'),
    version: typeof value === 'string' ? value : undefined,
    hash,
    ...lint(specification, placeOf, policy),
  };
  return { specification, inspection };
}
