import { z } from 'zod';
import { readSpecification } from '../../../specifications/read/index.ts';
import type { Proposed } from './model.ts';

const name = z.string().trim().min(1).optional().catch(undefined);
const Document = z.object({
  info: z
    .object({
      title: name,
      'x-owner': name,
      'x-consumers': z.array(z.string()).default([]).catch([]),
      contact: z.object({ name }).optional().catch(undefined),
    })
    .prefault({})
    .catch({ title: undefined, 'x-owner': undefined, 'x-consumers': [], contact: undefined }),
  externalDocs: z.object({ url: name }).optional().catch(undefined),
});

/** Who the parts of a specification belong to, where its sender says so. */
export interface Sides {
  producer?: string;
  consumers?: readonly string[];
}

/**
 * What an OpenAPI or AsyncAPI document proposes: one dependency. Teams are its sender's word, else `info.x-owner` (or the
 * contact's name) and `info.x-consumers`. Nothing is fetched. Throws InvalidInput for what is no specification.
 */
export function fromSpecification(bytes: Uint8Array, sides: Sides): Proposed {
  const { specification } = readSpecification(bytes);
  const { info, externalDocs } = Document.parse(specification.root);
  const { format, dialect } = specification;
  const label = format === 'asyncapi' ? 'AsyncAPI' : 'OpenAPI';
  const title = info.title ?? `${label} document`;
  const proposal = {
    title,
    kind: format === 'asyncapi' ? ('event-topic' as const) : ('api' as const),
    producer: sides.producer ?? info['x-owner'] ?? info.contact?.name,
    consumers: sides.consumers ?? info['x-consumers'],
    interface: `${label} ${dialect}: ${title}`,
    url: externalDocs?.url,
  };
  return { proposals: [proposal], notJudged: [] };
}
