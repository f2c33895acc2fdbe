import { z } from 'zod';
import { heldFor, release } from '../../outbox/held.ts';
import { enqueue } from '../../outbox/outbox.ts';
import { type Act, action, command } from '../feature.ts';
import { interruptionsThisWeek } from '../interruptions/index.ts';
import { listProgrammes } from '../programme/index.ts';
import { goneCard, todayCard } from './cards.ts';
import { byImpact } from './impact.ts';
import { daySubject } from './send.ts';

export const todayCommand = command({
  name: 'today',
  summary: 'Show what waits for you, in the order of what hangs on it',
  usage: 'today',
  examples: ['today'],
  who: 'everybody',
  arguments: {},
  async run(act) {
    return { kind: 'card', card: await todayOf(act) };
  },
});

export const openAction = action({
  value: z.object({ message: z.uuid() }),
  async run(act, { message }) {
    const mine = (await heldFor(act.tx, [act.by.id])).find(({ id }) => id === message);
    if (mine === undefined) {
      return {
        kind: 'card',
        card: goneCard(),
        refused: true,
      };
    }
    await release(act.tx, [mine.id], act.now, 'asked');
    const card = await todayOf(act);
    if (mine.listedAt !== null) {
      const subject = daySubject(act.by.id, mine.listedAt);
      const key = `${subject}/${mine.id}`;
      await enqueue(act.tx, act.now, [{ key, to: { person: act.by.id }, card, subject, priority: 'reply' }]);
    }
    return { kind: 'replace', card };
  },
});

async function todayOf(act: Act) {
  const { tx, now, by } = act;
  const waiting = await byImpact(tx, now, await heldFor(tx, [by.id]));
  const spent = (await interruptionsThisWeek(act, [by])).get(by.id)?.length ?? 0;
  const budgets = (await listProgrammes(tx)).map(({ policy }) => policy.interruptions.weekly);
  return todayCard(waiting.get(by.id) ?? [], spent, Math.min(...budgets));
}
