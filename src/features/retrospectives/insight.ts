import type { Scope } from '../feature.ts';
import { getProgramme } from '../programme/index.ts';
import { listProgrammeMilestones } from '../timeline/index.ts';
import { calendarOf } from './calendar.ts';
import { factsOf } from './facts-store.ts';
import type { Retrospective } from './model.ts';
import { incrementBefore, spanOf } from './rules/increment.ts';
import { compared, type Metric, measuresOf } from './rules/metrics.ts';

/** The figures of a retrospective's increment against the one before it, read anew. */
export async function metricsOf(scope: Pick<Scope, 'tx'>, retro: Retrospective): Promise<Metric[]> {
  const { tx } = scope;
  const { zone } = await calendarOf(scope, await getProgramme(tx, retro.programmeId));
  const measures = async (increment: Pick<Retrospective, 'after' | 'until'>) =>
    measuresOf(await factsOf(tx, retro.programmeId, spanOf(increment, zone)));
  const earlier = incrementBefore(retro, await listProgrammeMilestones(tx, retro.programmeId));
  return compared(await measures(retro), earlier && (await measures(earlier)));
}
