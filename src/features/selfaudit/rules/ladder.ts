import type { DateTime } from 'luxon';
import { addWorkingDays, nextWorkingMoment } from '../../../core/calendar.ts';
import { groupBy } from '../../../core/group.ts';
import { instantOf, localDate, parseWallTime } from '../../../core/local-time.ts';
import type { DependencyFacts, Expectation, Expected, Facts, ProgrammeFacts, PromptFacts, Span } from '../model.ts';
import { changedWithin, judged, Unknown, valueAt } from './history.ts';
import { personAt, presentFor } from './presence.ts';

/** A ladder is over within this time of its prompt, waits for working hours included. */
const LONGEST_LADDER_DAYS = 14;
/** Waits for another person's working hours in a row. */
const MOST_WAITS = 8;
const STEPS = ['owner', 'delegate', 'lead'] as const;
type Step = (typeof STEPS)[number];

/** Somebody's turn: whom, by which living card, about which dependencies. */
interface Turn {
  person: string;
  subject: string;
  about: string[];
}

/** The steps of the ladder for each prompt that was asked and not answered. */
export function* expectedNudges(facts: Facts, span: Span): Generator<Expected> {
  for (const ofOwner of facts.prompts.values()) {
    for (const prompt of ofOwner) {
      if (prompt.dropped || prompt.askedAt >= span.to) continue;
      yield judged(`the reminders of ${aboutOf(facts, prompt)}`, () => ladderOf(facts, prompt));
    }
  }
}

function ladderOf(facts: Facts, prompt: PromptFacts): Expectation[] {
  const programme = facts.programmes.find((one) => one.id === prompt.programmeId);
  const then = programme && valueAt(programme.history, prompt.askedAt);
  if (programme === undefined || then === undefined) return [];
  const until = { from: prompt.askedAt, to: prompt.askedAt.plus({ days: LONGEST_LADDER_DAYS }) };
  if (changedWithin(programme.history, ({ nudges }) => nudges, until)) {
    throw new Unknown('the ladder was changed while it was climbed');
  }
  const taken: Expectation[] = [];
  for (const step of STEPS) {
    const rule = then.nudges[step];
    if (rule === null) continue;
    const at = momentOf(rule, personAt(facts, prompt.askedId, prompt.askedAt), prompt.askedAt);
    taken.push(...takeStep(facts, prompt, step, at, new Set(prompt.dependencyIds), taken));
  }
  return taken;
}

/** The rule's time of day, so many working days after the prompt; a time of day that was over then is the next working day's. */
function momentOf(
  { workingDays, time }: { workingDays: number; time: string },
  calendar: Parameters<typeof nextWorkingMoment>[0],
  askedAt: DateTime,
): DateTime {
  const askedOn = localDate(askedAt, calendar.zone);
  const on = (days: number, from: string) => (days === 0 ? from : addWorkingDays(calendar, from, days));
  const at = (date: string) => instantOf(date, parseWallTime(time), calendar.zone);
  const day = on(workingDays, askedOn);
  return at(day) > askedAt ? at(day) : at(on(1, day));
}

function takeStep(
  facts: Facts,
  prompt: PromptFacts,
  step: Step,
  at: DateTime,
  among: ReadonlySet<string>,
  taken: readonly Expectation[],
): Expectation[] {
  const left = leftAt(facts, prompt, at).filter((id) => among.has(id));
  if (left.length === 0) return [];
  const turns = turnsOf(facts, prompt, step, at, left, taken);
  const sends = turns.flatMap((turn) => waited(facts, prompt, step, turn, at, taken));
  const unreached = new Set(left);
  for (const id of turns.flatMap((turn) => turn.about)) unreached.delete(id);
  const policy = programmeAt(facts, prompt, at);
  const next = STEPS.slice(STEPS.indexOf(step) + 1).find((one) => policy?.nudges[one] != null);
  // Nobody to turn to: the next step is taken at once.
  return next === undefined ? sends : [...sends, ...takeStep(facts, prompt, next, at, unreached, [...taken, ...sends])];
}

/** A turn in the working hours of whose it is; by then it may be nobody's any more. */
function waited(
  facts: Facts,
  prompt: PromptFacts,
  step: Step,
  turn: Turn,
  due: DateTime,
  taken: readonly Expectation[],
): Expectation[] {
  let at = due;
  for (let wait = 0; wait < MOST_WAITS; wait += 1) {
    const left = leftAt(facts, prompt, at);
    const still = left.length === 0 ? [] : turnsOf(facts, prompt, step, at, left, taken);
    const mine = still.find((one) => one.person === turn.person);
    if (mine === undefined) return [];
    const working = nextWorkingMoment(personAt(facts, turn.person, at), at);
    if (working <= at) {
      return [{ send: 'nudge', about: aboutOf(facts, prompt), at, to: `person:${turn.person}`, subject: mine.subject }];
    }
    at = working;
  }
  throw new Unknown('whose turn it is changes too often');
}

/** What of a prompt waited for its owner at a moment; nothing once a newer prompt asks. */
function leftAt(facts: Facts, prompt: PromptFacts, at: DateTime): string[] {
  const newer = facts.prompts
    .get(prompt.ownerId)
    ?.some(
      (one) =>
        one.programmeId === prompt.programmeId && !one.dropped && one.askedAt > prompt.askedAt && one.askedAt <= at,
    );
  if (newer) return [];
  const [asked, moment] = [prompt.askedAt.toMillis(), at.toMillis()];
  return prompt.dependencyIds.filter((id) => {
    const then = dependencyAt(facts, id, at);
    const answered = facts.answers.get(id)?.some((answer) => answer >= asked && answer <= moment) ?? false;
    return then?.state === 'open' && then.ownerId === prompt.ownerId && !answered;
  });
}

function turnsOf(
  facts: Facts,
  prompt: PromptFacts,
  step: Step,
  at: DateTime,
  left: readonly string[],
  taken: readonly Expectation[],
): Turn[] {
  const about = [...left];
  switch (step) {
    case 'owner': {
      const person = presentFor(facts, prompt.askedId, at);
      return person === undefined ? [] : [{ person, subject: `nudge:${prompt.id}`, about }];
    }
    case 'delegate':
      return [...byDelegate(facts, prompt, at, left)].flatMap(([delegate, of]) => {
        const person = presentFor(facts, delegate, at);
        if (person === undefined || person === prompt.ownerId || person === prompt.askedId) return [];
        return [{ person, subject: `delegate:${prompt.id}:${delegate}`, about: of }];
      });
    case 'lead': {
      const copies = [...byDelegate(facts, prompt, at, left).keys()].map((id) => `delegate:${prompt.id}:${id}`);
      const told = taken.filter((one) => one.at <= at && copies.includes(one.subject ?? '')).map((one) => one.to);
      const leads = (programmeAt(facts, prompt, at)?.leadIds ?? []).flatMap((id) => presentFor(facts, id, at) ?? []);
      return [...new Set(leads)]
        .filter((id) => id !== prompt.ownerId && id !== prompt.askedId && !told.includes(`person:${id}`))
        .map((person) => ({ person, subject: `silent:${prompt.roundId ?? prompt.id}`, about }));
    }
  }
}

/** Dependencies by their delegate, who is the owner's where they name none. */
function byDelegate(facts: Facts, prompt: PromptFacts, at: DateTime, left: readonly string[]): Map<string, string[]> {
  const groups = groupBy(
    left,
    (id) => dependencyAt(facts, id, at)?.delegateId ?? personAt(facts, prompt.ownerId, at).delegateId ?? '',
  );
  groups.delete('');
  return groups;
}

function dependencyAt({ dependencies }: Facts, id: string, at: DateTime): DependencyFacts | undefined {
  const found = dependencies.get(id);
  return found && valueAt(found.history, at);
}

function programmeAt({ programmes }: Facts, { programmeId }: PromptFacts, at: DateTime): ProgrammeFacts | undefined {
  const found = programmes.find((one) => one.id === programmeId);
  return found && valueAt(found.history, at);
}

function aboutOf(facts: Facts, prompt: PromptFacts): string {
  return `@${facts.people.get(prompt.ownerId)?.handle ?? prompt.ownerId} (${prompt.dependencyIds
    .map((id) => facts.dependencies.get(id)?.key ?? id)
    .join(', ')})`;
}
