import { and, asc, count, eq, gte, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import type { ActionChanges, ActionItem, ActionState } from './model.ts';
import { actions } from './tables.ts';

export interface ActionFilter {
  ids?: readonly string[];
  keys?: readonly string[];
  programmeId?: string;
  dependencyId?: string;
  ownerId?: string;
  states?: readonly ActionState[];
  /** Due before this day, YYYY-MM-DD. */
  dueBefore?: string;
  /** Opened at this instant or later. */
  since?: DateTime;
  /** In what is to be done, in the note or in the key; any case. */
  words?: string;
}

/** Actions: the open ones by due day, then the closed ones, the latest first. */
export async function listActions(tx: Tx, filter: ActionFilter, limit?: number): Promise<ActionItem[]> {
  if (filter.ids?.length === 0 || filter.keys?.length === 0) return [];
  const query = tx
    .select()
    .from(actions)
    .where(matching(filter))
    .orderBy(sql`${actions.closedAt} desc nulls first`, asc(actions.dueOn), asc(actions.number));
  const rows = await (limit === undefined ? query : query.limit(limit));
  return rows.map(({ workspaceId, ...action }) => action);
}

export async function countActions(tx: Tx, filter: ActionFilter): Promise<number> {
  const [row] = await tx.select({ many: count() }).from(actions).where(matching(filter));
  return row?.many ?? 0;
}

function matching(filter: ActionFilter): SQL | undefined {
  const { ids, keys, programmeId, dependencyId, ownerId, states, dueBefore, since, words } = filter;
  const like = words === undefined ? '' : `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  return and(
    ids === undefined ? undefined : inArray(actions.id, [...ids]),
    keys === undefined ? undefined : inArray(actions.key, [...keys]),
    programmeId === undefined ? undefined : eq(actions.programmeId, programmeId),
    dependencyId === undefined ? undefined : eq(actions.dependencyId, dependencyId),
    ownerId === undefined ? undefined : eq(actions.ownerId, ownerId),
    states === undefined ? undefined : inArray(actions.state, [...states]),
    dueBefore === undefined ? undefined : sql`${actions.dueOn} < ${dueBefore}`,
    since === undefined ? undefined : gte(actions.openedAt, since),
    words === undefined
      ? undefined
      : or(ilike(actions.what, like), ilike(actions.note, like), ilike(actions.key, like)),
  );
}

/** Locks an action until the transaction ends and reads it. */
export async function lockAction(tx: Tx, id: string): Promise<ActionItem | undefined> {
  const [row] = await tx.select().from(actions).where(eq(actions.id, id)).for('update');
  if (row === undefined) return undefined;
  const { workspaceId, ...action } = row;
  return action;
}

/** The next free number of a programme; call it with the programme locked. */
export async function nextActionNumber(tx: Tx, programmeId: string): Promise<number> {
  const [row] = await tx
    .select({ last: sql<number>`coalesce(max(${actions.number}), 0)::int` })
    .from(actions)
    .where(eq(actions.programmeId, programmeId));
  return (row?.last ?? 0) + 1;
}

export async function insertAction(tx: Tx, action: Omit<ActionItem, 'id' | 'version'>): Promise<ActionItem> {
  const [saved] = await tx.insert(actions).values(action).returning({ id: actions.id, version: actions.version });
  if (saved === undefined) throw new Error('An action was saved without an id.');
  return { ...action, ...saved };
}

export async function updateAction(tx: Tx, id: string, changes: ActionChanges): Promise<void> {
  await tx
    .update(actions)
    .set({ ...changes, version: sql`${actions.version} + 1` })
    .where(eq(actions.id, id));
}
