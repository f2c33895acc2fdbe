import type { DateTime } from 'luxon';
import { nextSlot, nextWorkingMoment } from '../core/calendar.ts';
import { groupBy } from '../core/group.ts';
import { localDate, parseWallTime } from '../core/local-time.ts';
import type { Step } from '../features/checkins/model.ts';
import { stepAt, stepsFrom } from '../features/checkins/rules.ts';
import type { Person } from '../features/people/model.ts';
import type { Dependency } from '../features/register/model.ts';
import { answererOf, leadsOf, presentFor } from './presence.ts';
import { delegateOf, type Ownership, type Register } from './register.ts';

/** Why a rung of the ladder reaches nobody. */
export type Missing =
  | 'not-named'
  /** Away, and nobody who is there stands in. */
  | 'away'
  /** The only one there is whom this prompt had asked or told already. */
  | 'same-person';

/** Something that would happen if nobody answered. */
export type Moment =
  | { kind: 'sent'; rung: Rung; at: DateTime; to: Person; dependencies: readonly Dependency[] }
  | { kind: 'unreached'; rung: Rung; at: DateTime; why: Missing; dependencies: readonly Dependency[] };
export type Rung = 'prompt' | Step;

interface Prompt {
  askedAt: DateTime;
  asked: Person;
  told: Set<string>;
}

/** What is yet to come, and how often the same thing may: once for each `occurrence`. */
interface Entry {
  occurrence: string;
  at: DateTime;
  play(at: DateTime): Moment[];
}

/**
 * Plays the check-ins of one owner in one programme from `from` until `until` with nobody answering, by the rules of the
 * real ones and on a clock that jumps from entry to entry. Begins with nothing open. Owners do not depend on each other.
 */
export function playOwner(register: Register, ownership: Ownership, from: DateTime, until: DateTime): Moment[] {
  const { programme, owner, dependencies } = ownership;
  const { policy } = programme;
  const cadence = { weekdays: policy.cadence.weekdays, time: parseWallTime(policy.cadence.time) };
  const agenda: Entry[] = [];
  const played = new Set<string>();
  let prompts = 0;
  let newest: Prompt | undefined;

  const moments: Moment[] = [];
  planAfter(from);
  for (let entry = earliest(); entry !== undefined && entry.at <= until; entry = earliest()) {
    agenda.splice(agenda.indexOf(entry), 1);
    played.add(entry.occurrence);
    moments.push(...entry.play(entry.at));
  }
  return moments;

  function earliest(): Entry | undefined {
    return agenda.reduce<Entry | undefined>(
      (first, one) => (first === undefined || one.at < first.at ? one : first),
      undefined,
    );
  }

  function add(entry: Entry): void {
    if (played.has(entry.occurrence)) return;
    const waiting = agenda.findIndex((one) => one.occurrence === entry.occurrence);
    if (waiting >= 0) agenda.splice(waiting, 1);
    agenda.push(entry);
  }

  function planAfter(after: DateTime): void {
    const slot = nextSlot(cadence, owner.calendar, after);
    const play = (at: DateTime) => {
      planAfter(at);
      return prompt(slot.date, at, true);
    };
    add({ occurrence: slot.date, at: slot.at, play });
  }

  function prompt(date: string, at: DateTime, isSlot: boolean): Moment[] {
    const { zone } = owner.calendar;
    if (newest !== undefined && localDate(newest.askedAt, zone) === localDate(at, zone)) return [];
    const answerer = answererOf(register, programme, owner, at);
    const asked = answerer ?? owner;
    const mustWait = asked.id !== owner.id || !isSlot;
    const working = mustWait ? nextWorkingMoment(asked.calendar, at) : at;
    if (working > at) {
      add({ occurrence: `${date}/${asked.id}`, at: working, play: (then) => prompt(date, then, false) });
      return [];
    }
    const current = { askedAt: at, asked, told: new Set<string>() };
    newest = current;
    prompts += 1;
    const nudges = stepsFrom('owner', policy.nudges);
    for (const step of nudges) {
      const rule = policy.nudges[step];
      if (rule === null) continue;
      const occurrence = `${prompts}/${step}`;
      add({ occurrence, at: stepAt(rule, asked.calendar, at), play: (then) => nudge(occurrence, current, step, then) });
    }
    const sent: Moment = { kind: 'sent', rung: 'prompt', at, to: asked, dependencies };
    const stoodIn = presentFor(register, owner, at) !== undefined;
    return stoodIn ? [sent] : [{ kind: 'unreached', rung: 'prompt', at, why: 'away', dependencies }, sent];
  }

  function nudge(occurrence: string, of: Prompt, step: Step, at: DateTime, only?: string): Moment[] {
    return of === newest ? take(occurrence, of, step, dependencies, at, only) : [];
  }

  function take(
    occurrence: string,
    of: Prompt,
    step: Step,
    left: readonly Dependency[],
    at: DateTime,
    only?: string,
  ): Moment[] {
    if (left.length === 0) return [];
    const found: Moment[] = [];
    const reached = new Set<Dependency>();
    for (const { person, about } of turnsOf(of, step, left, at)) {
      for (const one of about) reached.add(one);
      if (only !== undefined && person.id !== only) continue;
      const working = nextWorkingMoment(person.calendar, at);
      if (working > at) {
        const later = `${occurrence.split('/')[0]}/${step}/${person.id}`;
        add({ occurrence: later, at: working, play: (then) => nudge(later, of, step, then, person.id) });
      } else {
        if (step === 'delegate') of.told.add(person.id);
        found.push({ kind: 'sent', rung: step, at, to: person, dependencies: about });
      }
    }
    if (only !== undefined) return found;
    const unreached = left.filter((one) => !reached.has(one));
    for (const [why, about] of groupBy(unreached, (one) => whyNot(of, step, one, at)))
      found.push({ kind: 'unreached', rung: step, at, why, dependencies: about });
    const [, next] = stepsFrom(step, policy.nudges);
    return next === undefined ? found : [...found, ...take(occurrence, of, next, unreached, at)];
  }

  /** Whose turn it is, and about what. */
  function turnsOf(of: Prompt, step: Step, left: readonly Dependency[], at: DateTime) {
    switch (step) {
      case 'owner': {
        const person = presentFor(register, of.asked, at);
        return person === undefined ? [] : [{ person, about: left }];
      }
      case 'delegate':
        return [...groupBy(left, (one) => delegateOf(register, ownership, one))].flatMap(([delegate, about]) => {
          const person = delegate && presentFor(register, delegate, at);
          return person === undefined || person.id === owner.id || person.id === of.asked.id ? [] : [{ person, about }];
        });
      case 'lead': {
        const there = leadsOf(register, programme).flatMap((lead) => presentFor(register, lead, at) ?? []);
        const others = there.filter((one) => one.id !== owner.id && one.id !== of.asked.id && !of.told.has(one.id));
        return [...new Map(others.map((person) => [person.id, person])).values()].map((person) => ({
          person,
          about: left,
        }));
      }
    }
  }

  function whyNot(of: Prompt, step: Step, dependency: Dependency, at: DateTime): Missing {
    const delegate = delegateOf(register, ownership, dependency);
    const asked: Record<Step, Person[]> = {
      owner: [of.asked],
      delegate: delegate === undefined ? [] : [delegate],
      lead: leadsOf(register, programme),
    };
    if (asked[step].length === 0) return 'not-named';
    return asked[step].some((one) => presentFor(register, one, at) !== undefined) ? 'same-person' : 'away';
  }
}
