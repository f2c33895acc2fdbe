import { DateTime } from 'luxon';
import { instantOf } from '../../core/local-time.ts';
import { forgetFired, setTimer } from '../../timers/timers.ts';
import { openAction, workingDaysAhead, workingMoment } from '../actions/index.ts';
import { record } from '../audit/index.ts';
import type { Scope, TimerHandler } from '../feature.ts';
import { getPerson } from '../people/index.ts';
import { getProgramme, lockProgramme, type Programme } from '../programme/index.ts';
import { type Dependency, listDependencies, statusOf } from '../register/index.ts';
import { loadTimeline } from '../timeline/index.ts';
import type { Risk } from './model.ts';
import { dateCame, needsPlan, type WatchedFacts, whyTrue } from './rules/come-true.ts';
import * as store from './store.ts';

const WATCH = 'risks.watch';
const DATE = 'risks.date';
const MIDNIGHT = { hour: 0, minute: 0 };

/** How often the facts are looked at while a risk waits for them. Ours: a colour is news within the same half hour. */
const WATCH_EVERY_MINUTES = 15;
/** Working days that the owner has for the mitigation once the trigger came true. Ours: a gate's approvers have as many. */
const MITIGATION_WORKING_DAYS = 2;

/**
 * Has a trigger watched: a date by a timer of its own, when its owner's working day begins; all else by one look at the
 * facts of the programme, now and every quarter of an hour.
 */
export async function watch({ tx, now }: Pick<Scope, 'tx' | 'now'>, risk: Risk): Promise<void> {
  const { trigger, programmeId } = risk;
  if (trigger.kind === 'date') {
    const { calendar } = await getPerson(tx, risk.ownerId);
    const dueAt = workingMoment(calendar, instantOf(trigger.on, MIDNIGHT, calendar.zone));
    return setTimer(tx, { kind: DATE, subject: risk.id, occurrence: `${trigger.on}/${risk.version}`, dueAt });
  }
  await setTimer(tx, { kind: WATCH, subject: programmeId, occurrence: `${risk.id}/${risk.version}`, dueAt: now });
}

/** The day of a trigger has come. Where the risk was changed meanwhile, a timer of its present form is set. */
const dateTimer: TimerHandler = async (scope, { subject }) => {
  const [risk] = await store.listRisks(scope.tx, { ids: [subject], states: ['watching'] });
  if (risk === undefined || risk.trigger.kind !== 'date') return;
  const { calendar } = await getPerson(scope.tx, risk.ownerId);
  if (workingMoment(calendar, instantOf(risk.trigger.on, MIDNIGHT, calendar.zone)) > scope.now) return;
  await fire(scope, risk, dateCame(risk.trigger.on));
};

/** Looks at the facts of a programme once, for all of its risks that wait for them. */
const watchTimer: TimerHandler = async (scope, { subject }) => {
  const { tx, now } = scope;
  await forgetFired(tx, subject, WATCH);
  const waiting = (await store.listRisks(tx, { programmeId: subject, states: ['watching'] })).filter(
    ({ trigger }) => trigger.kind !== 'date',
  );
  if (waiting.length === 0) return;
  const dueAt = nextLook(now);
  await setTimer(tx, { kind: WATCH, subject, occurrence: dueAt.toISO() ?? '', dueAt });
  const programme = await getProgramme(tx, subject);
  const facts = await factsFor(scope, programme, waiting);
  for (const risk of waiting) {
    const why =
      risk.trigger.kind === 'date' ? undefined : whyTrue(risk.trigger, facts.get(risk.trigger.dependency), now);
    if (why !== undefined) await fire(scope, risk, why);
  }
};

/** The next quarter of an hour by the clock, so that many causes set one timer. */
function nextLook(now: DateTime): DateTime<true> {
  const every = WATCH_EVERY_MINUTES * 60_000;
  return DateTime.fromMillis((Math.floor(now.toMillis() / every) + 1) * every, { zone: 'utc' }) as DateTime<true>; // a whole number of milliseconds is valid
}

/** The mitigation becomes an action of the risk's owner, once: whoever comes second finds the risk triggered. */
async function fire(scope: Scope, { id, programmeId }: Risk, why: string): Promise<void> {
  const { tx, now } = scope;
  // Before the risk, as openAction does.
  await lockProgramme(tx, programmeId);
  const risk = await store.lockRisk(tx, id);
  if (risk === undefined || risk.state !== 'watching') return;
  const owner = await getPerson(tx, risk.ownerId);
  const opened = await openAction(scope, {
    programmeId,
    what: risk.mitigation,
    ownerId: owner.id,
    dueOn: workingDaysAhead(owner.calendar, now, MITIGATION_WORKING_DAYS),
    dependencyId: risk.dependencyId,
    source: { kind: 'risk', key: risk.key, why: `${why}. The risk: ${risk.text}` },
    openedById: null,
  });
  await store.updateRisk(tx, id, { state: 'triggered', triggeredAt: now, triggeredWhy: why, actionId: opened.id });
  await record(scope, {
    programmeId,
    byId: null,
    action: 'risks.triggered',
    subject: risk.key,
    before: { state: 'watching' },
    after: { state: 'triggered', action: opened.key },
    reason: why,
  });
}

/** What the triggers look at, by the dependency's key; closed dependencies have nothing that could come true. */
async function factsFor(
  scope: Scope,
  programme: Programme,
  waiting: readonly Risk[],
): Promise<ReadonlyMap<string, WatchedFacts>> {
  const open = (await listDependencies(scope.tx, { programmeId: programme.id })).filter(
    ({ state }) => state === 'open',
  );
  const floats = await floatsFor(scope, programme, waiting);
  return new Map(open.map((one) => [one.key, factsOf(one, programme, scope.now, floats.get(one.id) ?? null)]));
}

function factsOf(dependency: Dependency, programme: Programme, now: DateTime, float: number | null): WatchedFacts {
  const { colour, reasons, overridden } = statusOf(dependency, programme.policy.criteria, now);
  const silence = dependency.signals.filter(({ kind }) => kind === 'silence').map(({ since }) => since);
  return {
    colour,
    reason: overridden?.reason ?? reasons[0]?.text ?? null,
    silentSince: silence.sort()[0] ?? null,
    lateGate: dependency.signals.find(({ kind }) => kind === 'gate-late')?.text ?? null,
    float,
  };
}

/** By dependency, how far it can slip; nothing when no trigger asks. */
async function floatsFor(
  { tx, now }: Scope,
  programme: Programme,
  waiting: readonly Risk[],
): Promise<ReadonlyMap<string, number>> {
  const asks = waiting.find(needsPlan);
  if (asks === undefined) return new Map();
  const { schedule } = await loadTimeline({ tx, now, by: await getPerson(tx, asks.ownerId) }, programme);
  return new Map([...schedule.dependencies].map(([id, { last }]) => [id, last.totalFloat]));
}

export const timers = { [WATCH]: watchTimer, [DATE]: dateTimer };
