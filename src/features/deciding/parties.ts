import { NotAllowed } from '../../core/errors.ts';
import { type Circle, distinct } from '../escalations/index.ts';
import type { Act } from '../feature.ts';
import { getPeople, handles, isAmong, type Person } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';

/** Those who may decide: leads of the programme; for a dependency also its owner, delegate, contacts and the leads of its teams. */
export async function partiesOf({ tx }: Pick<Act, 'tx'>, programme: Programme, circle?: Circle): Promise<Person[]> {
  if (circle === undefined) return [...(await getPeople(tx, programme.leadIds)).values()];
  const contacts = await getPeople(
    tx,
    circle.dependency.contacts.map(({ personId }) => personId),
  );
  return distinct([...circle.deciders, circle.owner, circle.delegate, ...contacts.values()]);
}

/** Refuses others, naming who may. */
export async function requireParty(act: Act, programme: Programme, circle?: Circle): Promise<void> {
  const parties = await partiesOf(act, programme, circle);
  if (await isAmong(act, parties)) return;
  const about = circle === undefined ? programme.name : circle.dependency.key;
  const hint = circle === undefined ? ' Of one dependency its people may: add `on DEP-4`.' : '';
  throw new NotAllowed(
    'not-yours-to-decide',
    `You cannot decide for ${about}. ${handles(parties) || 'A lead'} can, and who stands in for them.${hint}`,
  );
}
