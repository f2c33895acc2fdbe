import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import { readConfig } from '../../src/config.ts';
import { personByHandle } from '../../src/features/people/index.ts';
import { type Running, start } from '../../src/main.ts';
import { backends } from '../support/backends.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';
import { seed } from '../support/seed.ts';
import { signIn } from '../support/web-console.ts';

describe.each(backends())('the queue on $name', ({ on }) => {
  let database: TestDatabase;
  let running: Running;

  beforeAll(async () => {
    database = await freshDatabase();
    const { db, workspace, url } = database;
    await db.tx(workspace, (tx) => seed({ tx, workspace, now: DateTime.utc(2026, 12, 1) }, { leads: ['lena'] }));
    const queue = on(url);
    const config = readConfig({
      DATABASE_URL: url,
      REDIS_URL: 'redis' in queue ? queue.redis : '',
      DEPSYNC_DATA_DIR: mkdtempSync(path.join(tmpdir(), 'depsync-board-')),
      PORT: '0',
      LOG_LEVEL: 'error',
    });
    running = await start(config, 'all', () => {});
  });
  afterAll(async () => {
    await running.stop();
    await database.drop();
  });

  async function visitor(handle: string) {
    const person = await database.db.tx(database.workspace, (tx) => personByHandle(tx, handle));
    return signIn(running.url, { id: person?.id ?? '' });
  }

  it.each(['/queue', '/queue/', '/queue/api/queues', '/queue/static/js/main.js', '/queue/queue/delivery'])(
    'asks a stranger at %s to sign in',
    async (address) => {
      const answer = await fetch(running.url + address, { redirect: 'manual' });

      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe('/sign-in');
    },
  );

  it.each(['/queue', '/queue/api/queues', '/queue/api/redis/stats'])(
    'refuses %s to who is no lead',
    async (address) => {
      const { agent } = await visitor('ana');

      const answer = await agent.get(address).expect(403);

      expect(answer.text).toContain('Only a lead of a programme may look at this.');
    },
  );

  it('shows both queues to a lead', async () => {
    const { agent } = await visitor('lena');

    const page = await agent.get('/queue').expect(200);
    expect(page.text).toContain('Depsync queue');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");

    const { body } = await agent.get('/queue/api/queues').expect(200);
    expect(body.queues).toMatchObject([
      { name: 'sweep', readOnlyMode: true },
      { name: 'delivery', readOnlyMode: true },
    ]);
  });

  it('has every file that its page names', async () => {
    const { agent } = await visitor('lena');
    const { text } = await agent.get('/queue').expect(200);

    const files = [...text.matchAll(/(?:src|href)="([^"]*static[^"]*)"/g)].map((match) => match[1] ?? '');

    expect(files.length).toBeGreaterThan(3);
    for (const file of files) await agent.get(new URL(file, `${running.url}/queue/`).pathname).expect(200);
  });

  it.each([
    ['put', '/queue/api/queues/delivery/pause'],
    ['put', '/queue/api/queues/delivery/empty'],
    ['post', '/queue/api/queues/delivery/add'],
    ['delete', '/queue/api/queues/delivery/obliterate'],
  ] as const)('changes nothing for a lead either: %s %s', async (method, address) => {
    const { agent } = await visitor('lena');

    const answer = await agent[method](address).expect(405);

    expect(answer.text).toContain('These pages only show.');
  });
});
