import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { manifest } from '../../src/cli/manifest.ts';

/** Slack's limits. [docs.slack.dev/reference/app-manifest] */
const address = z.url({ protocol: /^https$/ });
const Manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.literal(1) }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.strictObject({
      display_name: z
        .string()
        .max(80)
        .regex(/^[\w.\- ]+$/),
      always_online: z.boolean(),
    }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z
            .string()
            .max(32)
            .regex(/^\/[a-z]+$/),
          description: z.string().min(1).max(2_000),
          usage_hint: z.string().max(1_000),
          should_escape: z.literal(true),
          url: address.optional(),
        }),
      )
      .min(1)
      .max(50),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(z.string()).min(1).max(255), bot_optional: z.array(z.string()) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address.optional(), bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: address.optional() }),
    org_deploy_enabled: z.literal(false),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});

/** Every address that Slack is told to call. */
function addresses({ features, settings }: z.infer<typeof Manifest>): (string | undefined)[] {
  return [
    ...features.slash_commands.map((command) => command.url),
    settings.event_subscriptions.request_url,
    settings.interactivity.request_url,
  ];
}

const none = [undefined, undefined, undefined];

it('the file in the repository is one that Slack takes, over HTTP at an example address', () => {
  const file = Manifest.parse(parse(readFileSync('manifests/slack.yaml', 'utf8')));
  expect(file.settings.socket_mode_enabled).toBe(false);
  expect(addresses(file)).toEqual(none.map(() => 'https://depsync.example.com/slack/events'));
});

it('`depsync manifest` uses Socket Mode and names no address', () => {
  const text = manifest(undefined);
  const printed = Manifest.parse(parse(text));
  expect(printed.settings.socket_mode_enabled).toBe(true);
  expect(addresses(printed)).toEqual(none);
  expect(text).not.toContain('example.com');
});

it('`depsync manifest --url` uses HTTP at that address', () => {
  const text = manifest('https://deps.example.org/');
  const printed = Manifest.parse(parse(text));
  expect(printed.settings.socket_mode_enabled).toBe(false);
  expect(addresses(printed)).toEqual(none.map(() => 'https://deps.example.org/slack/events'));
  expect(text).not.toContain('depsync.example.com');
});
