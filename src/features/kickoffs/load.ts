import { listActions } from '../actions/index.ts';
import { currentContracts } from '../contracts/index.ts';
import type { Scope } from '../feature.ts';
import { getPeople, listTeams } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import { listMilestones } from '../timeline/index.ts';
import type { Kickoff, Summary } from './model.ts';
import { summaryOf } from './rules.ts';

/** Reads the register and composes the kickoff summary of a programme. */
export async function loadSummary(
  { tx }: Pick<Scope, 'tx'>,
  programme: Programme,
  kickoff: Pick<Kickoff, 'startedAt'>,
): Promise<Summary> {
  const all = await listDependencies(tx, { programmeId: programme.id });
  const dependencies = all.filter(({ state }) => state === 'open');
  const teams = await listTeams(tx);
  const actions = await listActions(tx, { programmeId: programme.id, states: ['open'] });
  const contracts = await currentContracts(
    tx,
    dependencies.map(({ id }) => id),
  );
  const people = await getPeople(
    tx,
    [
      ...programme.leadIds,
      ...teams.map(({ leadId }) => leadId),
      ...dependencies.flatMap(({ ownerId, contacts }) => [ownerId, ...contacts.map(({ personId }) => personId)]),
      ...actions.map(({ ownerId }) => ownerId),
    ].flatMap((id) => id ?? []),
  );
  const milestones = await listMilestones(tx, programme.id);
  return summaryOf(
    { programme, dependencies, teams, people, contracted: new Set(contracts.keys()), milestones, actions },
    kickoff,
  );
}
