import { slackManifestYaml } from '../adapters/slack/index.ts';
import { allCommands } from '../compose.ts';

/** The manifest of the Slack app: over HTTP at this address, or by Socket Mode. */
export function manifest(url: string | undefined): string {
  return slackManifestYaml(allCommands(), url === undefined ? { socketMode: true } : { url });
}
