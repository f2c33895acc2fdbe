import { parse, stringify } from 'yaml';
import { readSpecification } from '../read/index.ts';
import { templates } from '../templates/index.ts';
import { type Finding, LintPolicy, lint, MOST_FINDINGS, rules, rulesPage } from './index.ts';

function lintText(text: string, policy: LintPolicy = {}) {
  const { specification, placeOf } = readSpecification(Buffer.from(text));
  return lint(specification, placeOf, policy);
}

type Document = Record<string, unknown>;

/** A template, filled in, with one thing changed. */
function changed(kind: keyof typeof templates, change: (document: Record<string, never>) => void): readonly Finding[] {
  const document = parse(templates[kind].replaceAll('FILL IN', 'Given')) as Document;
  change(document as Record<string, never>);
  return lintText(stringify(document)).findings;
}

/** Sets or, with undefined, removes what stands at a path of a document. */
function set(path: string, value?: unknown) {
  return (document: Document): void => {
    const steps = path.split(' ');
    const last = steps.pop() ?? '';
    let at: Document = document;
    // Tests name places that the templates have.
    for (const step of steps) at = at[step] as Document;
    if (value === undefined) delete at[last];
    else at[last] = value;
  };
}

const GET = 'paths /items get';
const ITEM = 'components schemas Item';

it.each(['openapi', 'asyncapi', 'json-schema'] as const)('finds nothing in an %s document that is complete', (kind) => {
  expect(changed(kind, () => undefined)).toEqual([]);
});

const CASES: readonly [rule: string, kind: keyof typeof templates, path: string, value: unknown, message: string][] = [
  ['version-semver', 'openapi', 'info version', 'v1', '"v1" is not a semantic version'],
  ['version-semver', 'json-schema', 'x-version', undefined, 'The version is missing'],
  ['contact', 'openapi', 'info contact', { name: 'Platform' }, 'Write name, and email or url'],
  ['contact', 'json-schema', 'x-contact', undefined, 'Nobody to call is named'],
  ['purpose', 'asyncapi', 'info description', '  ', 'The description is missing'],
  ['sla', 'openapi', 'info x-sla', undefined, 'No service level is promised'],
  ['sla', 'asyncapi', 'info x-sla delivery', undefined, 'does not say delivery'],
  ['sla', 'json-schema', 'x-sla', 'fast', 'No service level is promised. Write `x-sla` with freshness'],
  ['compatibility-policy', 'openapi', 'info x-compatibility-policy', '', 'How this contract may change is not said'],
  ['schema-id', 'json-schema', '$id', 'items', 'The schema has no absolute name'],
  ['error-handling', 'asyncapi', 'info x-error-handling', undefined, 'What becomes of a message'],
  ['rate-limit', 'openapi', 'info x-rate-limit', { limit: '600' }, 'This is no rate limit'],
  ['rate-limit', 'asyncapi', 'info x-rate-limit', undefined, 'No rate limit is given'],
  ['rate-limit', 'openapi', `${GET} x-rate-limit`, { limit: 0, per: 'minute' }, 'This is no rate limit'],
  ['operation-id', 'openapi', `${GET} operationId`, undefined, 'The operation has no id'],
  ['operation-id', 'openapi', `${GET} operationId`, 'getItem', 'getItem names GET /items already'],
  ['operation-summary', 'openapi', `${GET} summary`, undefined, 'What this operation does is not said'],
  ['operation-summary', 'asyncapi', 'operations sendItemChanged summary', undefined, 'What this operation does'],
  ['servers', 'openapi', 'servers', [], 'No server is named'],
  ['servers', 'asyncapi', 'servers', {}, 'No server is named'],
  ['path-parameters', 'openapi', 'paths /items/{id} get parameters', [], 'The path has {id}, and no parameter'],
  [
    'path-parameters',
    'openapi',
    'paths /items/{id} get parameters 0 required',
    false,
    'The path parameter id is not required',
  ],
  ['path-parameters', 'openapi', `${GET} parameters 0 in`, 'path', 'The parameter cursor is not in the path'],
  ['path-parameters', 'asyncapi', 'channels itemChanged address', 'items.{region}', 'The channel has {region}'],
  ['deprecation', 'openapi', `${GET} deprecated`, true, 'This operation is deprecated without an end'],
  [
    'success-response',
    'openapi',
    `${GET} responses`,
    { 400: { $ref: '#/components/responses/Problem' } },
    'No answer of success',
  ],
  ['error-responses', 'openapi', `${GET} responses`, { 204: { description: 'Done' } }, 'No error is listed'],
  [
    'error-codes',
    'openapi',
    'paths /items/{id} get responses',
    { 204: { description: 'Done' }, 400: { $ref: '#/components/responses/Problem' } },
    'Not listed: 401 (it asks for sign-in), 404 (its path names a thing), 429 (it is rate-limited)',
  ],
  [
    'problem-details',
    'openapi',
    'components responses Problem content',
    { 'text/html': {} },
    'This error is text/html',
  ],
  ['problem-details', 'openapi', 'components responses NotFound content', undefined, 'This error has no body'],
  ['security', 'openapi', 'security', undefined, 'How callers sign in is not said'],
  ['security', 'asyncapi', 'servers production security', undefined, 'How clients sign in to this server'],
  ['security-declared', 'openapi', 'security', [{ basic: [] }], 'The security scheme basic is not declared'],
  ['security-declared', 'openapi', `${GET} security`, [{ toString: [] }], 'scheme toString is not declared'],
  ['secure-transport', 'openapi', 'servers', [{ url: 'http://api.example.com' }], 'http is not encrypted. Use https'],
  ['secure-transport', 'asyncapi', 'servers production protocol', 'amqp', 'amqp is not encrypted. Use amqps'],
  [
    'payload-schema',
    'openapi',
    `${GET} responses 200 content application/json schema`,
    undefined,
    'The content has no schema',
  ],
  ['payload-schema', 'asyncapi', 'components messages ItemChanged payload', undefined, 'The message has no payload'],
  [
    'payload-example',
    'openapi',
    `${GET} responses 200 content application/json example`,
    undefined,
    'No example shows',
  ],
  ['payload-example', 'asyncapi', 'components schemas ItemChanged examples', undefined, 'No example shows the message'],
  ['payload-example', 'json-schema', 'examples', [], 'No example shows the data'],
  [
    'data-classification',
    'openapi',
    `${ITEM} properties first_name`,
    { type: 'string' },
    'first_name holds personal data',
  ],
  ['data-classification', 'json-schema', 'properties email', { type: 'string' }, 'email holds personal data'],
  [
    'data-classification',
    'openapi',
    `${ITEM} x-data-classification`,
    'secret',
    'This is no classification. Write public',
  ],
  ['schema-keywords', 'openapi', `${ITEM} type`, 'objct', '"objct" is no type. Write string'],
  ['schema-keywords', 'json-schema', 'required', true, '`required` is a list of names'],
  ['schema-keywords', 'json-schema', 'properties name minLength', -1, '`minLength` is a whole number from 0, not -1'],
  ['schema-keywords', 'json-schema', 'properties name minLength', 81, 'is below `minLength`: nothing is valid'],
  ['schema-keywords', 'json-schema', 'properties name pattern', '([a-z', 'no regular expression'],
  ['schema-keywords', 'asyncapi', 'components schemas ItemChanged properties name enum', [], '`enum` is a list'],
  [
    'schema-keywords',
    'asyncapi',
    'components schemas ItemChanged properties name enum',
    ['a', 'a'],
    'stands here twice',
  ],
  ['required-declared', 'json-schema', 'required', ['id', 'naem'], 'naem is required and not among the properties'],
  ['structure', 'openapi', `${GET} responses 200 description`, undefined, 'description is missing'],
  ['structure', 'openapi', 'paths items', {}, 'The path items does not begin with a slash'],
  ['structure', 'openapi', `${GET} responses 2000`, { description: 'x' }, '2000 is no status code'],
  ['structure', 'openapi', `${GET} parameters`, {}, 'Here a list is needed'],
  ['structure', 'json-schema', 'properties name', 'text', 'Here an object is needed'],
  ['known-fields', 'openapi', `${GET} sumary`, 'x', 'sumary is no field of this. Did you mean summary?'],
  ['known-fields', 'json-schema', 'propertys', {}, 'Did you mean properties?'],
  ['used-components', 'openapi', 'components schemas Left', { type: 'string' }, 'Nothing refers to Left'],
  ['used-components', 'json-schema', '$defs Left', { type: 'string' }, 'Nothing refers to Left'],
  ['filled-in', 'openapi', 'info title', 'FILL IN a title', 'This is left of the template'],
  ['firm-wording', 'openapi', 'info description', 'We hope it works soon.', '"hope" leaves it open: write "will"'],
];

it.each(CASES)('%s speaks up in %s: %s', (rule, kind, path, value, message) => {
  const findings = changed(kind, set(path, value) as (document: Record<string, never>) => void);

  const own = findings.filter((finding) => finding.rule === rule);
  expect(own).not.toEqual([]);
  expect(own.map((finding) => finding.message).join('\n')).toContain(message);
});

it('has a case for each rule', () => {
  expect([...new Set(CASES.map(([rule]) => rule))].sort()).toEqual(rules.map(({ name }) => name).sort());
});

it('says where: pointer, line and column of the text', () => {
  const text = 'openapi: 3.1.0\ninfo:\n  title: Orders\n  description: Orders of partners\n  version: v1\npaths: {}\n';

  const { findings } = lintText(text);

  expect(findings.find(({ rule }) => rule === 'version-semver')).toEqual({
    rule: 'version-semver',
    severity: 'error',
    message: '"v1" is not a semantic version. Write three numbers, such as 1.0.0, to `info.version`.',
    pointer: '/info/version',
    line: 5,
    column: 3,
  });
});

it('weighs as the policy says, errors first', () => {
  const text = templates.openapi;
  const policy = LintPolicy.parse({ 'filled-in': 'info', 'version-semver': 'off' });

  expect(lintText(text).counts).toMatchObject({ warn: 0, info: 0 });
  expect(lintText(text, policy).counts).toMatchObject({ error: 0, warn: 0 });
  expect(lintText(text, policy).counts.info).toBe(lintText(text).counts.error);
  expect(() => LintPolicy.parse({ 'no-such-rule': 'warn' })).toThrow();
  expect(() => LintPolicy.parse({ contact: 'fatal' })).toThrow();
});

it('lists the heaviest findings of a document with thousands, and counts them all', () => {
  const schemas = Array.from({ length: 5_000 }, (_, index) => `    S${index}: { type: string }`).join('\n');

  const { findings, counts } = lintText(`openapi: 3.1.0\ncomponents:\n  schemas:\n${schemas}\n`);

  expect(findings).toHaveLength(MOST_FINDINGS);
  expect(counts.info).toBe(5_000);
  expect(findings.filter(({ severity }) => severity === 'error')).toHaveLength(counts.error);
});

it('leaves payloads that are no JSON Schema alone', () => {
  const document = parse(templates.asyncapi.replaceAll('FILL IN', 'Given')) as Document;
  set('components messages ItemChanged payload', {
    schemaFormat: 'application/vnd.apache.avro;version=1.9.0',
    schema: { type: 'record', name: 'Item', fields: [{ name: 'id', type: 'string' }] },
  })(document);
  set('components messages ItemChanged examples', [{ payload: { id: 'itm-17' } }])(document);
  set('components schemas', {})(document);

  expect(lintText(stringify(document)).findings).toEqual([]);
});

it('documents every rule with a reason and an example that is YAML', () => {
  const page = rulesPage();
  for (const { name, why, example } of rules) {
    expect(page).toContain(`## ${name}\n`);
    expect(why.length).toBeGreaterThan(20);
    expect(typeof parse(example)).toBe('object');
  }
});
