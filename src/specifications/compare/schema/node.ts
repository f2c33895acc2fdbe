import type { Json, JsonObject } from '../../model.ts';

/** The kinds of values. Numbers come as two, so that sets of kinds are compared as sets: whole ones and the rest. */
export const KINDS = ['null', 'boolean', 'integer', 'fraction', 'string', 'array', 'object'] as const;
export type Kind = (typeof KINDS)[number];

/** A schema at its place. What it demands is read when it is asked for: references make schemas endless. */
export interface Node {
  readonly id: number;
  readonly schema: JsonObject | boolean;
  readonly pointer: string;
  /** How people call it where it is one of several: the name it is referred to by, its title, or what sets it apart. */
  readonly label: string | null;
  readonly keywords: Keywords;
  /** Equal for nodes that accept the same values because they say the same, in either document. */
  readonly same: string;
}

/** Schemas that all have to hold. */
export type Conjunction = readonly Node[];

/** What one schema demands, in one vocabulary for all dialects. A limit that is not set is null. */
export interface Keywords {
  readonly kinds: ReadonlySet<Kind>;
  /** Of `enum` and `const`, by canonical text. */
  readonly values: ReadonlyMap<string, Json> | null;
  /** Of `$ref` and `allOf`: these hold as well. */
  readonly also: readonly Node[];
  readonly choices: readonly Choice[];
  readonly nots: readonly Not[];
  readonly opaque: readonly Opaque[];
  readonly format: string | null;
  readonly numbers: NumberLimits;
  readonly strings: StringLimits;
  readonly arrays: ArrayLimits;
  readonly objects: ObjectLimits;
  /** Ids of choices and nots that a case made of this one has settled. */
  readonly settled: readonly number[];
}

/** `anyOf`, `oneOf`, and conditions: a condition is the choice between "if and then" and "not if, and else". */
export interface Choice {
  readonly id: number;
  readonly kind: 'any' | 'one' | 'if';
  readonly branches: readonly Conjunction[];
  /** What names each branch where it is pointed to. */
  readonly labels: readonly string[];
}

export interface Not {
  readonly id: number;
  readonly node: Node;
}

/** Something Depsync does not understand: it is the same or it is not judged. */
export interface Opaque {
  readonly construct: string;
  readonly text: string;
}

export interface NumberLimits {
  readonly minimum: Bound | null;
  readonly maximum: Bound | null;
  readonly multipleOf: number | null;
}

export interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

export interface StringLimits {
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly pattern: string | null;
  /** Encoding and media type of a text that holds something else. */
  readonly content: string | null;
}

export interface ArrayLimits {
  readonly prefix: readonly Node[];
  readonly rest: Node | null;
  readonly minItems: number | null;
  readonly maxItems: number | null;
  readonly unique: boolean;
  readonly unevaluated: Node | null;
  readonly contains: { readonly node: Node; readonly minimum: number; readonly maximum: number | null } | null;
}

export interface ObjectLimits {
  readonly properties: ReadonlyMap<string, Node>;
  readonly patterns: ReadonlyMap<string, Node>;
  readonly rest: Node | null;
  readonly names: Node | null;
  readonly unevaluated: Node | null;
  /** Declared, but they do not travel in this direction. */
  readonly hidden: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
  readonly minProperties: number | null;
  readonly maxProperties: number | null;
  readonly dependent: ReadonlyMap<string, readonly string[]>;
}
