import { sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { NotFound } from '../core/errors.ts';
import { groupBy } from '../core/group.ts';
import type { Database } from '../db/db.ts';
import { absencesAfter, identitiesOf, linksOfWorkspace, listPeople, listTeams } from '../features/people/index.ts';
import { listProgrammes } from '../features/programme/index.ts';
import { listDependencies } from '../features/register/index.ts';
import type { Register } from './register.ts';

/** Reads what a rehearsal needs, in a transaction that PostgreSQL lets change nothing. `key` names one programme. */
export function readRegister(
  db: Database,
  workspace: string,
  now: DateTime,
  key: string | undefined,
): Promise<Register> {
  return db.tx(workspace, async (tx) => {
    await tx.execute(sql`set transaction read only`);
    const all = await listProgrammes(tx);
    const programmes = all.filter((one) => key === undefined || one.key.toLowerCase() === key.toLowerCase());
    if (programmes.length === 0) {
      throw new NotFound(
        'no-such-programme',
        all.length === 0
          ? 'There is no programme yet. A lead makes one with `depsync import FILE`.'
          : `No programme is called ${key}. There is: ${all.map((one) => one.key).join(', ')}.`,
      );
    }
    const people = await listPeople(tx);
    const platforms = (await linksOfWorkspace(tx, workspace)).map((link) => link.platform);
    const identities = await identitiesOf(
      tx,
      people.map((person) => person.id),
    );
    const dependencies = await listDependencies(tx, {});
    return {
      programmes,
      people: new Map(people.map((person) => [person.id, person])),
      teams: await listTeams(tx),
      absences: groupBy(await absencesAfter(tx, now), (absence) => absence.personId),
      platforms,
      identified: new Set(identities.filter((one) => platforms.includes(one.platform)).map((one) => one.personId)),
      dependencies: groupBy(
        dependencies.filter((one) => one.state === 'open'),
        (one) => one.programmeId,
      ),
    };
  });
}
