import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../src/db/embedded/server.ts';

/** A PostgreSQL server for the tests: the one of DATABASE_URL, else an embedded one that is thrown away. */
export async function testServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined) return { url: given, stop: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'depsync-test-'));
  // PostgreSQL refuses root and then works under another account, which must be able to enter.
  await chmod(folder, 0o755);
  const server = await startEmbedded({ folder, durable: false });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
