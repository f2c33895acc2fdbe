import type { z } from 'zod';
import { nearest } from '../../chat/commands.ts';
import { InvalidInput } from '../../core/errors.ts';
import { registerSchema, type SchemaNode } from './format/index.ts';
import { MOST_PROBLEMS } from './limits.ts';
import type { Path, Problem, Source } from './model.ts';

/** Characters of a wrong value that are shown. */
const LONGEST_SHOWN = 40;

/** `dependencies[3].owner` */
export function pathText(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index > 0 ? `.${step}` : step)).join('');
}

/** All errors of a file in one refusal, each with its place. */
export function refusal(file: string, problems: readonly Problem[], where: Source['where']): InvalidInput {
  const count = problems.length === 1 ? '1 error' : `${problems.length} errors`;
  const more = problems.length - MOST_PROBLEMS;
  return new InvalidInput(
    'bad-register',
    [
      `${file} has ${count}. Nothing was changed.`,
      ...problems.slice(0, MOST_PROBLEMS).map((one) => `- ${placed(one, where)}`),
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('\n'),
  );
}

/** What is wrong, behind its place in the file. */
export function placed({ path, message }: Problem, where: Source['where']): string {
  const place = where(path);
  return `${place}${place === '' ? '' : ': '}${message}`;
}

/** The offer of the nearest names: ` Did you mean amina?`, or nothing. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const near = nearest(typed, names, 2);
  return near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
}

/** Fields that the format does not have, however deep. */
export function unknownFields(value: unknown, node = registerSchema(), path: Path = []): Problem[] {
  const nodes = node.anyOf ?? [node];
  if (Array.isArray(value)) {
    const { items } = nodes.find((one) => one.items !== undefined) ?? {};
    return items === undefined ? [] : value.flatMap((item, index) => unknownFields(item, items, [...path, index]));
  }
  const named = nodes.find((one) => one.propertyNames?.enum !== undefined);
  if (named !== undefined) return unknownNames(value, named, path);
  const { properties } = nodes.find((one) => one.properties !== undefined) ?? {};
  if (typeof value !== 'object' || value === null || properties === undefined) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known !== undefined) return unknownFields(item, known, [...path, name]);
    const names = Object.keys(properties);
    const offer = didYouMean(name, names) || ` There is: ${names.join(', ')}.`;
    return [{ path: [...path, name], message: `there is no such field.${offer}` }];
  });
}

/** The same where the names are those of a list that stands elsewhere: its place is said. */
function unknownNames(value: unknown, { propertyNames, description = '' }: SchemaNode, path: Path): Problem[] {
  const names = propertyNames?.enum ?? [];
  return Object.keys(Object(value))
    .filter((name) => !names.includes(name))
    .map((name) => ({
      path: [...path, name],
      message: `there is none of this name.${didYouMean(name, names)} ${description}`,
    }));
}

/** What zod found wrong, in the words of the format's descriptions; `schema` is that of the register file, or another format's. */
export function shapeProblems(raw: unknown, error: z.ZodError, schema = registerSchema()): Problem[] {
  // Names that there are not are told by unknownFields.
  const known = error.issues.filter(({ code }) => code !== 'unrecognized_keys');
  return known.flatMap((issue) => fromIssue(raw, issue, [], schema));
}

function fromIssue(raw: unknown, issue: z.core.$ZodIssue, above: Path, schema: SchemaNode): Problem[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  const value = path.reduce<unknown>((at, step) => Object(at)[step], raw);
  const hint = hintAt(path, schema);
  if (issue.code === 'invalid_union') {
    // The alternative that was meant is the one whose type fits.
    const meant = issue.errors.find((found) =>
      found.every((one) => one.code !== 'invalid_type' || one.path.length > 0),
    );
    const inside = meant?.flatMap((one) => fromIssue(raw, one, path, schema));
    return inside ?? [{ path, message: `${shown(value)} does not fit.${hint}` }];
  }
  return [{ path, message: messageOf(issue, value, hint) }];
}

function messageOf(issue: z.core.$ZodIssue, value: unknown, hint: string): string {
  if (value === undefined) return `is missing.${hint}`;
  if (issue.code === 'too_big') return tooBig(value, issue.maximum);
  if (issue.code === 'too_small') {
    return value === '' || Array.isArray(value) ? `is empty.${hint}` : `${shown(value)} is less than ${issue.minimum}.`;
  }
  if (issue.code === 'invalid_value') {
    const names = issue.values.map(String);
    return `${shown(value)} is none of: ${names.join(', ')}.${typeof value === 'string' ? didYouMean(value, names) : ''}`;
  }
  const unquoted = typeof value === 'number' || typeof value === 'boolean';
  if (issue.code === 'invalid_type' && issue.expected === 'string' && unquoted) {
    return `${value} is no text. Put it in quotes: "${value}".`;
  }
  return value === '' ? `is empty.${hint}` : `${shown(value)} does not fit.${hint || ` ${issue.message}`}`;
}

function tooBig(value: unknown, most: number | bigint): string {
  if (typeof value === 'string') return `has ${value.length} characters. Shorten it to ${most}.`;
  if (Array.isArray(value)) return `has ${value.length} entries. At most ${most} are taken.`;
  return `${shown(value)} is more than ${most}.`;
}

function shown(value: unknown): string {
  if (value === null) return 'Nothing';
  if (Array.isArray(value)) return 'A list';
  if (typeof value === 'object') return 'A group of fields';
  const text = String(value);
  return `“${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN).toWellFormed()}…` : text}”`;
}

/** What the format says of a field, with an example. */
function hintAt(path: Path, schema: SchemaNode): string {
  const node = path.reduce<SchemaNode | undefined>((at, step) => at && inside(at, step), schema);
  const { description, examples = [] } = node?.anyOf?.find((one) => one.description !== undefined) ?? node ?? {};
  const [example] = examples;
  if (description === undefined) return '';
  return ` ${description}${example === undefined ? '' : ` For example: ${typeof example === 'string' ? example : JSON.stringify(example)}`}`;
}

function inside(node: SchemaNode, step: string | number): SchemaNode | undefined {
  return (node.anyOf ?? [node])
    .map((one) => (typeof step === 'number' ? one.items : one.properties?.[step]))
    .find((one) => one !== undefined);
}
