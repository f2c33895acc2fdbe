import type { DateTime } from 'luxon';
import { nextWorkingMoment } from '../../../core/calendar.ts';
import { addDays, utcMidnight } from '../../../core/calendar-date.ts';
import { groupBy } from '../../../core/group.ts';
import { localDate } from '../../../core/local-time.ts';
import type { Expectation, Expected, Facts, Finding, PersonFacts, PromptFacts, Span } from '../model.ts';
import { changedWithin, isWithin, Unknown, valueAt } from './history.ts';
import { isAway, personAt, presentFor, slotOn } from './presence.ts';

/** A slot that waits for somebody's working hours may lie so long before the span. */
const LONGEST_WAIT_DAYS = 14;
/** What changes less than this before a slot may or may not have been planned in time. */
const PLANNING_MINUTES = 1;
/** A calendar day begins and ends nowhere on earth further from its midday in UTC. */
const FURTHEST_DAY_HOURS = 26;
/** Waits for another person's working hours in a row. */
const MOST_WAITS = 8;

type Programme = Facts['programmes'][number];

/** Dependencies that somebody owns, or owned once. */
type Owned = readonly (Facts['dependencies'] extends ReadonlyMap<string, infer Dependency> ? Dependency : never)[];

/** A prompt that is due, and whom it asks. */
interface Call {
  at: DateTime;
  asked: string;
}

/** The prompts that the cadence calls for, joined with those that were asked, and those asked without a call; by owner. */
export function* expectedPrompts(facts: Facts, span: Span): Generator<Expected> {
  for (const programme of facts.programmes) {
    for (const [owner, owned] of ownersEver(facts, programme.id)) yield ofOwner(facts, programme, owner, owned, span);
  }
}

function ofOwner(facts: Facts, programme: Programme, owner: string, owned: Owned, span: Span): Expected {
  const about = `@${facts.people.get(owner)?.handle ?? owner} in ${programme.key}`;
  const mine = (facts.prompts.get(owner) ?? []).filter((one) => one.programmeId === programme.id);
  const taken = new Set<PromptFacts>();
  const unclear = new Map<string, string>();
  const sends: Expectation[] = [];
  for (const date of daysOf(span)) {
    try {
      const slot = slotOf(facts, programme, owner, owned, date);
      const call = slot && callOf(facts, programme, owner, owned, slot, mine);
      if (slot === undefined || call === undefined) continue;
      const asked = mine.find((one) => one.askedAt >= slot && sameDay(facts, owner, one.askedAt, call.at));
      if (asked !== undefined) taken.add(asked);
      const subject = asked === undefined || asked.dropped ? null : `prompt:${asked.id}`;
      const note = asked?.dropped === true ? { note: 'it was dropped as too late to ask' } : {};
      sends.push({ send: 'prompt', about, at: call.at, to: `person:${call.asked}`, subject, ...note });
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      unclear.set(date, error.message);
    }
  }
  const rest = mine.filter((one) => !taken.has(one) && !one.dropped && isWithin(span, one.askedAt));
  const surplus = rest.flatMap((one) => surplusOf(facts, one, mine, unclear, about));
  const [first, last] = [span.from.toISODate(), span.to.toISODate()];
  const notJudged = [...unclear]
    .filter(([date]) => first <= date && date <= last)
    .map(([date, why]) => ({ about: `the prompt to ${about} on ${date}`, why }));
  return { sends, surplus, notJudged };
}

/** A prompt beside the one that was due: a second one of the day, or one that nothing called for. */
function surplusOf(
  facts: Facts,
  prompt: PromptFacts,
  mine: readonly PromptFacts[],
  unclear: ReadonlyMap<string, string>,
  about: string,
): Finding[] {
  const day = localDate(prompt.askedAt, personAt(facts, prompt.ownerId, prompt.askedAt).zone);
  if (unclear.has(day)) return [];
  const finding = {
    send: 'prompt' as const,
    about,
    at: prompt.askedAt,
    to: `person:${prompt.askedId}`,
    subject: `prompt:${prompt.id}`,
    minutes: null,
  };
  const earlier = mine.slice(0, mine.indexOf(prompt));
  if (earlier.some((one) => !one.dropped && sameDay(facts, prompt.ownerId, one.askedAt, prompt.askedAt))) {
    return [{ ...finding, fault: 'doubled', why: 'it is the second question of that day' }];
  }
  return prompt.roundId === null ? [] : [{ ...finding, fault: 'unexpected', why: 'no slot of the cadence was due' }];
}

/** The slot of an owner's day, when they owned something open then. Throws Unknown. */
function slotOf(facts: Facts, programme: Programme, owner: string, owned: Owned, date: string): DateTime | undefined {
  const midday = utcMidnight(date).plus({ hours: 12 });
  const day = { from: midday.minus({ hours: FURTHEST_DAY_HOURS }), to: midday.plus({ hours: FURTHEST_DAY_HOURS }) };
  const person = facts.people.get(owner);
  const policy = valueAt(programme.history, day.to);
  if (person === undefined || policy === undefined || valueAt(person.history, day.to) === undefined) return undefined;
  const calendar = personAt(facts, owner, day.to);
  const calendarOf = ({ zone, country, region, weekend }: PersonFacts) => [zone, country, region, weekend];
  const changed =
    changedWithin(person.history, calendarOf, day) || changedWithin(programme.history, ({ cadence }) => cadence, day);
  if (changed) throw new Unknown('the cadence or the calendar changed around it');
  const slot = slotOn(policy.cadence, calendar, date);
  if (slot === undefined || !owns(owned, owner, slot)) return undefined;
  return owns(owned, owner, slot.minus({ minutes: PLANNING_MINUTES })) ? slot : undefined;
}

/** Whom the slot leads to, and when: whoever answers for the owner, in their working hours when it is not the owner. */
function callOf(
  facts: Facts,
  programme: Programme,
  owner: string,
  owned: Owned,
  slot: DateTime,
  mine: readonly PromptFacts[],
): Call | undefined {
  let at = slot;
  for (let wait = 0; wait < MOST_WAITS; wait += 1) {
    if (!owns(owned, owner, at)) return undefined;
    const moment = at;
    if (mine.some((one) => !one.dropped && one.askedAt < moment && sameDay(facts, owner, one.askedAt, moment)))
      return undefined;
    const asked = answererOf(facts, programme, owner, at);
    if (asked === owner && wait === 0) return { at, asked };
    const working = nextWorkingMoment(personAt(facts, asked, at), at);
    if (working <= at) return { at, asked };
    at = working;
  }
  throw new Unknown('who answers changes too often');
}

function answererOf(facts: Facts, programme: Programme, owner: string, at: DateTime): string {
  const leads = valueAt(programme.history, at)?.leadIds ?? [];
  for (const id of [owner, ...leads]) {
    const present = presentFor(facts, id, at);
    if (present !== undefined && !isAway(facts, present, at)) return present;
  }
  return owner;
}

function owns(owned: Owned, owner: string, at: DateTime): boolean {
  return owned.some((one) => {
    const then = valueAt(one.history, at);
    return then?.ownerId === owner && then.state === 'open';
  });
}

/** Everybody who ever owned something in a programme, with what it was. */
function ownersEver(facts: Facts, programmeId: string): Map<string, Owned> {
  const owned = [...facts.dependencies.values()].filter((one) => one.programmeId === programmeId);
  const ownings = owned.flatMap((one) => {
    const owners = one.history.spans.flatMap(({ value }) => value.ownerId ?? []);
    return [...new Set(owners)].map((owner) => ({ owner, one }));
  });
  const byOwner = groupBy(ownings, ({ owner }) => owner);
  return new Map([...byOwner].map(([owner, of]) => [owner, of.map(({ one }) => one)]));
}

/** The days on which a slot may lie whose prompt falls into the span, anywhere on earth. */
function daysOf({ from, to }: Span): string[] {
  const last = to.plus({ days: 1 }).toISODate();
  const days: string[] = [];
  for (let day = from.minus({ days: LONGEST_WAIT_DAYS }).toISODate(); day <= last; day = addDays(day, 1))
    days.push(day);
  return days;
}

function sameDay(facts: Facts, owner: string, a: DateTime, b: DateTime): boolean {
  const { zone } = personAt(facts, owner, b);
  return localDate(a, zone) === localDate(b, zone);
}
