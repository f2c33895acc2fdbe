import { cruise } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

/** With a TypeScript it cannot use, dependency-cruiser reads nothing and reports success: so the files are counted. */
const AT_LEAST = 60;

it('keeps every import inside the boundaries', async () => {
  const options = await extractConfig('./.dependency-cruiser.cjs');

  const { output } = await cruise(
    ['src'],
    { ...options.options, ruleSet: options, validate: true },
    {},
    { tsConfig: extractTsConfig('./tsconfig.json') },
  );

  const { summary } = output as Exclude<typeof output, string>; // text comes from reporters alone
  const violations = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  expect(violations).toEqual([]);
  expect(summary.totalCruised).toBeGreaterThan(AT_LEAST);
});
