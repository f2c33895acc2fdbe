import {
  CST,
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  parseAllDocuments,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { DEEPEST, WIDEST_INDENT } from './limits.ts';
import type { Path, Problem, Source } from './model.ts';
import { pathText } from './problems.ts';

const TOO_DEEP = 'it is nested too deeply. A register needs seven levels.';

/** Takes YAML, or JSON, apart. Aliases and tags are refused: a register needs none, and they fill memory or never end. */
export function readYaml(text: string): Source {
  if (isTooDeep(text)) return broken([TOO_DEEP]);
  const lines = new LineCounter();
  // The parser's own look for repeated keys compares each with each.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const errors = errorsOf(document, lines);
  if (errors.length > 0) return broken(errors);
  return { raw: document.toJS(), where: (path) => placeOf(document, lines, path), problems: [] };
}

/** Takes the documents of one YAML text apart, in the same way. */
export function readYamlDocuments(text: string): { documents: unknown[]; problems: Problem[] } {
  if (isTooDeep(text)) return { documents: [], problems: broken([TOO_DEEP]).problems };
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const documents = Array.isArray(parsed) ? parsed : [];
  const { problems } = broken(documents.flatMap((document) => errorsOf(document, lines)));
  if (problems.length > 0) return { documents: [], problems };
  // What stands between two lines of --- may be empty.
  return { documents: documents.map((one): unknown => one.toJS()).filter((one) => one !== null), problems };
}

function errorsOf(document: Document.Parsed, lines: LineCounter): string[] {
  return [
    ...document.errors.map(({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${message}.`),
    ...repeatedKeys(document, lines),
    ...refusedParts(document, lines),
  ];
}

const OPENS: readonly (string | null)[] = ['flow-map-start', 'flow-seq-start'];
const CLOSES: readonly (string | null)[] = ['flow-map-end', 'flow-seq-end'];
const BEGINS: readonly (string | null)[] = ['seq-item-ind', 'explicit-key-ind'];

/** The parser calls itself for each level, and V8 ends the whole process when its stack runs out at the wrong place. */
function isTooDeep(text: string): boolean {
  let open = 0;
  let begun = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const kind = CST.tokenType(lexeme);
    if (OPENS.includes(kind)) open += 1;
    if (CLOSES.includes(kind)) open -= 1;
    if (BEGINS.includes(kind)) begun += 1;
    if (kind === 'newline') begun = 0;
    if (open > DEEPEST || begun > DEEPEST || (kind === 'space' && lexeme.length > WIDEST_INDENT)) return true;
  }
  return false;
}

function broken(messages: readonly string[]): Source {
  const problems = messages.map((message): Problem => ({ path: [], message }));
  return { raw: null, where: () => '', problems };
}

function repeatedKeys(document: Document.Parsed, lines: LineCounter): string[] {
  const found: string[] = [];
  visit(document, {
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) found.push(`line ${lineOf(key, lines)}: ${key.value} stands here twice. Keep one.`);
        seen.add(key.value);
      }
    },
  });
  return found;
}

function refusedParts(document: Document.Parsed, lines: LineCounter): string[] {
  const found: string[] = [];
  visit(document, {
    Alias: (_key, alias) =>
      void found.push(`line ${lineOf(alias, lines)}: aliases (*${alias.source}) are not read. Write the part out.`),
    Value(_key, value) {
      if (value.tag !== undefined)
        found.push(`line ${lineOf(value, lines)}: tags (!) are not read. Write the plain value.`);
    },
  });
  return [...new Set(found)];
}

/** `dependencies[3].owner, line 88`; of something that is missing, the line of what it is missing in. */
function placeOf(document: Document.Parsed, lines: LineCounter, path: Path): string {
  let node: unknown = document.contents;
  let line = lineOf(node, lines) ?? 1;
  for (const step of path) {
    const place = childOf(node, step);
    if (place === undefined) break;
    line = lineOf(isPair(place) ? place.key : place, lines) ?? line;
    node = isPair(place) ? place.value : place;
  }
  return path.length === 0 ? `line ${line}` : `${pathText(path)}, line ${line}`;
}

function childOf(node: unknown, step: string | number): unknown {
  if (isMap(node)) return pairOf(node, String(step));
  return isSeq(node) && typeof step === 'number' ? node.items[step] : undefined;
}

function pairOf(map: YAMLMap, name: string): unknown {
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === name);
}

function lineOf(node: unknown, lines: LineCounter): number | undefined {
  return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
}
