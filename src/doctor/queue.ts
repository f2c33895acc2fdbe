import type { QueueFacts } from '../jobs/inspect.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** BullMQ asks for Redis 6.2: the first with the commands it uses. */
const OLDEST_REDIS = [6, 2] as const;

export function judgeQueue(facts: QueueFacts): Finding[] {
  if (facts.backend === 'postgres') {
    return [
      facts.schema
        ? ok('queue', 'in PostgreSQL')
        : fail('queue', 'its schema is missing in PostgreSQL', 'start Depsync once: it makes the schema'),
    ];
  }
  return [version(facts.version), policy(facts.maxmemoryPolicy)];
}

function version(text: string): Finding {
  const [major = 0, minor = 0] = text.split('.').map(Number);
  const enough = major > OLDEST_REDIS[0] || (major === OLDEST_REDIS[0] && minor >= OLDEST_REDIS[1]);
  return enough
    ? ok('queue', `Redis ${text} answers`)
    : fail('queue', `Redis ${text} is too old`, `upgrade it to ${OLDEST_REDIS.join('.')} or newer`);
}

function policy(found: string | undefined): Finding {
  if (found === 'noeviction') return ok('queue memory', 'maxmemory-policy is noeviction');
  if (found === undefined) {
    return warn(
      'queue memory',
      'Redis does not tell its maxmemory-policy',
      "look in your provider's console: noeviction",
    );
  }
  return fail(
    'queue memory',
    `maxmemory-policy is ${found}: Redis may throw jobs away`,
    'redis-cli CONFIG SET maxmemory-policy noeviction, and in redis.conf',
  );
}
