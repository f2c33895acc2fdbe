import fc from 'fast-check';
import { DateTime } from 'luxon';
import { nextSlot } from '../../../core/calendar.ts';
import { parseWallTime } from '../../../core/local-time.ts';
import { Policy } from '../../programme/model.ts';
import type { DependencyFacts, Facts, PersonFacts } from '../model.ts';
import { faultsOf } from './compare.ts';
import { expectedPieces, gather } from './expected.ts';
import { type Change, historyOf, Unknown, valueAt } from './history.ts';

const utc = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' });
const BEGAN = utc('2020-01-01T00:00:00Z');
const ANA: PersonFacts = {
  zone: 'Europe/Berlin',
  country: 'DE',
  region: null,
  weekend: null,
  workStart: '09:00',
  workEnd: '18:00',
  delegateId: null,
};

/** Ana owns one dependency; each part can be another. */
function factsOf(parts: Partial<Facts> & { person?: PersonFacts; cadence?: Policy['cadence'] } = {}): Facts {
  const { person = ANA, cadence, ...rest } = parts;
  const { channels, nudges, ...policy } = Policy.parse(cadence === undefined ? {} : { cadence });
  const programme = { leadIds: [], channels, nudges, cadence: policy.cadence };
  const dependency = { ownerId: 'ana', delegateId: null, state: 'open' };
  return {
    people: new Map([['ana', { handle: 'ana', history: historyOf(person, BEGAN, []) }]]),
    programmes: [{ id: 'q1', key: 'Q1', history: historyOf(programme, BEGAN, []) }],
    dependencies: new Map([['d4', { key: 'DEP-4', programmeId: 'q1', history: historyOf(dependency, BEGAN, []) }]]),
    absences: new Map(),
    prompts: new Map(),
    answers: new Map(),
    matters: [],
    gates: [],
    ...rest,
  };
}

const expected = (facts: Facts, span = week) => {
  const { add, all } = gather();
  for (const piece of expectedPieces(facts, span)) add(piece);
  return all();
};
const week = { from: utc('2026-11-30T00:00:00Z'), to: utc('2026-12-07T00:00:00Z') };
const duePrompts = (facts: Facts, span = week) =>
  expected(facts, span)
    .sends.filter((one) => one.send === 'prompt' && one.at >= span.from && one.at < span.to)
    .map((one) => one.at.toISO());

it('finds the slots that the timers plan, in every zone and country, whatever the clocks do', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(null, 'DE', 'US', 'IN', 'AE', 'JP', 'CN', 'BR', 'IL'),
      fc.integer({ min: 0, max: 7 * 365 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
      fc.constantFrom('00:00', '01:30', '02:30', '09:30', '23:45'),
      (zone, country, days, weekdays, time) => {
        const person = { ...ANA, zone, country };
        const cadence = { weekdays, time };
        const from = utc('2024-01-01T00:00:00Z').plus({ days });
        const span = { from, to: from.plus({ days: 14 }) };
        const calendar = {
          zone,
          country: country ?? undefined,
          workStart: parseWallTime('09:00'),
          workEnd: parseWallTime('18:00'),
        };
        const planned: string[] = [];
        const next = (after: DateTime) => nextSlot({ weekdays, time: parseWallTime(time) }, calendar, after).at;
        for (let at = next(from.minus(1)); at < span.to; at = next(at)) planned.push(at.toISO());
        expect(duePrompts(factsOf({ person, cadence }), span)).toEqual(planned);
      },
    ),
    { numRuns: 80 },
  );
});

it('expects the stand-in in their own working hours, and nobody after the dependency is given away', () => {
  const sam = { handle: 'sam', history: historyOf({ ...ANA, zone: 'America/New_York', country: null }, BEGAN, []) };
  const people = new Map([...factsOf().people, ['sam', sam]]);
  const absence = { startsAt: week.from, endsAt: utc('2026-12-02T00:00:00Z'), standInId: 'sam' };
  const absences = new Map([['ana', [absence]]]);
  expect(duePrompts(factsOf({ people, absences }))).toEqual(['2026-12-01T14:00:00.000Z', '2026-12-03T08:30:00.000Z']);

  const given: Change<DependencyFacts>[] = [
    { at: utc('2026-12-02T12:00:00Z'), before: { ownerId: 'ana' }, after: { ownerId: 'sam' } },
  ];
  const history = historyOf({ ownerId: 'sam', delegateId: null, state: 'open' }, BEGAN, given);
  const dependencies = new Map([['d4', { key: 'DEP-4', programmeId: 'q1', history }]]);
  const { sends } = expected(factsOf({ people, dependencies }), week);
  expect(sends.filter((one) => one.at >= week.from && one.at < week.to).map((one) => one.to)).toEqual([
    'person:ana',
    'person:sam',
  ]);
});

it('does not guess what changed without a word', () => {
  const silent: Change<PersonFacts>[] = [
    { at: utc('2026-12-02T12:00:00Z'), before: { zone: 'Asia/Tokyo' }, after: { zone: 'Asia/Seoul' } },
  ];
  const history = historyOf(ANA, BEGAN, silent);
  expect(valueAt(history, utc('2026-12-03T00:00:00Z'))?.zone).toBe('Europe/Berlin');
  expect(() => valueAt(history, utc('2026-12-01T00:00:00Z'))).toThrow(Unknown);

  const { sends, notJudged } = expected(factsOf({ people: new Map([['ana', { handle: 'ana', history }]]) }), week);
  expect(sends.filter((one) => one.at < utc('2026-12-02T12:00:00Z'))).toEqual([]);
  expect(notJudged.length).toBeGreaterThan(0);
});

it('compares: missed, late by how much, doubled, wrong person, fallen back', () => {
  const at = utc('2026-12-01T08:30:00Z');
  const due = {
    send: 'escalation' as const,
    about: 'DEP-4 after 24 h',
    at,
    to: 'web:leadership',
    subject: 'blocker:b:24',
  };
  const row = {
    key: 'k',
    subject: due.subject,
    to: due.to,
    deliveredAt: at,
    parkedAt: null,
    held: null,
    message: 'm1',
  };
  const faults = (...rows: (typeof row | Record<string, unknown>)[]) =>
    [
      ...faultsOf(
        [due],
        rows.map((one) => ({ ...row, ...one })),
        week,
        5,
      ),
    ]
      .flat()
      .map(({ fault, minutes }) => [fault, minutes]);
  const waited = (until: typeof at | null) => ({ held: { from: at, until }, deliveredAt: until });
  expect(faults(waited(null))).toEqual([]);
  expect(faults(waited(at.plus({ hours: 20 })))).toEqual([]);
  expect(faults({ ...waited(at), deliveredAt: at.plus({ minutes: 20 }) })).toEqual([['late', 20]]);
  expect(faults(row)).toEqual([]);
  expect(faults()).toEqual([['missed', null]]);
  expect(faults({ deliveredAt: at.plus({ minutes: 20 }) })).toEqual([['late', 20]]);
  expect(faults(row, { key: 'k2', message: 'm2' })).toEqual([['doubled', null]]);
  expect(faults(row, { key: 'k2' })).toEqual([]);
  expect(faults({ to: 'web:elsewhere' })).toEqual([['wrong-person', null]]);
  const parked = { deliveredAt: null, parkedAt: at, message: null };
  expect(faults(parked)).toEqual([['missed', null]]);
  expect(faults(parked, { key: 'k/fallback-0', subject: null, to: 'person:lena' })).toEqual([]);
});
