import type { Kind } from '../../register/model.ts';

/** A dependency that a catalogue or a specification speaks of; teams are named as the file names them. */
export interface Proposal {
  title: string;
  kind: Kind;
  /** Undefined where the file does not say. */
  producer: string | undefined;
  consumers: readonly string[];
  interface: string;
  /** Where it is described. */
  url: string | undefined;
}

/** What a file proposes, and what of it cannot be read as a dependency, in words. */
export interface Proposed {
  proposals: Proposal[];
  notJudged: string[];
}
