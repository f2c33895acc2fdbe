import type { SlackServer } from '../support/slack-server.ts';
import type { PlannedAct } from './plan.ts';
import type { Owner } from './register.ts';

/** What people did. Words in a direct message deserve one answer each. */
export interface Acts {
  /** By handle: messages that Depsync said it has, and those it may or may not have. */
  written: Map<string, { taken: number; unsure: number }>;
  /** Acts of any kind that got no answer, by why; people see that in Slack and try again. */
  refused: Map<string, number>;
  done: number;
}

export function noActs(): Acts {
  return { written: new Map(), refused: new Map(), done: 0 };
}

/** Somebody does something; what goes wrong on the way is counted. */
export async function perform(
  slack: SlackServer,
  appUrl: string,
  owner: Owner,
  { kind }: PlannedAct,
  acts: Acts,
): Promise<void> {
  const actor = slack.actor(owner.slack, appUrl);
  const written = acts.written.get(owner.handle) ?? { taken: 0, unsure: 0 };
  try {
    switch (kind) {
      case 'writes':
        acts.written.set(owner.handle, written);
        await actor.writes(`${owner.number} green, the tests pass`);
        written.taken += 1;
        break;
      case 'clicks':
        if (!actor.inbox.some((message) => message.buttons.includes('✓ Green'))) return;
        await actor.clicks('✓ Green');
        break;
      case 'unblocks':
        await actor.runs(`/deps unblock ${owner.key} the vendor is back`);
        break;
    }
    acts.done += 1;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    acts.refused.set(why, (acts.refused.get(why) ?? 0) + 1);
    if (kind === 'writes') written.unsure += 1;
  }
}
