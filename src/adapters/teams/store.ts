import { and, desc, eq, inArray, or, sql } from 'drizzle-orm';
import type { Tx } from '../../db/db.ts';
import { type ConversationKind, teamsConversations } from './tables.ts';

/** Where somebody or somewhere is reached. */
export type Known = Omit<typeof teamsConversations.$inferSelect, 'workspaceId'>;

/** Writes down where something is reached, or that this changed; a personal chat once known is kept. Returns true the first time. */
export async function remember(tx: Tx, known: Known): Promise<boolean> {
  const { conversation, roster, member, team, serviceUrl, dialogs, seenAt } = known;
  const [row] = await tx
    .insert(teamsConversations)
    .values(known)
    .onConflictDoUpdate({
      target: [teamsConversations.workspaceId, teamsConversations.kind, teamsConversations.externalId],
      set: {
        conversation: sql`coalesce(${conversation}, ${teamsConversations.conversation})`,
        roster,
        member: sql`coalesce(${member}, ${teamsConversations.member})`,
        team,
        serviceUrl,
        dialogs,
        seenAt,
      },
    })
    // PostgreSQL's mark of a row that was not there before.
    .returning({ fresh: sql<boolean>`xmax = 0` });
  return row?.fresh ?? false;
}

export async function find(tx: Tx, kind: ConversationKind, externalId: string): Promise<Known | undefined> {
  const [row] = await tx
    .select()
    .from(teamsConversations)
    .where(and(eq(teamsConversations.kind, kind), eq(teamsConversations.externalId, externalId)));
  return row;
}

/** The channel or group chat with this id. */
export async function findShared(tx: Tx, externalId: string): Promise<Known | undefined> {
  const [row] = await tx
    .select()
    .from(teamsConversations)
    .where(and(inArray(teamsConversations.kind, ['channel', 'group']), eq(teamsConversations.externalId, externalId)));
  return row;
}

/** The ids (29:…) by which Teams knows these people, by Entra object id. */
export async function membersOf(tx: Tx, people: readonly string[]): Promise<Map<string, string>> {
  if (people.length === 0) return new Map();
  const rows = await tx
    .select({ person: teamsConversations.externalId, member: teamsConversations.member })
    .from(teamsConversations)
    .where(and(eq(teamsConversations.kind, 'person'), inArray(teamsConversations.externalId, [...people])));
  return new Map(rows.flatMap(({ person, member }) => (member === null ? [] : [[person, member] as const])));
}

/** The teams Depsync was installed in, those heard of last first. */
export async function listTeams(tx: Tx, most: number): Promise<Known[]> {
  return tx
    .select()
    .from(teamsConversations)
    .where(eq(teamsConversations.kind, 'team'))
    .orderBy(desc(teamsConversations.seenAt))
    .limit(most);
}

/** Where Teams was last called from; undefined before it ever spoke to us. */
export async function latestServiceUrl(tx: Tx): Promise<string | undefined> {
  const [row] = await tx
    .select({ serviceUrl: teamsConversations.serviceUrl })
    .from(teamsConversations)
    .orderBy(desc(teamsConversations.seenAt))
    .limit(1);
  return row?.serviceUrl;
}

/** Depsync was removed there: from a team with all its channels, from a personal or a group chat. */
export async function forget(tx: Tx, kind: ConversationKind, externalId: string): Promise<void> {
  const itself = and(eq(teamsConversations.kind, kind), eq(teamsConversations.externalId, externalId));
  await tx
    .delete(teamsConversations)
    .where(kind === 'team' ? or(itself, eq(teamsConversations.team, externalId)) : itself);
}

export async function countKnown(tx: Tx): Promise<{ teams: number; people: number }> {
  const [row] = await tx
    .select({
      teams: sql<number>`(count(*) filter (where ${teamsConversations.kind} = 'team'))::int`,
      people: sql<number>`(count(*) filter (where ${teamsConversations.kind} = 'person'))::int`,
    })
    .from(teamsConversations);
  return row ?? { teams: 0, people: 0 };
}
