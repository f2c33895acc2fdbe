import { localDate } from '../../core/local-time.ts';
import type { Act, Scope } from '../feature.ts';
import { getPeople, listTeams } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import type { Records } from './model.ts';
import { computed, type Timeline } from './rules/timeline.ts';
import * as store from './store.ts';

/** Reads the plan of a programme and computes it, for the speaker's day. */
export async function loadTimeline(act: Pick<Act, 'tx' | 'now' | 'by'>, programme: Programme): Promise<Timeline> {
  return computed(await readRecords(act, programme, localDate(act.now, act.by.calendar.zone)));
}

/** Reads all that the plan of a programme is made of. `today` is a day, `YYYY-MM-DD`: nothing that is open ends before it. */
export async function readRecords({ tx }: Pick<Scope, 'tx'>, programme: Programme, today: string): Promise<Records> {
  const dependencies = await listDependencies(tx, { programmeId: programme.id });
  const teams = new Map((await listTeams(tx)).map((team) => [team.id, team]));
  const named = dependencies.flatMap(({ ownerId, delegateId, producerTeamId, consumers }) => [
    ownerId,
    delegateId,
    ...[producerTeamId, ...consumers.map(({ teamId }) => teamId)].map((id) => teams.get(id)?.leadId ?? null),
  ]);
  return {
    today,
    programme,
    dependencies,
    teams,
    people: await getPeople(
      tx,
      named.filter((id) => id !== null),
    ),
    milestones: await store.listMilestones(tx, programme.id),
    programmeMilestones: await store.listProgrammeMilestones(tx, programme.id),
    needs: await store.listNeeds(tx, programme.id),
    environments: await store.listEnvironments(tx, programme.id),
    freezes: await store.listFreezes(tx, programme.id),
  };
}
