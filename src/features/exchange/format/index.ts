import { z } from 'zod';
import { MOST_ENTRIES } from '../limits.ts';
import { ActionEntry } from './action.ts';
import { CommitmentEntry } from './commitment.ts';
import { DecisionEntry } from './decision.ts';
import { DependencyEntry } from './dependency.ts';
import { day } from './fields.ts';
import { PersonEntry, TeamEntry } from './people.ts';
import { ProgrammeEntry } from './programme.ts';
import { RiskEntry } from './risk.ts';

/*
 * The register as one readable file. Descriptions and examples are published in the JSON Schema, and error messages
 * are made of them: what a field means is said once. A field left out stays as it is in the register; an empty one
 * (null, []) is cleared.
 */

export type { ContactEntry } from './dependency.ts';
export type {
  ActionEntry,
  CommitmentEntry,
  DecisionEntry,
  DependencyEntry,
  PersonEntry,
  ProgrammeEntry,
  RiskEntry,
  TeamEntry,
};

export const RegisterFile = z
  .object({
    asOf: day('The day whose facts the file states', '2026-11-27').optional(),
    programme: ProgrammeEntry.describe(
      'The launch. Left out: the only one there is, or the one the keys belong to.',
    ).optional(),
    teams: z.array(TeamEntry).max(MOST_ENTRIES.teams).default([]).describe('The teams; others stay as they are.'),
    people: z.array(PersonEntry).max(MOST_ENTRIES.people).default([]).describe('The people; others stay as they are.'),
    dependencies: z
      .array(DependencyEntry)
      .max(MOST_ENTRIES.dependencies)
      .default([])
      .describe('The dependencies; others stay as they are.'),
    commitments: z
      .array(CommitmentEntry)
      .max(MOST_ENTRIES.commitments)
      .optional()
      .describe('The commitments, with their terms and signatures; others stay as they are.'),
    actions: z
      .array(ActionEntry)
      .max(MOST_ENTRIES.actions)
      .optional()
      .describe('The action register; others stay as they are.'),
    risks: z
      .array(RiskEntry)
      .max(MOST_ENTRIES.risks)
      .optional()
      .describe('Risks and constraints, each with a mitigation and its trigger; others stay as they are.'),
    decisions: z
      .array(DecisionEntry)
      .max(MOST_ENTRIES.decisions)
      .optional()
      .describe('The decision log. What is in it never changes; others stay as they are.'),
  })
  .describe('A register of cross-team dependencies, as Depsync imports and exports it.');

export type RegisterDocument = z.output<typeof RegisterFile>;

/** As much of JSON Schema as is read here. */
export interface SchemaNode {
  propertyNames?: { enum?: readonly string[] };
  properties?: Readonly<Record<string, SchemaNode>>;
  required?: readonly string[];
  items?: SchemaNode;
  anyOf?: readonly SchemaNode[];
  description?: string;
  examples?: readonly unknown[];
  enum?: readonly string[];
}

let schema: SchemaNode | undefined;

/** The JSON Schema (draft 2020-12) of a register file: for editors, and for `depsync schema`. Unknown fields are refused. */
export function registerSchema(): SchemaNode {
  schema ??= z.toJSONSchema(RegisterFile, {
    io: 'input',
    override({ jsonSchema }) {
      if (jsonSchema.properties !== undefined) jsonSchema.additionalProperties = false;
    },
  }) as SchemaNode; // zod's type for it allows everything JSON Schema does; these fields are among it
  return schema;
}
