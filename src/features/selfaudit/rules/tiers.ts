import { DateTime } from 'luxon';
import type { Expectation, Expected, Facts, MatterFacts } from '../model.ts';
import { judged, valueAt } from './history.ts';

/** The tiers that blockers and late gates reached, to each leadership channel there was. */
export function* expectedTiers(facts: Facts): Generator<Expected> {
  for (const matter of facts.matters) {
    const dependency = facts.dependencies.get(matter.dependencyId);
    yield judged(`the tiers of ${dependency?.key ?? matter.subject}`, () => tiersOf(facts, matter));
  }
}

function tiersOf(facts: Facts, matter: MatterFacts): Expectation[] {
  const dependency = facts.dependencies.get(matter.dependencyId);
  const programme = facts.programmes.find((one) => one.id === dependency?.programmeId);
  if (dependency === undefined || programme === undefined) return [];
  const begun = matter.importedAt ?? matter.raisedAt;
  const moments = matter.tiers.map((hours) => ({ hours, at: matter.raisedAt.plus({ hours }) }));
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
      if (matter.resolvedAt !== null && matter.resolvedAt <= at) return [];
      if (valueAt(dependency.history, at)?.state !== 'open') return [];
      const channels = valueAt(programme.history, at)?.channels.leadership ?? [];
      return channels.map(({ platform, id }) => ({
        send: 'escalation' as const,
        about: `${dependency.key} after ${hours} h`,
        at,
        to: `${platform}:${id}`,
        subject: `${matter.subject}:${hours}`,
        alsoMay: ever,
      }));
    });
}
