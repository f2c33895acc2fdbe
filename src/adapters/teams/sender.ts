import { type Card, picturesIn } from '../../chat/card.ts';
import type { ChatSender, MessageRef, Outgoing, Reader, Target } from '../../chat/port.ts';
import { channelOf } from './activity.ts';
import type { Book } from './book.ts';
import type { Connector, Message } from './connector.ts';
import { isNotFound } from './errors.ts';
import { PACES, PUBLIC_SERVICE_URL } from './limits.ts';
import { renderMessage } from './render.ts';
import type { Known } from './store.ts';

export interface Sending {
  connector: Connector;
  book: Book;
  /** The Depsync id of somebody in Teams; undefined for a stranger. */
  personOf(entraId: string): Promise<string | undefined>;
  /** Where Teams fetches a picture; undefined where no address of ours can be opened from there. */
  pictureUrl(id: string): string | undefined;
}

/** Where Teams is called for a target, and what its clients can do. */
interface Home {
  serviceUrl: string;
  dialogs: boolean;
  known: Known | undefined;
}

/** Posts to Teams. It offers no look-up: a message whose outcome is unknown may be posted twice. */
export function createSender(deps: Sending): ChatSender {
  const { connector } = deps;
  return {
    platform: 'teams',
    paces: PACES,

    async post(message) {
      const home = await homeOf(deps, message.to);
      const content = await contentOf(deps, message, home);
      if ('person' in message.to) return postToPerson(deps, home, message.workspace, message.to.person, content);
      const { channel } = message.to;
      if (beginsThreads(channel, home.known)) {
        return ref(...(await connector.beginThread(home.serviceUrl, message.workspace, channel, content)));
      }
      return ref(channel, await connector.post(home.serviceUrl, channel, content));
    },

    async update({ conversation, message: id }, message) {
      const home = await homeOf(deps, message.to);
      await connector.update(home.serviceUrl, conversation, id, await contentOf(deps, message, home));
    },
  };
}

/** In the chat with them, which is opened where it is not known, or not there any more. */
export async function postToPerson(
  { connector, book }: Pick<Sending, 'connector' | 'book'>,
  { serviceUrl, dialogs, known }: Home,
  tenant: string,
  person: string,
  content: Message,
): Promise<MessageRef> {
  if (known?.conversation != null) {
    try {
      return ref(known.conversation, await connector.post(serviceUrl, known.conversation, content));
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  const chat = await connector.openChat(serviceUrl, tenant, person);
  const { roster = chat, member = null } = known ?? {};
  await book.remember({
    kind: 'person',
    externalId: person,
    conversation: chat,
    roster,
    member,
    team: null,
    serviceUrl,
    dialogs,
  });
  return ref(chat, await connector.post(serviceUrl, chat, content));
}

function ref(conversation: string, message: string): MessageRef {
  return { platform: 'teams', conversation, message };
}

/** A message as Teams takes it: its viewers' clients ask for their own view, and by that tell us that it arrived. */
async function contentOf(deps: Sending, message: Outgoing, { dialogs, known }: Home): Promise<Message> {
  const { card, to, id } = message;
  const reader = withPictures(deps, card, message.reader);
  const viewer = 'person' in to && hasOwnView(card) ? await deps.personOf(to.person) : undefined;
  const mine = viewer === undefined ? {} : { viewer };
  // A client without dialogs, the Playground, asks for no view either.
  if (!dialogs) return { ...renderMessage(card, reader, { dialogs, ...mine }) };
  const own = known?.member == null ? [] : [known.member];
  const refreshFor = 'person' in to ? own : await askingBy(deps.book, viewersOf(card, reader));
  return { ...renderMessage(card, reader, { dialogs, message: id, refreshFor, ...mine }) };
}

/** A reader who is told where a card's pictures are. */
export function withPictures({ pictureUrl }: Pick<Sending, 'pictureUrl'>, card: Card, reader: Reader): Reader {
  const found = picturesIn(card).flatMap((id) => {
    const url = pictureUrl(id);
    return url === undefined ? [] : [[id, url] as const];
  });
  return { ...reader, pictures: new Map(found) };
}

/**
 * Teams' ids of people whose clients are to ask by themselves. None where one of them never spoke to Depsync: then the clients
 * of all members ask, in a conversation of up to 60.
 * [learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views]
 */
export async function askingBy(book: Book, people: readonly string[]): Promise<string[]> {
  const known = await book.membersOf(people);
  return known.size < people.length ? [] : [...known.values()];
}

/** True where not everybody sees the same. */
function hasOwnView(card: Card): boolean {
  return card.blocks.some((block) => block.kind === 'buttons' && block.only !== undefined);
}

/** The Entra ids of those whom a card shows more than others. */
export function viewersOf(card: Card, reader: Reader): string[] {
  const only = card.blocks.flatMap((block) => (block.kind === 'buttons' ? (block.only ?? []) : []));
  return [...new Set(only)].flatMap((person) => reader.mentions.get(person) ?? []);
}

export async function homeOf({ book }: Pick<Sending, 'book'>, to: Target): Promise<Home> {
  const known = 'person' in to ? await book.person(to.person) : await book.shared(channelOf(to.channel));
  return {
    known,
    serviceUrl: known?.serviceUrl ?? (await book.latestServiceUrl()) ?? PUBLIC_SERVICE_URL,
    dialogs: known?.dialogs ?? true,
  };
}

/**
 * True for a channel, false for one of its threads and for a group chat. Where we were never spoken to the id tells: those of
 * channels end with `@thread.tacv2`, older ones with `@thread.skype`.
 */
function beginsThreads(id: string, known: Known | undefined): boolean {
  if (id !== channelOf(id)) return false;
  return known === undefined ? /@thread\.(tacv2|skype)$/.test(id) : known.kind === 'channel';
}
