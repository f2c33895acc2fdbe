import { DateTime } from 'luxon';
import type { BlockerFacts, Expectation, Expected, Facts } from '../model.ts';
import { judged, valueAt } from './history.ts';

/** The tiers that open blockers reached, to each leadership channel there was. */
export function* expectedTiers(facts: Facts): Generator<Expected> {
  for (const blocker of facts.blockers) {
    const dependency = facts.dependencies.get(blocker.dependencyId);
    yield judged(`the tiers of ${dependency?.key ?? blocker.id}`, () => tiersOf(facts, blocker));
  }
}

function tiersOf(facts: Facts, blocker: BlockerFacts): Expectation[] {
  const dependency = facts.dependencies.get(blocker.dependencyId);
  const programme = facts.programmes.find((one) => one.id === dependency?.programmeId);
  if (dependency === undefined || programme === undefined) return [];
  const begun = blocker.importedAt ?? blocker.raisedAt;
  const moments = blocker.tiers.map((hours) => ({ hours, at: blocker.raisedAt.plus({ hours }) }));
  // Of the tiers that had passed when a file brought it only the highest is told, at once.
  const passed = moments.findLast(({ at }) => at <= begun);
  // A channel that is named later gets the cards of earlier tiers with the next change.
  const ever = programme.history.spans.flatMap(({ value }) =>
    value.channels.leadership.map(({ platform, id }) => `${platform}:${id}`),
  );
  return moments
    .filter(({ hours }) => hours >= (passed?.hours ?? 0))
    .flatMap(({ hours, at: reached }) => {
      const at = DateTime.max(reached, begun);
      if (blocker.resolvedAt !== null && blocker.resolvedAt <= at) return [];
      if (valueAt(dependency.history, at)?.state !== 'open') return [];
      const channels = valueAt(programme.history, at)?.channels.leadership ?? [];
      return channels.map(({ platform, id }) => ({
        send: 'escalation' as const,
        about: `${dependency.key} after ${hours} h`,
        at,
        to: `${platform}:${id}`,
        subject: `blocker:${blocker.id}:${hours}`,
        alsoMay: ever,
      }));
    });
}
