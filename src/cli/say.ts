import pino from 'pino';
import { createWebSender } from '../adapters/web/index.ts';
import type { Inbound, Reply } from '../chat/inbound.ts';
import { plainReply } from '../chat/plain.ts';
import { compose } from '../compose.ts';
import type { Config } from '../config.ts';
import { newId } from '../core/ids.ts';
import { openStore } from '../db/open.ts';
import { loadExample } from '../example.ts';
import { findPerson, firstWorkspace } from '../features/people/index.ts';

type Notice = (text: string) => void;
type Said = Pick<Extract<Inbound, { kind: 'command' }>, 'kind' | 'text'>;
type Sent = Pick<Extract<Inbound, { kind: 'form' }>, 'kind' | 'name' | 'value' | 'fields'>;

/** Runs one command as a person and gives the answer as plain text. */
export async function say(config: Config, handle: string, words: string, notice: Notice): Promise<string> {
  const { reply, text } = await actAs(config, handle, { kind: 'command', text: words }, notice);
  return reply.kind === 'form' ? `${text}\nThis is a form: fill it in the console or in chat.` : text;
}

/**
 * Does one thing as a person, on the database that a running Depsync uses or on the embedded one. What it sends to
 * others leaves with the running Depsync, or at its next start.
 */
export async function actAs(
  config: Config,
  handle: string,
  act: Said | Sent,
  notice: Notice,
): Promise<{ reply: Reply; text: string }> {
  const store = await openStore({ url: config.databaseUrl, folder: config.dataFolder, onNotice: notice });
  try {
    const { db } = store;
    const { clock } = config;
    const workspace = await db.system((tx) => firstWorkspace(tx, clock.now()));
    if (config.databaseUrl === undefined) await loadExample(db, workspace, clock.now());
    const log = pino({ level: 'error' }, pino.destination(2));
    const depsync = compose({ db, clock, log, senders: [createWebSender(db, clock)], directories: [] });
    const person = await db.tx(workspace, (tx) => findPerson(tx, handle.replace(/^@/, '')));
    const reply = await depsync.dispatch({
      ...act,
      workspace,
      sender: person.id,
      place: { platform: 'web', conversation: `person:${person.id}`, direct: true },
      receipt: `cli:${newId()}`,
    });
    return { reply, text: plainReply(reply, person.calendar.zone) };
  } finally {
    await store.close();
  }
}
