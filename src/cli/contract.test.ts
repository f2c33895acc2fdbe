import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DiffOptions, diffContracts, lintContract, newContract } from './contract.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'depsync-contract-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const at = path.join(folder, name);
  await writeFile(at, text);
  return at;
}

const filled = (kind: 'openapi' | 'json-schema') => newContract(kind).replaceAll('FILL IN', 'Given');

describe('lint', () => {
  const options = { format: 'text', failOn: 'error' } as const;

  it('passes a complete document and says what it is', async () => {
    const orders = await file('orders.yaml', filled('openapi'));

    expect(await lintContract(orders, options)).toEqual({
      out: 'Given the name of the interface, such as Orders · 1.0.0 · openapi 3.1.0: clean',
      err: '',
      exit: 0,
    });
  });

  it('names file, line, column and fix, and fails from the weight asked for', async () => {
    const text = filled('openapi').replace('summary: Read one item', 'summary: We hope to read one item');
    const orders = await file('hope.yaml', text);
    const line = text.split('\n').findIndex((one) => one.includes('We hope')) + 1;

    const { out, exit } = await lintContract(orders, options);

    expect(out).toContain(`${orders}:${line}:7 warn "hope to" leaves it open`);
    expect(exit).toBe(0);
    expect((await lintContract(orders, { ...options, failOn: 'warn' })).exit).toBe(1);
  });

  it('prints JSON for programs', async () => {
    const orders = await file('new.yaml', newContract('openapi'));

    const { out, exit } = await lintContract(orders, { ...options, format: 'json' });

    expect(JSON.parse(out)).toMatchObject({ format: 'openapi', version: '1.0.0', counts: { error: 7, warn: 0 } });
    expect(exit).toBe(1);
  });

  it.each([
    ['what is no specification', 'services: {}', 'neither `openapi` nor `asyncapi`'],
    ['a reference out of the document', 'openapi: 3.1.0\npaths: { /a: { $ref: /etc/passwd } }', 'nothing is fetched'],
  ])('ends with 3 for %s', async (_name, text, message) => {
    const outcome = await lintContract(await file('bad.yaml', text), options);

    expect(outcome).toMatchObject({ out: '', exit: 3 });
    expect(outcome.err).toContain(message);
  });

  it('ends with 3 for a file that is not there', async () => {
    const outcome = await lintContract(path.join(folder, 'nope.yaml'), options);

    expect(outcome.exit).toBe(3);
    expect(outcome.err).toContain('Name a file, or - for standard input.');
  });
});

describe('diff', () => {
  const options: DiffOptions = { format: 'text', direction: 'both', failOn: 'additive' };
  const schema = filled('json-schema');
  const wider = schema.replace('maxLength: 80', 'maxLength: 90');

  async function diff(after: string, changed: Partial<DiffOptions> = {}) {
    const [old, present] = await Promise.all([file('old.yaml', schema), file('new.yaml', after)]);
    return diffContracts(old, present, { ...options, ...changed });
  }

  it('ends with 0 where nothing that consumers use changed', async () => {
    expect(await diff(schema)).toEqual({ out: 'Nothing changed.', err: '', exit: 0 });
    expect((await diff(schema.replace('what a record tells', 'what one record tells'))).exit).toBe(0);
  });

  it('ends with 1 for an addition and 2 for a break, by who sends the data', async () => {
    expect((await diff(wider, { direction: 'request' })).exit).toBe(1);
    expect((await diff(wider, { direction: 'response' })).exit).toBe(2);
    expect((await diff(wider, { direction: 'request', failOn: 'breaking' })).exit).toBe(0);
    expect((await diff(wider, { direction: 'response', failOn: 'none' })).exit).toBe(0);
  });

  it('names the smallest version that says what changed', async () => {
    expect((await diff(wider, { direction: 'request' })).out).toMatch(/as they are\. Send it as v1\.1\.0 or higher\.$/);
    expect((await diff(wider, { direction: 'response' })).out).toMatch(
      /have to change\. Send it as v2\.0\.0 or higher\.$/,
    );
    const json = await diff(wider, { direction: 'response', format: 'json' });
    expect(JSON.parse(json.out)).toMatchObject({ smallest: '2.0.0' });
    expect((await diff(schema.replace('x-version: 1.0.0', 'x-version: 1.0.1'))).out).toBe('Nothing changed.');
  });

  it('ends with 3 where it cannot judge, and says which document', async () => {
    const outcome = await diff('swagger: "2.0"', { failOn: 'none' });

    expect(outcome).toMatchObject({ out: '', exit: 3 });
    expect(outcome.err).toBe(
      'The new version: This is Swagger 2.0. Convert it to OpenAPI and send `openapi: 3.0.3` or newer.',
    );
    expect((await diff(filled('openapi'))).exit).toBe(3);
    expect((await diffContracts('-', '-', options)).err).toContain('Standard input holds one document.');
  });

  it('prints Markdown in which names stay text, and JSON', async () => {
    const renamed = schema.replace(
      '  id: { type: string }',
      "  id: { type: string }\n  '<b>*x*</b>': { type: string }",
    );

    const md = await diff(renamed.replace('[id, name,', "[id, '<b>*x*</b>', name,"), {
      format: 'md',
      direction: 'request',
    });
    const json = await diff(wider, { format: 'json', direction: 'response' });

    expect(md.out).toContain('## Breaking\n\n- **');
    expect(md.out).not.toMatch(/(^|[^\\])<b>/);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'breaking', changes: [{ class: 'breaking' }] });
  });
});
