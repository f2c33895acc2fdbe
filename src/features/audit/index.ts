import type { Scope } from '../feature.ts';
import { insertAudit } from './store.ts';

export { entriesOf, lastChange } from './store.ts';

/** One change: who, what, before, after, why. `byId` null means Depsync itself. */
export interface AuditEntry {
  programmeId: string | null;
  byId: string | null;
  /** Such as `register.edited`. */
  action: string;
  /** The key or id of what it is about. */
  subject: string;
  before?: unknown;
  after?: unknown;
  reason?: string | null;
}

/** Writes a change into the audit log, in the transaction of the change. */
export async function record(scope: Pick<Scope, 'tx' | 'now'>, entry: AuditEntry): Promise<void> {
  await recordAll(scope, [entry]);
}

/** Writes many changes into the audit log, in the transaction of the changes. */
export async function recordAll({ tx, now }: Pick<Scope, 'tx' | 'now'>, entries: readonly AuditEntry[]): Promise<void> {
  await insertAudit(
    tx,
    entries.map((entry) => ({
      ...entry,
      at: now,
      before: entry.before ?? null,
      after: entry.after ?? null,
      reason: entry.reason ?? null,
    })),
  );
}
