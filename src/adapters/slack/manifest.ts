import type { AppsManifestValidateArguments } from '@slack/web-api';
import { stringify } from 'yaml';
import type { Command } from '../../chat/commands.ts';
import { shorten } from '../../chat/shorten.ts';
import { LIMITS } from './limits.ts';
import { BOT_EVENTS, SCOPES, type Scope } from './scopes.ts';

/** Slack's own description of a manifest. */
export type Manifest = Exclude<AppsManifestValidateArguments['manifest'], string>;

/** Stands for the address of an installation. */
const EXAMPLE_URL = 'https://depsync.example.com';

export interface ManifestOptions {
  /** The public address of Depsync, such as https://depsync.example.com; Socket Mode needs none. */
  url?: string;
  /** The slash command. */
  command?: string;
  socketMode?: boolean;
}

/** What an administrator pastes into Slack to create the app: made from the commands, so that both say the same. */
export function slackManifest(
  commands: readonly Pick<Command<never>, 'name'>[],
  options: ManifestOptions = {},
): Manifest {
  const { command = '/deps', socketMode = false } = options;
  const address = socketMode ? {} : { url: `${(options.url ?? EXAMPLE_URL).replace(/\/+$/, '')}/slack/events` };
  const request = socketMode ? {} : { request_url: address.url ?? '' };
  const scopes = Object.keys(SCOPES) as Scope[]; // the keys of this object
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Depsync',
      description: 'Keeps cross-team dependencies honest: prompts, replies, blockers, escalations, sign-offs.',
      background_color: '#1f3a5f',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Depsync', always_online: true },
      slash_commands: [
        {
          command,
          description: 'Dependencies between teams: status, answers, blockers, sign-offs',
          usage_hint: shorten(`[${commands.map((one) => one.name).join(' | ')}]`, LIMITS.commandUsageHint),
          should_escape: true,
          ...address,
        },
      ],
    },
    oauth_config: {
      scopes: { bot: scopes, bot_optional: scopes.filter((scope) => 'optional' in SCOPES[scope]) },
    },
    settings: {
      event_subscriptions: { ...request, bot_events: [...BOT_EVENTS] },
      interactivity: { is_enabled: true, ...request },
      org_deploy_enabled: false,
      socket_mode_enabled: socketMode,
      token_rotation_enabled: false,
    },
  };
}

/** The manifest as the file manifests/slack.yaml. */
export function slackManifestYaml(
  commands: readonly Pick<Command<never>, 'name'>[],
  options: ManifestOptions = {},
): string {
  const why = Object.entries(SCOPES).map(([scope, { why }]) => `#   ${scope}: ${why}`);
  return [
    '# Slack app manifest of Depsync, written by `depsync manifest`: do not edit.',
    '# Create the app at https://api.slack.com/apps > Create New App > From a manifest.',
    ...(options.socketMode || options.url !== undefined
      ? []
      : [`# Where you paste it, put your own address in place of ${EXAMPLE_URL}.`]),
    '# What each permission is for:',
    ...why,
    stringify(slackManifest(commands, options), { lineWidth: 0 }),
  ].join('\n');
}
