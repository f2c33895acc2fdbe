import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { ChatSender, MessageRef, Outgoing, Target } from '../../chat/port.ts';
import { refusalCode, toFailure } from './errors.ts';
import { MESSAGES_LOOKED_THROUGH, PACES } from './limits.ts';
import { renderCard, type SlackMessage } from './render.ts';
import type { Uploads } from './uploads.ts';

/** The mark our messages carry; anybody in the workspace can read it, so it holds an id and nothing else. */
const EVENT_TYPE = 'depsync_message';
/** Direct conversations remembered by a process; beyond it they are asked for again. */
const CONVERSATIONS_REMEMBERED = 10_000;
/** Depsync shows what it says itself; Slack adds no previews and links no names. */
const AS_WRITTEN = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;

const OurMessage = z.object({
  ts: z.string(),
  metadata: z.object({ event_type: z.literal(EVENT_TYPE), event_payload: z.object({ id: z.string() }) }),
});

/** Posts to Slack with a client that never repeats a call by itself. */
export function createSender(client: WebClient, uploads: Uploads): ChatSender {
  const conversations = new Map<string, string>();

  async function conversationOf(to: Target): Promise<string> {
    if ('channel' in to) return to.channel;
    const known = conversations.get(to.person);
    if (known !== undefined) return known;
    const { channel } = await client.conversations.open({ users: to.person });
    const { id } = z.object({ id: z.string() }).parse(channel);
    if (conversations.size >= CONVERSATIONS_REMEMBERED) conversations.clear();
    conversations.set(to.person, id);
    return id;
  }

  /** A message that Slack refuses with its pictures goes without them. */
  async function shown<Answer>(message: Outgoing, send: (content: SlackMessage) => Promise<Answer>): Promise<Answer> {
    const { card, reader } = message;
    const pictures = await uploads(card);
    try {
      return await send(renderCard(card, { ...reader, pictures }));
    } catch (error) {
      if (pictures.size === 0 || refusalCode(error) !== 'invalid_blocks') throw error;
      return send(renderCard(card, reader));
    }
  }

  return {
    platform: 'slack',
    paces: PACES,

    async post(message) {
      try {
        const channel = await conversationOf(message.to);
        const metadata = { event_type: EVENT_TYPE, event_payload: { id: message.id } };
        const { ts } = await shown(message, (content) =>
          client.chat.postMessage({ ...content, ...AS_WRITTEN, channel, metadata }),
        );
        return ref(channel, z.string().parse(ts));
      } catch (error) {
        throw toFailure(error);
      }
    },

    async update({ conversation, message: ts }, message) {
      try {
        const { parse, link_names } = AS_WRITTEN;
        await shown(message, (content) =>
          client.chat.update({ ...content, parse, link_names, channel: conversation, ts }),
        );
      } catch (error) {
        throw toFailure(error);
      }
    },

    async find(message: Outgoing) {
      try {
        const channel = await conversationOf(message.to);
        const { messages = [] } = await client.conversations.history({
          channel,
          include_all_metadata: true,
          limit: MESSAGES_LOOKED_THROUGH,
        });
        const found = messages
          .map((one) => OurMessage.safeParse(one))
          .find((parsed) => parsed.data?.metadata.event_payload.id === message.id);
        return found?.data && ref(channel, found.data.ts);
      } catch (error) {
        // Reading a channel's messages is a permission a workspace may withhold: then a message whose outcome is unknown is sent again.
        if (refusalCode(error) === 'missing_scope') return undefined;
        throw toFailure(error);
      }
    },
  };
}

function ref(conversation: string, message: string): MessageRef {
  return { platform: 'slack', conversation, message };
}
