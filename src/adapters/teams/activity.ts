import { z } from 'zod';

/** Somebody, or a bot, as Teams names them. */
const Account = z.object({
  id: z.string(),
  name: z.string().optional(),
  aadObjectId: z.string().optional(),
  role: z.string().optional(),
});

const Mention = z.object({ type: z.literal('mention'), text: z.string(), mentioned: Account });

const FileSent = z.object({
  contentType: z.literal('application/vnd.microsoft.teams.file.download.info'),
  name: z.string().optional(),
  content: z.object({ downloadUrl: z.string() }),
});

/** What Depsync uses of what Teams sends. [Bot Framework: Activity schema] */
export const Activity = z.object({
  type: z.string(),
  /** The name of an invoke, such as `adaptiveCard/action`. */
  name: z.string().optional(),
  id: z.string().optional(),
  serviceUrl: z.string().refine((url) => URL.canParse(url), 'must be an address'),
  from: Account,
  recipient: Account.optional(),
  conversation: z.object({
    id: z.string(),
    conversationType: z.string().optional(),
    tenantId: z.string().optional(),
  }),
  /** The message whose card was acted on. */
  replyToId: z.string().optional(),
  text: z.string().optional(),
  value: z.unknown().optional(),
  /** IANA; may be missing, and old until the client starts again. */
  localTimezone: z.string().nullish(),
  /** What was done to the installation: `add`, `remove`, with `-upgrade` where it was an update. */
  action: z.string().optional(),
  membersAdded: z.array(Account).optional(),
  membersRemoved: z.array(Account).optional(),
  entities: z.array(z.union([Mention, z.looseObject({ type: z.string() })])).optional(),
  attachments: z.array(z.union([FileSent, z.looseObject({ contentType: z.string() })])).optional(),
  channelData: z
    .looseObject({
      tenant: z.object({ id: z.string() }).optional(),
      team: z.object({ id: z.string() }).optional(),
      channel: z.object({ id: z.string() }).optional(),
      eventType: z.string().optional(),
    })
    .optional(),
});
export type Activity = z.infer<typeof Activity>;

export function tenantOf({ conversation, channelData }: Activity): string | undefined {
  return conversation.tenantId ?? channelData?.tenant?.id;
}

/** People have ids `29:…` and bots `28:…`; a bot that talks to us is not answered. */
export function isFromBot({ from }: Activity): boolean {
  return from.role === 'bot' || from.role === 'skill' || from.id.startsWith('28:');
}

/** Entra's id of whoever acted; the local Playground's people may have none. */
export function personIn({ from }: Activity): string {
  return from.aadObjectId ?? from.id;
}

/** Mentions of others than the bot, with the words that stand for them in the text. */
export function mentionsIn({
  entities = [],
  recipient,
}: Activity): { words: string; id: string; person: string | undefined; name: string }[] {
  return entities.flatMap((entity) => {
    const mention = Mention.safeParse(entity).data;
    if (mention === undefined || mention.mentioned.id === recipient?.id) return [];
    const { id, aadObjectId, name } = mention.mentioned;
    return [{ words: mention.text, id, person: aadObjectId, name: name ?? mention.text.replace(/<[^>]*>/g, '') }];
  });
}

/** Where a file that was sent with a message can be read; the first, where there are several. */
export function fileIn({ attachments = [] }: Activity): string | undefined {
  return attachments.flatMap((one) => FileSent.safeParse(one).data?.content.downloadUrl ?? [])[0];
}

/** The channel of one of its threads. */
export function channelOf(conversation: string): string {
  return conversation.split(';', 1)[0] ?? '';
}
