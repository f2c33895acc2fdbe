import { DateTime } from 'luxon';
import { incrementBefore, incrementOf, spanOf } from './increment.ts';
import { beforeInWords, compared, type Facts, inWords, measuresOf } from './metrics.ts';

const AT = DateTime.fromISO('2026-12-01T09:00:00Z', { zone: 'utc' });
const after = (hours: number) => AT.plus({ hours });
const NOTHING: Facts = { prompts: [], gates: [], blockers: [], escalations: [], shifts: [], versions: [], reports: [] };
const words = (facts: Facts, label: string) => {
  const measure = measuresOf(facts).find((one) => one.label === label);
  return measure === undefined ? '' : inWords(measure);
};

it('measures each figure with the number that it comes from', () => {
  const facts: Facts = {
    prompts: [
      { askedAt: AT, answeredAt: after(2) },
      { askedAt: AT, answeredAt: after(5) },
      { askedAt: AT, answeredAt: after(11) },
      { askedAt: AT, answeredAt: null },
    ],
    gates: [
      { number: 2, openedAt: AT, closedAt: after(24) },
      { number: 2, openedAt: AT, closedAt: after(72) },
    ],
    blockers: [{ raisedAt: AT, resolvedAt: after(31) }],
    escalations: [{ decided: true }, { decided: false }],
    shifts: ['DEP-1', 'DEP-1', 'DEP-2'],
    versions: [{ dependencyId: 'a' }, { dependencyId: 'a' }, { dependencyId: 'a' }, { dependencyId: 'b' }],
    reports: [
      { dependencyId: 'a', reason: 'we hope to deliver on Friday' },
      { dependencyId: 'b', reason: 'staging arrived' },
    ],
  };
  expect(words(facts, 'Response time')).toBe('5 h (3 answers)');
  expect(words(facts, 'Prompts answered')).toBe('75 % (4 prompts)');
  expect(words(facts, 'Approval, gate 2')).toBe('2 d (2 gates)');
  expect(words(facts, 'Approval, gate 1')).toBe('nothing to measure');
  expect(words(facts, 'Age of solved blockers')).toBe('31 h (1 blocker)');
  expect(words(facts, 'Escalations decided')).toBe('50 % (2 escalations)');
  expect(words(facts, 'Timeline shifts')).toBe('3 (2 shifted records)');
  expect(words(facts, 'Contract versions, each')).toBe('2 (2 contracts)');
  expect(words(facts, 'Tentative words, each')).toBe('0.5 (2 dependencies)');
});

it('compares with the increment before, and says where it cannot', () => {
  const solved = (hours: number): Facts => ({ ...NOTHING, blockers: [{ raisedAt: AT, resolvedAt: after(hours) }] });
  const comparison = (present: Facts, before?: Facts) => {
    const metrics = compared(measuresOf(present), before && measuresOf(before));
    return metrics.filter(({ label }) => label === 'Age of solved blockers').map(beforeInWords);
  };
  expect(comparison(solved(10), solved(20))).toEqual(['before 20 h (1)']);
  expect(comparison(solved(10), solved(415.6))).toEqual(['before 17.3 d (1)']);
  expect(comparison(solved(10), NOTHING)).toEqual(['no comparison']);
  expect(comparison(NOTHING, solved(20))).toEqual(['no comparison']);
  expect(comparison(solved(10))).toEqual(['no comparison']);
});

it('lets an increment last from the day after a milestone to the end of the next, in the zone of the lead', () => {
  const milestones = [{ date: '2026-11-13' }, { date: '2026-12-04' }, { date: '2027-01-15' }];
  const beta = incrementOf({ name: 'Beta', date: '2026-12-04' }, milestones);
  expect(beta).toEqual({ after: '2026-11-13', until: '2026-12-04' });
  expect(incrementBefore(beta, milestones)).toEqual({ after: null, until: '2026-11-13' });
  expect(incrementBefore({ after: null, until: '2026-11-13' }, milestones)).toBeUndefined();

  const { from, to } = spanOf(beta, 'America/New_York');
  expect(from?.toUTC().toISO()).toBe('2026-11-14T05:00:00.000Z');
  expect(to.toUTC().toISO()).toBe('2026-12-05T05:00:00.000Z');
});
