import type { DateTime } from 'luxon';
import type { Calendar, WorkingDays } from '../../core/calendar.ts';
import { SPAN_LIMIT_DAYS, sharedWorkingMinutes } from '../../core/calendar.ts';
import { daysBetween } from '../../core/calendar-date.ts';
import { localDate } from '../../core/local-time.ts';
import type { Tx } from '../../db/db.ts';
import { currentContract } from '../contracts/index.ts';
import {
  type Circle,
  concernedBy,
  decisionsOn,
  distinct,
  following,
  type Plans,
  type Present,
  plansOf,
} from '../escalations/index.ts';
import type { Scope } from '../feature.ts';
import { lessonsFor } from '../lessons/index.ts';
import { absenceAt, getPeople, type Person, withStandIns } from '../people/index.ts';
import { type Dependency, listDependencies, statusOf } from '../register/index.ts';
import {
  type Consequence,
  committedOn,
  floatInWords,
  inWords,
  stagesInWords,
  standingInWords,
  withDependency,
  wouldSlip,
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

/** Where facts are read, and when; with plans that several read together. */
export type Look = Pick<Scope, 'tx' | 'now'> & { plans?: Plans };

/** Everything the cards of leadership show of a blocker, read anew; the choices too, unless they are handed over. */
export async function escalationFacts(
  look: Look,
  circle: Circle,
  blocker: BlockerView,
  planned?: PlannedChoices,
): Promise<EscalationFacts> {
  const { tx, now } = look;
  const { programme, dependency, owner, delegate, deciders } = circle;
  const { raisedById, resolvedById } = blocker;
  const people = await getPeople(tx, [raisedById, ...(resolvedById === null ? [] : [resolvedById])]);
  const today = localDate(now, dependency.zone);
  const choices = planned ?? (await choiceFacts(look, circle, blocker));
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

/** What the choices are computed from, with the plan. */
export interface PlannedChoices extends ChoiceFacts {
  timeline: Present;
}

/** What the choices are computed from, read anew. */
export async function choiceFacts(
  { tx, now, plans = plansOf(tx) }: Look,
  circle: Circle,
  blocker: BlockerView,
): Promise<PlannedChoices> {
  const { programme, dependency, owner } = circle;
  const contract = await currentContract(tx, dependency.id);
  const today = localDate(now, dependency.zone);
  const timeline = blocker.resolvedAt === null ? await plans(programme, today) : undefined;
  const raiser = (await getPeople(tx, [blocker.raisedById])).get(blocker.raisedById);
  const concerned = concernedBy(circle, raiser === undefined ? [] : [{ person: raiser, as: 'raiser' }]);
  return {
    programme: programme.name,
    today,
    raisedOn: localDate(blocker.raisedAt, dependency.zone),
    expectedUntil: blocker.expectedUntil,
    dueDate: dependency.dueDate,
    consumers: circle.consumers.map(({ team, neededBy, priority }) => ({
      teamId: team.id,
      team: team.name,
      neededBy,
      priority,
    })),
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
    costs: (days) => costInWords(timeline, dependency, days),
    told: concerned.map((one) => one.person.name),
  };
}

/** What follows in the plan when these facts of a dependency are otherwise; undefined where there is no plan. */
export function consequenceFor(
  timeline: Present,
  { id }: Pick<Dependency, 'id'>,
  facts: Partial<Dependency>,
): Consequence | undefined {
  return following(timeline, (all) => withDependency(all, id, facts))?.consequence;
}

function floatLeft(timeline: Present, { id }: Dependency): string | undefined {
  return timeline && floatInWords(timeline, id);
}

function followsInWords(timeline: Present, dependency: Dependency, facts: Partial<Dependency>): string {
  const consequence = consequenceFor(timeline, dependency, facts);
  return timeline && consequence ? inWords(consequence, timeline.plan.cutOff, dependency.key).join('; ') : '';
}

function costInWords(timeline: Present, { id, key }: Dependency, days: number): string {
  if (timeline === undefined) return '';
  const { after, consequence } = wouldSlip(timeline, { dependencyId: id, days });
  const moves = stagesInWords(timeline, after, id);
  return [...moves, ...inWords(consequence, after.plan.cutOff, key), ...standingInWords(after, id)].join('; ');
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
