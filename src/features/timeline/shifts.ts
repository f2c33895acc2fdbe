import type { DateTime } from 'luxon';
import { z } from 'zod';
import { type Text, text } from '../../chat/text.ts';
import { formatDay } from '../../core/format-time.ts';
import type { Tx } from '../../db/db.ts';
import { entriesOf } from '../audit/index.ts';
import { SHIFTED, STAGE_LABEL, StageName } from './model.ts';

const Day = z.iso.date().nullable().catch(null);
const Logged = z
  .looseObject({ consequence: z.object({ end: z.object({ before: Day, after: Day }) }).optional() })
  .catch({});

/** Shifts of a programme's timeline since an instant, the oldest first, each with what followed in a few words. */
export async function shiftsSince(tx: Tx, programmeId: string, since: DateTime): Promise<Text[]> {
  const entries = await entriesOf(tx, programmeId, since, SHIFTED);
  return entries.map(({ subject, before, after }) => {
    const [was, is] = [Logged.parse(before ?? {}), Logged.parse(after ?? {})];
    const end = is.consequence?.end;
    const followed =
      end === undefined || end.before === end.after ? '' : `; last delivery ${day(end.before)} → ${day(end.after)}`;
    return text`${subject} ${what(was, is)}${followed}`;
  });
}

/** What of a plan was shifted. */
function what(before: z.output<typeof Logged>, after: z.output<typeof Logged>): string {
  if ('dueDate' in after && before['dueDate'] !== after['dueDate']) {
    return `release ${day(Day.parse(before['dueDate']))} → ${day(Day.parse(after['dueDate']))}`;
  }
  const stage = StageName.options.find((name) => name in after);
  if (stage !== undefined) return STAGE_LABEL[stage].toLowerCase();
  if ('consumers' in after) return 'needed-by dates';
  if ('ownerId' in after) return 'owner';
  if ('state' in after && 'capacity' in after) return 'environment';
  const [name = 'plan'] = Object.keys(after).filter((one) => one !== 'consequence');
  return name;
}

function day(date: string | null): string {
  return date === null ? 'no date' : formatDay(date);
}
