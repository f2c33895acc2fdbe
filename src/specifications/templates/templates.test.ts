import { lint } from '../lint/index.ts';
import { readSpecification, versionOf } from '../read/index.ts';
import { templates } from './index.ts';

it.each(Object.entries(templates))('gives an %s document that lacks only what is to be filled in', (format, text) => {
  const { specification, placeOf } = readSpecification(Buffer.from(text));

  const { findings } = lint(specification, placeOf);

  expect(specification.format).toBe(format);
  expect(versionOf(specification)).toBe('1.0.0');
  expect(findings.filter(({ rule }) => rule !== 'filled-in')).toEqual([]);
  const unfilled = text.split('\n').flatMap((line, index) => (/^[^#]*FILL IN/.test(line) ? [index + 1] : []));
  expect(findings.length).toBe(unfilled.length);
  expect(findings.length).toBeGreaterThan(4);
});
