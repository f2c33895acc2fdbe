import type { Request, Response } from 'express';
import { channelNamed, inboxOf, isInbox } from './conversation.ts';
import { isFromOwnPage } from './origin.ts';
import type { WebChannel, WebHost, WebPerson } from './port.ts';
import { Refusal, SignInNeeded } from './refusal.tsx';
import { type Session, type Sessions, same } from './session.ts';

/** Somebody who has signed in and is still in the register. */
export interface Visitor {
  workspace: string;
  person: WebPerson;
  session: Session;
}

/** Who asks; SignInNeeded when nobody is signed in, or somebody who is gone. */
export async function visitorOf(sessions: Sessions, host: WebHost, req: Request, res: Response): Promise<Visitor> {
  const session = sessions.of(req, res);
  if (session.person === undefined) throw new SignInNeeded();
  const { workspace, id } = session.person;
  const person = await host.person(workspace, id);
  if (person === undefined) throw new SignInNeeded();
  return { workspace, person, session };
}

/** The channels the visitor may read; refuses a conversation that is none of them and not their own inbox. */
export async function mayRead(host: WebHost, visitor: Visitor, conversation: string): Promise<WebChannel[]> {
  const { workspace, person } = visitor;
  const channels = await host.channels(workspace, person.id);
  const own = [inboxOf(person.id), ...channels.map(({ id }) => channelNamed(id))];
  if (own.includes(conversation)) return channels;
  const yours = 'You can read your own inbox and the channels of your programmes.';
  if (isInbox(conversation)) throw new Refusal(403, 'This inbox belongs to somebody else.', yours);
  throw new Refusal(404, 'There is no such conversation.', yours);
}

/** Refuses what another site's page made the browser send. */
export function assertOwnPage(req: Request): void {
  if (isFromOwnPage(req)) return;
  throw new Refusal(403, 'Another site sent this.', 'Nothing was done. Act on the pages of Depsync itself.');
}

/** Refuses what was not sent from a page made for this very session. */
export function assertToken(session: Session, token: unknown): void {
  if (typeof token === 'string' && same(token, session.csrf)) return;
  throw new Refusal(
    403,
    'This page is out of date.',
    'Nothing was done. You signed in again since it was opened, perhaps in another window. Reload it, then send it again.',
  );
}
