import type { DateTime } from 'luxon';
import type { Database } from '../../db/db.ts';
import type { Known } from './store.ts';
import * as store from './store.ts';
import type { ConversationKind } from './tables.ts';

/** What was written down is not compared with the database again before this process heard of so many others. */
const MOST_REMEMBERED = 10_000;

/** Where somebody or somewhere is reached; `seenAt` is added when it is written down. */
export type Entry = Omit<Known, 'seenAt'>;

/** The address book of an installation: kept in the database, told only what is new. */
export interface Book {
  /** Writes down what an activity says of where it comes from. Returns true the first time it is heard of. */
  remember(entry: Entry): Promise<boolean>;
  forget(kind: ConversationKind, externalId: string): Promise<void>;
  person(id: string): Promise<Known | undefined>;
  /** A channel or a group chat. */
  shared(id: string): Promise<Known | undefined>;
  teams(most: number): Promise<Known[]>;
  /** Ids for this bot (29:…) by Entra object id. */
  membersOf(people: readonly string[]): Promise<Map<string, string>>;
  latestServiceUrl(): Promise<string | undefined>;
}

export function createBook(db: Database, workspace: string, now: () => DateTime): Book {
  const written = new Map<string, string>();
  const keyOf = (kind: ConversationKind, externalId: string) => `${kind} ${externalId}`;
  return {
    async remember(entry) {
      const key = keyOf(entry.kind, entry.externalId);
      const present = JSON.stringify(entry);
      if (written.get(key) === present) return false;
      const fresh = await db.tx(workspace, (tx) => store.remember(tx, { ...entry, seenAt: now() }));
      if (written.size >= MOST_REMEMBERED) written.clear();
      written.set(key, present);
      return fresh;
    },
    async forget(kind, externalId) {
      // Its channels go with a team.
      written.clear();
      await db.tx(workspace, (tx) => store.forget(tx, kind, externalId));
    },
    person: (id) => db.tx(workspace, (tx) => store.find(tx, 'person', id)),
    shared: (id) => db.tx(workspace, (tx) => store.findShared(tx, id)),
    teams: (most) => db.tx(workspace, (tx) => store.listTeams(tx, most)),
    membersOf: (people) => db.tx(workspace, (tx) => store.membersOf(tx, people)),
    latestServiceUrl: () => db.tx(workspace, (tx) => store.latestServiceUrl(tx)),
  };
}
