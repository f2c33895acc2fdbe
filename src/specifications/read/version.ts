import { InvalidInput } from '../../core/errors.ts';
import type { Json, Specification } from '../model.ts';
import { memberOf } from '../pointer.ts';

/** https://semver.org, clause 9 and 10: three numbers, a draft's identifiers, build data. */
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?(\+[\da-zA-Z-]+(\.[\da-zA-Z-]+)*)?$/;

/** The version a specification gives itself, as written, and where; JSON Schema has no field for it: `x-version`, or `version`. */
export function versionField({ format, root }: Specification): { pointer: string; value: Json | undefined } {
  if (format !== 'json-schema') return { pointer: '/info/version', value: memberOf(memberOf(root, 'info'), 'version') };
  const name = ['x-version', 'version'].find((one) => memberOf(root, one) !== undefined) ?? 'x-version';
  return { pointer: `/${name}`, value: memberOf(root, name) };
}

/** What is wrong with the version of a specification, and what to write instead; undefined where it is semver. */
export function versionProblem(specification: Specification): string | undefined {
  const { value } = versionField(specification);
  const field = specification.format === 'json-schema' ? '`x-version`' : '`info.version`';
  if (value === undefined) return `The version is missing. Write three numbers, such as 1.0.0, to ${field}.`;
  if (typeof value !== 'string') return `The version is no text. Write it in quotes to ${field}, such as "1.0.0".`;
  if (SEMVER.test(value)) return undefined;
  return `"${value.slice(0, 40)}" is not a semantic version. Write three numbers, such as 1.0.0, to ${field}.`;
}

/** The semantic version of a specification. Throws InvalidInput where it has none. */
export function versionOf(specification: Specification): string {
  const problem = versionProblem(specification);
  const { value } = versionField(specification);
  if (problem === undefined && typeof value === 'string') return value;
  throw new InvalidInput('no-version', problem ?? 'The version is missing.');
}
