import type { Directory, Profile } from '../../chat/port.ts';
import type { Book } from './book.ts';
import type { Connector, Member } from './connector.ts';
import { MOST_TEAMS_ASKED } from './limits.ts';

/**
 * Asks Teams who somebody is, one person at a time. Teams names members of conversations only: those who spoke to the bot, and
 * by their sign-in name the members of the teams it was added to. Their zone comes with what they write.
 */
export function createDirectory(connector: Connector, book: Book): Directory {
  return {
    platform: 'teams',

    async profile(_tenant, person) {
      const known = await book.person(person);
      if (known !== undefined) {
        return profileOf(await connector.member(known.serviceUrl, known.roster, known.member ?? person));
      }
      for (const team of await book.teams(MOST_TEAMS_ASKED)) {
        const member = await connector.member(team.serviceUrl, team.roster, person);
        if (member !== undefined) return profileOf(member);
      }
      return undefined;
    },

    async byEmail(_tenant, email) {
      for (const team of await book.teams(MOST_TEAMS_ASKED)) {
        const { serviceUrl, roster, dialogs } = team;
        const member = await connector.member(serviceUrl, roster, email);
        const id = member && entraIdOf(member);
        if (member === undefined || id === undefined) continue;
        await book.remember({
          kind: 'person',
          externalId: id,
          conversation: null,
          roster,
          member: member.id,
          team: null,
          serviceUrl,
          dialogs,
        });
        return id;
      }
      return undefined;
    },
  };
}

/** Entra's id of a member; Teams calls it by two names. */
export function entraIdOf(member: Member): string | undefined {
  return member.aadObjectId ?? member.objectId;
}

function profileOf(member: Member | undefined): Profile | undefined {
  if (member === undefined) return undefined;
  return {
    name: member.name ?? member.id,
    email: member.email ?? member.userPrincipalName ?? undefined,
    zone: undefined,
  };
}
