import { InvalidInput, NotAllowed } from '../../core/errors.ts';
import type { Checked } from '../../specifications/use/index.ts';
import { record } from '../audit/index.ts';
import { currentContract, findDocument } from '../contracts/index.ts';
import type { Act, Before } from '../feature.ts';
import { listPeople, listTeams, type Team } from '../people/index.ts';
import type { Dependency } from '../register/index.ts';
import type { Consumer } from './model.ts';
import { faultOfNames, faultOfSize, teamsOf } from './rules.ts';
import * as store from './store.ts';

/** The consumer teams for which this person may speak. Throws NotAllowed, naming who may, where there is none. */
export async function requireTeams({ tx, by }: Pick<Act, 'tx' | 'by'>, dependency: Dependency): Promise<Team[]> {
  const teams = await listTeams(tx);
  const own = teamsOf(by, dependency, teams);
  if (own.length > 0) return own;
  const consumers = teams.filter((team) => dependency.consumers.some(({ teamId }) => teamId === team.id));
  const leads = (await listPeople(tx)).filter((person) => consumers.some((team) => team.leadId === person.id));
  const who = [...leads.map((lead) => `@${lead.handle}`), ...consumers.map((team) => `everybody of ${team.name}`)];
  throw new NotAllowed(
    'not-a-consumer',
    `You cannot say what is used of ${dependency.key}. ${who.length === 0 ? 'No team consumes it.' : `These can: ${who.join(', ')}.`}`,
  );
}

/** What was found of uses in the present document of a contract; nothing is known without one. */
export interface LookedUp {
  /** `Orders API v1.4.0`; undefined without a document. */
  contract: string | undefined;
  checked: Checked[];
}

/** Looks uses up in the present document, on the thread for specifications. Throws NotAllowed before it takes the time. */
export async function lookUp(
  { look, specifications }: Before,
  dependencyOf: (act: Act) => Promise<Dependency>,
  uses: readonly string[],
): Promise<LookedUp> {
  const found = await look(async (act) => {
    const dependency = await dependencyOf(act);
    await requireTeams(act, dependency);
    const contract = await currentContract(act.tx, dependency.id);
    const document = contract && (await findDocument(act.tx, contract.id));
    return document && { contract: `${dependency.title} v${contract.version}`, text: document.text };
  });
  if (found === undefined || uses.length === 0 || faultOfSize(uses) !== undefined) {
    return { contract: undefined, checked: [] };
  }
  const checked = await specifications.run('uses', { bytes: Buffer.from(found.text), uses });
  return { contract: found.contract, checked };
}

/**
 * Writes down what a team uses; no uses mean everything. Throws InvalidInput, on the field `uses`, for too many, and for
 * names that the present document does not have.
 */
export async function declare(
  act: Act,
  dependency: Dependency,
  team: Team,
  typed: readonly string[],
  { contract, checked }: LookedUp,
): Promise<Consumer> {
  const fault = faultOfSize(typed) ?? (contract === undefined ? undefined : faultOfNames(checked, contract));
  if (fault !== undefined) throw new InvalidInput('no-such-use', fault, { uses: fault });
  const uses =
    contract === undefined ? [...typed] : [...new Set(checked.flatMap((one) => ('use' in one ? [one.use] : [])))];
  const before = (await store.declarationsOf(act.tx, dependency.id)).find((one) => one.teamId === team.id);
  if (uses.length === 0) await store.removeDeclaration(act.tx, dependency.id, team.id);
  else
    await store.saveDeclaration(act.tx, {
      dependencyId: dependency.id,
      teamId: team.id,
      uses,
      byId: act.by.id,
      at: act.now,
    });
  await record(act, {
    programmeId: dependency.programmeId,
    byId: act.by.id,
    action: 'consumers.declared',
    subject: dependency.key,
    before: { team: team.key, uses: before?.uses ?? null },
    after: { team: team.key, uses: uses.length === 0 ? null : uses },
  });
  return { teamId: team.id, team: team.name, uses: uses.length === 0 ? undefined : uses };
}
