// Rehearses a year of a made-up register of 500 owners: time and peak memory.
import { DateTime } from 'luxon';
import type { Absence, Person } from '../src/features/people/index.ts';
import { Policy } from '../src/features/programme/model.ts';
import type { Dependency } from '../src/features/register/index.ts';
import type { Register } from '../src/rehearsal/register.ts';
import { rehearse } from '../src/rehearsal/rehearse.ts';
import { report } from './support/result.ts';

const OWNERS = 500;
const DEPENDENCIES_EACH = 4;
const PLACES = [
  ['Europe/Berlin', 'DE', 'BE'],
  ['Europe/London', 'GB', undefined],
  ['America/New_York', 'US', undefined],
  ['America/Sao_Paulo', 'BR', undefined],
  ['Asia/Kolkata', 'IN', undefined],
  ['Asia/Tokyo', 'JP', undefined],
  ['Asia/Riyadh', 'SA', undefined],
  ['Australia/Sydney', 'AU', 'NSW'],
  ['Pacific/Auckland', 'NZ', undefined],
  ['Africa/Cairo', 'EG', undefined],
] as const;

const MOST_SECONDS = 60;
const MOST_MEGABYTES = 500;

const from = DateTime.fromISO('2026-11-30T06:00:00Z', { zone: 'utc' });
const started = performance.now();
const rehearsed = rehearse(madeUp(), from, from.plus({ days: 365 }));
const seconds = (performance.now() - started) / 1000;
const megabytes = process.resourceUsage().maxRSS / 1024;
const { owners, dependencies, prompts, nudges, findings } = rehearsed;
console.log(
  `${owners} owners, ${dependencies} dependencies, ${prompts} prompts, ${nudges} nudges, ${findings.length} findings`,
);
report('rehearse', [
  {
    what: `a year of ${owners} silent owners with ${dependencies} dependencies`,
    value: seconds,
    unit: 's',
    aim: `≤ ${MOST_SECONDS} s`,
    met: seconds <= MOST_SECONDS,
  },
  {
    what: 'memory of the process at its highest',
    value: megabytes,
    unit: 'MB',
    aim: `≤ ${MOST_MEGABYTES} MB`,
    met: megabytes <= MOST_MEGABYTES,
  },
]);

/** Working hours differ from person to person, so that calendars are not all alike; every fifth is away once. */
function madeUp(): Register {
  const people = new Map<string, Person>();
  const absences = new Map<string, Absence[]>();
  for (let n = 0; n < OWNERS; n += 1) {
    const [zone, country, region] = PLACES[n % PLACES.length] ?? PLACES[0];
    const id = `p${n}`;
    people.set(id, {
      id,
      handle: id,
      name: `Person ${n}`,
      email: `${id}@example.com`,
      title: null,
      teamId: 'team',
      delegateId: n % 25 === 0 ? null : `p${(n + 1) % OWNERS}`,
      preferred: null,
      calendar: {
        zone,
        country,
        region,
        workStart: { hour: 8, minute: n % 60 },
        workEnd: { hour: 17, minute: n % 60 },
      },
    });
    if (n % 5 !== 0) continue;
    const startsAt = from.plus({ days: n % 300 });
    absences.set(id, [{ personId: id, startsAt, endsAt: startsAt.plus({ days: 14 }), standInId: null }]);
  }
  return {
    programmes: [
      {
        id: 'q1',
        key: 'Q1',
        name: 'Q1 launch',
        prefix: 'DEP',
        goal: null,
        releaseDate: null,
        leadIds: ['p1'],
        policy: Policy.parse({}),
        version: 1,
      },
    ],
    people,
    teams: [{ id: 'team', key: 'team', name: 'Team', leadId: 'p1' }],
    absences,
    platforms: [],
    identified: new Set(),
    dependencies: new Map([['q1', Array.from({ length: OWNERS * DEPENDENCIES_EACH }, (_, n) => dependency(n))]]),
  };
}

function dependency(n: number): Dependency {
  return {
    id: `d${n}`,
    programmeId: 'q1',
    key: `DEP-${n + 1}`,
    number: n + 1,
    title: `Interface ${n + 1}`,
    kind: 'api',
    interface: null,
    producerTeamId: 'team',
    priority: null,
    consumers: [],
    ownerId: `p${n % OWNERS}`,
    delegateId: null,
    zone: 'UTC',
    dueDate: null,
    risk: 'medium',
    roadmapGoal: null,
    sharedInfrastructure: null,
    obligations: [],
    criticalDates: [],
    links: [],
    contacts: [],
    state: 'open',
    report: null,
    override: null,
    signals: [],
    mitigated: false,
    version: 1,
  };
}
