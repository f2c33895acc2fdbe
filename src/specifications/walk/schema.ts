import { data, type Shape } from './grammar.ts';

/** A schema of JSON Schema draft-07, 2019-09 and 2020-12, with what OpenAPI 3 and AsyncAPI add. */
export const schemaShape: Shape = {
  fields: {
    ...data('$ref', '$id', '$schema', '$comment', '$anchor', '$dynamicRef', '$dynamicAnchor', '$recursiveRef'),
    ...data('$recursiveAnchor', '$vocabulary', 'id', 'version', 'title', 'description', 'type', 'enum', 'const'),
    ...data('default', 'format', 'examples', 'example', 'deprecated', 'readOnly', 'writeOnly', 'nullable'),
    ...data('multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum', 'maxLength', 'minLength'),
    ...data('pattern', 'maxItems', 'minItems', 'uniqueItems', 'maxContains', 'minContains', 'maxProperties'),
    ...data('minProperties', 'required', 'dependentRequired', 'contentEncoding', 'contentMediaType'),
    properties: { map: 'schema' },
    patternProperties: { map: 'schema' },
    additionalProperties: 'schema',
    propertyNames: 'schema',
    unevaluatedProperties: 'schema',
    dependentSchemas: { map: 'schema' },
    dependencies: { map: 'schema' },
    items: { oneOrList: 'schema' },
    prefixItems: { list: 'schema' },
    additionalItems: 'schema',
    unevaluatedItems: 'schema',
    contains: 'schema',
    contentSchema: 'schema',
    allOf: { list: 'schema' },
    anyOf: { list: 'schema' },
    oneOf: { list: 'schema' },
    not: 'schema',
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, in a table that nobody awaits.
    then: 'schema',
    if: 'schema',
    else: 'schema',
    $defs: { map: 'schema' },
    definitions: { map: 'schema' },
    // OpenAPI 3 has an object here, AsyncAPI the name of a property.
    discriminator: (value) => (typeof value['discriminator'] === 'string' ? 'data' : 'discriminator'),
    xml: 'xml',
    externalDocs: 'external-docs',
  },
};
