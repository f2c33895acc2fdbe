import fc from 'fast-check';
import { DateTime } from 'luxon';
import { plainText } from '../../chat/plain.ts';
import { isWorkingDay, workingDaysBetween } from '../../core/calendar.ts';
import { addDays, daysBetween } from '../../core/calendar-date.ts';
import type { ChoiceFacts } from './model.ts';
import { choicesFor, dateToMove, faultOfDate, listed, offeredOption, planMove, proposedDate } from './rules.ts';

const GERMAN = { country: 'DE' };

const FACTS: ChoiceFacts = {
  programme: 'Q1 launch',
  today: '2026-12-01',
  raisedOn: '2026-11-30',
  expectedUntil: '2026-12-04',
  dueDate: '2026-12-04',
  consumers: [{ teamId: 'part', team: 'Partner Experience', neededBy: '2026-12-07', priority: null }],
  criticalDates: [],
  commitments: [],
  releaseDate: '2027-02-26',
  owner: { id: 'ana', name: 'Ana' },
  delegate: { id: 'ben', name: 'Ben', awayUntil: null, open: 3, reds: 2 },
  contract: { version: '2.0.0', gatesPassed: 1, gates: 4 },
  follows: () => '',
  costs: () => '',
  told: ['Ana', 'Ben', 'Chloe', 'Dev'],
};

const shown = (facts: Partial<ChoiceFacts>) => {
  const { offered, notOffered } = choicesFor({ ...FACTS, ...facts }, GERMAN);
  return {
    offered: offered.map((option) => `${option.label}: ${plainText(option.consequence)}`),
    notOffered: notOffered.map((text) => plainText(text)),
  };
};

describe('choices', () => {
  it('state what follows from each', () => {
    expect(shown({})).toEqual({
      offered: [
        'Reassign to Ben: no date moves; Ben owns 3 other open dependencies, 2 RED; Ana is delegate then',
        "Move Partner Experience's date to Fri 11 Dec (+4 d): +4 d; delivery moves to Tue 8 Dec; 77 days before the release Fri 26 Feb",
        'Go on against contract v2.0.0 as drafted: no date moves; 3 of 4 gates not passed; shows YELLOW until the next tier',
        'Take out of scope: not part of Q1 launch any more; Partner Experience loses it; Ana, Ben, Chloe and 1 more are told',
      ],
      notOffered: [],
    });
  });

  it('tell of going on what the blocker will have cost, by its expected end or by one day more', () => {
    const costs = (days: number) => `delivery ${days} later`;
    const [, , known] = shown({ costs }).offered;
    const [, , unknown] = shown({ costs, expectedUntil: null }).offered;
    const [, , past] = shown({ costs, expectedUntil: '2026-11-30' }).offered;

    expect(known).toContain('no date moves; blocked until Fri 4 Dec, 3 working days: delivery 3 later; 3 of 4 gates');
    expect(unknown).toContain('no date moves; one more working day blocked: delivery 1 later; 3 of 4 gates');
    expect(past).toContain('one more working day blocked: delivery 1 later');
  });

  it('name the commitments that fall or whose terms change', () => {
    const { offered } = shown({
      commitments: [
        { key: 'COM-1', stage: 'release' },
        { key: 'COM-2', stage: 'test' },
      ],
    });

    expect(offered[1]).toContain('; the terms of COM-1 change by this decision; ');
    expect(offered[3]).toContain('Partner Experience loses it; COM-1 and COM-2 fall; ');
  });

  it('leave out what cannot be done and say why', () => {
    const awayUntil = DateTime.fromISO('2026-12-07T08:00:00Z');
    const away = { id: 'ben', name: 'Ben', awayUntil, open: 0, reds: 0 };

    expect(shown({ delegate: away, contract: null, dueDate: null, consumers: [] })).toEqual({
      offered: [
        'Take out of scope: not part of Q1 launch any more; nobody waits for it; Ana, Ben, Chloe and 1 more are told',
      ],
      notOffered: [
        'Reassigning: Ben is away until Mon 7 Dec, 08:00',
        'Moving a date: none is set',
        'Going on against the contract: none is submitted',
      ],
    });
    expect(shown({ delegate: null }).notOffered).toEqual(['Reassigning: no delegate is named']);
  });

  it('say when the release cannot be met and which critical dates pass', () => {
    const criticalDates = [
      { label: 'QA window', date: '2026-12-09' },
      { label: 'Freeze', date: '2026-12-14' },
    ];

    expect(shown({ releaseDate: '2026-12-10', criticalDates }).offered[1]).toMatch(
      /; 1 day after the release Thu 10 Dec; passes QA window Wed 9 Dec$/,
    );
  });

  it('move the delivery where no consumer has a date', () => {
    const consumers = [{ teamId: 'part', team: 'Partner Experience', neededBy: null, priority: null }];

    expect(shown({ consumers }).offered[1]).toMatch(
      /^Move the delivery to Thu 10 Dec \(\+6 d\): \+6 d; 78 days before/,
    );
  });

  it('move every consumer that needs it before the new day', () => {
    const consumers = [
      { teamId: 'part', team: 'Partner Experience', neededBy: '2026-12-07', priority: null },
      { teamId: 'data', team: 'Data Insights', neededBy: '2026-12-10', priority: null },
      { teamId: 'late', team: 'Latecomers', neededBy: '2027-01-20', priority: null },
    ];

    expect(shown({ consumers }).offered[1]).toMatch(
      /^Move 2 teams' dates to Fri 11 Dec \(\+4 d\): \+4 d; moves Partner Experience and Data Insights; /,
    );
    expect(planMove({ ...FACTS, consumers }, GERMAN, '2026-12-11').consumers.map((one) => one.neededBy)).toEqual([
      '2026-12-11',
      '2026-12-11',
      '2027-01-20',
    ]);
  });

  it('are offered only as long as they mean the same person or version', () => {
    const choices = choicesFor(FACTS, GERMAN);

    expect(offeredOption(choices, 'reassign', 'ben')?.label).toBe('Reassign to Ben');
    expect(offeredOption(choices, 'reassign', 'dev')).toBeUndefined();
    expect(offeredOption(choices, 'proceed', '1.0.0')).toBeUndefined();
  });
});

const day = fc.integer({ min: 0, max: 900 }).map((days) => addDays('2026-01-01', days));
const facts = fc
  .record({
    today: day,
    openDays: fc.integer({ min: 0, max: 90 }),
    expectedUntil: fc.option(day),
    dueDate: fc.option(day),
    needed: fc.array(fc.option(day), { maxLength: 4 }),
  })
  .map(
    ({ today, openDays, expectedUntil, dueDate, needed }): ChoiceFacts => ({
      ...FACTS,
      today,
      raisedOn: addDays(today, -openDays),
      expectedUntil,
      dueDate,
      consumers: needed.map((neededBy, index) => ({
        teamId: `${index}`,
        team: `Team ${index}`,
        neededBy,
        priority: null,
      })),
    }),
  );

describe('the proposed day', () => {
  it('is a working day to come, after the end of the blocker and after every date it moves from', () => {
    fc.assert(
      fc.property(facts, (of) => {
        const proposed = proposedDate(of, GERMAN);
        const from = dateToMove(of);
        if (proposed === undefined || from === undefined) {
          expect([proposed, from]).toEqual([undefined, undefined]);
          return;
        }
        expect(isWorkingDay(GERMAN, proposed)).toBe(true);
        expect(proposed > of.today && proposed > from && proposed > (of.expectedUntil ?? '')).toBe(true);
        expect(proposed > (of.dueDate ?? '')).toBe(true);
      }),
    );
  });

  it('is at most as many working days later as were lost, or the first working day after the end', () => {
    fc.assert(
      fc.property(facts, (of) => {
        const proposed = proposedDate(of, GERMAN);
        const from = [dateToMove(of) ?? '', of.dueDate ?? ''].sort().at(-1) ?? '';
        if (proposed === undefined) return;
        const ends = [of.expectedUntil ?? of.today, of.today].sort().at(-1) ?? '';
        const lost = Math.max(1, workingDaysBetween(GERMAN, of.raisedOn, ends));
        const late = workingDaysBetween(GERMAN, from, proposed);
        expect(late <= lost || workingDaysBetween(GERMAN, ends, proposed) === 1).toBe(true);
      }),
    );
  });
});

describe('a move', () => {
  it('brings no date forward, and the delivery not past the new day unless it was', () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 1, max: 366 }), (of, days) => {
        const from = dateToMove(of);
        if (from === undefined) return;
        const to = addDays(from, days);
        const move = planMove(of, GERMAN, to);

        expect(daysBetween(move.from, move.to)).toBe(move.days);
        for (const [index, { neededBy }] of move.consumers.entries()) {
          const before = of.consumers[index]?.neededBy ?? null;
          expect(neededBy === null).toBe(before === null);
          if (neededBy !== null && before !== null) expect(neededBy >= before && neededBy >= to).toBe(true);
        }
        if (of.dueDate === null) expect(move.dueDate).toBeNull();
        else {
          expect((move.dueDate ?? '') >= of.dueDate).toBe(true);
          expect([of.dueDate, to]).toContain([move.dueDate ?? '', of.dueDate, to].sort().at(-1));
        }
      }),
    );
  });
});

it.each([
  ['2026-12-08', undefined],
  ['2026-12-07', 'Choose a day after Mon 7 Dec, such as 2026-12-08.'],
  ['soon', 'Choose a day, such as 2026-12-08.'],
  ['2026-13-45', 'Choose a day, such as 2026-12-08.'],
  ['9999-12-31', 'Choose a day up to Thu 9 Dec, such as 2026-12-08; for later, take it out of scope.'],
])('judges the day %s', (to, fault) => {
  expect(faultOfDate(FACTS, to)).toBe(fault);
});

it.each([
  [[], ''],
  [['A'], 'A'],
  [['A', 'B'], 'A and B'],
  [['A', 'B', 'C'], 'A, B and C'],
  [['A', 'B', 'C', 'D', 'E'], 'A, B, C and 2 more'],
])('names %j as "%s"', (names, words) => {
  expect(listed(names)).toBe(words);
});
