import { PLATFORM_NAMES, type Platform } from '../chat/inbound.ts';
import type { LastAudit } from '../features/selfaudit/index.ts';
import type { Levels } from '../operations/metrics.ts';
import { type Finding, fail, ok, some, warn } from './finding.ts';

/** Nothing waits longer in a working installation: sweeps come every 5 s, the longest wait between attempts is 5 min. */
const TIMER_OVERDUE_SECONDS = 120;
const MESSAGE_OVERDUE_SECONDS = 600;

export interface ParkedFacts {
  count: number;
  newest: { conversation: string; reason: string | null }[];
}

export function judgeMessages(levels: Levels, parked: ParkedFacts): Finding[] {
  return [timers(levels), waiting(levels), givenUp(parked)];
}

function timers({ overdueTimerSeconds }: Levels): Finding {
  return overdueTimerSeconds <= TIMER_OVERDUE_SECONDS
    ? ok('timers', 'none is overdue')
    : fail(
        'timers',
        `the first is overdue for ${inWords(overdueTimerSeconds)}`,
        'start Depsync, or a process with --role worker; if one runs, read its log',
      );
}

function waiting({ openMessages, oldestOpenSeconds }: Levels): Finding {
  return oldestOpenSeconds <= MESSAGE_OVERDUE_SECONDS
    ? ok('messages', openMessages === 0 ? 'none waits' : `${openMessages} wait, none for long`)
    : fail(
        'messages',
        `${openMessages} wait, the oldest for ${inWords(oldestOpenSeconds)}`,
        'start Depsync, or a process with --role worker; if one runs, its log says what the platform answers',
      );
}

function givenUp({ count, newest }: ParkedFacts): Finding {
  if (count === 0) return ok('parked messages', 'none');
  const reasons = newest.map(({ conversation, reason }) => `${conversation} (${reason ?? 'no reason'})`).join(', ');
  return warn(
    'parked messages',
    `${count} given up, the newest to ${reasons}`,
    'put the reason right; the person sees everything open with /deps mine',
  );
}

/** People whom a platform refuses to hand what Depsync writes, each as `@ana (Teams: why)`. */
export function judgeRefused(refused: readonly { handle: string; platform: Platform; reason: string }[]): Finding {
  const name = 'refused people';
  const each = refused.map(({ handle, platform, reason }) => `@${handle} (${PLATFORM_NAMES[platform]}: ${reason})`);
  return refused.length === 0
    ? ok(name, 'none within a week')
    : warn(
        name,
        `${some(each)}; they are written to on their other platform, or somebody else is turned to`,
        'ask each to unblock Depsync or to add the app again; where the id is wrong, correct it in the register',
      );
}

/** What the newest self-audit found. */
export function judgeSchedule(audit: LastAudit | undefined): Finding {
  const name = 'schedule';
  if (audit === undefined) return ok(name, 'not checked yet: a running worker does so every ten minutes');
  const wrong = Object.entries(audit.counts).filter(([, count]) => count > 0);
  return wrong.length === 0
    ? ok(name, `${audit.judged} sends of the last day, all as due`)
    : warn(
        name,
        `${wrong.map(([fault, count]) => `${count} ${fault}`).join(', ')} of ${audit.judged} sends of the last day`,
        'npx depsync audit schedule names each, and why',
      );
}

function inWords(seconds: number): string {
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
