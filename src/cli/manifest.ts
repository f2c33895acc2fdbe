import { slackManifestYaml } from '../adapters/slack/index.ts';
import { type TeamsManifestOptions, teamsManifestJson } from '../adapters/teams/manifest.ts';
import { allCommands } from '../compose.ts';
import { version } from '../version.ts';

/** The manifest of the Slack app: over HTTP at this address, or by Socket Mode. */
export function manifest(url: string | undefined): string {
  return slackManifestYaml(allCommands(), url === undefined ? { socketMode: true } : { url });
}

/** The manifest of the Teams app: of this app id at this address, with placeholders for what is not given. */
export function manifestForTeams(options: Omit<TeamsManifestOptions, 'version'>): string {
  return teamsManifestJson(allCommands(), { ...options, version: version() });
}
