import { type Asked, undecided } from '../escalations/index.ts';
import type { Scope } from '../feature.ts';
import { circleAround } from './escalate.ts';
import { choiceFacts, workingDaysOf } from './facts.ts';
import { choicesFor } from './rules.ts';
import { listBlockers } from './store.ts';

/** What leadership was asked to decide on open blockers of a programme. */
export async function askedOnBlockers(scope: Pick<Scope, 'tx' | 'now'>, programmeId: string): Promise<Asked[]> {
  const open = await listBlockers(scope.tx, { programmeId, open: true });
  return open.flatMap((blocker): Asked[] => {
    const tier = undecided(blocker.escalations);
    if (tier === undefined) return [];
    return [
      {
        key: blocker.key,
        what: `blocked: ${blocker.reason}`,
        since: blocker.raisedAt,
        askedAt: tier.at,
        decideBy: tier.decideBy,
        async options() {
          const circle = await circleAround(scope, blocker);
          const { offered } = choicesFor(await choiceFacts(scope, circle, blocker), workingDaysOf(circle));
          return offered.map(({ label }) => label);
        },
      },
    ];
  });
}
