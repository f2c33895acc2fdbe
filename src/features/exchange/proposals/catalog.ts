import { z } from 'zod';
import type { Kind } from '../../register/model.ts';
import type { Proposal, Proposed } from './model.ts';

/*
 * Entities of a Backstage software catalogue (the descriptor format of its documentation): who waits for whom across
 * teams is that a component of one consumes an API, or depends on a component or a resource, of another.
 */

const names = z.array(z.string()).default([]);
const Entity = z.object({
  kind: z.string(),
  metadata: z.object({
    name: z.string(),
    namespace: z.string().default('default'),
    title: z.string().optional(),
    annotations: z.record(z.string(), z.string()).default({}),
    links: z.array(z.object({ url: z.string() })).default([]),
  }),
  spec: z
    .object({
      type: z.string().optional(),
      owner: z.string().optional(),
      providesApis: names,
      consumesApis: names,
      dependsOn: names,
      dependencyOf: names,
    })
    .prefault({}),
});
type Entity = z.output<typeof Entity>;

/** What a catalogue proposes: a dependency for each entity that entities of other owners consume or depend on. */
export function fromCatalogue(documents: readonly unknown[]): Proposed {
  const notJudged: string[] = [];
  const entities = new Map<string, Entity>();
  for (const [index, document] of documents.entries()) {
    const read = Entity.safeParse(document);
    if (read.success) entities.set(ownReference(read.data), read.data);
    else notJudged.push(`document ${index + 1}: it is no Backstage entity with kind and metadata.name.`);
  }
  const waits = new Map<string, Set<string>>();
  const providers = new Map<string, Entity>();
  const wait = (consumer: string, needed: string) => waits.set(needed, (waits.get(needed) ?? new Set()).add(consumer));
  for (const [reference, entity] of entities) {
    const { metadata, spec } = entity;
    const read = (kind: string) => (written: string) => referenceOf(written, kind, metadata.namespace);
    for (const api of spec.providesApis.map(read('api'))) providers.set(api, entity);
    for (const api of spec.consumesApis.map(read('api'))) wait(reference, api);
    for (const needed of spec.dependsOn.map(read('component'))) wait(reference, needed);
    for (const dependent of spec.dependencyOf.map(read('component'))) wait(dependent, reference);
  }
  const proposals = [...waits].flatMap(([reference, waiting]): Proposal[] => {
    const entity = entities.get(reference);
    const owner = entity?.spec.owner ?? providers.get(reference)?.spec.owner;
    const owners = [...waiting].map((one) => [one, entities.get(one)?.spec.owner] as const);
    for (const [one, name] of owners) {
      if (name === undefined) notJudged.push(`${one} needs ${reference}: the file does not say who owns ${one}.`);
    }
    const producer = owner && teamNamed(owner);
    const consumers = [...new Set(owners.flatMap(([, name]) => (name === undefined ? [] : teamNamed(name))))];
    const others = consumers.filter((one) => one !== producer);
    if (others.length === 0) return [];
    const { metadata } = entity ?? {};
    return [
      {
        title: metadata?.title ?? metadata?.name ?? reference.slice(reference.indexOf('/') + 1),
        kind: kindOf(reference, entity?.spec.type),
        producer,
        consumers: others,
        interface: reference,
        url: entity && addressOf(entity),
      },
    ];
  });
  return { proposals, notJudged };
}

/** `api:default/orders` */
function ownReference({ kind, metadata }: Entity): string {
  return `${kind}:${metadata.namespace}/${metadata.name}`.toLowerCase();
}

/** A reference `[kind:][namespace/]name` written out. */
function referenceOf(written: string, kind: string, namespace: string): string {
  const [, ownKind = kind, ownNamespace = namespace, name = written] =
    /^(?:([^:]+):)?(?:([^/]+)\/)?(.+)$/.exec(written) ?? [];
  return `${ownKind}:${ownNamespace}/${name}`.toLowerCase();
}

/** The name alone of an owner such as `group:default/platform`. */
function teamNamed(owner: string): string {
  return owner.slice(Math.max(owner.lastIndexOf(':'), owner.lastIndexOf('/')) + 1);
}

function kindOf(reference: string, type = ''): Kind {
  if (/asyncapi|topic|queue|stream/i.test(type)) return 'event-topic';
  if (/data|feed|table|bucket/i.test(type) && !/database/i.test(type)) return 'data-feed';
  return reference.startsWith('resource:') ? 'shared-infrastructure' : 'api';
}

function addressOf({ metadata: { annotations, links } }: Entity): string | undefined {
  const places = [annotations['backstage.io/view-url'], annotations['backstage.io/source-location'], links[0]?.url];
  return places
    .map((one) => one?.replace(/^url:/, ''))
    .find((one) => one !== undefined && /^https?:\/\/\S+$/.test(one));
}
