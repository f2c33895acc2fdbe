import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import { gates } from '../approvals/tables.ts';
import { contacts, dependencies } from '../register/tables.ts';
import type { Increment } from './model.ts';

/** Owners, contacts and approvers of what a programme worked on in an increment: what is open, or was due in it. Each once. */
export async function circleOf(
  tx: Tx,
  programmeId: string,
  { after }: Increment,
  from: DateTime | null,
): Promise<string[]> {
  const worked = and(
    eq(dependencies.programmeId, programmeId),
    or(
      eq(dependencies.state, 'open'),
      and(
        eq(dependencies.state, 'delivered'),
        after === null ? undefined : or(isNull(dependencies.dueDate), gt(dependencies.dueDate, after)),
      ),
    ),
  );
  const [owners, named, signed] = await Promise.all([
    tx.select({ personId: dependencies.ownerId }).from(dependencies).where(worked),
    tx
      .select({ personId: contacts.personId })
      .from(contacts)
      .innerJoin(dependencies, eq(dependencies.id, contacts.dependencyId))
      .where(worked),
    tx
      .select({ approvers: gates.approvers })
      .from(gates)
      .innerJoin(dependencies, eq(dependencies.id, gates.dependencyId))
      .where(and(worked, from === null ? undefined : gt(gates.openedAt, from))),
  ]);
  const ids = [...owners, ...named, ...signed.flatMap(({ approvers }) => approvers)].flatMap(
    ({ personId }) => personId ?? [],
  );
  return [...new Set(ids)];
}
