/** Every permission Depsync asks a workspace for, and why. The manifest is made from this table. */
export const SCOPES = {
  commands: { why: 'the slash command' },
  'chat:write': { why: 'prompts, answers, escalations and cards that stay up to date' },
  'im:write': { why: 'opening the direct conversation with a person' },
  'im:history': { why: 'reading what people write to the bot; finding its own message after a failed call' },
  'files:read': { why: 'contracts that people upload in a form' },
  'files:write': { why: 'the pictures of the map and the timeline; without it they are told in words', optional: true },
  'users:read': { why: "a person's name and time zone, and their changes" },
  'users:read.email': { why: 'matching a person with the register' },
  'channels:history': { why: 'not posting twice in a public channel after a failed call', optional: true },
  'groups:history': { why: 'not posting twice in a private channel after a failed call', optional: true },
} as const satisfies Record<string, { why: string; optional?: true }>;
export type Scope = keyof typeof SCOPES;

/** Every Web API method Depsync calls, and the permissions it needs. [docs.slack.dev/reference/methods] */
export const METHOD_SCOPES: Readonly<Record<string, readonly Scope[]>> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['im:history', 'channels:history', 'groups:history'],
  'conversations.open': ['im:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

/** What blocks of a form need. [docs.slack.dev/reference/block-kit/block-elements/file-input-element] */
export const BLOCK_SCOPES = { file_input: ['files:read'] } as const satisfies Record<string, readonly Scope[]>;

/** What Depsync listens to, and the permission it needs. [docs.slack.dev/reference/events] */
export const EVENT_SCOPES = {
  app_home_opened: [],
  'message.im': ['im:history'],
  user_change: ['users:read'],
} as const satisfies Record<string, readonly Scope[]>;

export const BOT_EVENTS = Object.keys(EVENT_SCOPES) as (keyof typeof EVENT_SCOPES)[]; // the keys of this object
