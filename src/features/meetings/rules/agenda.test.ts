import fc from 'fast-check';
import { PointKind } from '../model.ts';
import { agendaOf, CLOSING_MINUTES } from './agenda.ts';

const point = (kind: PointKind, key: string) => ({ kind, key, text: [key], needs: [] });

it('begins with what needs a decision, then reds, overdue, shifts, gates and actions', () => {
  const { points } = agendaOf(
    [...PointKind.options].reverse().map((kind) => point(kind, kind)),
    60,
  );
  expect(points.map(({ kind }) => kind)).toEqual(['decision', 'red', 'overdue', 'shift', 'gate', 'action']);
});

it('names one thing once, by what is most urgent of it', () => {
  const { points } = agendaOf([point('gate', 'DEP-4'), point('red', 'DEP-4'), point('decision', 'DEP-4')], 60);
  expect(points.map(({ kind }) => kind)).toEqual(['decision']);
});

it('fits its length; what does not is for reading, and nothing is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...PointKind.options), { maxLength: 60 }),
      fc.integer({ min: 15, max: 120 }),
      (kinds, minutes) => {
        const { points, reading, more } = agendaOf(
          kinds.map((kind, n) => point(kind, `K-${n}`)),
          minutes,
        );
        expect(points.reduce((sum, one) => sum + one.minutes, CLOSING_MINUTES)).toBeLessThanOrEqual(minutes);
        expect(points.length + reading.length + more).toBe(kinds.length);
        const rank = (kind: PointKind) => PointKind.options.indexOf(kind);
        const [last, next] = [points.at(-1), reading[0]];
        if (last !== undefined && next !== undefined) expect(rank(last.kind)).toBeLessThanOrEqual(rank(next.kind));
      },
    ),
  );
});
