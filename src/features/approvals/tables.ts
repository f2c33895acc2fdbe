import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { id, instant, json, oneOf, workspaceId } from '../../db/columns.ts';
import { Quorum } from '../programme/model.ts';
import { CarriedFrom, Choice, GateState, Seat, Waiver } from './model.ts';

/** One gate of one contract version. The next gate's row is made when this one passes, another of this one when it is opened again. */
export const gates = pgTable(
  'gates',
  {
    id: id(),
    workspaceId: workspaceId(),
    dependencyId: uuid().notNull(),
    contractId: uuid().notNull(),
    /** 1 to 4 */
    number: integer().notNull(),
    name: text().notNull(),
    criteria: json(z.array(z.string())).notNull(),
    /** Who must sign, as the policy stood when it opened; votes of stand-ins count for them. */
    approvers: json(z.array(Seat)).notNull(),
    quorum: json(Quorum).notNull(),
    state: oneOf(GateState).notNull(),
    openedAt: instant().notNull(),
    dueAt: instant().notNull(),
    closedAt: instant(),
    waiver: json(Waiver),
    version: integer().notNull().default(1),
  },
  (table) => [
    // One that was closed without a decision may be opened again, as a row of its own.
    uniqueIndex().on(table.contractId, table.number).where(sql`state in ('open', 'passed', 'changes-requested')`),
    index().on(table.workspaceId, table.dependencyId),
  ],
);

/** Items of a gate's checklist that were confirmed. */
export const ticks = pgTable(
  'ticks',
  {
    workspaceId: workspaceId(),
    gateId: uuid().notNull(),
    /** Its place in `criteria`, from 1. */
    item: integer().notNull(),
    byId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.gateId, table.item] })],
);

export const votes = pgTable(
  'votes',
  {
    workspaceId: workspaceId(),
    gateId: uuid().notNull(),
    /** The approver it counts for. */
    approverId: uuid().notNull(),
    /** Who clicked: the approver or the stand-in. */
    byId: uuid().notNull(),
    vote: oneOf(Choice).notNull(),
    comment: text(),
    at: instant().notNull(),
    carriedFrom: json(CarriedFrom),
  },
  (table) => [primaryKey({ columns: [table.gateId, table.approverId] }), unique().on(table.gateId, table.byId)],
);

/** Times that a gate was late, each from its due moment until it closed or was given more time. */
export const lateGates = pgTable(
  'late_gates',
  {
    id: id(),
    workspaceId: workspaceId(),
    dependencyId: uuid().notNull(),
    gateId: uuid().notNull(),
    /** Its due moment. */
    since: instant().notNull(),
    /** Hours of each tier, as the policy stood when it became late. */
    tiers: json(z.array(z.number())).notNull(),
    endedAt: instant(),
  },
  (table) => [
    index().on(table.workspaceId, table.dependencyId),
    uniqueIndex('late_gates_one_open').on(table.gateId).where(sql`ended_at is null`),
  ],
);
