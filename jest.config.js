import { availableParallelism } from 'node:os';

const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic', importSource: 'preact' } },
    },
    module: { type: 'es6' },
  },
];

const HOT_MODULES = '(drizzle-orm/entity[.]js|luxon/build/es6/luxon[.]mjs)$';

const project = (displayName, testMatch) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '[.]tsx?$': swc, [HOT_MODULES]: '<rootDir>/test/support/own-globals.js' },
  transformIgnorePatterns: [`/node_modules/(?!${HOT_MODULES})`],
  injectGlobals: true,
});

export default {
  projects: [
    project('unit', ['<rootDir>/src/**/*.test.ts', '<rootDir>/src/**/*.test.tsx', '<rootDir>/test/chaos/**/*.test.ts']),
    project('contract', ['<rootDir>/test/contract/**/*.test.ts']),
    project('integration', ['<rootDir>/test/integration/**/*.test.ts']),
    project('scenario', ['<rootDir>/test/scenario/**/*.test.ts']),
    project('browser', ['<rootDir>/test/browser/**/*.test.ts']),
  ],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/reporter.js'],
  testTimeout: 60_000,
  // By default one core is left free; the suites wait for databases and other processes part of their time.
  maxWorkers: availableParallelism() + 1,
  // Modules of a file that has ended stay in memory, and are searched for garbage again and again.
  workerIdleMemoryLimit: '1GB',
};
