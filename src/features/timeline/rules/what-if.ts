import type { Schedule } from '../model.ts';
import { scheduled } from './schedule.ts';

/** The schedule when every open stage of one dependency begins so many working days later than it does in `present`. */
export function slipped(present: Schedule, slip: { dependencyId: string; days: number }): Schedule {
  const { network } = present;
  const line = network.lines.find(({ dependency }) => dependency.id === slip.dependencyId);
  const stages = present.dependencies.get(slip.dependencyId)?.stages ?? [];
  const starts = stages.flatMap(({ start }, place) => {
    const calendar = network.tasks[(line?.first ?? 0) + place]?.calendar;
    return calendar === undefined ? [] : calendar.day(calendar.onOrAfter(start) + slip.days);
  });
  return scheduled(network, new Map([[slip.dependencyId, starts]]));
}
