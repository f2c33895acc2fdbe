import type { Json, JsonObject, Specification } from '../model.ts';
import { child, isList, isObject, memberOf, pointerOfReference, referenceOf, valueAt } from '../pointer.ts';
import { type Node, walk } from '../walk/walk.ts';
import { type Sender, sampleOf } from './sample.ts';

/** What is sent at one place of a specification, as a valid example. */
export interface Sample {
  /** `GET /items → 200 application/json`, `sendItemChanged`, `ItemChanged`. */
  where: string;
  /** JSON pointer of the schema's owner. */
  pointer: string;
  sender: Sender;
  /** Undefined where no value was found that the schema accepts. */
  value: Json | undefined;
}

/** Samples of one specification. Ours: a page of more is not read. */
const MOST_SAMPLES = 1_000;

/** One sample for each request, answer and message in JSON, in the order of the document. Always the same for the same document. */
export function samplesOf(specification: Specification): Sample[] {
  const { format, root } = specification;
  if (format === 'json-schema') {
    return [{ where: 'document', pointer: '', sender: 'provider', value: sampleOf(specification, root, 'provider') }];
  }
  const samples: Sample[] = [];
  const places = format === 'openapi' ? placesInOperation : placesInMessage;
  walk(specification, {
    node: (node) => {
      for (const { schema, shown, ...place } of places(root, node)) {
        if (samples.length >= MOST_SAMPLES) return;
        samples.push({ ...place, value: sampleOf(specification, withExamples(schema, shown), place.sender) });
      }
    },
  });
  return samples;
}

interface Placed extends Omit<Sample, 'value'> {
  schema: Json;
  /** Examples beside the schema. */
  shown: Json[];
}

function placesInOperation(root: JsonObject, node: Node): Placed[] {
  if (node.kind !== 'operation' || node.parent?.kind !== 'path-item') return [];
  const name = `${node.name.toUpperCase()} ${node.parent.name}`;
  const request = followed(root, memberOf(node.value, 'requestBody'), child(node.pointer, 'requestBody'));
  const responses = memberOf(node.value, 'responses');
  const answers = Object.entries(isObject(responses) ? responses : {}).map(([code, response]) => ({
    where: `${name} → ${code}`,
    sender: 'provider' as const,
    ...followed(root, response, child(child(node.pointer, 'responses'), code)),
  }));
  return [{ where: name, sender: 'consumer' as const, ...request }, ...answers].flatMap(
    ({ where, sender, value, pointer }) => {
      const content = memberOf(value, 'content');
      return Object.entries(isObject(content) ? content : {}).flatMap(([type, media]) => {
        const schema = memberOf(media, 'schema');
        if (!/json/i.test(type) || schema === undefined) return [];
        const at = child(child(pointer, 'content'), type);
        return [{ where: `${where} ${type}`, pointer: at, sender, schema, shown: examplesOf(root, media) }];
      });
    },
  );
}

function placesInMessage(root: JsonObject, node: Node): Placed[] {
  if (node.kind !== 'message' || node.reference !== undefined) return [];
  const payload = memberOf(node.value, 'payload');
  const schema = memberOf(payload, 'schemaFormat') === undefined ? payload : memberOf(payload, 'schema');
  if (schema === undefined || !isJsonSchema(node.value, payload)) return [];
  const examples = memberOf(node.value, 'examples');
  const shown = (isList(examples) ? examples : []).flatMap(
    (one) => memberOf(followed(root, one, '').value, 'payload') ?? [],
  );
  const name = memberOf(node.value, 'name');
  return [
    { where: typeof name === 'string' ? name : node.name, pointer: node.pointer, sender: 'provider', schema, shown },
  ];
}

/** Payloads of Avro, Protobuf and the like are no schemas to us. */
function isJsonSchema(...owners: readonly (Json | undefined)[]): boolean {
  return owners.every((owner) => {
    const format = memberOf(owner, 'schemaFormat');
    return typeof format !== 'string' || /asyncapi|schema\+(json|yaml)|openapi/i.test(format);
  });
}

function examplesOf(root: JsonObject, media: Json): Json[] {
  const example = memberOf(media, 'example');
  const examples = memberOf(media, 'examples');
  const named = Object.values(isObject(examples) ? examples : {}).flatMap(
    (one) => memberOf(followed(root, one, '').value, 'value') ?? [],
  );
  return [...(example === undefined ? [] : [example]), ...named];
}

function followed(
  root: JsonObject,
  value: Json | undefined,
  pointer: string,
): { value: Json | undefined; pointer: string } {
  const reference = referenceOf(value);
  const target = reference === undefined ? undefined : pointerOfReference(reference);
  return target === undefined ? { value, pointer } : { value: valueAt(root, target), pointer: target };
}

/** Examples that stand beside a schema are tried first, as if it gave them itself. */
function withExamples(schema: Json, shown: readonly Json[]): Json {
  return shown.length === 0 ? schema : { allOf: [{ examples: shown }, schema] };
}
