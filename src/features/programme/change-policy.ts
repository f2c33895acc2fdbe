import { isDeepStrictEqual } from 'node:util';
import { newId } from '../../core/ids.ts';
import { enqueue } from '../../outbox/outbox.ts';
import { record } from '../audit/index.ts';
import type { Scope } from '../feature.ts';
import type { Person } from '../people/index.ts';
import { replanPrompts } from './access.ts';
import { channelHelloCard, channelName } from './cards.ts';
import type { ChannelRole, Policy, Programme } from './model.ts';
import { savePolicy, savePolicyVersion } from './store.ts';

/** Who changed a policy and how. */
export interface PolicyChange {
  by: Pick<Person, 'id' | 'name'>;
  /** What the audit log calls it. */
  action: string;
  /** The file it came from; null: it was changed in chat. */
  file: string | null;
}

/**
 * Writes a policy that was checked, as the next version, with each part that changed into the audit log, and lets what depends on it
 * follow. Gives the parts that changed; nothing is written when none did. Call it with the programme locked.
 */
export async function changePolicy(
  scope: Pick<Scope, 'tx' | 'now'>,
  programme: Programme,
  policy: Policy,
  { by, action, file }: PolicyChange,
): Promise<(keyof Policy)[]> {
  const before = programme.policy;
  const parts = Object.keys(policy) as (keyof Policy)[]; // the keys of this object
  const changed = parts.filter((part) => !isDeepStrictEqual(policy[part], before[part]));
  if (changed.length === 0) return [];
  const { tx, now } = scope;
  const { id: programmeId, key: subject } = programme;
  const only = (of: Policy) => Object.fromEntries(changed.map((part) => [part, of[part]]));
  await savePolicy(tx, programmeId, policy);
  await savePolicyVersion(tx, { programmeId, policy, at: now, byId: by.id, file });
  await record(scope, {
    programmeId,
    byId: by.id,
    action,
    subject,
    before: only(before),
    after: only(policy),
    reason: file,
  });
  await replanPrompts(scope, programmeId);
  await greetChannels(scope, programme, policy, by.name);
  return changed;
}

/** A first message shows at once whether a new channel can be reached. */
async function greetChannels(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  programme: Programme,
  policy: Policy,
  by: string,
): Promise<void> {
  const roles = Object.keys(policy.channels) as ChannelRole[]; // the keys of this object
  const messages = roles.flatMap((role) => {
    const known = programme.policy.channels[role].map(channelName);
    const added = policy.channels[role].filter((channel) => !known.includes(channelName(channel)));
    return added.map((channel) => ({
      key: `programme:hello:${role}:${channelName(channel)}:${newId()}`,
      to: { channel },
      card: channelHelloCard(programme.name, role, by),
      priority: 'reply' as const,
    }));
  });
  await enqueue(tx, now, messages);
}
