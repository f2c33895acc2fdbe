import { type Finding, fail, ok, warn } from './finding.ts';

/** The oldest PostgreSQL that Depsync is tested with. */
const OLDEST_POSTGRES = 15;
/** Clocks of machines that run NTP are milliseconds apart; from here on prompts and leases are seen at the wrong time. */
const CLOCKS_APART_SECONDS = 5;

export interface DatabaseFacts {
  /** Major version. */
  version: number;
  /** Migrations of this program that the database has not had. */
  missingMigrations: number;
  /** The role of workspaces exists and this connection may become it. */
  roleUsable: boolean;
  /** Tables with a workspace and without row security. */
  unguardedTables: string[];
  /** The database's clock less the machine's; positive when the database is ahead. */
  clockAheadSeconds: number;
}

export function judgeDatabase(facts: DatabaseFacts): Finding[] {
  return [version(facts), migrations(facts), role(facts), guard(facts), clocks(facts)];
}

function version({ version: major }: DatabaseFacts): Finding {
  return major >= OLDEST_POSTGRES
    ? ok('database', `PostgreSQL ${major} answers`)
    : fail('database', `PostgreSQL ${major} is too old`, `upgrade it to ${OLDEST_POSTGRES} or newer`);
}

function migrations({ missingMigrations }: DatabaseFacts): Finding {
  return missingMigrations === 0
    ? ok('migrations', 'up to date')
    : fail('migrations', `${missingMigrations} not applied`, 'start Depsync once: it applies them');
}

function role({ roleUsable }: DatabaseFacts): Finding {
  return roleUsable
    ? ok('database role', 'depsync_app is usable')
    : fail(
        'database role',
        'depsync_app is missing or may not be used',
        'as a superuser: CREATE ROLE depsync_app NOLOGIN; GRANT depsync_app TO the user of DATABASE_URL',
      );
}

function guard({ unguardedTables }: DatabaseFacts): Finding {
  return unguardedTables.length === 0
    ? ok('row security', 'on for every table of a workspace')
    : fail(
        'row security',
        `off for ${unguardedTables.join(', ')}`,
        'ALTER TABLE … ENABLE ROW LEVEL SECURITY for each, and find out who turned it off',
      );
}

function clocks({ clockAheadSeconds }: DatabaseFacts): Finding {
  const apart = Math.round(Math.abs(clockAheadSeconds));
  return apart <= CLOCKS_APART_SECONDS
    ? ok('clocks', `database and this machine agree within ${CLOCKS_APART_SECONDS} s`)
    : warn(
        'clocks',
        `the database's clock is ${apart} s ${clockAheadSeconds > 0 ? 'ahead of' : 'behind'} this machine's`,
        'turn on NTP on both machines',
      );
}
