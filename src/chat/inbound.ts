import { z } from 'zod';
import { ButtonValue, type Card } from './card.ts';
import { Answers, type Form } from './form.ts';

export const Platform = z.enum(['web', 'slack', 'teams']);
export type Platform = z.infer<typeof Platform>;

/** What people call it. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  web: 'the console',
  slack: 'Slack',
  teams: 'Teams',
};

/** Where something was said or clicked. */
export const Place = z.object({
  platform: Platform,
  conversation: z.string(),
  /** True in a conversation of one person with the bot. */
  direct: z.boolean(),
  /** Where words in a shared conversation are answered, by the platform's name, when not in the conversation itself: a thread. */
  thread: z.string().optional(),
});
export type Place = z.infer<typeof Place>;

const common = {
  /** The platform's name of the workspace (Slack team id, Teams tenant id); the web console sends the workspace's own id. */
  workspace: z.string(),
  /** The platform's name of the person. */
  sender: z.string(),
  place: Place,
  /** Unique per act: a platform that delivers it again sends the same receipt, and it acts once. */
  receipt: z.string(),
};

/**
 * One act of a person, the same from every platform.
 * In `text`, a mention of somebody stands as `<@ID>` with the platform's id.
 */
export const Inbound = z.discriminatedUnion('kind', [
  /** Words after `/deps`; answered at once. */
  z.object({ ...common, kind: z.literal('command'), text: z.string() }),
  /** Words to the bot; answered by message. */
  z.object({ ...common, kind: z.literal('message'), text: z.string() }),
  z.object({ ...common, kind: z.literal('action'), name: z.string(), value: ButtonValue }),
  z.object({ ...common, kind: z.literal('form'), name: z.string(), value: ButtonValue, fields: Answers }),
]);
export type Inbound = z.infer<typeof Inbound>;

/** In words of a person: somebody they mention, by the platform's id. */
export const MENTION = /<@([^>\s]+)>/g;

/** The answer to an act. It is returned, not called: Slack opens forms by API call, Teams by HTTP response. */
export type Reply =
  | { kind: 'none' }
  /** A message only this person sees. */
  | { kind: 'card'; card: Card /** It says why nothing was done. */; refused?: true }
  /** The message they acted on now looks like this. */
  | { kind: 'replace'; card: Card }
  | { kind: 'form'; form: Form }
  /** The form stays open; messages by field id. */
  | { kind: 'errors'; fields: Readonly<Record<string, string>> };

/** The one door: adapters hand over what people do and get the answer to show. */
export type Dispatch = (inbound: Inbound) => Promise<Reply>;
