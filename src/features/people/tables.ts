import { index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { Platform } from '../../chat/inbound.ts';
import { id, instant, oneOf, workspaceId } from '../../db/columns.ts';

export const workspaces = pgTable('workspaces', {
  id: id(),
  name: text().notNull(),
  createdAt: instant().notNull(),
});

/** Which Slack team or Teams tenant is which workspace. */
export const workspaceLinks = pgTable(
  'workspace_links',
  {
    workspaceId: workspaceId(),
    platform: oneOf(Platform).notNull(),
    externalId: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.platform, table.externalId] })],
);

export const teams = pgTable(
  'teams',
  {
    id: id(),
    workspaceId: workspaceId(),
    key: text().notNull(),
    name: text().notNull(),
    leadId: uuid(),
  },
  (table) => [unique().on(table.workspaceId, table.key)],
);

export const people = pgTable(
  'people',
  {
    id: id(),
    workspaceId: workspaceId(),
    handle: text().notNull(),
    name: text().notNull(),
    email: text(),
    title: text(),
    zone: text().notNull(),
    /** Who set the zone: the register wins over what a platform says. */
    zoneFrom: oneOf(z.enum(['register', 'platform'])).notNull(),
    country: text(),
    region: text(),
    /** ISO weekdays; null means the country's. */
    weekend: jsonb().$type<number[]>(),
    workStart: text().notNull().default('09:00'),
    workEnd: text().notNull().default('18:00'),
    teamId: uuid(),
    delegateId: uuid(),
    preferred: oneOf(Platform),
    version: integer().notNull().default(1),
  },
  (table) => [unique().on(table.workspaceId, table.handle), index().on(table.workspaceId, table.email)],
);

/** One person on one platform. */
export const identities = pgTable(
  'identities',
  {
    workspaceId: workspaceId(),
    personId: uuid().notNull(),
    platform: oneOf(Platform).notNull(),
    externalId: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.platform, table.externalId] }),
    index().on(table.workspaceId, table.personId),
  ],
);

export const absences = pgTable(
  'absences',
  {
    id: id(),
    workspaceId: workspaceId(),
    personId: uuid().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    standInId: uuid(),
  },
  (table) => [index().on(table.workspaceId, table.personId, table.endsAt)],
);
