import type { Change } from '../compare/change.ts';
import { referencesOf } from '../compare/references.ts';
import type { Document } from '../compare/schema/sameness.ts';
import type { Specification } from '../model.ts';
import { readUse, type Use, written } from './notation.ts';
import { covers, type Region, select, whole } from './regions.ts';
import { type Part, type Side, type Usable, usablesOf } from './usable.ts';

/** What became of a use that was looked up in a contract. */
export type Checked =
  | { /** As it is written there. */ use: string }
  | {
      /** The name that is not there, and what it should be one of. */
      unknown: string;
      kind: 'operation' | 'part' | 'field';
      known: string[];
    };

/** Looks up in a contract what somebody says they use of it. */
export function checkUse(specification: Specification, typed: string): Checked {
  const document = documentOf(specification);
  const usables = usablesOf(document);
  const use = readUse(typed, specification.format);
  const usable = usables.find(({ key }) => key === use?.key);
  if (use === undefined || usable === undefined) {
    return { unknown: typed.trim(), kind: 'operation', known: usables.map(({ name }) => name) };
  }
  const parts = partsOf(usable, use);
  if (parts.length === 0) {
    return { unknown: use.part ?? '', kind: 'part', known: usable.parts.map(({ name }) => name) };
  }
  const names = new Map<number, Set<string>>();
  const schemas = parts.flatMap((part) => part.holders.flatMap((holder) => holder.schemas));
  const found = use.fields.length === 0 || schemas.some((one) => select(document, one, use.fields, names).found);
  if (!found) {
    const deepest = Math.min(use.fields.length, ...names.keys());
    return {
      unknown: use.fields.at(-deepest) ?? '',
      kind: 'field',
      known: [...(names.get(deepest) ?? [])],
    };
  }
  const inside = written([...(use.part === null ? [] : [use.part]), ...use.fields]);
  return { use: inside === '' ? usable.name : `${usable.name} ${inside}` };
}

function documentOf(specification: Specification): Document {
  return { specification, references: referencesOf(specification.root) };
}

function partsOf({ parts }: Usable, { part }: Use): readonly Part[] {
  return part === null ? parts : parts.filter(({ name }) => name === part);
}

/** Where in a document a change touches a use, by what its users do with the data there. */
interface Footprint extends Record<Side, Region[]> {
  /** All that they have to send, whichever field they name. */
  demands: Region[];
}

/** Undefined where the document has nothing of the kind. */
function footprint(document: Document, usables: readonly Usable[], use: Use): Footprint | undefined {
  const usable = usables.find(({ key }) => key === use.key);
  if (usable === undefined) return undefined;
  const frame = usable.frame.flatMap(({ target, except }) => whole(document, target, except));
  const found: Footprint = { sends: [...frame], reads: [...frame], demands: [] };
  let isThere = use.fields.length === 0;
  for (const { sides, holders } of partsOf(usable, use)) {
    for (const { target, schemas } of holders) {
      const chosen = schemas.map((schema) => select(document, schema, use.fields));
      if (use.fields.length > 0 && !chosen.some((one) => one.found)) continue;
      isThere = true;
      const around = use.fields.length === 0 ? [] : schemas.map((schema) => schema.pointer);
      const regions = [...whole(document, target, around), ...chosen.flatMap((one) => one.regions)];
      for (const side of sides) found[side].push(...regions);
    }
  }
  for (const { sides, holders } of usable.parts) {
    if (!sides.includes('sends')) continue;
    found.demands.push(...holders.flatMap(({ target }) => whole(document, target, [])));
  }
  return isThere ? found : undefined;
}

/**
 * Tells which changes between two versions of a contract hit a use of it. A change that belongs to no operation hits every
 * use, and so does each change where neither version has what the use names.
 */
export function usage(before: Specification, after: Specification): (use: string, change: Change) => boolean {
  const documents = [before, after].map((specification) => {
    const document = documentOf(specification);
    const usables = usablesOf(document);
    return { document, usables, all: everything(document, usables) };
  });
  const known = new Map<string, Footprint[]>();

  function footprintsOf(typed: string): Footprint[] {
    const found = documents.flatMap(({ document, usables }) => {
      const use = readUse(typed, document.specification.format);
      return (use && footprint(document, usables, use)) ?? [];
    });
    known.set(typed, found);
    return found;
  }

  return (use, change) => {
    const footprints = known.get(use) ?? footprintsOf(use);
    if (footprints.length === 0 || !documents.some(({ all }) => covers(all, change.path))) return true;
    return footprints.some((one) => touches(one, change));
  };
}

function everything(document: Document, usables: readonly Usable[]): Region[] {
  const seen = new Set<string>();
  return usables.flatMap(({ frame, parts }) => [
    ...frame.flatMap(({ target, except }) => whole(document, target, except, seen)),
    ...parts.flatMap(({ holders }) => holders.flatMap(({ target }) => whole(document, target, [], seen))),
  ]);
}

/** The names of rules say whose data changed; in callbacks it is the provider that sends. */
const SIDES: Readonly<Record<string, Side>> = { request: 'sends', received: 'sends', response: 'reads', sent: 'reads' };
/** Whoever sends anything has to send this too. */
const DEMAND = /-(required-added|became-required)$/;

function touches({ sends, reads, demands }: Footprint, { rule, path }: Change): boolean {
  const side = SIDES[rule.split('-', 1)[0] ?? ''];
  const regions = side === undefined ? [...sends, ...reads] : side === 'sends' ? sends : reads;
  return covers(regions, path) || (DEMAND.test(rule) && side !== 'reads' && covers(demands, path));
}

/** A use, and fingerprints of the changes that hit it. */
export interface Hits {
  use: string;
  fingerprints: string[];
}

/** The changes that ask consumers for a new signature, by use: breaking ones and those that nobody could judge. */
export function hitsOf(
  uses: readonly string[],
  before: Specification,
  after: Specification,
  changes: readonly Change[],
): Hits[] {
  const hits = usage(before, after);
  const grave = changes.filter(isGrave);
  return uses.map((use) => ({
    use,
    fingerprints: grave.filter((change) => hits(use, change)).map(({ fingerprint }) => fingerprint),
  }));
}

/** True for a change that may make consumers fail. */
export function isGrave(change: Pick<Change, 'class'>): boolean {
  return change.class === 'breaking' || change.class === 'not-judged';
}
