import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/**
 * True where a column has one of these values. They are one parameter: `inArray` makes one of each, which for the hundreds
 * that a sweep asks for takes longer to write than the database takes to answer.
 */
export function anyOf(column: PgColumn, values: readonly string[]): SQL {
  return sql`${column} = any(${sql.param(values)})`;
}
