export { type Finding, type Lint, lint, MOST_FINDINGS } from './lint.ts';
export { rulesPage } from './page.ts';
export { LintPolicy } from './policy.ts';
export { aboutOf, type Severity, textAt } from './rule.ts';
export { rules } from './rules.ts';
