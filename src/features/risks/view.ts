import type { Tx } from '../../db/db.ts';
import { listActions } from '../actions/index.ts';
import type { Scope } from '../feature.ts';
import { actingFor, getPeople, getPerson, type Person, withStandIns } from '../people/index.ts';
import { getProgramme } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import type { Risk, RiskView } from './model.ts';

/** Those who may change a risk: its owner, who recorded it, the leads of its programme; the stand-ins of all follow from them. */
export async function changersOf(
  { tx }: Pick<Scope, 'tx'>,
  { ownerId, openedById, programmeId }: Risk,
): Promise<Person[]> {
  const { leadIds } = await getProgramme(tx, programmeId);
  return [...(await getPeople(tx, [ownerId, ...(openedById === null ? [] : [openedById]), ...leadIds])).values()];
}

/** All that cards show of these risks, in their order. */
export async function viewsOf(tx: Tx, found: readonly Risk[]): Promise<RiskView[]> {
  const people = await getPeople(
    tx,
    found.flatMap(({ ownerId, closedById }) => [ownerId, closedById ?? []].flat()),
  );
  const about = new Map(
    (await listDependencies(tx, { ids: found.flatMap(({ dependencyId }) => dependencyId ?? []) })).map((one) => [
      one.id,
      one,
    ]),
  );
  const opened = await listActions(tx, { ids: found.flatMap(({ actionId }) => actionId ?? []) });
  const actions = new Map(opened.map((action) => [action.id, action]));
  return found.map((risk) => {
    const dependency = about.get(risk.dependencyId ?? '');
    const action = actions.get(risk.actionId ?? '');
    return {
      risk,
      owner: people.get(risk.ownerId)?.name ?? 'somebody',
      about: dependency === undefined ? null : { key: dependency.key, title: dependency.title },
      action: action === undefined ? null : { key: action.key, state: action.state, dueOn: action.dueOn },
      closedBy: people.get(risk.closedById ?? '')?.name ?? 'somebody',
    };
  });
}

/** All that the card of one risk needs, and who reads it in its owner's place. */
export async function viewOf(scope: Pick<Scope, 'tx' | 'now'>, risk: Risk) {
  const [view] = await viewsOf(scope.tx, [risk]);
  if (view === undefined) throw new Error(`The risk ${risk.id} has no view.`);
  const reader = await actingFor(scope.tx, await getPerson(scope.tx, risk.ownerId), scope.now);
  return { view, reader, mayChange: await withStandIns(scope, await changersOf(scope, risk)) };
}
