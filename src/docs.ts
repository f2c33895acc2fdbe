import { readFileSync } from 'node:fs';
import { slackManifestYaml } from './adapters/slack/index.ts';
import { teamsManifestJson } from './adapters/teams/manifest.ts';
import { allCommands } from './compose.ts';
import { settings } from './config.ts';
import { fieldsPage } from './features/exchange/index.ts';
import { policySchema } from './features/policies/index.ts';
import { comparisonPage } from './specifications/compare/page.ts';
import { rulesPage } from './specifications/lint/index.ts';
import { version } from './version.ts';

/** The documentation that is made from the code, by file: settings, commands, `.env.example`, the manifests of the apps. */
export function generatedDocs(): Record<string, string> {
  return {
    'docs/settings.md': settingsPage(),
    'docs/commands.md': commandsPage(allCommands()),
    [REGISTER_FILES]: registerFilesPage(readFileSync(REGISTER_FILES, 'utf8')),
    'docs/contracts-comparison.md': `${GENERATED}\n${comparisonPage()}`,
    'docs/contract-rules.md': `${GENERATED}\n${rulesPage()}`,
    'docs/policy.schema.json': `${JSON.stringify(policySchema(), null, 2)}\n`,
    '.env.example': envExample(),
    'manifests/slack.yaml': slackManifestYaml(allCommands()),
    'manifests/teams/manifest.json': teamsManifestJson(allCommands(), { version: version() }),
  };
}

const GENERATED = '<!-- Made by `npm run docs`. -->';

const REGISTER_FILES = 'docs/register-files.md';
/** Below this line the page is made from the format; above it, it is written by hand. */
const FIELDS = '<!-- What follows is made by `npm run docs`. -->';

function registerFilesPage(present: string): string {
  const [written = ''] = present.split(FIELDS);
  return `${written}${FIELDS}\n\n${fieldsPage()}`;
}

function settingsPage(): string {
  const rows = Object.entries(settings).map(([name, { about, example, schema }]) => {
    const fallback = schema.safeParse(undefined);
    const standard = fallback.success && fallback.data !== undefined ? `\`${String(fallback.data)}\`` : '–';
    return `| \`${name}\` | ${about} | ${standard} | \`${example}\` |`;
  });
  return `${GENERATED}\n# Settings\n\nAll settings are environment variables. An empty one counts as not set; a wrong one stops the start and is named.\n\n| variable | what it is for | default | example |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function commandsPage(commands: ReturnType<typeof allCommands>): string {
  const parts = [...commands]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(
      ({ name, summary, usage, examples, who }) =>
        `## ${name}\n\n${summary}.\n\n    /deps ${usage.split(' · ').join('\n    /deps ')}\n\nFor ${who}. ${examples.length === 0 ? '' : `Examples: ${examples.map((one) => `\`/deps ${one}\``).join(', ')}.`}\n`,
    );
  return `${GENERATED}\n# Commands\n\nIn Slack and in the console: \`/deps\` and one of these. In a direct message to the bot the words alone do.\n\n${parts.join('\n')}`;
}

function envExample(): string {
  const entries = Object.entries(settings).map(([name, { about, example }]) => `# ${about}\n# ${name}=${example}`);
  return `# Made by \`npm run docs\`. docker-compose.yml needs only this one:\nPOSTGRES_PASSWORD=\n\n${entries.join('\n\n')}\n`;
}
