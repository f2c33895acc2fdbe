import type { Change } from '../compare/change.ts';
import type { Specification } from '../model.ts';
import { readUse, type Use, written } from './notation.ts';
import { type Area, areaOf, type Linked, linked, type Region, select, whole } from './regions.ts';
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
export function checkUses(specification: Specification, typed: readonly string[]): Checked[] {
  const document = linked(specification);
  const usables = usablesOf(document);
  return typed.map((one) => checkUse(document, usables, one));
}

function checkUse(document: Linked, usables: readonly Usable[], typed: string): Checked {
  const use = readUse(typed, document.specification.format);
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

function partsOf({ parts }: Usable, { part }: Use): readonly Part[] {
  return part === null ? parts : parts.filter(({ name }) => name === part);
}

/** Where in a document a change touches a use, by what its users do with the data there. */
interface Footprint extends Record<Side, Area> {
  /** All that they have to send, whichever field they name. */
  demands: Area;
}

/** Undefined where the document has nothing of the kind. */
function footprint(document: Linked, usables: readonly Usable[], use: Use): Footprint | undefined {
  const usable = usables.find(({ key }) => key === use.key);
  if (usable === undefined) return undefined;
  const frame = usable.frame.flatMap(({ target, except }) => whole(document, target, except));
  const found: Record<Side, Region[]> = { sends: [...frame], reads: [...frame] };
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
  if (!isThere) return undefined;
  const sent = usable.parts.filter(({ sides }) => sides.includes('sends')).flatMap(({ holders }) => holders);
  const demands = sent.flatMap(({ target }) => whole(document, target, []));
  return { sends: areaOf(found.sends), reads: areaOf(found.reads), demands: areaOf(demands) };
}

/**
 * Tells which changes between two versions of a contract hit a use of it. A change that belongs to no operation hits every
 * use, and so does each change where neither version has what the use names.
 */
export function usage(before: Specification, after: Specification): (use: string, change: Change) => boolean {
  const documents = [before, after].map((specification) => {
    const document = linked(specification);
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
    if (footprints.length === 0 || !documents.some(({ all }) => all(change.path))) return true;
    return footprints.some((one) => touches(one, change));
  };
}

/** All that belongs to some operation. */
function everything(document: Linked, usables: readonly Usable[]): Area {
  const seen = new Set<string>();
  const regions = usables.flatMap(({ frame, parts }) => [
    ...frame.flatMap(({ target, except }) => whole(document, target, except, seen)),
    ...parts.flatMap(({ holders }) => holders.flatMap(({ target }) => whole(document, target, [], seen))),
  ]);
  return areaOf(regions);
}

/** The names of rules say whose data changed; in callbacks it is the provider that sends. */
const SIDES: Readonly<Record<string, Side>> = { request: 'sends', received: 'sends', response: 'reads', sent: 'reads' };
/** Whoever sends anything has to send this too. */
const DEMAND = /-(required-added|became-required)$/;

function touches({ sends, reads, demands }: Footprint, { rule, path }: Change): boolean {
  const side = SIDES[rule.split('-', 1)[0] ?? ''];
  if (side !== 'reads' && (sends(path) || (DEMAND.test(rule) && demands(path)))) return true;
  return side !== 'sends' && reads(path);
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
