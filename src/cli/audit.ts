import type { Config } from '../config.ts';
import { InvalidInput } from '../core/errors.ts';
import { openStore } from '../db/open.ts';
import { firstWorkspace, listPeople } from '../features/people/index.ts';
import { auditLines, auditSchedule, countsOf } from '../features/selfaudit/index.ts';

/** The audit log and the outbox are read for so many days at most. */
const MOST_DAYS = 90;

/** What ought to have been sent in the last days beside what was, as lines or JSON; `clean` when nothing is wrong. */
export async function scheduleAudit(
  config: Config,
  days: string,
  json: boolean,
  notice: (text: string) => void,
): Promise<{ text: string; clean: boolean }> {
  const count = Number(days);
  if (!Number.isInteger(count) || count < 1 || count > MOST_DAYS) {
    throw new InvalidInput('days', `--days takes a whole number from 1 to ${MOST_DAYS}, for example --days 7.`);
  }
  const store = await openStore({ url: config.databaseUrl, folder: config.dataFolder, onNotice: notice });
  try {
    const workspace = await store.db.system((tx) => firstWorkspace(tx, config.clock.now()));
    const result = await auditSchedule(store.db, workspace, config.clock, count);
    const people = new Map((await store.db.tx(workspace, listPeople)).map((one) => [`person:${one.id}`, one.handle]));
    const nameOf = (to: string) => (people.has(to) ? `@${people.get(to)}` : to);
    const clean = result.findings.length === 0;
    if (json) return { text: JSON.stringify({ counts: countsOf(result.findings), ...result }, null, 2), clean };
    return { text: auditLines(result, nameOf).join('\n'), clean };
  } finally {
    await store.close();
  }
}
