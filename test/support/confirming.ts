import { buttonsOf } from '../../src/story/chat.ts';
import type { Actor } from './depsync.ts';

/** Asks for a change of a plan and, where it is first shown what follows, confirms it. Gives the last answer in words. */
export async function changes(actor: Actor, words: string): Promise<string> {
  const { reply, text } = await actor.says(`/deps ${words}`);
  const confirm =
    reply.kind === 'card' ? buttonsOf(reply.card).find(({ name }) => name.endsWith('.confirm')) : undefined;
  if (reply.kind !== 'card' || confirm === undefined) return text;
  return (await actor.clicks(confirm.label, reply.card)).text;
}
