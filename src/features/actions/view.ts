import type { Scope } from '../feature.ts';
import { actingFor, getPeople, type Person, withStandIns } from '../people/index.ts';
import { listProgrammes } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import type { ActionView } from './cards.ts';
import type { ActionItem } from './model.ts';
import { isOverdue } from './rules.ts';

/** Those who may change an action: its owner, who opened it, the leads of its programme; the stand-ins of all follow from them. */
export async function changersOf({ tx }: Pick<Scope, 'tx'>, action: ActionItem): Promise<Person[]> {
  const programme = (await listProgrammes(tx)).find((one) => one.id === action.programmeId);
  const ids = [action.ownerId, action.openedById, ...(programme?.leadIds ?? [])];
  return [
    ...(
      await getPeople(
        tx,
        ids.flatMap((id) => id ?? []),
      )
    ).values(),
  ];
}

/** All that cards show of these actions, in their order. */
export async function viewsOf(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  found: readonly ActionItem[],
): Promise<ActionView[]> {
  const people = await getPeople(
    tx,
    found.flatMap(({ ownerId, openedById, closedById }) => [ownerId, openedById ?? [], closedById ?? []].flat()),
  );
  const dependencies = await listDependencies(tx, { ids: found.flatMap(({ dependencyId }) => dependencyId ?? []) });
  const about = new Map(dependencies.map(({ id, key, title }) => [id, { key, title }]));
  const nameOf = (id: string | null) => (id === null ? 'Depsync' : (people.get(id)?.name ?? 'somebody'));
  return found.map((action) => {
    const owner = people.get(action.ownerId);
    return {
      action,
      owner: nameOf(action.ownerId),
      about: about.get(action.dependencyId ?? '') ?? null,
      openedBy: nameOf(action.openedById),
      closedBy: nameOf(action.closedById),
      overdue: owner !== undefined && isOverdue(action, owner.calendar, now),
    };
  });
}

/** All that the card of one action shows. */
export async function viewOf(scope: Pick<Scope, 'tx' | 'now'>, action: ActionItem) {
  const [view] = await viewsOf(scope, [action]);
  if (view === undefined) throw new Error(`The action ${action.id} has no view.`);
  const owner = (await getPeople(scope.tx, [action.ownerId])).get(action.ownerId);
  const reader = owner && (await actingFor(scope.tx, owner, scope.now));
  return { view, reader, mayChange: await withStandIns(scope, await changersOf(scope, action)) };
}
