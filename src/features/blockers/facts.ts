import type { DateTime } from 'luxon';
import type { Calendar, WorkingDays } from '../../core/calendar.ts';
import { NoWorkingTime, SPAN_LIMIT_DAYS, sharedWorkingMinutes } from '../../core/calendar.ts';
import { daysBetween } from '../../core/calendar-date.ts';
import { localDate } from '../../core/local-time.ts';
import type { Tx } from '../../db/db.ts';
import { currentContract } from '../contracts/index.ts';
import { type Circle, concernedBy, decisionsOn, distinct } from '../escalations/index.ts';
import type { Scope } from '../feature.ts';
import { lessonsFor } from '../lessons/index.ts';
import { absenceAt, getPeople, type Person, withStandIns } from '../people/index.ts';
import { type Dependency, listDependencies, statusOf } from '../register/index.ts';
import {
  type Consequence,
  committedOn,
  computed,
  floatInWords,
  hasDates,
  inWords,
  readRecords,
  type Timeline,
  withDependency,
  wouldFollow,
} from '../timeline/index.ts';
import type { BlockerView, ChoiceFacts, EscalationFacts, Waiting } from './model.ts';
import { choicesFor } from './rules.ts';
import { gatesPassed } from './store.ts';

/** Who has days off where the work is done: the owner's calendar decides, without one every weekday counts. */
export function workingDaysOf({ owner }: Circle): WorkingDays {
  return owner?.calendar ?? {};
}

/** Those who may end a blocker. */
export function endersOf({ owner, delegate, deciders }: Circle, raiser: Person | undefined): Person[] {
  return distinct([owner, delegate, raiser, ...deciders]);
}

/** Everything the cards of leadership show of a blocker, read anew; the choices too, unless they are handed over. */
export async function escalationFacts(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  circle: Circle,
  blocker: BlockerView,
  planned?: PlannedChoices,
): Promise<EscalationFacts> {
  const { programme, dependency, owner, delegate, deciders } = circle;
  const { raisedById, resolvedById } = blocker;
  const people = await getPeople(tx, [raisedById, ...(resolvedById === null ? [] : [resolvedById])]);
  const today = localDate(now, dependency.zone);
  const choices = planned ?? (await choiceFacts({ tx, now }, circle, blocker));
  const { releaseDate } = programme;
  return {
    blocker,
    raisedBy: people.get(raisedById)?.name ?? 'somebody',
    owner: owner?.name ?? null,
    delegate: delegate?.name ?? null,
    waiting: waitingOf(circle, blocker.raisedAt, now, today),
    release: releaseDate === null ? null : { date: releaseDate, daysLeft: daysBetween(today, releaseDate) },
    float: floatLeft(choices.timeline, dependency),
    links: dependency.links,
    deciders: deciders.map(({ id, name }) => ({ id, name })),
    mayDecide: await withStandIns({ tx, now }, deciders),
    mayEnd: await withStandIns({ tx, now }, endersOf(circle, people.get(raisedById))),
    choices: choicesFor(choices, workingDaysOf(circle)),
    decisions: await decisionsOn(tx, blocker.escalations),
    told: choices.told,
    lessons: await lessonsFor(tx, dependency, blocker.reason),
    resolvedBy: people.get(resolvedById ?? '')?.name ?? null,
    now,
  };
}

/** The plan as a blocker sees it: null when it cannot be computed, undefined where there is nothing to compute. */
type Present = Timeline | null | undefined;

/** What the choices are computed from, with the plan. */
export interface PlannedChoices extends ChoiceFacts {
  timeline: Present;
}

/** What the choices are computed from, read anew. */
export async function choiceFacts(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  circle: Circle,
  blocker: BlockerView,
): Promise<PlannedChoices> {
  const { programme, dependency, owner } = circle;
  const contract = await currentContract(tx, dependency.id);
  const timeline = blocker.resolvedAt === null ? await planAround(tx, circle, now) : undefined;
  const raiser = (await getPeople(tx, [blocker.raisedById])).get(blocker.raisedById);
  const concerned = concernedBy(circle, raiser === undefined ? [] : [{ person: raiser, as: 'raiser' }]);
  return {
    programme: programme.name,
    today: localDate(now, dependency.zone),
    raisedOn: localDate(blocker.raisedAt, dependency.zone),
    expectedUntil: blocker.expectedUntil,
    dueDate: dependency.dueDate,
    consumers: circle.consumers.map(({ team, neededBy }) => ({ teamId: team.id, team: team.name, neededBy })),
    criticalDates: dependency.criticalDates,
    commitments: await committedOn(tx, dependency.id),
    releaseDate: programme.releaseDate,
    owner: owner === undefined ? null : { id: owner.id, name: owner.name },
    delegate: await delegateFacts(tx, circle, now),
    contract:
      contract === undefined
        ? null
        : {
            version: contract.version,
            gatesPassed: await gatesPassed(tx, contract.id),
            gates: programme.policy.gates.length,
          },
    timeline,
    follows: (facts) => followsInWords(timeline, dependency, facts),
    told: concerned.map((one) => one.person.name),
  };
}

/** The plan at present; it is read only where the programme has a date. */
async function planAround(tx: Tx, { programme, dependency }: Circle, now: DateTime): Promise<Present> {
  if (!(await hasDates(tx, programme.id))) return undefined;
  const records = await readRecords({ tx }, programme, localDate(now, dependency.zone));
  return orNull(() => computed(records));
}

/** An escalation goes without what cannot be computed because a calendar has no working day. */
function orNull<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NoWorkingTime) return null;
    throw error;
  }
}

/** What follows in the plan when these facts of a dependency are otherwise; undefined when it cannot be computed. */
export function consequenceFor(
  timeline: Present,
  { id }: Pick<Dependency, 'id'>,
  facts: Partial<Dependency>,
): Consequence | undefined {
  if (!timeline) return undefined;
  return orNull(() => wouldFollow(timeline, (all) => withDependency(all, id, facts)).consequence) ?? undefined;
}

function floatLeft(timeline: Present, { id }: Dependency): string | null | undefined {
  return timeline && orNull(() => floatInWords(timeline, id));
}

function followsInWords(timeline: Present, dependency: Dependency, facts: Partial<Dependency>): string {
  if (timeline === undefined) return '';
  const consequence = consequenceFor(timeline, dependency, facts);
  if (timeline === null || consequence === undefined) return 'what follows in the plan is not computed';
  return inWords(consequence, timeline.plan.cutOff, dependency.key).join('; ');
}

async function delegateFacts(tx: Tx, { delegate, dependency, programme }: Circle, now: DateTime) {
  if (delegate === undefined) return null;
  const absence = await absenceAt(tx, delegate.id, now);
  const owned = await listDependencies(tx, { ownerIds: [delegate.id] });
  const others = owned.filter((one) => one.state === 'open' && one.id !== dependency.id);
  const reds = others.filter((one) => statusOf(one, programme.policy.criteria, now).colour === 'red');
  return {
    id: delegate.id,
    name: delegate.name,
    awayUntil: absence?.endsAt ?? null,
    open: others.length,
    reds: reds.length,
  };
}

function waitingOf({ owner, consumers }: Circle, raisedAt: DateTime, now: DateTime, today: string): Waiting[] {
  return consumers.map(({ team, lead, neededBy }) => ({
    team: team.name,
    neededBy,
    daysLeft: neededBy === null ? null : daysBetween(today, neededBy),
    sharedMinutes: sharedMinutes(owner, lead, raisedAt, now),
  }));
}

function sharedMinutes(owner: Person | undefined, lead: Person | undefined, from: DateTime, to: DateTime) {
  if (owner === undefined || lead === undefined) return null;
  // A register may bring a blocker older than a span that can be measured.
  const earliest = to.minus({ days: SPAN_LIMIT_DAYS - 2 });
  const calendars: [Calendar, Calendar] = [owner.calendar, lead.calendar];
  return sharedWorkingMinutes(...calendars, from > earliest ? from : earliest, to);
}
