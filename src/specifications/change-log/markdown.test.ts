import { compare } from '../compare/index.ts';
import type { JsonObject } from '../model.ts';
import { changeLog, changeLogEntry } from './index.ts';

const schema = (properties: JsonObject, more: JsonObject = {}) =>
  ({ format: 'json-schema', dialect: '2020-12', root: { type: 'object', properties, ...more } }) as const;

const entry = (before: ReturnType<typeof schema>, after: ReturnType<typeof schema>) => ({
  version: '3.0.0',
  since: '2.0.0',
  date: '2026-12-04',
  comparison: compare(before, after, { direction: 'response' }),
});

it('groups what changed by what it means, the gravest first', () => {
  const before = schema({ total: { type: 'number' }, note: { type: 'string', description: 'a' } });
  const after = schema({
    total: { type: 'string' },
    note: { type: 'string', description: 'b' },
    tax: { type: 'number' },
  });

  const text = changeLogEntry(entry(before, after)).replace(/, [0-9a-f]{12}\)/g, ')');

  expect(text).toBe(`## 3.0.0 (2026-12-04)

Since 2.0.0: 1 breaking, 1 additive, 1 documentation.

### Breaking

- **total**: Response field \\\`total\\\` is a string now, was a number: consumers that read it break. (response-property-type-changed)

### Additive

- **tax**: Response field \\\`tax\\\` is new: what consumers read stays as it was. (response-property-added)

### Documentation

- **note**: Response field \\\`note\\\` is described otherwise (description). (response-property-text-changed)
`);
});

it('never makes markup of names', () => {
  const name = '<img src=x>\n# [a](https://evil.example) *b* | @all `c`';

  const text = changeLogEntry(entry(schema({ [name]: { type: 'string' } }), schema({})));

  expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual(['## 3.0.0 (2026-12-04)', '### Breaking']);
  expect(text.replace(/\\./g, '')).not.toMatch(/[<>[\]`|@]|:\/\//);
});

it('says so where nothing changed, and of the first version', () => {
  const same = schema({});

  expect(changeLogEntry(entry(same, same))).toContain('Since 2.0.0: no changes.');
  expect(changeLog('Orders', [{ ...entry(same, same), since: null }])).toBe(
    '# Orders\n\n## 3.0.0 (2026-12-04)\n\nFirst document: compared with nothing.\n',
  );
});
