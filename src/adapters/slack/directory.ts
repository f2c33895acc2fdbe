import type { WebClient } from '@slack/web-api';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { Directory, Profile } from '../../chat/port.ts';
import { refusalCode, toFailure } from './errors.ts';

/** Slack's refusals that mean: there is nobody. */
const NOBODY = new Set(['user_not_found', 'users_not_found', 'user_not_visible']);

/** Slack does not mark its own bot as one. */
const SLACKBOT = 'USLACKBOT';

export const SlackUser = z.object({
  id: z.string(),
  name: z.string().optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  /** Of another workspace, met in a shared channel. */
  is_stranger: z.boolean().optional(),
  /** IANA; `tz_offset` beside it changes silently with summer time and is not read. */
  tz: z.string().optional(),
  profile: z.object({ real_name: z.string().optional(), email: z.string().optional() }).optional(),
});
export type SlackUser = z.infer<typeof SlackUser>;

/** Asks Slack who somebody is: one person at a time, a workspace is never listed. */
export function createDirectory(client: WebClient): Directory {
  return {
    platform: 'slack',

    async profile(_workspace, sender) {
      const user = await orNobody(() => client.users.info({ user: sender }));
      return user && profileOf(user);
    },

    async byEmail(_workspace, email) {
      const user = await orNobody(() => client.users.lookupByEmail({ email }));
      return user && isMember(user) ? user.id : undefined;
    },
  };
}

/** The zone of a user, where Slack names one that exists. */
export function zoneOfUser(user: SlackUser): string | undefined {
  return user.tz !== undefined && IANAZone.isValidZone(user.tz) ? user.tz : undefined;
}

async function orNobody(ask: () => Promise<{ user?: unknown }>): Promise<SlackUser | undefined> {
  try {
    const { user } = await ask();
    return SlackUser.parse(user);
  } catch (error) {
    if (NOBODY.has(refusalCode(error) ?? '')) return undefined;
    throw toFailure(error);
  }
}

function profileOf(user: SlackUser): Profile | undefined {
  if (!isMember(user)) return undefined;
  return {
    name: user.profile?.real_name || user.name || user.id,
    email: user.profile?.email,
    zone: zoneOfUser(user),
  };
}

function isMember(user: SlackUser): boolean {
  return !user.deleted && !user.is_bot && !user.is_stranger && user.id !== SLACKBOT;
}
