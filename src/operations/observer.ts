import type { Inbound, Platform } from '../chat/inbound.ts';
import type { DeliveryResult } from '../outbox/delivery.ts';

/** How an act of a person ended: `refused` is a user's mistake that was explained to them, `failed` a bug. */
export type ActResult = 'done' | 'refused' | 'failed';

/**
 * Is told what this process did, as numbers and small words: never an id, a text or a token. Seconds everywhere.
 * What it is told may be counted or ignored; it must not throw.
 */
export interface Observer {
  /** `platform` and `lateness` (since the message was written down) are known of what was delivered only. */
  delivery(result: DeliveryResult, platform?: Platform, lateness?: number): void;
  act(kind: Inbound['kind'], result: ActResult, duration: number): void;
  /** `lateness`: since it was due. */
  timer(kind: string, result: 'fired' | 'failed', lateness: number): void;
  sweep(duration: number): void;
}

export const unobserved: Observer = { delivery() {}, act() {}, timer() {}, sweep() {} };
