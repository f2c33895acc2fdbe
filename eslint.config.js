import tseslint from 'typescript-eslint';

const clock = 'Time is a value: take `now` from the use case (core/clock.ts reads it).';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '*.config.js', '**/*.js'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    ignores: ['src/core/clock.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: clock },
        { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: clock },
        {
          selector: 'CallExpression[callee.object.name="DateTime"][callee.property.name=/^(now|utc|local)$/]',
          message: clock,
        },
        { selector: 'CallExpression[callee.property.name="defaultNow"]', message: clock },
      ],
    },
  },
);
