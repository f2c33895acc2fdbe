import pg from 'pg';

export default async function teardown(): Promise<void> {
  // Jest gives set-up and teardown nothing to share but the global object.
  const { depsyncTestServer: server } = globalThis as unknown as {
    depsyncTestServer: { url: string; template: string; stop(): Promise<void> };
  };
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`drop database if exists ${server.template} with (force)`);
  await client.end();
  await server.stop();
}
