import type { Calendar } from '../../core/calendar.ts';
import type { Scope } from '../feature.ts';
import { getPeople } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';

/** Where a programme has no lead, its days are those of UTC. */
const NOBODYS: Calendar = { zone: 'UTC', workStart: { hour: 9, minute: 0 }, workEnd: { hour: 17, minute: 0 } };

/** The calendar that a programme's days are counted in: its first lead's. */
export async function calendarOf(
  { tx }: Pick<Scope, 'tx'>,
  { leadIds }: Pick<Programme, 'leadIds'>,
): Promise<Calendar> {
  const [first = ''] = leadIds;
  return (await getPeople(tx, leadIds)).get(first)?.calendar ?? NOBODYS;
}
