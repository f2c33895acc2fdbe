import { stringify } from 'yaml';
import {
  cleanTree,
  type Path,
  type Problem,
  readYaml,
  refusal,
  refuseLarge,
  shapeProblems,
  unknownFields,
} from '../exchange/index.ts';
import { Policy, type Programme } from '../programme/index.ts';
import { PolicyFile, type ReadPolicy } from './model.ts';
import { policySchema } from './schema.ts';

const EMPTY = 'it is empty. `depsync policy show` writes a file that works.';

/** Reads a policy file and checks it. Throws InvalidInput with everything that is wrong, each with its line and path. */
export function readPolicy(name: string, text: string): ReadPolicy {
  refuseLarge(name, Buffer.byteLength(text));
  const source = readYaml(text);
  if (source.problems.length > 0) throw refusal(name, source.problems, source.where);
  const value = cleanTree(source.raw);
  if (value === null) throw refusal(name, [{ path: [], message: EMPTY }], () => '');
  const form = PolicyFile.safeParse(value);
  const problems = [
    ...unknownFields(value, policySchema()),
    ...(form.success ? [] : shapeProblems(value, form.error, policySchema())),
  ];
  if (!form.success || problems.length > 0) throw refusal(name, problems, source.where);
  const { programme, ...parts } = value as { programme: string } & Record<string, unknown>; // as PolicyFile found
  return { name, programme, parts, where: source.where };
}

/** What the register knows that a policy may refer to. */
export interface Known {
  /** Handles */
  people: readonly string[];
  /** Keys */
  teams: readonly string[];
}

/** The policy as it would be: each part of the file as a whole, all others as they are. Throws InvalidInput where it names nobody. */
export function policyWith({ name, parts, where }: ReadPolicy, { policy }: Programme, known: Known): Policy {
  const merged = Policy.parse({ ...policy, ...parts });
  const problems = 'gates' in parts ? strangersIn(merged, known) : [];
  if (problems.length > 0) throw refusal(name, problems, where);
  return merged;
}

/** Approvers of gates who are not in the register. */
function strangersIn({ gates }: Policy, { people, teams }: Known): Problem[] {
  return gates.flatMap(({ approvers }, gate) => {
    const missing = (kind: 'people' | 'teams', names: readonly string[], what: string) =>
      approvers[kind].flatMap((name, index) => {
        const path: Path = ['gates', gate, 'approvers', kind, index];
        return names.includes(name) ? [] : [{ path, message: `${what} “${name.slice(0, 40)}”.` }];
      });
    return [
      ...missing('people', people, 'nobody in the register is called'),
      ...missing('teams', teams, 'no team of the register has the key'),
    ];
  });
}

/** A policy as a file that can be read again; `about` is written above it. */
export function writePolicy({ key }: Pick<Programme, 'key'>, policy: Policy, about: string): string {
  return `# ${about.replace(/\s+/g, ' ')}\n${stringify({ programme: key, ...policy }, { lineWidth: 0 })}`;
}
