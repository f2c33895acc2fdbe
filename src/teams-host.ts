import type { TeamsHost } from './adapters/teams/index.ts';
import { sharedPathOf } from './adapters/web/index.ts';
import { withSharedLinks } from './chat/shared.ts';
import type { Depsync } from './compose.ts';
import type { Clock } from './core/clock.ts';
import type { Database } from './db/db.ts';
import { followZone, linkWorkspace, listPeople, readerOn } from './features/people/index.ts';
import { arrived } from './outbox/arrival.ts';
import type { Address } from './outbox/message.ts';

/** What the Teams adapter must know of the register. */
export function teamsHost(
  db: Database,
  workspace: string,
  clock: Clock,
  find: Depsync['personOf'],
  publicUrl: string | undefined,
): TeamsHost {
  const personOf = (entraId: string) => find(workspace, 'teams', entraId);
  return {
    personOf,
    readerOf: (entraId, people) => db.tx(workspace, (tx) => readerOn(tx, 'teams', entraId, people)),
    pictureUrl: (id) => (publicUrl === undefined ? undefined : new URL(sharedPathOf(id), publicUrl).href),
    people: async () => (await db.tx(workspace, listPeople)).map(({ id, name }) => ({ id, name })),
    onZone: (entraId, zone) => db.tx(workspace, (tx) => followZone(tx, clock.now(), 'teams', entraId, zone)),
    link: (tenant) => db.tx(workspace, (tx) => linkWorkspace(tx, workspace, 'teams', tenant)),
    async arrived(message, ref, { entraId, direct }) {
      const person = direct ? await personOf(entraId) : undefined;
      const seenIn = direct ? (person === undefined ? [] : [{ person }]) : channelsOf(ref.conversation);
      const found = await arrived(db, clock, workspace, { message, ref, seenIn });
      return typeof found === 'object' ? withSharedLinks(found.card, publicUrl) : found;
    },
  };
}

/** A thread is seen by whoever sees its channel: a message to either is shown there. */
function channelsOf(conversation: string): Address[] {
  const ids = new Set([conversation, conversation.split(';', 1)[0] ?? '']);
  return [...ids].map((id) => ({ channel: { platform: 'teams', id } }));
}
