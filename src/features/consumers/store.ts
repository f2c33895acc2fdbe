import { and, eq } from 'drizzle-orm';
import type { Tx } from '../../db/db.ts';
import type { Declaration } from './model.ts';
import { contractUses } from './tables.ts';

/** What is declared of a dependency, also by teams that are no consumers any more. */
export async function declarationsOf(tx: Tx, dependencyId: string): Promise<Declaration[]> {
  const rows = await tx.select().from(contractUses).where(eq(contractUses.dependencyId, dependencyId));
  return rows.map(({ workspaceId, ...row }) => row);
}

/** Puts a declaration in the place of the team's last. */
export async function saveDeclaration(tx: Tx, { uses, byId, at, ...key }: Declaration): Promise<void> {
  await tx
    .insert(contractUses)
    .values({ ...key, uses, byId, at })
    .onConflictDoUpdate({ target: [contractUses.dependencyId, contractUses.teamId], set: { uses, byId, at } });
}

export async function removeDeclaration(tx: Tx, dependencyId: string, teamId: string): Promise<void> {
  await tx
    .delete(contractUses)
    .where(and(eq(contractUses.dependencyId, dependencyId), eq(contractUses.teamId, teamId)));
}
