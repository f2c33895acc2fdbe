import { and, count, desc, gte, isNotNull, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { z } from 'zod';
import type { Platform } from '../chat/inbound.ts';
import type { Clock } from '../core/clock.ts';
import type { Database, Tx } from '../db/db.ts';
import { missingMigrations } from '../db/migrate.ts';
import { outbox } from '../outbox/tables.ts';
import type { DatabaseFacts } from './database.ts';
import type { ParkedFacts } from './messages.ts';

/** Reasons that are shown of messages given up. */
const NEWEST_REASONS = 3;

const Server = z.object({ version: z.coerce.number(), now: z.coerce.number() });
const Named = z.object({ name: z.string() });

/** What can be known of the database by asking it. `machine` is the machine's clock, which the database's is compared with. */
export async function readDatabase(db: Database, machine: Clock): Promise<DatabaseFacts> {
  const server = await db.system(async (tx) => {
    const { rows } = await tx.execute(sql`select current_setting('server_version_num')::int / 10000 as version,
      extract(epoch from clock_timestamp()) as now`);
    return { ...Server.parse(rows[0]), machine: machine.now().toMillis() / 1000 };
  });
  const missing = await missingMigrations(db.url);
  return {
    version: server.version,
    missingMigrations: missing,
    clockAheadSeconds: server.now - server.machine,
    roleUsable: await db.system(isRoleUsable),
    unguardedTables: await db.system(unguardedTables),
  };
}

async function isRoleUsable(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute(sql`select rolname as name from pg_roles
    where rolname = 'depsync_app' and pg_has_role(current_user, oid, 'MEMBER') and not rolsuper and not rolbypassrls`);
  return rows.length === 1;
}

async function unguardedTables(tx: Tx): Promise<string[]> {
  const { rows } = await tx.execute(sql`select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not c.relrowsecurity order by 1`);
  return z
    .array(Named)
    .parse(rows)
    .map((row) => row.name);
}

/** Messages of a workspace that were given up, and why the newest were. */
export async function readParked(tx: Tx): Promise<ParkedFacts> {
  const parked = isNotNull(outbox.parkedAt);
  const [all] = await tx.select({ count: count() }).from(outbox).where(parked);
  const newest = await tx
    .select({ conversation: outbox.conversation, reason: outbox.lastError })
    .from(outbox)
    .where(parked)
    .orderBy(desc(outbox.parkedAt))
    .limit(NEWEST_REASONS);
  return { count: all?.count ?? 0, newest };
}

/** Why messages to this conversation were given up, when none arrived there since. */
export async function whyUnreached(tx: Tx, conversation: string): Promise<string | undefined> {
  const [last] = await tx
    .select({ parkedAt: outbox.parkedAt, reason: outbox.lastError })
    .from(outbox)
    .where(
      and(
        sql`${outbox.conversation} = ${conversation}`,
        sql`(${outbox.parkedAt} is not null or ${outbox.deliveredAt} is not null)`,
      ),
    )
    .orderBy(desc(outbox.seq))
    .limit(1);
  return last?.parkedAt == null ? undefined : (last.reason ?? 'no reason was given');
}

/** Everybody is written to within a week: prompts come at least so often. */
const REFUSED_WITHIN_DAYS = 7;

/** Whom a platform refused to hand something lately, by their conversation, and why; the newest refusal of each platform. */
export async function readRefused(
  tx: Tx,
  now: DateTime,
): Promise<{ person: string; platform: Platform; reason: string }[]> {
  const rows = await tx
    .select({ address: outbox.address, tried: outbox.tried })
    .from(outbox)
    .where(and(gte(outbox.createdAt, now.minus({ days: REFUSED_WITHIN_DAYS })), sql`${outbox.tried} <> '[]'`))
    .orderBy(outbox.seq);
  const refused = new Map<string, { person: string; platform: Platform; reason: string }>();
  for (const { address, tried } of rows) {
    for (const { platform, refused: reason } of tried) {
      if ('person' in address && reason !== undefined) {
        refused.set(`${address.person} ${platform}`, { person: address.person, platform, reason });
      }
    }
  }
  return [...refused.values()];
}
