import type { Installation } from './installation.ts';
import type { PlannedAct } from './plan.ts';
import { homesOf, type Owner } from './register.ts';

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
  world: Pick<Installation, 'slack' | 'teams' | 'courier' | 'url'>,
  owner: Owner,
  { kind }: PlannedAct,
  acts: Acts,
): Promise<void> {
  const actor = actorOf(world, owner);
  const words = kind === 'writes' || (kind === 'unblocks' && owner.platform === 'teams');
  const written = acts.written.get(owner.handle) ?? { taken: 0, unsure: 0 };
  if (words) acts.written.set(owner.handle, written);
  try {
    switch (kind) {
      case 'writes':
        await actor.writes(`${owner.number} green, the tests pass`);
        break;
      case 'clicks':
        if (!actor.sees('✓ Green')) return;
        await actor.clicks('✓ Green');
        break;
      case 'unblocks':
        await actor.commands(`unblock ${owner.key} the vendor is back`);
        break;
      case 'looks':
        await actor.looks();
        break;
    }
    if (words) written.taken += 1;
    acts.done += 1;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    acts.refused.set(why, (acts.refused.get(why) ?? 0) + 1);
    if (words) written.unsure += 1;
  }
}

/** On Teams a command is words as well, and answered by message. */
function actorOf(
  { slack, teams, courier, url }: Pick<Installation, 'slack' | 'teams' | 'courier' | 'url'>,
  owner: Owner,
) {
  if (owner.platform === 'teams') {
    const actor = teams.actor(owner.id, url);
    return {
      writes: (words: string) => actor.says(words),
      commands: (words: string) => actor.says(words),
      clicks: (label: string) => actor.clicks(label),
      sees: (label: string) => actor.inbox.some((message) => message.buttons.includes(label)),
      looks: () => actor.looks(),
    };
  }
  const actor = slack.actor(owner.id, courier.url);
  return {
    writes: (words: string) => actor.writes(words),
    commands: (words: string) => actor.runs(`/deps ${words}`),
    clicks: (label: string) => actor.clicks(label),
    sees: (label: string) => actor.inbox.some((message) => message.buttons.includes(label)),
    // Slack has a look-up.
    looks: async () => {},
  };
}

/** Owners on Teams are reached once they have the app; Teams then tells where it is called. */
export async function addTheApp(
  { teams, url }: Pick<Installation, 'teams' | 'url'>,
  owners: readonly Owner[],
): Promise<void> {
  for (const id of owners.flatMap(teamsIdOf)) await teams.actor(id, url).installs();
}

/** Everybody opens Teams at last: what was doubled goes. */
export async function everybodyLooks(
  { teams, url }: Pick<Installation, 'teams' | 'url'>,
  owners: readonly Owner[],
): Promise<void> {
  for (const id of owners.flatMap(teamsIdOf)) await teams.actor(id, url).looks();
}

function teamsIdOf(owner: Owner): string[] {
  return homesOf(owner).flatMap(({ platform, id }) => (platform === 'teams' ? [id] : []));
}
