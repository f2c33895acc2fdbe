import { readFileSync } from 'node:fs';
import { generatedDocs } from '../../src/docs.ts';

it.each(Object.entries(generatedDocs()))('keeps %s as the code says (npm run docs writes it)', (file, text) => {
  expect(readFileSync(file, 'utf8')).toBe(text);
});
