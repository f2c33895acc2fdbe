import type { DateTime } from 'luxon';
import { chatIdOf } from '../support/teams-state.ts';

/** Where owners live, in turn. None of them has a country in the register, so none has holidays. */
const ZONES = [
  'Europe/Berlin',
  'Asia/Kolkata',
  'America/New_York',
  'Europe/London',
  'Asia/Tokyo',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Asia/Dubai',
] as const;

export const LEADERSHIP = 'C0LEADERSHIP';
export const PROGRAMME = 'C0PROGRAMME';
/** Hours; the first tier of the first blocker is due half an hour before the faults begin, of the last within a day of that. */
const OLDEST_BLOCKER_HOURS = 18.5;

/** Where an owner is reached. */
export interface Home {
  platform: 'slack' | 'teams';
  /** Their id there. */
  id: string;
  /** Their chat with the bot. */
  conversation: string;
}

/** An owner, where they want to be told first, and the one dependency they have. */
export interface Owner extends Home {
  number: number;
  handle: string;
  /** Where they are reached as well. */
  also: Home | undefined;
  zone: string;
  key: string;
  /** When its blocker was raised; undefined where nothing blocks it. */
  blockedSince: DateTime | undefined;
}

export const LEAD = {
  handle: 'lena',
  platform: 'slack' as const,
  id: 'U0LENA',
  also: undefined,
  zone: 'Europe/London',
};

/** The platforms of one person, the preferred one first. */
type Platforms = readonly [Home['platform'], Home['platform']?];

/** On these platforms in turn. */
export function ownersOf(
  size: { owners: number; blockers: number },
  start: DateTime,
  turns: readonly [Platforms, ...Platforms[]],
): Owner[] {
  return Array.from({ length: size.owners }, (_, index) => {
    const number = index + 1;
    const [preferred, other] = turns[index % turns.length] ?? turns[0];
    const age = OLDEST_BLOCKER_HOURS * (1 - index / size.blockers);
    return {
      number,
      handle: `owner${number}`,
      ...homeOf(number, preferred),
      also: other && homeOf(number, other),
      zone: ZONES[index % ZONES.length] ?? 'UTC',
      key: `DEP-${number}`,
      blockedSince: index < size.blockers ? start.minus({ minutes: Math.round(age * 60) }) : undefined,
    };
  });
}

function homeOf(number: number, platform: Home['platform']): Home {
  if (platform === 'slack') return { platform, id: `UOWNER${number}`, conversation: `DOWNER${number}` };
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return { platform, id, conversation: chatIdOf(id) };
}

export function homesOf({ platform, id, conversation, also }: Owner): Home[] {
  return [{ platform, id, conversation }, ...(also === undefined ? [] : [also])];
}

/** The register as a file that `depsync import` takes; nobody has a delegate, so the ladder goes to the lead. */
export function registerFile(owners: readonly Owner[]): string {
  const person = ({
    handle,
    platform,
    id,
    also,
    zone,
  }: Pick<Owner, 'handle' | 'platform' | 'id' | 'also' | 'zone'>) => ({
    handle,
    [platform]: id,
    ...(also && { [also.platform]: also.id, prefers: platform }),
    zone,
    name: `Example ${handle}`,
    email: `${handle}@example.com`,
    team: 'plat',
  });
  return JSON.stringify({
    programme: {
      key: 'Q1',
      name: 'Q1 launch',
      leads: [LEAD.handle],
      policy: {
        // Each prompt and nudge is compared by itself.
        interruptions: { bundled: false, weekly: 6 },
        channels: {
          programme: [{ platform: 'slack', id: PROGRAMME }],
          leadership: [{ platform: 'slack', id: LEADERSHIP }],
        },
      },
    },
    teams: [
      { key: 'plat', name: 'Product Platform' },
      { key: 'part', name: 'Partner Experience' },
    ],
    people: [LEAD, ...owners].map(person),
    dependencies: owners.map(({ key, handle, number, blockedSince }) => ({
      key,
      title: `Interface ${number}`,
      kind: 'api',
      producer: 'plat',
      consumers: ['part'],
      owner: handle,
      ...(blockedSince && {
        blocker: { reason: 'The sandbox is down', raisedBy: handle, raisedAt: blockedSince.toISO() },
      }),
    })),
  });
}
