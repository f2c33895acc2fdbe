import { z } from 'zod';
import type { Card } from '../chat/card.ts';
import { Platform } from '../chat/inbound.ts';

/** To whom: a person (wherever they read, unless a platform is named) or a channel of one platform. */
export const Address = z.union([
  z.object({ person: z.string(), platform: Platform.optional() }),
  z.object({ channel: z.object({ platform: Platform, id: z.string() }) }),
]);
export type Address = z.infer<typeof Address>;

/** What leaves first when much waits. */
export const PRIORITY = { escalation: 1, reply: 2, approval: 3, prompt: 4, digest: 5 } as const;
export type Priority = keyof typeof PRIORITY;

/** The name of a stored priority. */
export function priorityOf(rank: number): Priority {
  const names = Object.keys(PRIORITY) as Priority[]; // the keys of this object
  const found = names.find((name) => PRIORITY[name] === rank);
  return found ?? 'digest';
}

export interface Message {
  /** Unique in the workspace: saying it again is the same as having said it. */
  key: string;
  to: Address;
  card: Card;
  priority: Priority;
  /** A living card's name, such as `blocker:ID`: posted once for each address, updated after. */
  subject?: string;
  /** Whom to turn to, in order, when the address cannot be reached. */
  fallback?: readonly Address[];
  /** It asks something of a person; ids of the dependencies that it is about. */
  wants?: readonly string[];
  /** It waits for a message of the day that lists it, or is let go by `release`. */
  held?: boolean;
}
