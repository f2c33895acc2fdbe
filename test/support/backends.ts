import { randomBytes } from 'node:crypto';
import type { BackendChoice } from '../../src/jobs/backend.ts';

/** The queue's backends to test on: PostgreSQL always, Redis where REDIS_URL names one. */
export function backends(): { name: string; on(databaseUrl: string): BackendChoice }[] {
  const redis = process.env['REDIS_URL'];
  const postgres = { name: 'PostgreSQL', on: (url: string): BackendChoice => ({ postgres: url }) };
  if (redis === undefined) return [postgres];
  return [postgres, { name: 'Redis', on: () => ({ redis, prefix: `test-${randomBytes(6).toString('hex')}` }) }];
}
