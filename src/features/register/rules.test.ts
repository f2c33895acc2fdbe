import fc from 'fast-check';
import { DateTime } from 'luxon';
import { Colour } from '../../chat/card.ts';
import { Criteria } from '../programme/model.ts';
import { type Dependency, type Override, type Report, Risk, type Signal, SignalKind } from './model.ts';
import { byColour, evidenceAge, faultsOf, gapsOf, rollUp, statusOf } from './rules.ts';

const NOW = DateTime.fromISO('2026-12-01T12:00:00Z', { zone: 'utc' });
const criteria = Criteria.parse({});

function dependency(facts: Partial<Dependency> = {}): Dependency {
  return {
    id: 'd',
    programmeId: 'p',
    key: 'DEP-4',
    number: 4,
    title: 'Orders API',
    kind: 'api',
    interface: null,
    producerTeamId: 'plat',
    priority: null,
    consumers: [{ teamId: 'part', neededBy: null, priority: null }],
    ownerId: 'ana',
    delegateId: 'ben',
    zone: 'Europe/Berlin',
    dueDate: '2027-01-15',
    risk: 'medium',
    roadmapGoal: null,
    sharedInfrastructure: null,
    obligations: [],
    criticalDates: [],
    links: [],
    contacts: [],
    state: 'open',
    report: said('green'),
    override: null,
    signals: [],
    mitigated: false,
    version: 1,
    ...facts,
  };
}

function said(colour: Colour, more: Partial<Report> = {}): Report {
  return { colour, reason: null, mitigation: null, trigger: null, byId: 'ana', at: ago({ hours: 2 }), ...more };
}

function signal(kind: SignalKind, age: { hours?: number; days?: number }, count = 1): Signal {
  return { kind, subject: 's', text: `a ${kind}`, since: ago(age), count };
}

function ago(age: { hours?: number; days?: number }): string {
  return NOW.minus(age).toISO();
}

const colourOf = (facts: Partial<Dependency>, now = NOW) => statusOf(dependency(facts), criteria, now).colour;

describe('statusOf', () => {
  it.each<[string, Partial<Dependency>, Colour]>([
    ['confirmed green and nothing against it', {}, 'green'],
    ['no status yet', { report: null }, 'yellow'],
    ['the owner says red', { report: said('red') }, 'red'],
    ['a blocker of 23 hours', { signals: [signal('blocker', { hours: 23 })] }, 'yellow'],
    ['a blocker of 24 hours', { signals: [signal('blocker', { hours: 24 })] }, 'red'],
    ['a gate two days late', { signals: [signal('gate-late', { days: 2 })] }, 'yellow'],
    ['a gate three days late', { signals: [signal('gate-late', { days: 3 })] }, 'red'],
    ['a refused gate', { signals: [signal('gate-refused', { days: 30 })] }, 'yellow'],
    ['one silent round', { signals: [signal('silence', { days: 2 }, 1)] }, 'yellow'],
    ['three silent rounds', { signals: [signal('silence', { days: 9 }, 3)] }, 'red'],
    ['overdue', { dueDate: '2026-11-30' }, 'red'],
    ['due today, confirmed green', { dueDate: '2026-12-01' }, 'green'],
    ['due in three days, not confirmed', { dueDate: '2026-12-04', report: null }, 'yellow'],
    ['needed before it is due', { consumers: [{ teamId: 'part', neededBy: '2027-01-14', priority: null }] }, 'yellow'],
    ['overdue, but delivered', { dueDate: '2026-11-30', state: 'delivered' }, 'green'],
  ])('%s', (_what, facts, colour) => {
    expect(colourOf(facts)).toBe(colour);
  });

  it('ends the due day with the owner’s day, not with UTC’s', () => {
    const late = DateTime.fromISO('2026-12-01T23:30:00Z', { zone: 'utc' });

    expect(colourOf({ dueDate: '2026-12-01', zone: 'Europe/Berlin' }, late)).toBe('red');
    expect(colourOf({ dueDate: '2026-12-01', zone: 'America/New_York' }, late)).toBe('green');
  });

  it('disputes a green against red facts, and no other', () => {
    const blocked = { signals: [signal('blocker', { hours: 30 })] };

    expect(statusOf(dependency(blocked), criteria, NOW)).toMatchObject({
      colour: 'red',
      says: 'green',
      disputed: true,
    });
    expect(statusOf(dependency({ ...blocked, report: said('red') }), criteria, NOW).disputed).toBe(false);
    expect(statusOf(dependency({ signals: [signal('blocker', { hours: 1 })] }), criteria, NOW).disputed).toBe(false);
  });

  it('takes the age of what is known from facts, never from silence', () => {
    const quiet = dependency({
      signals: [signal('silence', { hours: 1 })],
      report: said('green', { at: ago({ days: 5 }) }),
    });

    expect(evidenceAge(statusOf(quiet, criteria, NOW), NOW)).toBe('5 d old');
    expect(evidenceAge(statusOf(dependency({ report: null }), criteria, NOW), NOW)).toBe('no evidence');
  });
});

const anyColour = fc.constantFrom(...Colour.options);
const anyPast = fc.integer({ min: 0, max: 24 * 40 }).map((hours) => ago({ hours }));
const anyDay = fc.integer({ min: -20, max: 60 }).map((days) => NOW.plus({ days }).toISODate());
const anySignal: fc.Arbitrary<Signal> = fc.record({
  kind: fc.constantFrom(...SignalKind.options),
  subject: fc.uuid(),
  text: fc.string(),
  since: anyPast,
  count: fc.integer({ min: 1, max: 5 }),
});
const anyReport = fc.option(
  fc.record({ colour: anyColour, at: anyPast }).map(({ colour, at }) => said(colour, { at })),
);
const anyOverride: fc.Arbitrary<Override> = fc.record({
  colour: anyColour,
  reason: fc.string(),
  byId: fc.constant('lena'),
  until: fc.integer({ min: -100, max: 24 * 14 }).map((hours) => NOW.plus({ hours }).toISO()),
});
const anyDependency: fc.Arbitrary<Dependency> = fc
  .record({
    dueDate: fc.option(anyDay),
    consumers: fc.array(fc.record({ teamId: fc.uuid(), neededBy: fc.option(anyDay), priority: fc.constant(null) }), {
      maxLength: 3,
    }),
    signals: fc.array(anySignal, { maxLength: 4 }),
    report: anyReport,
    override: fc.option(anyOverride),
    risk: fc.constantFrom(...Risk.options),
  })
  .map((facts) => dependency(facts));
/** Negative: `a` is worse than `b`. */
const compare = (a: Dependency, b: Dependency, later = NOW) =>
  byColour(statusOf(a, criteria, later).colour, statusOf(b, criteria, NOW).colour);

describe('statusOf, whatever the facts', () => {
  it('never gets better by one more bad fact', () => {
    fc.assert(
      fc.property(anyDependency, anySignal, (before, bad) => {
        const after = { ...before, signals: [...before.signals, bad] };
        expect(compare(after, before)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('never gets better by a worse word of the owner', () => {
    const order = [...Colour.options];
    fc.assert(
      fc.property(anyDependency, anyColour, anyColour, (one, first, second) => {
        const [bad = first, good = second] = [first, second].sort((a, b) => order.indexOf(a) - order.indexOf(b));
        expect(compare({ ...one, report: said(bad) }, { ...one, report: said(good) })).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('never gets better by silence, nor by time in which nobody says anything', () => {
    fc.assert(
      fc.property(
        anyDependency,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 2000 }),
        (one, count, hours) => {
          const before = { ...one, override: null };
          const silent = { ...before, signals: [...before.signals, signal('silence', { hours: 1 }, count)] };
          expect(compare(silent, before, NOW.plus({ hours }))).toBeLessThanOrEqual(0);
        },
      ),
    );
  });

  it('shows an override while it runs and the facts from the moment it ends', () => {
    fc.assert(
      fc.property(anyDependency, anyOverride, (one, override) => {
        const overridden = { ...one, override };
        const end = DateTime.fromISO(override.until);
        const facts = statusOf({ ...one, override: null }, criteria, end);
        expect(statusOf(overridden, criteria, end)).toEqual(facts);
        const during = statusOf(overridden, criteria, end.minus({ milliseconds: 1 }));
        expect(during).toMatchObject({ colour: override.colour, overridden: { reason: override.reason } });
      }),
    );
  });

  it('gives a reason for everything that is not green, worst first', () => {
    fc.assert(
      fc.property(anyDependency, (one) => {
        const { colour, reasons } = statusOf({ ...one, override: null }, criteria, NOW);
        expect(reasons[0]?.level ?? 'green').toBe(colour);
      }),
    );
  });
});

describe('rollUp', () => {
  const children = fc.array(fc.record({ risk: fc.constantFrom(...Risk.options), colour: anyColour }), { maxLength: 8 });

  it('is never better than its worst critical child', () => {
    fc.assert(
      fc.property(children, (all) => {
        const critical = all.filter((child) => child.risk === 'high');
        for (const child of critical) expect(byColour(rollUp(all), child.colour)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('never gets better by one more child', () => {
    fc.assert(
      fc.property(children, children, (some, more) => {
        expect(byColour(rollUp([...some, ...more]), rollUp(some))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('takes a red that is not critical for yellow', () => {
    expect(rollUp([{ risk: 'medium', colour: 'red' }])).toBe('yellow');
    expect(rollUp([{ risk: 'low', colour: 'yellow' }])).toBe('yellow');
    expect(rollUp([{ risk: 'high', colour: 'yellow' }])).toBe('yellow');
    expect(rollUp([])).toBe('green');
  });
});

describe('faultsOf', () => {
  const faults = (facts: Partial<Dependency>) => {
    const one = dependency(facts);
    return faultsOf(one, statusOf(one, criteria, NOW));
  };

  it('asks a red or yellow for a mitigation and its trigger', () => {
    expect(faults({ report: said('red') })).toEqual(['no mitigation']);
    expect(faults({ report: said('yellow', { mitigation: 'use the stub' }) })).toEqual([
      'no trigger for the mitigation',
    ]);
    expect(faults({ report: said('red', { mitigation: 'use the stub', trigger: 'no vendor by Fri' }) })).toEqual([]);
  });

  it('asks every open one for an owner, and green ones for nothing else', () => {
    expect(faults({ ownerId: null })).toEqual(['no owner']);
    expect(faults({})).toEqual([]);
    expect(faults({ ownerId: null, report: said('red'), state: 'dropped' })).toEqual([]);
  });
});

it('names the gaps of the register', () => {
  const qa = { role: 'qa' as const, personId: 'dev', authority: null, reviewCadence: null, delegateId: null };

  expect(gapsOf(dependency({ delegateId: null, dueDate: null, contacts: [qa] }))).toEqual([
    'delegate',
    'due date',
    'interface',
    'needed-by date',
    'product, engineering, analytics contact',
  ]);
});
