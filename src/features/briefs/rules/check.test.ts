import fc from 'fast-check';
import { DateTime } from 'luxon';
import { titleOf } from '../cards.ts';
import { type Brief, type Figure, Snapshot } from '../model.ts';
import { check } from './check.ts';
import { compose } from './compose.ts';

const AT = '2026-12-07T08:30:00.000Z';
const colour = fc.constantFrom('red' as const, 'yellow' as const, 'green' as const);
const day = fc
  .integer({ min: -20, max: 60 })
  .map((n) => DateTime.fromISO('2026-12-07').plus({ days: n }).toISODate() ?? '');
const instant = fc
  .integer({ min: -900, max: 900 })
  .map((n) => DateTime.fromISO(AT, { zone: 'utc' }).plus({ hours: n }).toISO() ?? '');
const words = fc.constantFrom('the sandbox is down', 'book our own', 'x'.repeat(200), 'Ana <b>Example</b>');
const keyOf = (prefix: string) => fc.integer({ min: 1, max: 12 }).map((n) => `${prefix}-${n}`);
const unique = <Item extends { key: string }>(item: fc.Arbitrary<Item>, maxLength = 8) =>
  fc.uniqueArray(item, { maxLength, selector: ({ key }) => key });

const dependency = fc
  .record({
    key: keyOf('DEP'),
    state: fc.constantFrom('open' as const, 'open' as const, 'delivered' as const, 'dropped' as const),
    dueDate: fc.option(day),
    owner: fc.option(words),
    hasStandIn: fc.boolean(),
    colour,
    evidenceAt: fc.option(instant),
    silent: fc.boolean(),
    committed: fc.boolean(),
    p85: fc.option(day),
  })
  .map((one) => {
    const open = one.state === 'open';
    const shown = open ? one.colour : ('green' as const);
    return {
      ...one,
      colour: shown,
      silent: open && one.silent,
      missing: [],
      committed: open && one.committed,
      counted: open ? { colour: shown, faulty: false, committed: one.committed } : null,
    };
  });

const contract = fc
  .record({
    key: keyOf('DEP'),
    version: fc.constantFrom('1.0.0', '2.1.0'),
    passed: fc.integer({ min: 0, max: 4 }),
    name: words,
    dueAt: instant,
    waitsFor: fc.array(fc.constantFrom('@ana', '@ben', '@chloe'), { maxLength: 6 }),
    late: fc.boolean(),
    at: instant,
  })
  .map(({ passed, late, ...one }) => ({
    ...one,
    gate: Math.min(passed + 1, 4),
    state: passed === 4 ? ('complete' as const) : ('open' as const),
    late: passed < 4 && late,
    lateRow: passed < 4 && late,
    passed: [1, 2, 3, 4].slice(0, passed),
  }));

const action = fc
  .record({
    number: fc.integer({ min: 1, max: 12 }),
    what: words,
    owner: words,
    zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati'),
    dueOn: day,
    at: instant,
  })
  .map((one) => ({ ...one, key: `ACT-${one.number}`, overdue: isOver(one.dueOn, one.zone) }));

function isOver(dueOn: string, zone: string): boolean {
  return dueOn < (DateTime.fromISO(AT, { zone }).toISODate() ?? '');
}

const promise = fc
  .record({ key: keyOf('COM'), promisedFor: day, keptOn: fc.option(day) })
  .map((one) => ({ ...one, inTime: inTimeOf(one) }));

function inTimeOf({ promisedFor, keptOn }: { promisedFor: string; keptOn: string | null }): boolean | null {
  if (keptOn !== null) return keptOn <= promisedFor;
  return promisedFor < AT.slice(0, 10) ? false : null;
}

const kept = fc.oneof(
  fc.constant({ due: 0, sent: 0, late: 0 }),
  fc.record({ due: fc.constant(9), sent: fc.integer({ min: 5, max: 9 }), late: fc.integer({ min: 0, max: 5 }) }),
);

const facts: fc.Arbitrary<Snapshot> = fc.record({
  at: fc.constant(AT),
  programme: fc.record({ name: words, releaseDate: fc.option(day) }),
  cutOff: fc.option(day),
  plan: fc.option(fc.record({ end: fc.option(day), path: fc.uniqueArray(keyOf('DEP'), { maxLength: 6 }) })),
  dependencies: unique(dependency),
  promises: unique(promise),
  contracts: unique(contract),
  asked: unique(
    fc.record({
      key: keyOf('DEP'),
      what: words,
      since: instant,
      askedAt: instant,
      decideBy: instant,
      options: fc.array(words, { maxLength: 4 }),
    }),
  ),
  risks: unique(
    fc
      .record({
        number: fc.integer({ min: 1, max: 12 }),
        text: words,
        triggered: fc.boolean(),
        about: fc.option(keyOf('DEP')),
        owner: words,
        mitigation: words,
        trigger: words,
        at: instant,
      })
      .map((one) => ({ ...one, key: `RISK-${one.number}` })),
  ),
  actions: unique(action),
  environments: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('qa-1', 'qa-2', 'qa-3', 'stage'),
      state: fc.constantFrom('planned', 'provisioning'),
      windows: fc.uniqueArray(keyOf('DEP'), { minLength: 1, maxLength: 6 }),
      from: day,
    }),
    { selector: ({ name }) => name },
  ),
  decided: unique(fc.record({ key: keyOf('DEC'), choice: words, at: instant })),
  shifts: fc.integer({ min: 0, max: 3 }),
  kept: fc.record({ prompts: kept, tiers: kept }),
});

const before = fc.option(facts);

function figuresOf({ sections }: Brief): Record<string, Figure['value']> {
  const parts = sections.flatMap(({ sentences }) => sentences.flatMap((sentence) => sentence.parts));
  return Object.fromEntries(parts.flatMap((part) => (typeof part === 'string' ? [] : [[part.of, part.value]])));
}

it('agrees with the facts that it was composed of', () => {
  fc.assert(
    fc.property(facts, before, (present, last) => {
      expect(Snapshot.parse(present)).toEqual(present);
      expect(check(compose(present, last), present, last)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('is contradicted exactly when another brief would be composed', () => {
  const part = fc.constantFrom(...(Object.keys(Snapshot.shape) as (keyof Snapshot)[])); // the keys of the schema
  fc.assert(
    fc.property(facts, facts, before, part, (present, other, last, changed) => {
      const later = { ...present, [changed]: other[changed] };
      const said = compose(present, last);
      const again = compose(later, last);
      const wrong = check(said, later, last).filter(({ of }) => !of.startsWith('age of') && of !== 'programme');
      const differs =
        JSON.stringify(figuresOf(said)) !== JSON.stringify(figuresOf(again)) || said.verdict !== again.verdict;
      expect(wrong.length > 0).toBe(differs);
    }),
    { numRuns: 1_000 },
  );
});

const EXAMPLE: Snapshot = {
  at: AT,
  programme: { name: 'Q1 launch', releaseDate: '2027-02-26' },
  cutOff: '2027-02-19',
  plan: { end: '2027-02-12', path: ['DEP-1', 'DEP-2'] },
  dependencies: (['green', 'yellow', 'red'] as const).map((one, n) => ({
    key: `DEP-${n + 1}`,
    state: 'open',
    dueDate: '2026-12-11',
    owner: 'Ana Example',
    hasStandIn: true,
    colour: one,
    missing: [],
    counted: { colour: one, faulty: false, committed: one === 'green' },
    evidenceAt: '2026-12-06T08:00:00.000Z',
    silent: false,
    committed: one === 'green',
    p85: null,
  })),
  promises: [
    { key: 'COM-1', promisedFor: '2026-12-01', keptOn: '2026-12-01', inTime: true },
    { key: 'COM-2', promisedFor: '2026-12-02', keptOn: '2026-12-04', inTime: false },
    { key: 'COM-3', promisedFor: '2026-12-04', keptOn: null, inTime: false },
  ],
  contracts: [
    {
      key: 'DEP-1',
      version: '2.0.0',
      gate: 2,
      name: 'Technical sign-off',
      state: 'open',
      dueAt: '2026-12-08T17:00:00.000Z',
      waitsFor: ['@ben'],
      late: false,
      lateRow: false,
      passed: [1],
      at: '2026-12-04T08:00:00.000Z',
    },
  ],
  asked: [
    {
      key: 'DEP-3',
      what: 'blocked: the sandbox is down',
      since: '2026-12-05T08:00:00.000Z',
      askedAt: '2026-12-06T09:00:00.000Z',
      decideBy: '2026-12-07T12:00:00.000Z',
      options: ['Reassign to Ben', 'Take out of scope'],
    },
  ],
  risks: [
    {
      key: 'RISK-1',
      number: 1,
      text: 'one sandbox',
      triggered: false,
      about: 'DEP-3',
      owner: 'Ben Example',
      mitigation: 'book our own',
      trigger: 'DEP-3 red',
      at: '2026-12-01T08:00:00.000Z',
    },
  ],
  actions: [
    {
      key: 'ACT-1',
      number: 1,
      what: 'send the test data',
      owner: 'Ana Example',
      zone: 'Europe/Berlin',
      dueOn: '2026-12-09',
      overdue: false,
      at: '2026-12-02T08:00:00.000Z',
    },
  ],
  environments: [{ name: 'qa-1', state: 'provisioning', windows: ['DEP-2'], from: '2026-12-14' }],
  decided: [{ key: 'DEC-1', choice: 'Moved to 11 Dec', at: '2026-12-03T08:00:00.000Z' }],
  shifts: 1,
  kept: { prompts: { due: 8, sent: 8, late: 0 }, tiers: { due: 2, sent: 2, late: 1 } },
};
const LAST: Snapshot = { ...EXAMPLE, at: '2026-11-30T08:30:00.000Z', decided: [], shifts: 0 };

/** Every way to one fact of the snapshot that is a value. */
function waysTo(value: unknown, way: (string | number)[] = []): (string | number)[][] {
  if (value === null || typeof value !== 'object') return [way];
  return Object.entries(value).flatMap(([key, inner]) =>
    waysTo(inner, [...way, Array.isArray(value) ? Number(key) : key]),
  );
}

function changed(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (value === null) return '2027-03-01';
  if (value === 'red') return 'green';
  if (value === 'green' || value === 'yellow') return 'red';
  if (value === 'open') return 'dropped';
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return '2027-03-01';
  return text.includes('T') && text.endsWith('Z') ? '2026-12-01T00:00:00.000Z' : `${text} otherwise`;
}

function withChange<Value>(value: Value, way: (string | number)[]): Value {
  const copy: unknown = structuredClone(value);
  let holder = copy as Record<string | number, unknown>; // the ways are those of the value itself
  for (const step of way.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>;
  const last = way.at(-1) ?? '';
  holder[last] = changed(holder[last]);
  return copy as Value; // of the same shape
}

/**
 * What the check does not read: what the brief was composed of where PostgreSQL or the stored day speaks for the second
 * computation, and what no sentence says.
 */
const NOT_READ = [
  /^dependencies\.\d\.(colour|dueDate|committed)$/,
  /^dependencies\.\d\.owner$/,
  // Not on the critical path.
  /^dependencies\.2\.counted\.committed$/,
  // A red speaks first; a test of its own below.
  /^dependencies\.\d\.p85$/,
  // A promise that is kept late or in time stays so.
  /^promises\.(\d\.(key|inTime)|0\.promisedFor|[12]\.keptOn)$/,
  /^contracts\.0\.(version|late|passed\.0)$/,
  /^asked\.0\.since$/,
  /^actions\.0\.(number|zone|overdue)$/,
  /^risks\.0\.(number|about)$/,
];

it.each(waysTo(EXAMPLE).map((way) => way.join('.')))('catches that %s changed since it was composed', (name) => {
  if (NOT_READ.some((one) => one.test(name))) return;
  const way = name.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const wrong = check(compose(EXAMPLE, LAST), withChange(EXAMPLE, way), LAST);
  expect(wrong).not.toEqual([]);
});

it('catches every figure that is said otherwise', () => {
  const brief = compose(EXAMPLE, LAST);
  for (const of of Object.keys(figuresOf(brief))) {
    const lie: Brief = structuredClone(brief);
    for (const part of lie.sections.flatMap(({ sentences }) => sentences.flatMap(({ parts }) => parts))) {
      if (typeof part !== 'string' && part.of === of) part.value = changed(part.value) as Figure['value']; // of the same kind
    }
    expect(check(lie, EXAMPLE, LAST)).not.toEqual([]);
  }
});

it('catches a red or yellow that nobody looks after', () => {
  const way = ['dependencies', 1, 'counted', 'faulty'];
  expect(check(compose(EXAMPLE, LAST), withChange(EXAMPLE, way), LAST)).toContainEqual(
    expect.objectContaining({ of: 'DEP-2 is complete' }),
  );
});

/** The first dependency alone, green and on the critical path. */
function calm(changes: Partial<Snapshot['dependencies'][number]>, promises: Snapshot['promises'] = []): Snapshot {
  const [green] = EXAMPLE.dependencies;
  if (green === undefined) throw new Error('The example has no dependency.');
  const dependencies = [{ ...green, ...changes }];
  return { ...EXAMPLE, dependencies, promises, plan: { end: '2027-02-12', path: ['DEP-1'] }, asked: [] };
}

it('is at risk where past promises carry a delivery of the critical path past the cut-off', () => {
  expect(compose(calm({ p85: '2027-02-19' }), null).verdict).toBe('On track');
  const late = calm({ p85: '2027-02-22' });
  expect(compose(late, null).verdict).toBe('At risk');
  expect(check(compose(late, null), late, null)).toEqual([]);
  expect(check(compose(calm({ p85: null }), null), late, null)).not.toEqual([]);
});

it('says since when a decision is overdue, and by when one is due', () => {
  const [asked] = EXAMPLE.asked;
  const when = (decideBy: string) =>
    figuresOf(compose({ ...EXAMPLE, asked: asked === undefined ? [] : [{ ...asked, decideBy }] }, null))[
      'asked.0.when'
    ];
  expect(when('2026-12-07T08:29:00.000Z')).toBe('overdue since');
  expect(when('2026-12-07T12:00:00.000Z')).toBe('decide by');
});

describe('the confidence', () => {
  const promise = (keptOn: string | null, inTime: boolean | null) => ({
    key: 'COM-1',
    promisedFor: '2026-12-04',
    keptOn,
    inTime,
  });
  const said = (facts: Snapshot) =>
    Object.entries(figuresOf(compose(facts, null))).flatMap(([of, value]) =>
      of.startsWith('confidence') ? [value] : [],
    );

  it.each([
    ['all is firm', calm({}), ['1 of 1 statuses fresh', '1 of 1 critical dates committed']],
    [
      'nobody signed the date',
      calm({ committed: false }),
      ['0 of 1 critical dates committed', '1 of 1 statuses fresh'],
    ],
    ['the owner is silent', calm({ silent: true }), ['0 of 1 statuses fresh', '1 of 1 critical dates committed']],
    [
      'nobody has said anything',
      calm({ evidenceAt: null }),
      ['0 of 1 statuses fresh', '1 of 1 critical dates committed'],
    ],
    ['the delivery is not critical', calm({ key: 'DEP-9' }), ['1 of 1 statuses fresh']],
    [
      'a promise is broken',
      calm({}, [promise(null, false)]),
      ['0 of 1 promises kept', '1 of 1 statuses fresh', '1 of 1 critical dates committed'],
    ],
    [
      'one promise of two was late',
      calm({ silent: true }, [promise('2026-12-04', true), { ...promise('2026-12-07', false), key: 'COM-2' }]),
      ['0 of 1 statuses fresh', '1 of 2 promises kept', '1 of 1 critical dates committed'],
    ],
    [
      'a promise is to come',
      calm({}, [{ ...promise(null, null), promisedFor: '2026-12-08' }]),
      ['1 of 1 statuses fresh', '1 of 1 critical dates committed'],
    ],
    ['nothing is open', calm({ state: 'delivered', counted: null }), []],
  ])('names the weakest first when %s', (_when, facts, expected) => {
    expect(said(facts)).toEqual(expected);
    expect(titleOf(compose(facts, null))).toContain(expected[0] ?? ': On track');
  });
});
