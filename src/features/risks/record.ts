import { z } from 'zod';
import { Conflict, NotAllowed, NotFound, onField } from '../../core/errors.ts';
import { formatDay, formatMoment } from '../../core/format-time.ts';
import { newId } from '../../core/ids.ts';
import { audienceWith, enqueue } from '../../outbox/outbox.ts';
import { record } from '../audit/index.ts';
import type { Act, Scope } from '../feature.ts';
import { getPeople, handles, isAmong, today } from '../people/index.ts';
import { channelsOf, getProgramme, lockProgramme, type Programme } from '../programme/index.ts';
import { type Dependency, findDependency, line } from '../register/index.ts';
import { riskCard } from './cards.ts';
import { LONGEST, type Risk, type RiskChanges, RiskKind, type RiskWords } from './model.ts';
import { readTrigger, watchedKey } from './rules/trigger-words.ts';
import * as store from './store.ts';
import { changersOf, viewOf } from './view.ts';
import { watch } from './watch.ts';

/** A risk as it is said or filled in; the trigger in words, the dependency by key. */
export const SaidRisk = z.object({
  kind: RiskKind,
  text: line(LONGEST.text, 'Say what the risk is.'),
  owner: z.uuid('Choose who looks after it.'),
  mitigation: line(LONGEST.mitigation, 'Say what is done about it.'),
  trigger: z.string().trim().min(1, 'Say when that begins, such as “DEP-4 red”.'),
  dependency: z
    .string()
    .optional()
    .transform((key) => key?.trim() || undefined),
});
export type SaidRisk = z.output<typeof SaidRisk>;

/** Writes a risk down under the programme's next number (RISK-3), watches its trigger, and tells its owner. Throws InvalidInput by field. */
export async function recordRisk(act: Act, programme: Programme, said: SaidRisk): Promise<Risk> {
  const { words, home } = await checked(act, programme, said, undefined);
  await lockProgramme(act.tx, home.id);
  const number = await store.nextRiskNumber(act.tx, home.id);
  const saved = await store.insertRisk(act.tx, {
    ...words,
    programmeId: home.id,
    key: `RISK-${number}`,
    number,
    openedById: act.by.id,
    openedAt: act.now,
    state: 'watching',
    triggeredAt: null,
    triggeredWhy: null,
    actionId: null,
    closedAt: null,
    closedById: null,
    note: null,
  });
  await log(act, saved, 'risks.recorded', null, words, null);
  await watch(act, saved);
  if (saved.ownerId !== act.by.id) await showRisk(act, saved, 'owner');
  return saved;
}

/** Changes a risk. A new trigger is watched from now on, also when the one before came true. Throws like recordRisk. */
export async function changeRisk(act: Act, held: Risk, said: SaidRisk): Promise<Risk> {
  const programme = await getProgramme(act.tx, held.programmeId);
  const { words } = await checked(act, programme, said, held);
  const again = JSON.stringify(words.trigger) !== JSON.stringify(held.trigger);
  const changes: RiskChanges = again
    ? { ...words, state: 'watching', triggeredAt: null, triggeredWhy: null, actionId: null }
    : words;
  await store.updateRisk(act.tx, held.id, changes);
  const { kind, text, dependencyId, ownerId, mitigation, trigger } = held;
  await log(act, held, 'risks.changed', { kind, text, dependencyId, ownerId, mitigation, trigger }, words, null);
  const changed = await present(act, held.id);
  if (changed.state === 'watching') await watch(act, changed);
  const newOwner = changed.ownerId !== held.ownerId && changed.ownerId !== act.by.id;
  await showRisk(act, changed, newOwner ? 'owner' : 'copies');
  return changed;
}

/** Ends a risk: it is watched no longer. An action that it opened stays. */
export async function closeRisk(act: Act, held: Risk, note: string): Promise<Risk> {
  await store.updateRisk(act.tx, held.id, { state: 'closed', closedAt: act.now, closedById: act.by.id, note });
  await log(act, held, 'risks.closed', { state: held.state }, { state: 'closed' }, note);
  const closed = await present(act, held.id);
  await showRisk(act, closed, 'copies');
  return closed;
}

/**
 * Writes down a risk of a register file, or brings the one with its key up to date. Nobody is told; what it waits for is
 * watched. Numbers that are new are taken with the programme locked.
 */
export async function saveRisk(scope: Scope, row: Omit<Risk, 'id' | 'version'>): Promise<Risk> {
  const [before] = await store.listRisks(scope.tx, { programmeId: row.programmeId, keys: [row.key] }, 1);
  if (before !== undefined) await store.updateRisk(scope.tx, before.id, row);
  const saved = before === undefined ? await store.insertRisk(scope.tx, row) : await present(scope, before.id);
  if (saved.state === 'watching') await watch(scope, saved);
  return saved;
}

/** The risk, locked, when this person may change it. Throws Conflict when it is closed, and NotAllowed naming who may. */
export async function holdRisk(act: Act, id: string): Promise<Risk> {
  const held = await store.lockRisk(act.tx, id);
  if (held === undefined) throw new Conflict('no-such-risk', 'This risk is gone. `/deps risks` shows what there is.');
  const may = await changersOf(act, held);
  if (!(await isAmong(act, may))) {
    throw new NotAllowed(
      'not-your-risk',
      `You cannot change ${held.key}. ${handles(may)} can, and who stands in for them.`,
    );
  }
  if (held.state !== 'closed') return held;
  const by = held.closedById === null ? undefined : (await getPeople(act.tx, [held.closedById])).get(held.closedById);
  const when = held.closedAt === null ? '' : `, ${formatMoment(held.closedAt, act.by.calendar.zone)}`;
  throw new Conflict(
    'closed',
    `${held.key} is closed already: @${by?.handle ?? 'somebody'}${when}: “${held.note}”. Nothing of yours was saved.`,
  );
}

/** Brings a risk's card up to date wherever it was sent; its owner, or who stands in, gets one when asked for. */
async function showRisk(scope: Scope, risk: Risk, to: 'owner' | 'copies'): Promise<void> {
  const { tx, now } = scope;
  const subject = `risk:${risk.id}`;
  const { view, reader, mayChange } = await viewOf(scope, risk);
  const programme = await getProgramme(tx, risk.programmeId);
  const addresses = await audienceWith(tx, subject, to === 'owner' ? [{ person: reader.id }] : []);
  await enqueue(
    tx,
    now,
    addresses.map((address) => ({
      key: `${subject}:${newId()}`,
      to: address,
      card: riskCard(view, mayChange),
      subject,
      priority: 'reply' as const,
      fallback: channelsOf(programme, 'programme'),
    })),
  );
}

async function present({ tx }: Pick<Scope, 'tx'>, id: string): Promise<Risk> {
  const [risk] = await store.listRisks(tx, { ids: [id] });
  if (risk === undefined) throw new Error(`The risk ${id} is gone.`);
  return risk;
}

/** What is said, checked; `home` is the programme that it belongs to. A day that stays as it was may be past. */
async function checked(
  act: Act,
  programme: Programme,
  { kind, text, owner: ownerId, mitigation, trigger: said, dependency: key }: SaidRisk,
  before: Risk | undefined,
): Promise<{ words: RiskWords; home: Programme }> {
  const about = key === undefined ? undefined : await named(act, key, 'dependency');
  const trigger = readTrigger(said, about?.key, { zone: act.by.calendar.zone, now: act.now });
  const watched = watchedKey(trigger);
  const seen = watched === undefined ? undefined : await named(act, watched, 'trigger');
  const homeId = before?.programmeId ?? about?.programmeId ?? seen?.programmeId ?? programme.id;
  const home = homeId === programme.id ? programme : await getProgramme(act.tx, homeId);
  for (const [field, one] of [
    ['dependency', about],
    ['trigger', seen],
  ] as const) {
    if (one === undefined || one.programmeId === home.id) continue;
    throw onField(
      'other-programme',
      field,
      `${one.key} belongs to another programme. Name a dependency of ${home.name}.`,
    );
  }
  const owner = (await getPeople(act.tx, [ownerId])).get(ownerId);
  if (owner === undefined)
    throw onField('no-such-person', 'owner', 'Nobody in the register is this person. Choose another.');
  const kept = before?.trigger.kind === 'date' && trigger.kind === 'date' && before.trigger.on === trigger.on;
  if (trigger.kind === 'date' && !kept && trigger.on < today(owner, act.now)) {
    throw onField(
      'past-date',
      'trigger',
      `${formatDay(trigger.on, act.now)} is past. Send a day to come, such as “on Fri”.`,
    );
  }
  return { words: { kind, text, dependencyId: about?.id ?? null, ownerId, mitigation, trigger }, home };
}

async function named(act: Act, key: string, field: string): Promise<Dependency> {
  try {
    return await findDependency(act.tx, key);
  } catch (error) {
    if (error instanceof NotFound) throw onField(error.code, field, error.message);
    throw error;
  }
}

async function log(
  act: Act,
  risk: Risk,
  name: string,
  before: object | null,
  after: RiskWords | object,
  reason: string | null,
) {
  const entry = { programmeId: risk.programmeId, byId: act.by.id, subject: risk.key, before, after, reason };
  await record(act, { ...entry, action: name });
}
