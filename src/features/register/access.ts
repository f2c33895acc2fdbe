import { DateTime } from 'luxon';
import { z } from 'zod';
import type { ButtonValue } from '../../chat/card.ts';
import { plainText } from '../../chat/plain.ts';
import { Conflict, NotAllowed } from '../../core/errors.ts';
import { groupBy } from '../../core/group.ts';
import type { Act } from '../feature.ts';
import { getPeople, listTeams } from '../people/index.ts';
import { lockProgramme, type Programme, whoChanged } from '../programme/index.ts';
import { dependencyLine } from './cards.ts';
import { findDependency, teamsById } from './find.ts';
import { type Dependency, FACT_LABEL } from './model.ts';
import { statusOf } from './rules.ts';
import { lockDependency } from './store.ts';

/** Who may change a dependency, as help says it. */
export const CARERS = 'its owner and delegate, the lead of its producer team, leads of the programme';

/** A dependency on which somebody acts, locked until the transaction ends, and its programme. */
export interface Held {
  dependency: Dependency;
  programme: Programme;
}

/** Finds a dependency and locks it, its programme before it, for one of those who look after it; refuses others, naming who may. `doing` completes "You may not …". */
export async function holdDependency(act: Act, key: string, doing: string): Promise<Held> {
  const held = await findAndLock(act, key);
  await requireCarer(act, held.dependency, held.programme, doing);
  return held;
}

/**
 * Finds and locks a dependency for whoever asks: the caller checks who may act on it. Its programme is locked first, as
 * recordDecision wants it: a change of the plan is a decision with a number of the programme.
 */
export async function findAndLock({ tx }: Pick<Act, 'tx'>, key: string): Promise<Held> {
  const { id, programmeId } = await findDependency(tx, key);
  const programme = await lockProgramme(tx, programmeId);
  return { dependency: await lockDependency(tx, id), programme };
}

async function requireCarer(act: Act, dependency: Dependency, programme: Programme, doing: string): Promise<void> {
  const producer = (await listTeams(act.tx)).find((team) => team.id === dependency.producerTeamId);
  const carers = [
    { id: dependency.ownerId, as: 'owner' },
    { id: dependency.delegateId, as: 'delegate' },
    { id: producer?.leadId ?? null, as: `lead of ${producer?.name}` },
    ...programme.leadIds.map((id) => ({ id, as: `lead of ${programme.name}` })),
  ].flatMap(({ id, as }) => (id === null ? [] : [{ id, as }]));
  if (carers.some((carer) => carer.id === act.by.id)) return;

  const people = await getPeople(
    act.tx,
    carers.map((carer) => carer.id),
  );
  const named = [...groupBy(carers, (carer) => carer.id)].map(
    ([id, roles]) => `@${people.get(id)?.handle} (${roles.map((role) => role.as).join(', ')})`,
  );
  throw new NotAllowed(
    'not-yours',
    `You may not ${doing} ${dependency.key}. These may: ${named.join(', ') || 'nobody is named yet'}.`,
  );
}

/** What a form carries: what it is about, the version it shows, and when it was opened. */
export const FormValue = z.object({
  key: z.string(),
  version: z.coerce.number().int(),
  opened: z.iso.datetime().transform((at) => DateTime.fromISO(at)),
});

export function formValue(act: Act, dependency: Dependency): ButtonValue {
  return { key: dependency.key, version: String(dependency.version), opened: act.now.toUTC().toISO() };
}

/** Refuses a form that shows an earlier version, naming who changed what and when, or how it stands now. `again` opens a fresh one. */
export async function refuseStale(
  act: Act,
  { dependency, programme }: Held,
  form: z.output<typeof FormValue>,
  again: string,
): Promise<void> {
  if (dependency.version === form.version) return;
  const changed = await whoChanged(act, dependency.key, form.opened, FACT_LABEL);
  const standing = changed ?? (await present(act, dependency, programme));
  throw new Conflict(
    'outdated-form',
    `${dependency.key} changed while your form was open: ${standing}. Nothing of yours was saved. Send \`/deps ${again}\` for the present form.`,
  );
}

async function present(act: Act, dependency: Dependency, programme: Programme): Promise<string> {
  const status = statusOf(dependency, programme.policy.criteria, act.now);
  return plainText(dependencyLine(dependency, await teamsById(act.tx), status), act.by.calendar.zone);
}
