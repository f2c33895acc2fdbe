import { type Activity, channelOf, personIn } from './activity.ts';
import type { Book } from './book.ts';
import type { ConversationKind } from './tables.ts';

/** Something Depsync was removed from, where an activity says so. */
export function removed(activity: Activity): [ConversationKind, string] | undefined {
  const { type, action = '', recipient, membersRemoved = [], channelData } = activity;
  const gone =
    (type === 'installationUpdate' && action.startsWith('remove') && action !== 'remove-upgrade') ||
    (type === 'conversationUpdate' &&
      (membersRemoved.some((member) => member.id === recipient?.id) || channelData?.eventType === 'teamDeleted'));
  if (gone) return itself(activity);
  if (channelData?.eventType === 'channelDeleted' && channelData.channel !== undefined) {
    return ['channel', channelData.channel.id];
  }
  return undefined;
}

/** Writes down where an activity comes from. Returns true for a personal chat that was not known. */
export async function remember(book: Book, activity: Activity, dialogs: boolean): Promise<boolean> {
  const { conversation, channelData, from, serviceUrl } = activity;
  const roster = channelOf(conversation.id);
  const common = { roster, member: null, team: null, serviceUrl, dialogs };
  const [kind] = itself(activity);
  const bySomebody = activity.type === 'message' || activity.type === 'invoke' || kind === 'person';
  if (kind === 'group') await book.remember({ ...common, kind, externalId: roster, conversation: roster });
  if (channelData?.team !== undefined) {
    const team = channelData.team.id;
    await book.remember({ ...common, kind: 'team', externalId: team, conversation: team, roster: team });
    if (kind === 'team')
      await book.remember({ ...common, kind: 'channel', externalId: roster, conversation: roster, team });
  }
  if (!bySomebody || from.id.startsWith('28:')) return false;
  const chat = kind === 'person' ? conversation.id : null;
  const fresh = await book.remember({
    ...common,
    kind: 'person',
    externalId: personIn(activity),
    conversation: chat,
    member: from.id,
  });
  return fresh && chat !== null;
}

/** What an activity belongs to: a team with its channels, a group chat, or somebody's personal chat. */
function itself(activity: Activity): [ConversationKind, string] {
  const { conversation, channelData } = activity;
  if (channelData?.team !== undefined) return ['team', channelData.team.id];
  if ((conversation.conversationType ?? 'personal') === 'personal') return ['person', personIn(activity)];
  return ['group', conversation.id];
}
