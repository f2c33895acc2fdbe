import type { Format } from '../model.ts';
import { rules } from './rules.ts';

const NAMES: Readonly<Record<Format, string>> = {
  openapi: 'OpenAPI',
  asyncapi: 'AsyncAPI',
  'json-schema': 'JSON Schema',
};

/** The documentation of the rules, in Markdown. */
export function rulesPage(): string {
  const table = rules.map(
    ({ name, severity, formats, asks }) =>
      `| [${name}](#${name}) | ${severity} | ${formats.map((format) => NAMES[format]).join(', ')} | ${asks} |`,
  );
  const parts = rules.map(
    ({ name, severity, formats, asks, why, example }) =>
      `## ${name}\n\n${asks}\n\n**Why:** ${why}\n\nFor ${formats.map((format) => NAMES[format]).join(', ')}; ${severity} where no policy says otherwise.\n\n\`\`\`yaml\n${example}\n\`\`\`\n`,
  );
  return `# Rules for contracts

What \`depsync contract lint\` asks of an OpenAPI 3.0 or 3.1, AsyncAPI 2 or 3, or JSON Schema document, and what is asked when a
contract is submitted. A finding names the rule, the line and what to write instead. A contract with an error is not taken.

How heavy a rule weighs a programme's leads set to \`error\`, \`warn\`, \`info\` or \`off\`: \`/deps settings rules sla warn, purpose off\`,
or in a register file at \`programme.policy.contracts.lint\`.

| rule | weighs | for | asks |
|---|---|---|---|
${table.join('\n')}

${parts.join('\n')}`;
}
