import fc from 'fast-check';
import { keptBy, lateBy, latenessOf, quantile } from './forecast.ts';

const days = fc.array(fc.integer({ min: -20, max: 60 }), { minLength: 1, maxLength: 40 });

describe('quantiles', () => {
  it.each([
    [[3], 0.5, 3],
    [[1, 2], 0.5, 1.5],
    // numpy.quantile([0, 1, 2, 5, 9], [0.5, 0.85])
    [[9, 0, 5, 1, 2], 0.5, 2],
    [[9, 0, 5, 1, 2], 0.85, 6.6],
  ])('of %j at %d is %d', (values, level, expected) => {
    expect(quantile(values, level)).toBeCloseTo(expected, 10);
  });

  it('lie between the least and the most, rise with the level, and do not depend on order', () => {
    fc.assert(
      fc.property(days, fc.double({ min: 0, max: 1, noNaN: true }), (values, level) => {
        const found = quantile(values, level);
        expect(found).toBeGreaterThanOrEqual(Math.min(...values));
        expect(found).toBeLessThanOrEqual(Math.max(...values));
        expect(quantile(values, 1)).toBeGreaterThanOrEqual(found);
        expect(quantile([...values].reverse(), level)).toBe(found);
      }),
    );
  });
});

describe('lateness', () => {
  it('is unknown without any history', () => {
    expect(latenessOf([], [])).toBeUndefined();
  });

  it('is the programme’s for a team without history of its own', () => {
    expect(latenessOf([], [0, 2, 4])).toEqual({ p50: 2, p85: 3.4, own: 0, all: 3 });
  });

  it('weighs five promises of a team as much as the whole programme', () => {
    expect(latenessOf([10, 10, 10, 10, 10], [0, 0, 0])).toMatchObject({ p50: 5, p85: 5, own: 5, all: 3 });
  });

  it('lies between the team’s and the programme’s, the nearer to the team’s the more it has kept', () => {
    fc.assert(
      fc.property(days, days, fc.integer({ min: 2, max: 5 }), (own, all, times) => {
        const few = latenessOf(own, all);
        const many = latenessOf(Array.from({ length: times }, () => own).flat(), all);
        for (const [name, level] of [['p50', 0.5] as const, ['p85', 0.85] as const]) {
          const [team, programme] = [quantile(own, level), quantile(all, level)];
          expect(few?.[name]).toBeGreaterThanOrEqual(Math.min(team, programme) - 1e-9);
          expect(few?.[name]).toBeLessThanOrEqual(Math.max(team, programme) + 1e-9);
          if (times * own.length > 1 && quantile(Array.from({ length: times }, () => own).flat(), level) === team) {
            expect(Math.abs((many?.[name] ?? 0) - team)).toBeLessThanOrEqual(
              Math.abs((few?.[name] ?? 0) - team) + 1e-9,
            );
          }
        }
        expect(few?.p85).toBeGreaterThanOrEqual(few?.p50 ?? 0);
      }),
    );
  });
});

it('counts in working days of who promised: a weekend and a holiday are no delay', () => {
  const berlin = { country: 'DE', region: 'BE' };

  expect(lateBy(berlin, '2026-12-11', '2026-12-14')).toBe(1);
  expect(lateBy(berlin, '2026-12-14', '2026-12-11')).toBe(-1);
  expect(lateBy(berlin, '2026-12-24', '2026-12-28')).toBe(1);
  expect(keptBy(berlin, '2026-12-24', 0.2)).toBe('2026-12-28');
  expect(keptBy(berlin, '2026-12-12', 0)).toBe('2026-12-14');
});
