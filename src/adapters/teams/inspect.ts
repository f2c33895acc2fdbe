import type { Database } from '../../db/db.ts';
import { createAuthentication, type TeamsApp } from './authentication.ts';
import { tokenRefused } from './errors.ts';
import { countKnown } from './store.ts';

/** Asks for an access token, as each call does. Throws TemporaryFailure or PermanentFailure. */
export async function inspectTeams(app: TeamsApp, authorityUrl: string | undefined): Promise<void> {
  try {
    await createAuthentication(app, authorityUrl).authorization();
  } catch (error) {
    throw tokenRefused(error);
  }
}

/** In how many teams Depsync was installed, and how many people it can write to. */
export function inspectInstallation(db: Database, workspace: string): Promise<{ teams: number; people: number }> {
  return db.tx(workspace, countKnown);
}
