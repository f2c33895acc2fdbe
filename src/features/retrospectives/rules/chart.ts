import { formatDay } from '../../../core/format-time.ts';
import { type BarsModel, within } from '../../../pictures/model.ts';
import type { Increment } from '../model.ts';
import { beforeInWords, inWords, type Metric } from './metrics.ts';

/** The figures of an increment as pairs of bars. */
export function chartOf(
  of: Increment & { programme: string; milestone: string; today: string },
  metrics: readonly Metric[],
): BarsModel {
  const { programme, milestone, after, until, today } = of;
  const since = after === null ? 'from the beginning' : `after ${formatDay(after)}`;
  return {
    kind: 'bars',
    programme: within(programme),
    filter: within(milestone),
    today,
    caption: `${since} until ${formatDay(until)}`,
    rows: metrics.map((metric) => {
      const { label, value, before } = metric;
      return {
        label,
        value,
        shown: inWords(metric),
        before: value === null ? null : (before?.value ?? null),
        shownBefore: beforeInWords(metric),
      };
    }),
  };
}
