import { registerSchema, type SchemaNode } from './index.ts';

const HEAD = ['| field | needed | what it says | for example |', '|---|---|---|---|'];

/** The fields of a register file as Markdown: a table for each kind of entry. Those of a list's entries stand behind `[]`. */
export function fieldsPage(): string {
  const parts = Object.entries(registerSchema().properties ?? {}).map(([name, node]) => {
    const head = `### \`${name}\`\n\n${node.description ?? ''}`;
    const fields = rows(parted(node), '');
    return fields.length === 0 ? `${head}\n` : `${head}\n\n${[...HEAD, ...fields].join('\n')}\n`;
  });
  return parts.join('\n');
}

/** A row for each field that is described, with the fields within it below; of several that are alike, once. */
function rows({ properties = {}, required = [] }: SchemaNode, path: string): string[] {
  const shapes = new Map<string, string>();
  return Object.entries(properties).flatMap(([name, node]) => {
    const meant = told(node);
    if (meant.description === undefined) return [];
    const field = `${path}${name}`;
    const inside = parted(node);
    const shape = JSON.stringify(inside.properties);
    const alike = shapes.get(shape);
    if (inside.properties !== undefined && alike === undefined) shapes.set(shape, field);
    const words = [
      meant.description,
      ...(meant.enum === undefined ? [] : [`One of: ${meant.enum.join(', ')}.`]),
      ...(alike === undefined ? [] : [`Its fields are those of \`${alike}\`.`]),
    ];
    const needed = required.includes(name) ? 'yes' : '';
    const row = `| \`${field}\` | ${needed} | ${barred(words.join(' '))} | ${barred(exampleOf(meant, inside))} |`;
    return [row, ...(alike === undefined ? rows(inside, `${field}${listed(node) === undefined ? '' : '[]'}.`) : [])];
  });
}

/** What could stand there; nothing for a group, whose fields have examples of their own. */
function exampleOf({ examples = [] }: SchemaNode, inside: SchemaNode): string {
  const [example] = examples;
  if (example === undefined || inside.properties !== undefined) return '';
  return `\`${typeof example === 'string' ? example : JSON.stringify(example)}\``;
}

/** The alternative of a node that says what it is; the other is null. */
function told(node: SchemaNode): SchemaNode {
  return node.description === undefined ? (node.anyOf?.find((one) => one.description !== undefined) ?? node) : node;
}

function listed(node: SchemaNode): SchemaNode | undefined {
  return (node.anyOf ?? [node]).find((one) => one.items !== undefined)?.items;
}

/** Where the fields of a node stand: on itself, or on the entries of a list. */
function parted(node: SchemaNode): SchemaNode {
  const entry = listed(node) ?? node;
  return (entry.anyOf ?? [entry]).find((one) => one.properties !== undefined) ?? entry;
}

/** A bar does not end a cell. */
function barred(text: string): string {
  return text.replaceAll('|', '\\|');
}
