import { and, eq, gte, inArray, isNull, lt, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import { gates, lateGates } from '../approvals/tables.ts';
import { audit } from '../audit/tables.ts';
import { blockers } from '../blockers/tables.ts';
import { prompts, reports } from '../checkins/tables.ts';
import { contracts } from '../contracts/tables.ts';
import { escalations } from '../escalations/tables.ts';
import { dependencies } from '../register/tables.ts';
import { SHIFTED } from '../timeline/model.ts';
import type { Facts } from './rules/metrics.ts';

/** Instants; the last is excluded, and without a first it is all that was before. */
export interface Span {
  from: DateTime | null;
  to: DateTime;
}

/** What happened in a programme in a span. */
export async function factsOf(tx: Tx, programmeId: string, span: Span): Promise<Facts> {
  const during = (column: AnyPgColumn): SQL | undefined =>
    and(span.from === null ? undefined : gte(column, span.from), lt(column, span.to));
  const own = tx.select({ id: dependencies.id }).from(dependencies).where(eq(dependencies.programmeId, programmeId));
  const ofOwn = (column: AnyPgColumn) => inArray(column, own);
  const matters = tx
    .select({ id: blockers.id })
    .from(blockers)
    .where(ofOwn(blockers.dependencyId))
    .union(tx.select({ id: lateGates.id }).from(lateGates).where(ofOwn(lateGates.dependencyId)));
  const [asked, passed, solved, heard, shifted, submitted, said] = await Promise.all([
    tx
      .select({ askedAt: prompts.askedAt, answers: prompts.answers })
      .from(prompts)
      .where(
        and(
          eq(prompts.programmeId, programmeId),
          during(prompts.askedAt),
          inArray(prompts.state, ['answered', 'missed']),
        ),
      ),
    tx
      .select({ number: gates.number, openedAt: gates.openedAt, closedAt: gates.closedAt })
      .from(gates)
      .where(and(ofOwn(gates.dependencyId), eq(gates.state, 'passed'), isNull(gates.waiver), during(gates.closedAt))),
    tx
      .select({ raisedAt: blockers.raisedAt, resolvedAt: blockers.resolvedAt })
      .from(blockers)
      .where(and(ofOwn(blockers.dependencyId), during(blockers.resolvedAt))),
    tx
      .select({ decisionId: escalations.decisionId })
      .from(escalations)
      .where(and(inArray(escalations.matterId, matters), during(escalations.at))),
    tx
      .select({ subject: audit.subject })
      .from(audit)
      .where(and(eq(audit.programmeId, programmeId), eq(audit.action, SHIFTED), during(audit.at))),
    tx
      .select({ dependencyId: contracts.dependencyId })
      .from(contracts)
      .where(and(ofOwn(contracts.dependencyId), during(contracts.submittedAt))),
    tx
      .select({ dependencyId: reports.dependencyId, reason: reports.reason })
      .from(reports)
      .where(and(ofOwn(reports.dependencyId), during(reports.at))),
  ]);
  return {
    prompts: asked.map(({ askedAt, answers }) => ({ askedAt, answeredAt: firstAnswer(answers) })),
    gates: passed.flatMap(({ closedAt, ...gate }) => (closedAt === null ? [] : [{ ...gate, closedAt }])),
    blockers: solved.flatMap(({ raisedAt, resolvedAt }) => (resolvedAt === null ? [] : [{ raisedAt, resolvedAt }])),
    escalations: heard.map(({ decisionId }) => ({ decided: decisionId !== null })),
    shifts: shifted.map(({ subject }) => subject),
    versions: submitted,
    reports: said,
  };
}

function firstAnswer(answers: Readonly<Record<string, { at: string }>>): DateTime | null {
  const [first] = Object.values(answers)
    .map(({ at }) => at)
    .sort();
  return first === undefined ? null : DateTime.fromISO(first, { zone: 'utc' });
}
