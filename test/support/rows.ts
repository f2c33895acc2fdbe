import pg from 'pg';

/** Every row of every table of a database, as JSON: for what must stand nowhere. */
export async function everyRow(url: string): Promise<{ table: string; row: string }[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const all: { table: string; row: string }[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select to_jsonb(one)::text as row from ${name} one`);
      all.push(...rows.map(({ row }) => ({ table: name.replace('public.', ''), row })));
    }
    return all;
  } finally {
    await client.end();
  }
}
