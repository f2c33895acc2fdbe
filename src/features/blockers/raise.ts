import { addDays } from '../../core/calendar-date.ts';
import { Conflict, InvalidInput, NotAllowed } from '../../core/errors.ts';
import { formatDay } from '../../core/format-time.ts';
import { localDate } from '../../core/local-time.ts';
import { clearTimers } from '../../timers/timers.ts';
import { record } from '../audit/index.ts';
import { type Circle, circleOf, concernedBy, highestDue, tell, tiersOf } from '../escalations/index.ts';
import type { Act, Scope } from '../feature.ts';
import { getPeople, handles, isAmong, today } from '../people/index.ts';
import { clearSignal, type Dependency, lockDependency, setSignal } from '../register/index.ts';
import { LONGEST } from '../register/model.ts';
import { endedCard, raisedCard } from './cards.ts';
import { ESCALATE, setTiers, showTiers } from './escalate.ts';
import { endersOf, escalationFacts } from './facts.ts';
import type { BlockerView, BlockerWords, ImportedBlocker } from './model.ts';
import { LONGEST_MOVE_DAYS } from './rules.ts';
import * as store from './store.ts';

/**
 * Writes a blocker down, starts its clock and tells those whom it concerns. A dependency has one open blocker: raising
 * again brings reason and expected end up to date, and the clock runs on. Throws InvalidInput and Conflict.
 */
export async function raiseBlocker(act: Act, { id }: Dependency, words: BlockerWords): Promise<BlockerView> {
  const checked = checkedWords(act, words);
  const dependency = await lockDependency(act.tx, id);
  refuseClosed(dependency);
  const circle = await circleOf(act.tx, dependency);
  const before = await store.openBlockerOf(act.tx, dependency.id);
  const tiers = tiersOf(circle.programme.policy.tiers);
  const raised = { dependencyId: dependency.id, raisedById: act.by.id, raisedAt: act.now, tiers, ...checked };
  const { blocker, fresh } = await store.saveBlocker(act.tx, raised);
  await setBlockerSignal(act, blocker);
  await record(act, {
    programmeId: dependency.programmeId,
    byId: act.by.id,
    action: fresh ? 'blockers.raised' : 'blockers.corrected',
    subject: dependency.key,
    before: fresh || before === undefined ? null : { reason: before.reason, expectedUntil: before.expectedUntil },
    after: checked,
  });
  if (!fresh) {
    await showTiers(act, circle, blocker.id);
    return blocker;
  }
  await setTiers(act, blocker, tiers);
  await tell(act, circle, concernedBy(circle), {
    key: `blocker:${blocker.id}:raised`,
    except: [act.by.id],
    card: (as) => raisedCard(blocker, act.by.name, as),
  });
  return blocker;
}

/**
 * Writes down a blocker of an imported register, which was raised before. Of the tiers that passed meanwhile only the
 * highest goes to leadership. Where one is open already, its reason and expected end are brought up to date.
 */
export async function importBlocker(scope: Scope, { id }: Dependency, blocker: ImportedBlocker): Promise<void> {
  const dependency = await lockDependency(scope.tx, id);
  refuseClosed(dependency);
  const circle = await circleOf(scope.tx, dependency);
  const before = await store.openBlockerOf(scope.tx, dependency.id);
  const { expectedUntil } = blocker;
  const reason = checkedText(blocker.reason, 'The reason');
  refuseFarDay(expectedUntil, localDate(scope.now, dependency.zone));
  if (before?.reason === reason && before.expectedUntil === expectedUntil) return;
  const tiers = tiersOf(circle.programme.policy.tiers);
  const saved = await store.saveBlocker(scope.tx, { ...blocker, reason, dependencyId: dependency.id, tiers });
  await setBlockerSignal(scope, saved.blocker);
  await record(scope, {
    programmeId: dependency.programmeId,
    byId: null,
    action: 'blockers.imported',
    subject: dependency.key,
    before: before === undefined ? null : { reason: before.reason, expectedUntil: before.expectedUntil },
    after: { reason, expectedUntil, raisedAt: saved.blocker.raisedAt.toISO() },
  });
  if (!saved.fresh) return showTiers(scope, circle, saved.blocker.id);
  const passed = highestDue(blocker.raisedAt, tiers, scope.now) ?? 0;
  await setTiers(
    scope,
    saved.blocker,
    tiers.filter((tier) => tier >= passed),
  );
}

/** Ends the open blocker of a dependency and tells those whom it concerned; undefined when none is open. NotAllowed names who may. */
export async function resolveOpenBlocker(
  act: Act,
  dependency: Dependency,
  resolution: string | null,
): Promise<BlockerView | undefined> {
  const open = await store.openBlockerOf(act.tx, dependency.id);
  if (open === undefined) return undefined;
  const circle = await circleOf(act.tx, dependency);
  await requireEnder(act, circle, open);
  const words = checkedText(resolution ?? '', 'What solved it');
  await clearTimers(act.tx, open.id, [ESCALATE]);
  const held = await store.lockBlocker(act.tx, open.id);
  if (held === undefined || held.resolvedAt !== null) return undefined;
  const ended = await endBlocker(act, held, words === '' ? null : words);
  await record(act, {
    programmeId: dependency.programmeId,
    byId: act.by.id,
    action: 'blockers.resolved',
    subject: dependency.key,
    reason: ended.resolution,
  });
  const facts = await escalationFacts(act, circle, ended);
  const raiser = [...(await getPeople(act.tx, [ended.raisedById])).values()].map((person) => ({
    person,
    as: 'who raised it',
  }));
  await tell(act, circle, concernedBy(circle, raiser), {
    key: `blocker:${ended.id}:ended`,
    except: [act.by.id],
    card: (as) => endedCard(facts, as),
  });
  await showTiers(act, circle, ended.id);
  return ended;
}

/** Marks a blocker as over and takes its signal away. Its timers were cleared and it is locked, in this order. */
export async function endBlocker(act: Act, blocker: BlockerView, resolution: string | null): Promise<BlockerView> {
  await store.resolve(act.tx, blocker.id, { resolvedAt: act.now, resolvedById: act.by.id, resolution });
  await clearSignal(act.tx, blocker.dependencyId, 'blocker', blocker.id);
  const ended = await store.getBlocker(act.tx, blocker.id);
  if (ended === undefined) throw new Error(`The blocker ${blocker.id} is gone.`);
  return ended;
}

async function requireEnder(act: Act, circle: Circle, { key, raisedById }: BlockerView): Promise<void> {
  const raiser = (await getPeople(act.tx, [raisedById])).get(raisedById);
  const may = endersOf(circle, raiser);
  if (await isAmong(act, may)) return;
  throw new NotAllowed(
    'not-yours-to-solve',
    `You cannot end the blocker of ${key}. ${handles(may)} can, and who stands in for them.`,
  );
}

async function setBlockerSignal({ tx }: Pick<Scope, 'tx'>, blocker: BlockerView): Promise<void> {
  await setSignal(tx, blocker.dependencyId, {
    kind: 'blocker',
    subject: blocker.id,
    text: `blocked: ${blocker.reason}`,
    since: blocker.raisedAt,
  });
}

function refuseClosed({ key, state }: Dependency): void {
  if (state === 'open') return;
  throw new Conflict('not-open', `${key} is ${state}, so nothing can block it. \`/deps list\` shows what is open.`);
}

function checkedWords({ by, now }: Act, { reason, expectedUntil }: BlockerWords): BlockerWords {
  const words = checkedText(reason, 'The reason');
  if (words === '') {
    const message = 'Say what blocks it, for example `/deps block DEP-4 the vendor sandbox is down until Friday`.';
    throw new InvalidInput('no-reason', message, { reason: 'Say what blocks it.' });
  }
  const day = today(by, now);
  if (expectedUntil !== null && expectedUntil < day) {
    const message = `${formatDay(expectedUntil, now)} is past. Send a day from ${day} on, or leave it out.`;
    throw new InvalidInput('past-date', message, { until: message });
  }
  refuseFarDay(expectedUntil, day);
  return { reason: words, expectedUntil };
}

function refuseFarDay(expectedUntil: string | null, day: string): void {
  const last = addDays(day, LONGEST_MOVE_DAYS);
  if (expectedUntil === null || expectedUntil <= last) return;
  const message = `A blocker cannot be expected to last until ${expectedUntil}. Send a day up to ${last}, or take the dependency out of scope.`;
  throw new InvalidInput('far-date', message, { until: message });
}

function checkedText(words: string, what: string): string {
  const trimmed = words.trim();
  if (trimmed.length <= LONGEST.reason) return trimmed;
  const message = `${what} has ${trimmed.length} characters; send at most ${LONGEST.reason}, and link the rest.`;
  throw new InvalidInput('too-long', message, { reason: message });
}
