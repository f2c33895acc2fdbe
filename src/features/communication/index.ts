import { DateTime } from 'luxon';
import { addDays } from '../../core/calendar-date.ts';
import { command, type Feature, type Scope } from '../feature.ts';
import { listProgrammes, type Programme, programmeFor } from '../programme/index.ts';
import { communicationCard, tableOf } from './cards.ts';
import { type Communication, type CommunicationKind, WEEKS } from './model.ts';
import { answersOf, mondayOf, tallyOf, weeksOf } from './rules.ts';
import { readItems } from './store.ts';

/** What was due in the last weeks, and what became of it. */
async function communicationOf({ tx, now }: Pick<Scope, 'tx' | 'now'>, programme: Programme): Promise<Communication> {
  const from = DateTime.fromISO(addDays(mondayOf(now), -7 * (WEEKS - 1)), { zone: 'utc' });
  const items = await readItems(tx, { programmeId: programme.id, from, now });
  const { first, more } = answersOf(items, now);
  return { programme: programme.name, weeks: weeksOf(items, now, WEEKS), people: first, morePeople: more };
}

/** The same of the first programme as tables; undefined where there is none. */
export async function communicationFor(
  tx: Scope['tx'],
  now: DateTime,
): Promise<ReturnType<typeof tableOf> | undefined> {
  const [programme] = await listProgrammes(tx);
  return programme && tableOf(await communicationOf({ tx, now }, programme));
}

/** What was due in the seven days before now, what of it was sent, and how much of that late. */
export async function keptLately({ tx, now }: Pick<Scope, 'tx' | 'now'>, programmeId: string) {
  const items = await readItems(tx, { programmeId, from: now.minus({ days: 7 }), now });
  const of = (wanted: CommunicationKind) => {
    const sent = items.filter(({ kind, sentAt }) => kind === wanted && sentAt !== null);
    return {
      due: items.filter(({ kind }) => kind === wanted).length,
      sent: sent.length,
      late: tallyOf(sent, now).late,
    };
  };
  return { prompts: of('prompt'), tiers: of('escalation') };
}

const communicationCommand = command({
  name: 'communication',
  summary: 'Show what was due, sent, late and answered, week by week',
  usage: 'communication',
  examples: ['communication'],
  who: 'everybody',
  arguments: {},
  run: async (act) => ({
    kind: 'card',
    card: communicationCard(await communicationOf(act, await programmeFor(act))),
  }),
});

export const communication: Feature = { name: 'communication', commands: [communicationCommand] };
