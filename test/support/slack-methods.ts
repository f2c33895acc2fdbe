import { z } from 'zod';
import { MessageBlocks, refusalOfBlocks, View } from './slack-blocks.ts';
import type { SlackState, StoredMessage } from './slack-state.ts';

/** What a method answers beside `ok: true`, or the name of its refusal. */
export type MethodAnswer = Record<string, unknown> | { refused: string; messages?: string[] };
/** The arguments of all methods here. */
export interface Args {
  blocks?: unknown;
  channel?: unknown;
  email?: unknown;
  file?: unknown;
  filename?: unknown;
  files?: unknown;
  length?: unknown;
  limit?: unknown;
  metadata?: unknown;
  replace_original?: unknown;
  text?: unknown;
  thread_ts?: unknown;
  trigger_id?: unknown;
  ts?: unknown;
  user?: unknown;
  user_id?: unknown;
  users?: unknown;
  view?: unknown;
  view_id?: unknown;
}

const Files = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1);

/** Good for this long. */
const TRIGGER_MS = 3_000;

/** Slack's Web API, as far as Depsync uses it. A method that is not here answers `unknown_method`. */
export const METHODS: Readonly<Record<string, (state: SlackState, args: Args) => MethodAnswer>> = {
  'auth.test': (state) => ({
    team_id: state.team,
    user_id: state.bot,
    bot_id: 'B0DEPSYNC',
    team: 'Test',
    user: 'depsync',
    url: 'https://test.slack.com/',
  }),

  'chat.postMessage'(state, args) {
    const conversation = String(args.channel);
    const refused = refusalOfConversation(state, conversation) ?? refusalOfMessage(state, args, 40_000);
    if (refused !== undefined) return refused;
    const thread = args.thread_ts === undefined ? undefined : String(args.thread_ts);
    const message = state.addMessage({
      conversation,
      author: state.bot,
      thread,
      metadata: args.metadata,
      ...contentOf(args),
    });
    return { channel: conversation, ts: message.ts, message: asSlackMessage(message) };
  },

  'chat.update'(state, args) {
    const refused = refusalOfMessage(state, args, 4_000);
    if (refused !== undefined) return refused;
    const message = state.messages.find((one) => one.conversation === args.channel && one.ts === args.ts);
    if (message === undefined || message.onlyFor !== undefined) return { refused: 'message_not_found' };
    if (message.author !== state.bot) return { refused: 'cant_update_message' };
    state.changeMessage(message, contentOf(args));
    return { channel: message.conversation, ts: message.ts };
  },

  'chat.postEphemeral'(state, args) {
    const conversation = String(args.channel);
    const refused = refusalOfConversation(state, conversation) ?? refusalOfMessage(state, args, 40_000);
    if (refused !== undefined) return refused;
    const message = state.addMessage({
      conversation,
      author: state.bot,
      onlyFor: String(args.user),
      ...contentOf(args),
    });
    return { message_ts: message.ts };
  },

  'conversations.open'(state, args) {
    const person = state.people.get(String(args.users));
    if (person === undefined) return { refused: 'user_not_found' };
    if (person.deleted) return { refused: 'user_disabled' };
    if (person.is_bot) return { refused: 'cannot_dm_bot' };
    return { channel: { id: state.directOf(person.id) } };
  },

  'conversations.history'(state, args) {
    const conversation = String(args.channel);
    const refused = refusalOfConversation(state, conversation);
    if (refused !== undefined) return refused;
    const messages = state.messages
      .filter((message) => message.conversation === conversation && message.onlyFor === undefined)
      .reverse()
      .slice(0, Number(args.limit ?? 100))
      .map(asSlackMessage);
    return { messages, has_more: false };
  },

  'files.getUploadURLExternal'(state, args) {
    const length = Number(args.length);
    if (!(length > 0) || String(args.filename ?? '') === '') return { refused: 'invalid_arguments' };
    const id = `F${String(state.next()).padStart(10, '0')}`;
    state.uploads.set(id, { length, content: undefined, state: 'open' });
    return { upload_url: `${state.base}/files/upload/${id}`, file_id: id };
  },

  'files.completeUploadExternal'(state, args) {
    const files = Files.parse(args.files);
    const uploads = files.map(({ id }) => state.uploads.get(id));
    if (uploads.some((one) => one?.content === undefined)) return { refused: 'file_not_found' };
    for (const one of uploads) if (one !== undefined) one.state = 'complete';
    return { files };
  },

  'files.info'(state, args) {
    const upload = state.uploads.get(String(args.file));
    if (upload === undefined) return { refused: 'file_not_found' };
    return { file: { id: args.file, mimetype: upload.state === 'complete' ? 'image/png' : '' } };
  },

  'users.info'(state, args) {
    const person = state.people.get(String(args.user));
    return person === undefined ? { refused: 'user_not_found' } : { user: asSlackUser(person) };
  },

  'users.lookupByEmail'(state, args) {
    const person = [...state.people.values()].find((one) => one.email === args.email && !one.deleted);
    return person === undefined ? { refused: 'users_not_found' } : { user: asSlackUser(person) };
  },

  'views.open': (state, args) => openView(state, args, []),
  'views.push': (state, args) => openView(state, args, undefined),

  'views.update'(state, args) {
    const stored = [...state.modals.values(), [...state.homes.values()]].flat().find((one) => one.id === args.view_id);
    if (stored === undefined) return { refused: 'not_found' };
    const view = View.safeParse(args.view);
    if (!view.success) return { refused: 'invalid_arguments', messages: [view.error.message] };
    state.changeView(stored, view.data);
    return { view: { id: stored.id } };
  },

  'views.publish'(state, args) {
    const view = View.safeParse(args.view);
    if (!view.success) return { refused: 'invalid_arguments', messages: [view.error.message] };
    const stored = state.newView(String(args.user_id), view.data);
    state.homes.set(stored.user, stored);
    return { view: { id: stored.id } };
  },
};

/** A post to an answer's address: five times, within the life of a test. */
export function respondTo(state: SlackState, id: string, args: Args): MethodAnswer {
  const address = state.responseUrls.get(id);
  if (address === undefined || address.uses >= 5) return { refused: 'used_url' };
  const refused = refusalOfMessage(state, args, 40_000);
  if (refused !== undefined) return refused;
  address.uses += 1;
  if (args.replace_original === true && address.message !== undefined)
    state.changeMessage(address.message, contentOf(args));
  else
    state.addMessage({
      conversation: address.conversation,
      author: state.bot,
      onlyFor: address.user,
      ...contentOf(args),
    });
  return {};
}

/** `below` are the views that stay under the new one; undefined keeps those that are open. */
function openView(state: SlackState, args: Args, below: [] | undefined): MethodAnswer {
  const trigger = state.triggers.get(String(args.trigger_id));
  if (trigger === undefined) return { refused: 'invalid_trigger_id' };
  if (trigger.used) return { refused: 'exchanged_trigger_id' };
  if (state.now() - trigger.at > TRIGGER_MS) return { refused: 'expired_trigger_id' };
  const view = View.safeParse(args.view);
  if (!view.success) return { refused: 'invalid_arguments', messages: [view.error.message] };
  trigger.used = true;
  const stored = state.newView(trigger.user, view.data);
  const stack = [...(below ?? state.modals.get(trigger.user) ?? []), stored];
  if (stack.length > 3) return { refused: 'push_limit_reached' };
  state.modals.set(trigger.user, stack);
  return { view: { id: stored.id } };
}

function refusalOfConversation(state: SlackState, id: string): { refused: string } | undefined {
  const channel = state.channels.get(id);
  if (channel === undefined) return id.startsWith('D') ? undefined : { refused: 'channel_not_found' };
  if (channel.archived) return { refused: 'is_archived' };
  return channel.botIsMember ? undefined : { refused: 'not_in_channel' };
}

function refusalOfMessage(
  state: SlackState,
  args: Args,
  mostText: number,
): { refused: string; messages: string[] } | undefined {
  const text = String(args.text ?? '');
  if (text === '' && args.blocks === undefined) return { refused: 'no_text', messages: [] };
  if (text.length > mostText) return { refused: 'msg_too_long', messages: [] };
  const refusal = refusalOfBlocks(args.blocks ?? []) ?? refusalOfFiles(state, args.blocks ?? []);
  return refusal && { refused: refusal.error, messages: refusal.messages };
}

/** A file that Slack has not taken in, or that is not the app's, is refused with the whole message. */
function refusalOfFiles(state: SlackState, blocks: unknown): { error: string; messages: string[] } | undefined {
  const shown = MessageBlocks.parse(blocks).flatMap((block) => (block.type === 'image' ? [block.slack_file.id] : []));
  if (shown.every((id) => state.uploads.get(id)?.state === 'complete')) return undefined;
  return { error: 'invalid_blocks', messages: ['invalid slack file'] };
}

function contentOf(args: Args): Pick<StoredMessage, 'text' | 'blocks'> {
  return { text: String(args.text ?? ''), blocks: MessageBlocks.parse(args.blocks ?? []) };
}

function asSlackMessage(message: StoredMessage): Record<string, unknown> {
  const { ts, text, blocks, metadata, author } = message;
  return { type: 'message', user: author, ts, text, blocks, ...(metadata !== undefined && { metadata }) };
}

function asSlackUser(person: NonNullable<ReturnType<SlackState['people']['get']>>): Record<string, unknown> {
  const { id, name, real_name, email, tz, deleted, is_bot, is_stranger } = person;
  return {
    id,
    team_id: 'T',
    name,
    real_name,
    tz,
    tz_label: tz,
    tz_offset: 0,
    deleted,
    is_bot,
    is_stranger,
    profile: { real_name, email },
  };
}
