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

/** An owner and the one dependency they have. */
export interface Owner {
  number: number;
  handle: string;
  platform: 'slack' | 'teams';
  /** Their id there. */
  id: string;
  /** Their chat with the bot. */
  conversation: string;
  zone: string;
  key: string;
  /** When its blocker was raised; undefined where nothing blocks it. */
  blockedSince: DateTime | undefined;
}

export const LEAD = { handle: 'lena', platform: 'slack' as const, id: 'U0LENA', zone: 'Europe/London' };

/** On these platforms in turn. */
export function ownersOf(
  size: { owners: number; blockers: number },
  start: DateTime,
  platforms: readonly Owner['platform'][],
): Owner[] {
  return Array.from({ length: size.owners }, (_, index) => {
    const number = index + 1;
    const age = OLDEST_BLOCKER_HOURS * (1 - index / size.blockers);
    return {
      number,
      handle: `owner${number}`,
      ...placeOf(number, platforms[index % platforms.length]),
      zone: ZONES[index % ZONES.length] ?? 'UTC',
      key: `DEP-${number}`,
      blockedSince: index < size.blockers ? start.minus({ minutes: Math.round(age * 60) }) : undefined,
    };
  });
}

function placeOf(
  number: number,
  platform: Owner['platform'] = 'slack',
): Pick<Owner, 'platform' | 'id' | 'conversation'> {
  if (platform === 'slack') {
    return { platform: 'slack', id: `UOWNER${number}`, conversation: `DOWNER${number}` };
  }
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return { platform: 'teams', id, conversation: chatIdOf(id) };
}

/** The register as a file that `depsync import` takes; nobody has a delegate, so the ladder goes to the lead. */
export function registerFile(owners: readonly Owner[]): string {
  const person = ({ handle, platform, id, zone }: Pick<Owner, 'handle' | 'platform' | 'id' | 'zone'>) => ({
    handle,
    [platform]: id,
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
