import type { Config } from '../config.ts';
import { openDatabase } from '../db/db.ts';
import { openStore } from '../db/open.ts';
import { examine } from '../doctor/examine.ts';
import { lineOf } from '../doctor/finding.ts';

/** Examines an installation: a line for each check, and whether nothing failed. A database of yours is not changed. */
export async function doctor(
  config: Config,
  notice: (text: string) => void,
): Promise<{ text: string; healthy: boolean }> {
  const { db, close } = await open(config, notice);
  try {
    const findings = await examine(config, db);
    return { text: findings.map(lineOf).join('\n'), healthy: findings.every((one) => one.level !== 'fail') };
  } finally {
    await close();
  }
}

/** The embedded database is started where it does not run, and brought up to date as any start does. */
async function open(config: Config, onNotice: (text: string) => void) {
  const { databaseUrl: url, dataFolder: folder } = config;
  if (url === undefined) return openStore({ url, folder, onNotice });
  const db = openDatabase(url);
  return { db, close: () => db.close() };
}
