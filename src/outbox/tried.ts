import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Card } from '../chat/card.ts';
import { PLATFORM_NAMES, Platform } from '../chat/inbound.ts';
import { moment, type Text, text } from '../chat/text.ts';
import type { Clock } from '../core/clock.ts';
import type { PermanentFailure, TemporaryFailure } from '../core/errors.ts';
import { PRIORITY } from './message.ts';

/**
 * For so long a platform may be silent before a person's other one is used. Who is to decide, or waits for an answer, is told
 * elsewhere after the six attempts of a minute; most failures of a platform are over by then. What can wait is given four, so
 * that a short failure does not spread everybody's conversations over two platforms, and it still comes within the five minutes
 * after which the self-audit calls it late.
 */
const URGENT_SILENCE_SECONDS = 60;
const LONGEST_SILENCE_SECONDS = 240;

/** A platform on which a message was tried in vain. */
export const Tried = z.object({
  platform: Platform,
  /** ISO: since when the platform has not answered; of a refusal when it came. */
  since: z.string(),
  /** Attempts that it did not answer. */
  times: z.number().int(),
  /** One of them may have arrived all the same. */
  mayBeThere: z.boolean(),
  /** Why it refused for good. */
  refused: z.string().optional(),
});
export type Tried = z.infer<typeof Tried>;

/** Since when platforms have not answered this process. What one message learns of a platform serves the next. */
export interface Silences {
  /** The platform did not answer at `now`; gives since when it has not. */
  unanswered(workspace: string, platform: Platform, now: DateTime): DateTime;
  /** The platform answered, whatever it said. */
  answered(workspace: string, platform: Platform): void;
}

export function createSilences(): Silences {
  const since = new Map<string, DateTime>();
  return {
    unanswered(workspace, platform, now) {
      const began = since.get(`${workspace} ${platform}`) ?? now;
      since.set(`${workspace} ${platform}`, began);
      return began;
    },
    answered: (workspace, platform) => void since.delete(`${workspace} ${platform}`),
  };
}

/** The platform did not answer once more; `since` then, as far as no earlier attempt says otherwise. */
export function unansweredBy(
  platform: Platform,
  since: DateTime,
  { outcomeUnknown }: TemporaryFailure,
  tried: readonly Tried[],
): Tried {
  const before = tried.find((one) => one.platform === platform);
  return {
    platform,
    since: before?.since ?? since.toUTC().toISO() ?? '',
    times: (before?.times ?? 0) + 1,
    mayBeThere: outcomeUnknown || (before?.mayBeThere ?? false),
  };
}

/** The platform refused for good. */
export function refusedBy(platform: Platform, { message }: PermanentFailure, at: DateTime): Tried {
  return { platform, since: at.toUTC().toISO() ?? '', times: 0, mayBeThere: false, refused: message };
}

/** What is known of one platform, brought up to date. */
export function withTried(all: readonly Tried[], one: Tried): Tried[] {
  return [...all.filter(({ platform }) => platform !== one.platform), one];
}

/** When another platform is used because this one is silent. */
export function silentUntil({ since }: Tried, priority: number, clock: Clock): DateTime {
  const seconds = priority <= PRIORITY.reply ? URGENT_SILENCE_SECONDS : LONGEST_SILENCE_SECONDS;
  return DateTime.fromISO(since, { zone: 'utc' }).plus({ seconds: seconds * clock.speed });
}

/** The ways that are left: `open` in their order, then `silent` ones in turns. A platform that refused is not asked again. */
export function waysLeft<Way extends { platform: Platform }>(
  ways: readonly Way[],
  { tried, priority, attempts }: { tried: readonly Tried[]; priority: number; attempts: number },
  clock: Clock,
): { open: Way[]; silent: Way[] } {
  const now = clock.now();
  const triedOn = (way: Way) => tried.find(({ platform }) => platform === way.platform);
  const left = ways.filter((way) => triedOn(way)?.refused === undefined);
  const isSilent = (way: Way) => {
    const known = triedOn(way);
    return known !== undefined && silentUntil(known, priority, clock) <= now;
  };
  const silent = left.filter(isSilent);
  const turn = attempts % Math.max(silent.length, 1);
  return {
    open: left.filter((way) => !isSilent(way)),
    silent: [...silent.slice(turn), ...silent.slice(0, turn)],
  };
}

/** The card as it is shown on another platform than the best one: a line on top says why. */
export function withReason(
  card: Card,
  ways: readonly { platform: Platform }[],
  here: Platform,
  tried: readonly Tried[],
): Card {
  const better = ways.slice(
    0,
    ways.findIndex(({ platform }) => platform === here),
  );
  const why = better.flatMap(({ platform }) => tried.find((one) => one.platform === platform) ?? [])[0];
  return why === undefined ? card : { ...card, blocks: [{ kind: 'note', text: reasonOf(why) }, ...card.blocks] };
}

function reasonOf({ platform, since, mayBeThere, refused }: Tried): Text {
  const name = PLATFORM_NAMES[platform];
  if (refused !== undefined) return [`You get this here because ${name} refused it.`];
  const at = DateTime.fromISO(since, { zone: 'utc' });
  const there = mayBeThere ? ' It may have arrived there too.' : '';
  return text`You get this here because ${name} has not answered since ${moment(at)}.${there}`;
}
