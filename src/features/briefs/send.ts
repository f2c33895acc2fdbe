import type { Address } from '../../outbox/message.ts';
import { conversationOf, enqueue } from '../../outbox/outbox.ts';
import { record } from '../audit/index.ts';
import type { Scope } from '../feature.ts';
import { personByHandle } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';
import { briefCard } from './cards.ts';
import type { Made } from './make.ts';
import { addBrief } from './store.ts';

/** Somebody or some channel that gets the brief. */
export interface Reader {
  /** A person's id; `channel/…` of a channel. */
  id: string;
  name: string;
  to: Address;
}

/** All that the programme names; a handle that nobody has any more is left out. */
export async function readersOf({ tx }: Pick<Scope, 'tx'>, { policy }: Programme): Promise<Reader[]> {
  const readers: Reader[] = [];
  for (const handle of policy.brief.people) {
    const person = await personByHandle(tx, handle);
    if (person !== undefined) readers.push({ id: person.id, name: person.name, to: { person: person.id } });
  }
  for (const channel of policy.brief.channels) {
    const name = `${channel.platform}:${channel.id}`;
    readers.push({ id: `channel/${name}`, name, to: { channel } });
  }
  return readers;
}

/** Stores a brief that was made in this transaction, and has it delivered. `byId` null: on its day. */
export async function send(
  scope: Pick<Scope, 'tx' | 'now'>,
  programme: Programme,
  { brief, snapshot, week }: Made,
  readers: readonly Reader[],
  byId: string | null,
): Promise<void> {
  const { tx, now } = scope;
  const sentTo = readers.map(({ name }) => name);
  const id = await addBrief(tx, { programmeId: programme.id, week, at: now, brief, snapshot, sentTo });
  const card = briefCard(brief, null);
  await enqueue(
    tx,
    now,
    readers.map(({ to }) => ({
      key: `briefs.brief:${id}:${conversationOf(to)}`,
      to,
      card,
      priority: 'digest' as const,
    })),
  );
  await record(scope, {
    programmeId: programme.id,
    byId,
    action: 'briefs.sent',
    subject: programme.key,
    after: { brief: id, to: sentTo, verdict: brief.verdict },
  });
}
