import { z } from 'zod';
import { TemporaryFailure } from '../../core/errors.ts';
import type { Authentication } from './authentication.ts';
import { isNotFound, refusalOf, tokenRefused, unreachable } from './errors.ts';
import { CALL_TIMEOUT_MS } from './limits.ts';

/** What is posted: a message with its card. */
export type Message = Record<string, unknown>;

const Created = z.object({ id: z.string(), activityId: z.string().optional() });
const Posted = z.object({ id: z.string() });

/** Somebody in a conversation, as Teams tells of them. */
export const Member = z.object({
  id: z.string(),
  aadObjectId: z.string().optional(),
  objectId: z.string().optional(),
  name: z.string().optional(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
export type Member = z.infer<typeof Member>;

/**
 * The Bot Framework's calls that Depsync makes. Not the library's client: that repeats a post by itself three times, also after
 * one that may have arrived. Each throws TemporaryFailure or PermanentFailure.
 */
export interface Connector {
  /** Opens the personal chat with somebody; the same one each time. Gives its id. */
  openChat(serviceUrl: string, tenant: string, person: string): Promise<string>;
  /** Begins a thread in a channel. Gives the ids of the thread and of its first message. */
  beginThread(serviceUrl: string, tenant: string, channel: string, message: Message): Promise<[string, string]>;
  /** Gives the message's id. */
  post(serviceUrl: string, conversation: string, message: Message): Promise<string>;
  update(serviceUrl: string, conversation: string, id: string, message: Message): Promise<void>;
  delete(serviceUrl: string, conversation: string, id: string): Promise<void>;
  /** Somebody in a conversation: by their id for this bot or, in a team, by sign-in name. undefined where there is none. */
  member(serviceUrl: string, conversation: string, who: string): Promise<Member | undefined>;
}

/** `bot` is the bot's own id in Teams. */
export function createConnector(authentication: Authentication, bot: string): Connector {
  async function call(method: string, serviceUrl: string, path: string, body?: object): Promise<unknown> {
    const authorization = await authentication.authorization().catch((error: unknown) => {
      throw tokenRefused(error);
    });
    const response = await send(new URL(path, withSlash(serviceUrl)), {
      method,
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw refusalOf(response.status, response.body, response.retryAfter);
    return response.body;
  }
  const of = (conversation: string, rest: string) => `v3/conversations/${encodeURIComponent(conversation)}/${rest}`;
  const common = (tenant: string) => ({ bot: { id: bot }, tenantId: tenant });

  return {
    async openChat(serviceUrl, tenant, person) {
      const channelData = { tenant: { id: tenant } };
      const chat = { ...common(tenant), isGroup: false, members: [{ id: person }], channelData };
      return idOf(Created, await call('POST', serviceUrl, 'v3/conversations', chat)).id;
    },
    async beginThread(serviceUrl, tenant, channel, activity) {
      const channelData = { channel: { id: channel }, tenant: { id: tenant } };
      const thread = { ...common(tenant), isGroup: true, channelData, activity };
      const { id, activityId } = idOf(Created, await call('POST', serviceUrl, 'v3/conversations', thread));
      return [id, activityId ?? (/;messageid=(\d+)/.exec(id)?.[1] || id)];
    },
    async post(serviceUrl, conversation, message) {
      return idOf(Posted, await call('POST', serviceUrl, of(conversation, 'activities'), message)).id;
    },
    async update(serviceUrl, conversation, id, message) {
      await call('PUT', serviceUrl, of(conversation, `activities/${encodeURIComponent(id)}`), { ...message, id });
    },
    async delete(serviceUrl, conversation, id) {
      await call('DELETE', serviceUrl, of(conversation, `activities/${encodeURIComponent(id)}`));
    },
    async member(serviceUrl, conversation, who) {
      try {
        return Member.parse(await call('GET', serviceUrl, of(conversation, `members/${encodeURIComponent(who)}`)));
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
  };
}

/** An answer that names no id came of a call that had effect. */
function idOf<Answer>(schema: z.ZodType<Answer>, body: unknown): Answer {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new TemporaryFailure('teams-unreadable', 'Teams gave an answer without an id.', { outcomeUnknown: true });
}

async function send(
  address: URL,
  request: RequestInit,
): Promise<{ ok: boolean; status: number; body: unknown; retryAfter: string | null }> {
  try {
    const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
    const response = await fetch(address, { ...request, redirect: 'error', signal });
    const text = await response.text();
    return {
      ok: response.ok,
      status: response.status,
      body: readJson(text),
      retryAfter: response.headers.get('retry-after'),
    };
  } catch (error) {
    throw unreachable(error);
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withSlash(serviceUrl: string): string {
  return serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`;
}
