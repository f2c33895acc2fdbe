import { DateTime } from 'luxon';
import { type Calendar, NoWorkingTime } from '../../core/calendar.ts';
import { dateOfNumber } from '../../core/calendar-date.ts';
import { localDate } from '../../core/local-time.ts';
import { isOverdue, listActions } from '../actions/index.ts';
import { askedOnGates, gateProgress } from '../approvals/index.ts';
import { askedOnBlockers } from '../blockers/index.ts';
import { isLocked, keptBy, keptInTime, latenesses, listCommitments, type Negotiation } from '../commitments/index.ts';
import { keptLately } from '../communication/index.ts';
import { listDecisions } from '../decisions/index.ts';
import type { Scope } from '../feature.ts';
import { getPeople, type Person } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';
import { type Dependency, faultsOf, listDependencies, statusOf } from '../register/index.ts';
import { listRisks, riskViews, triggerWords } from '../risks/index.ts';
import { computed, keysOn, readRecords, shiftsSince, type Timeline } from '../timeline/index.ts';
import { MOST, type Snapshot } from './model.ts';
import * as store from './store.ts';

/** Decisions of one week that are read. Ours: more are not taken in one. */
const MOST_DECISIONS = 1_000;

type Reading = Pick<Scope, 'tx' | 'now'>;

/**
 * Reads what a brief is made of. `zone` says on whose clock the plan begins today; `since` is the moment of the brief
 * before, null where there is none.
 */
export async function loadFacts(
  scope: Reading,
  programme: Programme,
  zone: string,
  since: DateTime | null,
): Promise<Snapshot> {
  const { tx, now } = scope;
  const dependencies = await listDependencies(tx, { programmeId: programme.id });
  const timeline = await planOrNull(scope, programme, zone);
  const people = await peopleOf(scope, dependencies);
  const promised = await listCommitments(tx, { programmeId: programme.id });
  return {
    at: iso(now),
    programme: { name: programme.name, releaseDate: programme.releaseDate },
    cutOff: timeline?.plan.cutOff ?? programme.releaseDate,
    plan: timeline && {
      end: timeline.schedule.end === null ? null : dateOfNumber(timeline.schedule.end),
      path: keysOn(timeline.schedule.path),
    },
    dependencies: await dependencyFacts(scope, programme, dependencies, { people, timeline, promised }),
    promises: promiseFacts(promised, iso(now).slice(0, 'YYYY-MM-DD'.length)),
    contracts: await contractFacts(scope, programme.id),
    asked: await askedFacts(scope, programme.id, dependencies),
    risks: await riskFacts(scope, programme.id),
    actions: await actionFacts(scope, programme.id),
    environments: environmentFacts(timeline),
    decided:
      since === null
        ? []
        : (await listDecisions(tx, { programmeId: programme.id, from: since }, MOST_DECISIONS)).map(
            ({ key, choice, at }) => ({
              key,
              choice,
              at: iso(at),
            }),
          ),
    shifts: since === null ? 0 : (await shiftsSince(tx, programme.id, since)).length,
    kept: await keptLately(scope, programme.id),
  };
}

function iso(at: DateTime): string {
  return at.toUTC().toISO() ?? '';
}

/** A calendar without a working day leaves no plan; the brief says so. */
async function planOrNull(scope: Reading, programme: Programme, zone: string): Promise<Timeline | null> {
  const records = await readRecords(scope, programme, localDate(scope.now, zone));
  try {
    return computed(records);
  } catch (error) {
    if (error instanceof NoWorkingTime) return null;
    throw error;
  }
}

async function peopleOf({ tx }: Reading, dependencies: readonly Dependency[]): Promise<Map<string, Person>> {
  return getPeople(
    tx,
    dependencies.flatMap(({ ownerId }) => ownerId ?? []),
  );
}

async function dependencyFacts(
  scope: Reading,
  programme: Programme,
  dependencies: readonly Dependency[],
  known: { people: ReadonlyMap<string, Person>; timeline: Timeline | null; promised: readonly Negotiation[] },
): Promise<Snapshot['dependencies']> {
  const { people, timeline, promised } = known;
  const counted = await store.countedFacts(scope.tx, programme.id, scope.now);
  // What a team has not looked at itself is nobody else's.
  const seen = (await latenesses(scope, programme.id)).filter((one) => one.seen);
  const held = new Set(
    promised.flatMap(({ commitment }) =>
      commitment.stage === 'release' && isLocked(commitment) ? [commitment.dependencyId] : [],
    ),
  );
  return dependencies.map((one) => {
    const status = statusOf(one, programme.policy.criteria, scope.now);
    const owner = people.get(one.ownerId ?? '');
    const scheduled = timeline?.schedule.dependencies.get(one.id);
    const endsOn = scheduled === undefined ? null : dateOfNumber(scheduled.last.end);
    const late = seen.find(({ team }) => team.id === one.producerTeamId)?.lateness;
    return {
      key: one.key,
      state: one.state,
      dueDate: one.dueDate,
      owner: owner?.name ?? null,
      hasStandIn: (one.delegateId ?? owner?.delegateId ?? null) !== null,
      colour: status.colour,
      missing: faultsOf(one, status),
      counted: counted.get(one.id) ?? null,
      evidenceAt: status.evidenceAt === null ? null : iso(DateTime.fromISO(status.evidenceAt)),
      silent: one.state === 'open' && one.signals.some(({ kind }) => kind === 'silence'),
      committed: one.state === 'open' && held.has(one.id),
      p85: endsOn === null || late === undefined ? null : forecast(owner?.calendar, endsOn, late.p85),
    };
  });
}

/** What was locked and not taken back, with whether it was kept in time as of today (YYYY-MM-DD). */
function promiseFacts(promised: readonly Negotiation[], today: string): Snapshot['promises'] {
  return promised.flatMap(({ commitment }) => {
    const { key, promisedFor, keptOn, state } = commitment;
    if (promisedFor === null || state === 'withdrawn') return [];
    return [{ key, promisedFor, keptOn, inTime: keptInTime(commitment, today) }];
  });
}

function forecast(calendar: Calendar | undefined, endsOn: string, late: number): string {
  return keptBy(calendar ?? {}, endsOn, late);
}

async function contractFacts({ tx }: Reading, programmeId: string): Promise<Snapshot['contracts']> {
  const progress = await gateProgress(tx, programmeId);
  const rows = await store.gateRows(
    tx,
    progress.map(({ contractId }) => contractId),
  );
  return progress.flatMap(({ key, version, gate, name, state, dueAt, waitsFor, late, contractId }) => {
    const row = rows.get(contractId);
    if (row === undefined) return [];
    const { passed, late: lateRow, at } = row;
    const waits = waitsFor.map((handle) => `@${handle}`);
    return [
      { key, version, gate, name, state, dueAt: iso(dueAt), waitsFor: waits, late, lateRow, passed, at: iso(at) },
    ];
  });
}

async function askedFacts(
  scope: Reading,
  programmeId: string,
  dependencies: readonly Dependency[],
): Promise<Snapshot['asked']> {
  const all = [...(await askedOnBlockers(scope, programmeId)), ...(await askedOnGates(scope, dependencies))].sort(
    (a, b) => a.decideBy.toMillis() - b.decideBy.toMillis() || a.key.localeCompare(b.key),
  );
  const facts: Snapshot['asked'] = [];
  for (const [n, { key, what, since, askedAt, decideBy, options }] of all.entries()) {
    const offered = n < MOST.asked ? (await options()).slice(0, MOST.options) : [];
    facts.push({ key, what, since: iso(since), askedAt: iso(askedAt), decideBy: iso(decideBy), options: offered });
  }
  return facts;
}

async function riskFacts({ tx }: Reading, programmeId: string): Promise<Snapshot['risks']> {
  const open = await listRisks(tx, { programmeId, states: ['watching', 'triggered'] });
  return (await riskViews(tx, open)).map(({ risk, owner, about }) => ({
    key: risk.key,
    number: risk.number,
    text: risk.text,
    triggered: risk.state === 'triggered',
    about: about?.key ?? null,
    owner,
    mitigation: risk.mitigation,
    trigger: triggerWords(risk.trigger),
    at: iso(risk.triggeredAt ?? risk.openedAt),
  }));
}

async function actionFacts({ tx, now }: Reading, programmeId: string): Promise<Snapshot['actions']> {
  const open = await listActions(tx, { programmeId, states: ['open'] });
  const owners = await getPeople(
    tx,
    open.map(({ ownerId }) => ownerId),
  );
  return open.flatMap((one) => {
    const owner = owners.get(one.ownerId);
    if (owner === undefined) return [];
    const { key, number, what, dueOn, openedAt } = one;
    const { zone } = owner.calendar;
    const overdue = isOverdue(one, owner.calendar, now);
    return [{ key, number, what, owner: owner.name, zone, dueOn, overdue, at: iso(openedAt) }];
  });
}

/** Environments that are not ready while test windows take place there. */
function environmentFacts(timeline: Timeline | null): Snapshot['environments'] {
  if (timeline === null) return [];
  const scheduled = [...timeline.schedule.dependencies.values()];
  return timeline.plan.environments
    .filter(({ state }) => state !== 'ready')
    .flatMap(({ id, name, state }) => {
      const windows = scheduled.flatMap(({ dependency, stages }) =>
        stages
          .filter(({ planned }) => planned.environmentId === id)
          .map(({ start }) => ({ key: dependency.key, start })),
      );
      if (windows.length === 0) return [];
      const from = dateOfNumber(Math.min(...windows.map(({ start }) => start)));
      return [{ name, state, windows: [...new Set(windows.map(({ key }) => key))], from }];
    });
}
