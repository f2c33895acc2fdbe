import { dateOfNumber, daysBetween } from '../../../core/calendar-date.ts';
import { localDate } from '../../../core/local-time.ts';
import type { GateProgress } from '../../approvals/model.ts';

/** A waiver that ends before the delivery it was signed for. Days are calendar days, in the zone of whoever looks. */
export interface Expiring {
  key: string;
  gate: number;
  /** Its last day, `YYYY-MM-DD`. */
  until: string;
  /** Days from its end to the delivery, as it would be. */
  days: number;
  /** The same as planned now; 0 or less: it lasts until then. */
  planned: number;
}

/** A delivery that moves. Days are numbers. */
interface Moved {
  key: string;
  before: number;
  after: number;
}

/** The waivers that end before a delivery which moves; those that last until then are not among them. */
export function expiring(moved: readonly Moved[], progress: readonly GateProgress[], zone: string): Expiring[] {
  const waivedOf = new Map(progress.map(({ key, waived }) => [key, waived]));
  return moved
    .flatMap(({ key, before, after }) =>
      (waivedOf.get(key) ?? []).map(({ gate, until: end }): Expiring => {
        const until = localDate(end, zone);
        const daysTo = (day: number) => daysBetween(until, dateOfNumber(day));
        return { key, gate, until, days: daysTo(after), planned: daysTo(before) };
      }),
    )
    .filter(({ days }) => days > 0);
}
