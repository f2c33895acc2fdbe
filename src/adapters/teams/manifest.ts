import type { Command } from '../../chat/commands.ts';
import { shorten } from '../../chat/shorten.ts';

/**
 * The newest manifest that is generally available: of 19 June 2026; 1.30 is not released yet. Nothing of it is needed, but admin
 * centres refuse nothing older than it either. [learn.microsoft.com/microsoft-365/extensibility/schema]
 */
const SCHEMA = '1.29';
/** Commands that Teams offers while one types. [learn.microsoft.com/microsoftteams/platform/bots/how-to/create-a-bot-commands-menu] */
const MOST_COMMANDS = 10;
/** The limits of a command's title and description until schema 1.17, which every client keeps. [as above] */
const COMMAND_TITLE = 32;
const COMMAND_DESCRIPTION = 128;
/** The most useful first: what waits for me, how it stands, what people do most often, how to find the rest. */
const OFFERED = ['mine', 'status', 'list', 'show', 'reply', 'block', 'unblock', 'gates', 'approve', 'help'];

/** Stand for what an installation has of its own. */
const NO_APP = '00000000-0000-0000-0000-000000000000';
const EXAMPLE_URL = 'https://depsync.example.com';

export interface TeamsManifestOptions {
  /** The Microsoft app id of the bot (a GUID). */
  appId?: string | undefined;
  /** The public address of Depsync, such as https://depsync.example.com. */
  url?: string | undefined;
  /** The version of the app: administrators are offered an update when it grows. */
  version: string;
}

/** What an administrator uploads to Teams: made from the commands, so that both say the same. */
export function teamsManifest(
  commands: readonly Pick<Command<never>, 'name' | 'summary'>[],
  { appId = NO_APP, url = EXAMPLE_URL, version }: TeamsManifestOptions,
) {
  const about = url.replace(/\/+$/, '');
  const scopes = ['personal', 'team', 'groupChat'];
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${SCHEMA}/MicrosoftTeams.schema.json`,
    manifestVersion: SCHEMA,
    version,
    id: appId,
    developer: { name: 'Depsync', websiteUrl: about, privacyUrl: about, termsOfUseUrl: about },
    name: { short: 'Depsync', full: 'Depsync: dependencies between teams' },
    description: {
      short: 'Keeps cross-team dependencies honest: prompts, blockers, sign-offs.',
      full: 'Depsync holds the one register of dependencies of a launch. It asks every owner twice a week how it stands, nudges the silent, carries API contracts through four sign-off gates by button, and takes a blocker that is 24 hours old to leadership with decisions to choose from.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#1F3A5F',
    bots: [
      {
        botId: appId,
        scopes,
        isNotificationOnly: false,
        supportsFiles: true,
        commandLists: [{ scopes, commands: offered(commands) }],
      },
    ],
    defaultInstallScope: 'personal',
    validDomains: [new URL(url).hostname],
  };
}

/** The manifest as the file manifests/teams/manifest.json. */
export function teamsManifestJson(
  commands: readonly Pick<Command<never>, 'name' | 'summary'>[],
  options: TeamsManifestOptions,
): string {
  return `${JSON.stringify(teamsManifest(commands, options), null, 2)}\n`;
}

function offered(commands: readonly Pick<Command<never>, 'name' | 'summary'>[]) {
  return OFFERED.flatMap((name) => commands.filter((command) => command.name === name))
    .slice(0, MOST_COMMANDS)
    .map(({ name, summary }) => ({
      title: shorten(name, COMMAND_TITLE),
      description: shorten(summary, COMMAND_DESCRIPTION),
    }));
}
