import { z } from 'zod';
import { refusalOfCard } from './teams-cards.ts';
import type { TeamsMessage, TeamsPerson, TeamsPlace, TeamsState } from './teams-state.ts';

/** What a call asks for; troubles can be made for one of them. */
export type Operation = 'open-chat' | 'begin-thread' | 'post' | 'update' | 'delete' | 'member' | 'members' | 'team';

/** A status, and the body or the code of the refusal. */
export interface ConnectorAnswer {
  status: number;
  body?: unknown;
}

/** A call as it came. */
export interface ConnectorCall {
  operation: Operation;
  /** The conversation or the team. */
  of: string;
  /** The activity or the member. */
  item: string;
  body: unknown;
}

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
/** 100 KB in UTF-16. [learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages] */
const MOST_BYTES = 100 * 1024;

/** Refusals by code, as Teams words them. [learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability: status codes] */
export const REFUSALS = {
  BadSyntax: [400, 'Bad format of the request.'],
  BotNotInConversationRoster: [403, 'The bot is not part of the conversation roster.'],
  ConversationBlockedByUser: [403, 'User blocked the conversation with the bot.'],
  ForbiddenOperationException: [403, 'The bot is not installed in the personal scope of the user.'],
  MessageWritesBlocked: [403, 'Message writes are blocked for this user.'],
  NotEnoughPermissions: [403, 'The bot may not change messages of others.'],
  ActivityNotFoundInConversation: [404, 'The conversation not found.'],
  ConversationNotFound: [404, 'The conversation not found.'],
  MemberNotFound: [404, 'The member was not found.'],
  PreconditionFailed: [412, 'Precondition failed, please try again.'],
  MessageSizeTooBig: [413, 'Message size too large.'],
  Throttled: [429, 'API calls quota exceeded.'],
} as const;
export type RefusalCode = keyof typeof REFUSALS;

export function refusal(code: RefusalCode, detail?: string): ConnectorAnswer {
  const [status, message] = REFUSALS[code];
  if (code === 'MessageWritesBlocked') {
    return {
      status,
      body: { error: { code: 'ForbiddenOperationException', message }, subCode: code, details: message },
    };
  }
  return { status, body: { error: { code, message: detail ?? message } } };
}

const Account = z.looseObject({ id: z.string().min(1) });
const Card = z.looseObject({ contentType: z.literal(CARD_TYPE), content: z.unknown() });
const Message = z.looseObject({
  type: z.literal('message'),
  text: z.string().optional(),
  summary: z.string().optional(),
  attachments: z.array(Card).max(1).optional(),
});
const Creation = z.looseObject({
  isGroup: z.boolean().optional(),
  bot: Account.optional(),
  members: z.array(Account).optional(),
  tenantId: z.string().optional(),
  channelData: z
    .looseObject({
      tenant: z.looseObject({ id: z.string() }).optional(),
      channel: z.looseObject({ id: z.string() }).optional(),
    })
    .optional(),
  activity: z.unknown().optional(),
});

/** What a request is for; undefined for an address that Teams does not have. */
export function readCall(method: string, path: string, body: unknown): ConnectorCall | undefined {
  const [version, collection, of = '', kind, item = '', ...rest] = path.split('/').map(decodeURIComponent);
  if (version !== 'v3' || rest.length > 0) return undefined;
  const operation = operationOf(method, collection, of, kind, item, body);
  return operation && { operation, of, item, body };
}

function operationOf(
  method: string,
  collection: string | undefined,
  of: string,
  kind: string | undefined,
  item: string,
  body: unknown,
): Operation | undefined {
  if (collection === 'teams' && method === 'GET' && kind === undefined) return 'team';
  if (collection !== 'conversations') return undefined;
  if (of === '') return method === 'POST' ? (isThread(body) ? 'begin-thread' : 'open-chat') : undefined;
  if (kind === 'activities') {
    if (method === 'POST') return 'post';
    if (item !== '') return method === 'PUT' ? 'update' : method === 'DELETE' ? 'delete' : undefined;
  }
  if (method !== 'GET') return undefined;
  if (kind === 'members') return item === '' ? 'members' : 'member';
  return kind === 'pagedmembers' ? 'members' : undefined;
}

function isThread(body: unknown): boolean {
  return Creation.safeParse(body).data?.channelData?.channel !== undefined;
}

/** The conversation whose limit a call counts against; undefined for one that has none. */
export function conversationOf(state: TeamsState, { operation, of, body }: ConnectorCall): string | undefined {
  if (operation === 'post') return of;
  const { members, channelData } = Creation.safeParse(body).data ?? {};
  if (operation === 'begin-thread') return channelData?.channel?.id;
  const person = operation === 'open-chat' ? state.person(members?.[0]?.id ?? '') : undefined;
  return person && state.chatOf(person);
}

/** Does what a call asks for. */
export function perform(state: TeamsState, call: ConnectorCall): ConnectorAnswer {
  switch (call.operation) {
    case 'open-chat':
      return openChat(state, call.body);
    case 'begin-thread':
      return beginThread(state, call.body);
    case 'post':
      return post(state, call);
    case 'update':
      return update(state, call);
    case 'delete':
      return remove(state, call);
    case 'member':
    case 'members':
      return listMembers(state, call);
    case 'team': {
      const team = state.teams.get(call.of);
      if (team === undefined) return refusal('ConversationNotFound');
      if (!team.installed) return refusal('BotNotInConversationRoster');
      return { status: 200, body: { id: team.id, name: team.name, aadGroupId: `group-of-${team.id}` } };
    }
  }
}

function openChat(state: TeamsState, body: unknown): ConnectorAnswer {
  const wanted = Creation.safeParse(body);
  const [member, ...others] = wanted.data?.members ?? [];
  if (member === undefined || others.length > 0) return refusal('BadSyntax', 'One member is expected.');
  const person = state.person(member.id);
  if (person === undefined) return refusal('BadSyntax', 'Bad format of the member id.');
  const tenant = wanted.data?.tenantId ?? wanted.data?.channelData?.tenant?.id;
  if (tenant !== person.tenant) return refusal('BadSyntax', 'The tenant of the member is another.');
  if (!person.installed) return refusal('ForbiddenOperationException');
  return { status: 201, body: { id: state.chatOf(person) } };
}

function beginThread(state: TeamsState, body: unknown): ConnectorAnswer {
  const wanted = Creation.parse(body);
  const place = state.place(wanted.channelData?.channel?.id ?? '');
  if (place?.kind !== 'channel') return refusal('ConversationNotFound');
  if (wanted.isGroup !== true) return refusal('BadSyntax', 'isGroup must be true for a channel.');
  const refused = refusalOfPlace(place) ?? refusalOfContent(wanted.activity);
  if (refused !== undefined) return refused;
  const { id } = store(state, place, undefined, wanted.activity);
  return { status: 201, body: { id: `${place.id};messageid=${id}`, activityId: id } };
}

function post(state: TeamsState, { of, body }: ConnectorCall): ConnectorAnswer {
  const place = state.place(of);
  if (place === undefined) return refusal('ConversationNotFound');
  const root = /;messageid=(.*)$/.exec(of)?.[1];
  if (root !== undefined && find(state, of, root) === undefined) return refusal('ConversationNotFound');
  const refused = refusalOfPlace(place) ?? refusalOfContent(body);
  return refused ?? { status: 201, body: { id: store(state, place, root, body).id } };
}

function update(state: TeamsState, { of, item, body }: ConnectorCall): ConnectorAnswer {
  const found = changeable(state, of, item);
  if ('status' in found) return found;
  const refused = refusalOfContent(body);
  if (refused !== undefined) return refused;
  state.change(found, contentOf(body));
  return { status: 200, body: { id: item } };
}

function remove(state: TeamsState, { of, item }: ConnectorCall): ConnectorAnswer {
  const found = changeable(state, of, item);
  if ('status' in found) return found;
  found.deleted = true;
  return { status: 200 };
}

function changeable(state: TeamsState, conversation: string, id: string): TeamsMessage | ConnectorAnswer {
  const place = state.place(conversation);
  if (place === undefined) return refusal('ConversationNotFound');
  const message = find(state, conversation, id);
  if (message === undefined) return refusal('ActivityNotFoundInConversation');
  return refusalOfPlace(place) ?? (message.author === state.bot.id ? message : refusal('NotEnoughPermissions'));
}

function find(state: TeamsState, conversation: string, id: string): TeamsMessage | undefined {
  const [base] = conversation.split(';');
  return state.messages.find((one) => one.conversation === base && one.id === id && !one.deleted);
}

function listMembers(state: TeamsState, { operation, of, item }: ConnectorCall): ConnectorAnswer {
  const place = state.place(of);
  if (place === undefined) return refusal('ConversationNotFound');
  const refused = refusalOfPlace(place);
  if (refused !== undefined) return refused;
  const members = state.membersOf(place);
  if (operation === 'members') return { status: 200, body: { members: members.map(asMember) } };
  const byName = (person: TeamsPerson) => place.kind === 'channel' && person.email === item.toLowerCase();
  const found = members.find((person) => person.id === item || person.objectId === item || byName(person));
  return found === undefined ? refusal('MemberNotFound') : { status: 200, body: asMember(found) };
}

function asMember({ id, objectId, displayName, email, tenant }: TeamsPerson): Record<string, unknown> {
  const [givenName, surname] = displayName.split(' ');
  const profile = { name: displayName, givenName, surname, email, userPrincipalName: email };
  return { id, objectId, aadObjectId: objectId, ...profile, tenantId: tenant, userRole: 'user' };
}

function refusalOfPlace(place: TeamsPlace): ConnectorAnswer | undefined {
  switch (place.kind) {
    case 'personal':
      return place.person.blocked || !place.person.installed ? refusal('MessageWritesBlocked') : undefined;
    case 'channel':
      return place.team.installed ? undefined : refusal('BotNotInConversationRoster');
    case 'groupChat':
      return place.group.installed ? undefined : refusal('BotNotInConversationRoster');
  }
}

function refusalOfContent(body: unknown): ConnectorAnswer | undefined {
  if (2 * JSON.stringify(body ?? '').length > MOST_BYTES) return refusal('MessageSizeTooBig');
  const message = Message.safeParse(body);
  if (!message.success) return refusal('BadSyntax', z.prettifyError(message.error));
  const { card, text } = contentOf(body);
  if (card === undefined) return text === '' ? refusal('BadSyntax', 'The message has no content.') : undefined;
  const wrong = refusalOfCard(card);
  return wrong === undefined ? undefined : refusal('BadSyntax', wrong);
}

function contentOf(body: unknown): Pick<TeamsMessage, 'text' | 'summary' | 'card'> {
  const { text = '', summary = '', attachments: [attachment] = [] } = Message.parse(body);
  return { text, summary, card: attachment?.content };
}

function store(state: TeamsState, place: TeamsPlace, root: string | undefined, body: unknown): TeamsMessage {
  const named = { conversation: place.id, id: state.newId(place), root, author: state.bot.id };
  return state.add({ ...named, ...contentOf(body) });
}
