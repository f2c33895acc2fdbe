import { DateTime } from 'luxon';
import type { Calendar } from '../core/calendar.ts';
import type { Person } from '../features/people/index.ts';
import { Policy } from '../features/programme/model.ts';
import type { Dependency } from '../features/register/index.ts';
import { clockChanges } from './clocks.ts';
import type { Register } from './register.ts';
import { rehearse } from './rehearse.ts';
import { type FindingKind, inOrder, Report, reportText } from './report.ts';

const utc = (text: string) => DateTime.fromISO(text, { zone: 'utc' });
const from = utc('2026-11-02T06:00Z');

function person(handle: string, calendar: Partial<Calendar> = {}, delegateId: string | null = null): Person {
  const work = { workStart: { hour: 9, minute: 0 }, workEnd: { hour: 18, minute: 0 } };
  return {
    id: handle,
    handle,
    name: handle,
    email: null,
    title: null,
    teamId: null,
    delegateId,
    preferred: null,
    calendar: { zone: 'UTC', ...work, ...calendar },
  };
}

function register(people: Person[], owners: string[], leadIds: string[], rest: Partial<Register> = {}): Register {
  const programme = {
    id: 'q1',
    key: 'Q1',
    name: 'Q1 launch',
    prefix: 'DEP',
    goal: null,
    releaseDate: null,
    leadIds,
    policy: Policy.parse({}),
    version: 1,
  };
  return {
    programmes: [programme],
    people: new Map(people.map((one) => [one.id, one])),
    teams: [],
    absences: new Map(),
    platforms: [],
    identified: new Set(),
    dependencies: new Map([['q1', owners.map((owner, index) => dependency(index + 1, owner))]]),
    ...rest,
  };
}

function dependency(number: number, ownerId: string): Dependency {
  return {
    id: `d${number}`,
    programmeId: 'q1',
    key: `DEP-${number}`,
    number,
    title: `Interface ${number}`,
    kind: 'api',
    interface: null,
    producerTeamId: 'team',
    priority: null,
    consumers: [],
    ownerId,
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

function texts(of: Register, kind: FindingKind, days = 60): string[] {
  return rehearse(of, from, from.plus({ days }))
    .findings.filter((one) => one.kind === kind)
    .map((one) => one.text);
}

const sound = register([person('ana', {}, 'ben'), person('ben'), person('lena', {}, 'ben')], ['ana'], ['lena']);

test('a sound register has no dead ends; ordinary nights and weekends are none', () => {
  const report = rehearse(sound, from, from.plus({ days: 30 }));
  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({ owners: 1, dependencies: 1, prompts: 9 });
  expect(reportText(report)).toContain('No dead ends.');
});

test('a holiday that owner and delegate share leaves nobody; a delegate who works then is there', () => {
  const inGermany = { zone: 'Europe/Berlin', country: 'DE' };
  const together = [person('ana', inGermany, 'ben'), person('ben', inGermany), person('lena')];
  expect(texts(register(together, ['ana'], ['lena']), 'unreachable')).toEqual([
    'Thu 24 Dec, 18:00: nobody reachable for DEP-1 for 3 d (@ana off: Christmas Day, @ben off: Christmas Day).',
  ]);
  const apart = [person('ana', inGermany, 'ben'), person('ben', { zone: 'Asia/Tokyo', weekend: [] }), person('lena')];
  expect(texts(register(apart, ['ana'], ['lena']), 'unreachable')).toEqual([]);
});

test('while the owner is away, a stand-in who works keeps a dependency reachable', () => {
  const away = (standInId: string | null) => ({
    absences: new Map([
      ['ana', [{ personId: 'ana', startsAt: utc('2026-11-09'), endsAt: utc('2026-11-16'), standInId }]],
    ]),
  });
  const people = [person('ana'), person('ben'), person('lena')];
  expect(texts(register(people, ['ana'], ['lena'], away('ben')), 'unreachable')).toEqual([]);
  expect(texts(register(people, ['ana'], ['lena'], away(null)), 'unreachable')).toEqual([
    'Fri 6 Nov, 18:00: nobody reachable for DEP-1 for 9 d (@ana away until Mon 16 Nov, no delegate).',
  ]);
});

test('a lead who owns, and gates that only the owner could sign', () => {
  const alone = register([person('ana', {}, 'ben'), person('ben')], ['ana'], ['ana']);
  expect(texts(alone, 'broken-ladder')).toEqual([
    expect.stringMatching(/^Wed 4 Nov, 16:30: silence of @ana on DEP-1 skips a lead: it is whom/),
  ]);
  expect(texts(alone, 'no-approver')).toEqual([]);
  const withoutDelegate = register([person('ana')], ['ana'], ['ana']);
  expect(texts(withoutDelegate, 'no-approver')).toHaveLength(4);
});

test('a calendar without working days is a finding, not a failure', () => {
  const never = register([person('ana', { weekend: [1, 2, 3, 4, 5, 6, 7] }), person('lena')], ['ana'], ['lena']);
  expect(texts(never, 'never-asked')).toEqual([expect.stringContaining('no slot within 60 days')]);
});

test('two changes of clocks a year where there are any', () => {
  const year = (zone: string) => clockChanges(zone, from, from.plus({ days: 365 })).map(({ at }) => at.toISO());
  expect(year('Europe/Berlin')).toEqual(['2027-03-28T01:00:00.000Z', '2027-10-31T01:00:00.000Z']);
  expect(year('Australia/Lord_Howe')).toEqual(['2027-04-03T15:00:00.000Z', '2027-10-02T15:30:00.000Z']);
  expect(year('Asia/Tokyo')).toEqual([]);
});

test('the text lists ten of a kind, the soonest first, and counts the rest', () => {
  const findings = inOrder(
    Array.from({ length: 14 }, (_, n) => ({
      kind: 'unreachable' as const,
      programme: 'Q1',
      at: from.plus({ days: 14 - n }).toISO(),
      until: null,
      subjects: [],
      text: `Finding ${14 - n}.`,
      remedy: 'Do.',
    })),
  );
  const text = reportText(Report.parse({ ...rehearse(sound, from, from), findings }));
  expect(text).toContain('Nobody reachable (14)\n- Finding 1.\n  → Do.\n- Finding 2.');
  expect(text).toContain('- Finding 10.\n  → Do.\n  and 4 more; --json lists all');
  expect(text).not.toContain('Finding 11.');
});
