import type { DateTime } from 'luxon';
import { nextWorkingMoment } from '../../core/calendar.ts';
import { newId } from '../../core/ids.ts';
import { heldAmong } from '../../outbox/held.ts';
import { peopleSent } from '../../outbox/outbox.ts';
import { setTimer } from '../../timers/timers.ts';
import { record } from '../audit/index.ts';
import type { Scope, TimerHandler } from '../feature.ts';
import { interrupt } from '../interruptions/index.ts';
import { getPeople, getPerson, type Person } from '../people/index.ts';
import { getProgramme, type Programme } from '../programme/index.ts';
import type { Dependency } from '../register/index.ts';
import { byDelegate, show, stillUnanswered } from './ask.ts';
import { type SilentOwner, silentCard } from './cards.ts';
import { type Copy, copySubject, NUDGE, type Prompt, STEPS, type Step } from './model.ts';
import { presentFor } from './presence.ts';
import { isTooLate, stepAt, stepsFrom } from './rules.ts';
import { lockPrompt, promptsOfOwner, promptsOfRound } from './store.ts';

/** A prompt that is not answered. */
interface Silence {
  programme: Programme;
  prompt: Prompt;
  owner: Person;
}

/** Somebody whose turn it is, and what they are told of. */
interface Turn {
  person: Person;
  copy: Copy | 'lead';
  dependencies: readonly Dependency[];
}

/**
 * One step of the ladder for the silent: the owner again, the delegates, the leads. Each hears in their own working
 * hours, at the latest before the owner is asked anew: from then on the next prompt's ladder counts. It stops on the answer.
 */
export const nudgeTimer: TimerHandler = async (scope, { subject, occurrence, dueAt }) => {
  const [word, only] = occurrence.split('/');
  const step = STEPS.find((one) => one === word);
  const prompt = await lockPrompt(scope.tx, subject);
  if (step === undefined || prompt === undefined || !(await isNewest(scope, prompt))) return;
  const left = await stillUnanswered(scope, prompt);
  if (left.length === 0) return;
  const programme = await getProgramme(scope.tx, prompt.programmeId);
  const owner = await getPerson(scope.tx, prompt.ownerId);
  const silence = { programme, prompt, owner };
  if (isTooLate(dueAt, scope.now)) return drop(scope, silence, step, left, dueAt);
  await take(scope, silence, step, left, only);
};

function drop(
  scope: Scope,
  { programme, owner }: Silence,
  step: Step,
  left: readonly Dependency[],
  dueAt: DateTime,
): Promise<void> {
  return record(scope, {
    programmeId: programme.id,
    byId: null,
    action: 'checkins.nudge-dropped',
    subject: left.map((one) => one.key).join(', '),
    after: { owner: owner.handle, step, dueAt: dueAt.toISO(), now: scope.now.toISO() },
    reason: 'too late to remind',
  });
}

async function isNewest({ tx }: Scope, prompt: Prompt): Promise<boolean> {
  const [newest] = await promptsOfOwner(tx, prompt.programmeId, prompt.ownerId);
  return newest?.id === prompt.id;
}

async function take(
  scope: Scope,
  silence: Silence,
  step: Step,
  left: readonly Dependency[],
  only?: string,
): Promise<void> {
  if (left.length === 0) return;
  const turns = await turnsOf(scope, silence, step, left);
  for (const turn of turns) {
    if (only !== undefined && turn.person.id !== only) continue;
    const working = nextWorkingMoment(turn.person.calendar, scope.now);
    if (working > scope.now) await takeLater(scope, silence.prompt, step, turn.person, working);
    else await tell(scope, silence, turn);
  }
  // Nobody to turn to: the next step is taken at once, so that silence does not last longer for want of a delegate.
  const unreached = left.filter((one) => !turns.some((turn) => turn.dependencies.includes(one)));
  const [, next] = stepsFrom(step, silence.programme.policy.nudges);
  if (only === undefined && next !== undefined) await take(scope, silence, next, unreached);
}

async function takeLater(
  { tx }: Scope,
  prompt: Prompt,
  step: Step,
  person: Person,
  dueAt: Scope['now'],
): Promise<void> {
  await setTimer(tx, { kind: NUDGE, subject: prompt.id, occurrence: `${step}/${person.id}`, dueAt });
}

async function turnsOf(scope: Scope, silence: Silence, step: Step, left: readonly Dependency[]): Promise<Turn[]> {
  const { tx } = scope;
  const { prompt, programme, owner } = silence;
  switch (step) {
    case 'owner': {
      const person = await presentFor(scope, await getPerson(tx, prompt.askedId));
      return person === undefined ? [] : [{ person, copy: { kind: 'nudge' }, dependencies: left }];
    }
    case 'delegate': {
      const turns: Turn[] = [];
      for (const [delegateId, dependencies] of await byDelegate(scope, prompt, left)) {
        const person = await presentFor(scope, await getPerson(tx, delegateId));
        if (person === undefined || person.id === owner.id || person.id === prompt.askedId) continue;
        turns.push({ person, copy: { kind: 'delegate', delegateId }, dependencies });
      }
      return turns;
    }
    case 'lead': {
      const told = new Set([owner.id, prompt.askedId, ...(await delegatesTold(scope, prompt, left))]);
      const leads = new Map<string, Person>();
      for (const lead of (await getPeople(tx, programme.leadIds)).values()) {
        const person = await presentFor(scope, lead);
        if (person !== undefined && !told.has(person.id)) leads.set(person.id, person);
      }
      return [...leads.values()].map((person) => ({ person, copy: 'lead', dependencies: left }));
    }
  }
}

async function tell(scope: Scope, silence: Silence, { person, copy }: Turn): Promise<void> {
  const { programme, prompt } = silence;
  if (copy !== 'lead' && copy.kind === 'nudge' && (await isHeldFor(scope, person, prompt))) return;
  if (copy !== 'lead') return show(scope, programme, prompt, copy, [{ person: person.id }]);
  const silent = await silentWith(scope, silence);
  const subject = `silent:${prompt.roundId ?? prompt.id}`;
  await interrupt(scope, programme, [
    {
      key: `${subject}:${prompt.id}:${newId()}`,
      to: { person: person.id },
      card: silentCard(silent),
      priority: 'prompt',
      subject,
      by: null,
      wants: prompt.dependencyIds,
    },
  ]);
}

/** Unopened, the prompt is named by the message of the day again. */
async function isHeldFor({ tx }: Scope, person: Person, prompt: Prompt): Promise<boolean> {
  return (await heldAmong(tx, person.id, [copySubject({ kind: 'prompt' }, prompt.id)])).size > 0;
}

/** This owner and those of the same round whom the leads heard of before: one message for all of them. */
async function silentWith(scope: Scope, { programme, prompt, owner }: Silence): Promise<SilentOwner[]> {
  const rule = programme.policy.nudges.lead;
  const round = prompt.roundId === null ? [prompt] : await promptsOfRound(scope.tx, prompt.roundId);
  const silent: SilentOwner[] = [];
  for (const one of round.filter((other) => other.state === 'open' || other.state === 'missed')) {
    const asked = await getPerson(scope.tx, one.askedId);
    const reached = rule !== null && stepAt(rule, asked.calendar, one.askedAt) <= scope.now;
    const left = one.id === prompt.id || reached ? await stillUnanswered(scope, one) : [];
    if (left.length === 0) continue;
    const whose = one.ownerId === owner.id ? owner : await getPerson(scope.tx, one.ownerId);
    silent.push(await silentOwner(scope, one, whose, left));
  }
  return silent;
}

async function silentOwner(
  scope: Scope,
  prompt: Prompt,
  owner: Person,
  left: readonly Dependency[],
): Promise<SilentOwner> {
  const delegates = [...(await byDelegate(scope, prompt, left)).keys()].filter((id) => id !== owner.id);
  const told = await delegatesTold(scope, prompt, left);
  const names = async (ids: readonly string[]) =>
    [...(await getPeople(scope.tx, ids)).values()].map((person) => person.name);
  return {
    owner: owner.name,
    keys: left.map((one) => one.key),
    since: prompt.askedAt,
    standIn: prompt.askedId === owner.id ? null : (await getPerson(scope.tx, prompt.askedId)).name,
    delegates: await names(delegates),
    told: await names(told),
  };
}

async function delegatesTold(scope: Scope, prompt: Prompt, left: readonly Dependency[]): Promise<string[]> {
  const told: string[] = [];
  for (const delegateId of (await byDelegate(scope, prompt, left)).keys()) {
    told.push(...(await peopleSent(scope.tx, copySubject({ kind: 'delegate', delegateId }, prompt.id))));
  }
  return told;
}
