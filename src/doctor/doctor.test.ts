import { DateTime } from 'luxon';
import { judgeDatabase } from './database.ts';
import { lineOf, some } from './finding.ts';
import { judgeMessages, judgeSchedule } from './messages.ts';
import { judgeQueue } from './queue.ts';
import { judgeChannel, judgeChatChannels, judgeLadder, judgeReach } from './register.ts';
import { judgeSlack } from './slack.ts';

const database = { version: 18, missingMigrations: 0, roleUsable: true, unguardedTables: [], clockAheadSeconds: 0.2 };
const levels = { openMessages: 0, oldestOpenSeconds: 0, parkedMessages: 0, overdueTimerSeconds: 0 };
const nothingParked = { count: 0, newest: [] };
const found = { missed: 0, late: 0, doubled: 0, 'wrong-person': 0, unexpected: 0 };
const audit = { at: DateTime.fromISO('2026-11-30T09:00:00Z'), counts: found, judged: 312, notJudged: 0 };
const ladder = { programme: 'Q1', nudges: { delegate: true, lead: true }, leads: 1, dependencies: [] };

const troubles = [
  ...judgeDatabase({
    version: 14,
    missingMigrations: 2,
    roleUsable: false,
    unguardedTables: ['outbox'],
    clockAheadSeconds: -7,
  }),
  ...judgeQueue({ backend: 'redis', version: '5.0.7', maxmemoryPolicy: 'allkeys-lru' }),
  ...judgeQueue({ backend: 'postgres', schema: false }),
  ...judgeSlack({ team: 'Acme', bot: 'depsync', missing: { needed: ['chat:write'], optional: [] } }).slice(1),
  ...judgeMessages(
    { ...levels, openMessages: 3, oldestOpenSeconds: 900, overdueTimerSeconds: 90_000 },
    { count: 2, newest: [{ conversation: 'slack:C1', reason: 'The channel is archived.' }] },
  ),
  judgeSchedule({ ...audit, counts: { ...found, missed: 2 } }),
  judgeReach(['ana', 'ben']),
  ...judgeLadder({
    ...ladder,
    leads: 0,
    dependencies: [
      { key: 'DEP-1', owned: false, hasDelegate: false },
      { key: 'DEP-2', owned: true, hasDelegate: false },
    ],
  }),
  judgeChannel('slack:C1', 'Q1', 'The channel is archived.'),
  judgeChatChannels('Q1', ['leadership']),
];

it('names what is wrong and what to do about it', () => {
  for (const trouble of troubles)
    expect(trouble).toMatchObject({ level: expect.stringMatching(/warn|fail/), remedy: expect.any(String) });
  const lines = troubles.map(lineOf).join('\n');
  expect(lines).toContain('fail  database: PostgreSQL 14 is too old; upgrade it to 15 or newer');
  expect(lines).toContain(
    "warn  clocks: the database's clock is 7 s behind this machine's; turn on NTP on both machines",
  );
  expect(lines).toContain('fail  queue memory: maxmemory-policy is allkeys-lru: Redis may throw jobs away; redis-cli');
  expect(lines).toContain('fail  slack scopes: missing: chat:write; install the app again');
  expect(lines).toContain('fail  timers: the first is overdue for 25 h; start Depsync');
  expect(lines).toContain('warn  parked messages: 2 given up, the newest to slack:C1 (The channel is archived.)');
  expect(lines).toContain('warn  schedule: 2 missed of 312 sends of the last day; npx depsync audit schedule');
  expect(lines).toContain('warn  channels of Q1: leadership: in the console only');
  expect(lines).toContain('warn  ladder of Q1: DEP-2: no delegate to turn to');
});

it('is content with a working installation', () => {
  const findings = [
    ...judgeDatabase(database),
    ...judgeQueue({ backend: 'redis', version: '8.0.1', maxmemoryPolicy: 'noeviction' }),
    ...judgeSlack({ team: 'Acme', bot: 'depsync', missing: { needed: [], optional: [] } }),
    ...judgeMessages(levels, nothingParked),
    judgeSchedule(audit),
    judgeSchedule(undefined),
    judgeReach([]),
    judgeChatChannels('Q1', []),
    ...judgeLadder({ ...ladder, dependencies: [{ key: 'DEP-1', owned: true, hasDelegate: true }] }),
    judgeChannel('slack:C1', 'Q1', undefined),
  ];

  expect(findings.filter((one) => one.level !== 'ok')).toEqual([]);
});

it('names the first of many', () => {
  expect(some(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
});
