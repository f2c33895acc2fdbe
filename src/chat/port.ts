import type { DateTime } from 'luxon';
import type { Card } from './card.ts';
import type { Platform } from './inbound.ts';

/** A message that was posted, by the platform's own names. */
export interface MessageRef {
  platform: Platform;
  conversation: string;
  message: string;
}

/** Who reads a message: what a renderer needs to know of them. */
export interface Reader {
  /** IANA zone for moments; undefined where readers of several zones share a channel. */
  zone: string | undefined;
  /** The platform's id of a mentioned person, by Depsync id; people missing here are shown by name. */
  mentions: ReadonlyMap<string, string>;
  /** What the platform takes for a picture, by Depsync id: a file of its own, or an address; one missing here is shown by its words. */
  pictures?: ReadonlyMap<string, string>;
}

/** Where a message goes, by the platform's own names: a person's direct conversation or a channel. */
export type Target = { person: string } | { channel: string };

/** A card on its way. */
export interface Outgoing {
  /** Our id of this message; platforms that can carry it do, so that it can be looked up. */
  id: string;
  /** When it was written down: the moment of its cause. */
  writtenAt: DateTime;
  /** The platform's name of the workspace, or ours where the platform is the web console. */
  workspace: string;
  to: Target;
  reader: Reader;
  card: Card;
}

/** How often something may be done: once each `everyMs` on average, `burst` times at once. */
export interface Pace {
  everyMs: number;
  burst: number;
}

/** What a platform allows, all processes of a workspace together. */
export interface Paces {
  /** Posting in the whole workspace. */
  post: Pace;
  /** Updating messages in the whole workspace. */
  update: Pace;
  /** Posting in one conversation. */
  conversation: Pace;
  /** Between two versions of one card: what changes meanwhile is shown together. */
  cardEveryMs: number;
}

/**
 * The only way out to a chat. Throws TemporaryFailure or PermanentFailure, nothing else on purpose.
 * It never repeats a call by itself: the outbox owns retries.
 */
export interface ChatSender {
  readonly platform: Platform;
  /** Absent where nothing is limited. */
  readonly paces?: Paces;
  post(message: Outgoing): Promise<MessageRef>;
  update(ref: MessageRef, message: Outgoing): Promise<void>;
  /** Looks for a message posted by an attempt whose outcome is unknown; absent where the platform offers no look-up. */
  find?(message: Outgoing): Promise<MessageRef | undefined>;
}

/** What a platform says about a person. */
export interface Profile {
  name: string;
  email: string | undefined;
  /** IANA zone, where the platform knows it. */
  zone: string | undefined;
}

/** Asks a platform who somebody is. One person at a time: a workspace is never listed. */
export interface Directory {
  readonly platform: Platform;
  /** The person's profile, or undefined when there is none (left, deleted, a bot). */
  profile(workspace: string, sender: string): Promise<Profile | undefined>;
  /** The platform's id of the person with this e-mail address, where the platform can tell. */
  byEmail?(workspace: string, email: string): Promise<string | undefined>;
}
