const feature = '^src/features/([^/]+)/';
const pure = '^src/(core/|chat/|features/[^/]+/(model|rules|cards|pages)([.]tsx?$|/))';
const purePackages = '^node_modules/(@types/)?(luxon|zod|chrono-node|date-holidays|fastest-levenshtein|preact|uuid)';
/** Specifications compute as well: models may hold what they found. */
const pureLibrary = '^src/(specifications/((lint|compare|use)/index|model)|pictures/(model|words))[.]ts$';
const tests = '[.]test[.]tsx?$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', comment: 'Data flows one way.', from: {}, to: { circular: true } },
    {
      name: 'core-knows-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/core/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/core/' },
    },
    {
      name: 'chat-knows-only-core',
      severity: 'error',
      from: { path: '^src/chat/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(core|chat)/' },
    },
    {
      name: 'pure-stays-pure',
      severity: 'error',
      comment: 'model, rules, cards, pages, core and chat compute and nothing else.',
      from: { path: pure, pathNot: tests },
      to: { pathNot: [pure, purePackages, pureLibrary] },
    },
    {
      name: 'features-meet-at-index',
      severity: 'error',
      comment: 'A feature sees another only through its index (tables may refer to tables, cards to models).',
      from: { path: feature, pathNot: tests },
      to: { path: feature, pathNot: ['^src/features/$1/', '^src/features/[^/]+/(index|tables|model)[.]ts$'] },
    },
    {
      name: 'inside-knows-no-adapter',
      severity: 'error',
      from: { path: '^src/(core|chat|db|inbox|outbox|timers|jobs|features)/', pathNot: tests },
      to: { path: '^src/(adapters/|compose|cli|main|config)' },
    },
    {
      name: 'adapters-know-no-feature',
      severity: 'error',
      comment: 'An adapter translates: it knows the chat language and the port it fills.',
      from: { path: '^src/adapters/([^/]+)/', pathNot: tests },
      to: { path: ['^src/(features|jobs|timers)/', '^src/adapters/(?!$1/)', '^src/(compose|cli|main|config)'] },
    },
    {
      name: 'slack-sdk-in-its-adapter',
      severity: 'error',
      from: { pathNot: ['^src/adapters/slack/', '^test/'] },
      to: { path: '^node_modules/@slack/' },
    },
    {
      name: 'teams-sdk-in-its-adapter',
      severity: 'error',
      from: { pathNot: ['^src/adapters/teams/', '^test/'] },
      to: { path: '^node_modules/(botbuilder|botframework-)' },
    },
    {
      name: 'queue-in-jobs',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/jobs/' },
      to: { path: '^node_modules/(bullmq|ioredis)/' },
    },
    {
      name: 'sql-where-data-lives',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot:
          '^src/(db/|.*(store|tables)[.]ts$|inbox/|outbox/|timers/|jobs/(backend|inspect)[.]ts$|adapters/web/live[.]ts$)',
      },
      to: { path: '^node_modules/(drizzle-orm|pg)/' },
    },
    {
      name: 'specifications-know-only-core',
      severity: 'error',
      comment: 'A library: no database, no feature, no chat.',
      from: { path: '^src/specifications/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(core|threads|specifications)/' },
    },
    {
      name: 'specifications-compute',
      severity: 'error',
      comment: 'Reading parses, worker/ runs threads; all else computes, hashes included, and nothing else.',
      from: { path: '^src/specifications/(?!read/|worker/)', pathNot: tests },
      to: { pathNot: ['^src/', purePackages, '^(node:)?crypto$'] },
    },
    {
      name: 'specifications-are-read-here',
      severity: 'error',
      from: { path: '^src/specifications/read/', pathNot: tests },
      to: { pathNot: ['^src/', '^node_modules/js-yaml/', '^(node:)?crypto$'] },
    },
    {
      name: 'pictures-know-only-words',
      severity: 'error',
      comment: 'A library: a model in, a picture out; no database, no feature.',
      from: { path: '^src/pictures/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(core|chat|threads|pictures)/' },
    },
    {
      name: 'pictures-are-drawn-here',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/pictures/' },
      to: { path: '^node_modules/(@hpcc-js|@resvg)/' },
    },
    {
      name: 'threads-know-only-core',
      severity: 'error',
      from: { path: '^src/threads/', pathNot: '/from-sources[.]js$' },
      to: { pathNot: ['^src/(core|threads)/', '^(node:)?(events|worker_threads)$'] },
    },
    { name: 'src-never-imports-test', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      // Of a checkout alone, where tsx is installed.
      from: { path: '^src/', pathNot: [tests, '^src/threads/from-sources[.]js$'] },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
