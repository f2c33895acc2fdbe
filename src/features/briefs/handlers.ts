import { z } from 'zod';
import type { Card } from '../../chat/card.ts';
import { optional, word } from '../../chat/commands.ts';
import { InvalidInput } from '../../core/errors.ts';
import { type Act, action, command } from '../feature.ts';
import { isLead, programmeFor, requireLead } from '../programme/index.ts';
import { briefCard, earlierCard, MOST_EARLIER, sentCard } from './cards.ts';
import { makeBrief } from './make.ts';
import { readersOf, send } from './send.ts';
import { listBriefs } from './store.ts';

export const briefCommand = command({
  name: 'brief',
  summary: 'Show the executive brief: verdict, decisions, risks, changes, gates, support, next steps',
  usage: 'brief [send | earlier]',
  examples: ['brief', 'brief send', 'brief earlier'],
  who: 'everybody; leads of the programme send it',
  arguments: { what: optional(word()) },
  async run(act, { what }) {
    switch (what?.toLowerCase()) {
      case undefined:
        return { kind: 'card', card: await present(act) };
      case 'send':
        return { kind: 'card', card: await sendNow(act) };
      case 'earlier':
        return { kind: 'card', card: await earlier(act) };
      default:
        throw new InvalidInput(
          'no-such-brief',
          'Send `/deps brief`, `/deps brief send` to give it to its readers now, or `/deps brief earlier`.',
        );
    }
  },
});

export const actions = {
  'briefs.send': action({ value: z.object({}), run: async (act) => ({ kind: 'card', card: await sendNow(act) }) }),
};

async function present(act: Act): Promise<Card> {
  const programme = await programmeFor(act);
  const { brief } = await makeBrief(act, programme);
  return briefCard(brief, isLead(programme, act.by) ? (await readersOf(act, programme)).length : null);
}

async function sendNow(act: Act): Promise<Card> {
  const programme = await programmeFor(act);
  await requireLead(act, programme, 'send the brief');
  const readers = await readersOf(act, programme);
  if (readers.length === 0) {
    throw new InvalidInput(
      'no-readers',
      'Nobody is named who gets it. Name them: `/deps settings brief mon 08:30 @eva web:leadership`.',
    );
  }
  await send(act, programme, await makeBrief(act, programme), readers, act.by.id);
  return sentCard(
    programme.name,
    readers.map(({ name }) => name),
  );
}

async function earlier(act: Act): Promise<Card> {
  const programme = await programmeFor(act);
  return earlierCard(programme.name, await listBriefs(act.tx, programme.id, MOST_EARLIER));
}
