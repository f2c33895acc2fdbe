import { DateTime } from 'luxon';
import type { Colour } from '../../chat/card.ts';
import type { Text } from '../../chat/text.ts';
import { Conflict, NotAllowed } from '../../core/errors.ts';
import { clearTimers } from '../../timers/timers.ts';
import { record } from '../audit/index.ts';
import type { Act } from '../feature.ts';
import { lessonsFor } from '../lessons/index.ts';
import { actingFor, getPeople, getPerson } from '../people/index.ts';
import { getProgramme } from '../programme/index.ts';
import { clearSignal, type Dependency, lockDependency, setReport } from '../register/index.ts';
import { showAgain, stillUnanswered } from './ask.ts';
import { NUDGE, type Prompt, type Via } from './model.ts';
import { addReport, askedAbout, lastReport, lockPromptsAbout, savePrompt } from './store.ts';

/** A status as it is said; null leaves the reason, mitigation or trigger as it was while the colour stays. */
export interface Status {
  colour: Colour;
  reason: string | null;
  mitigation: string | null;
  trigger: string | null;
}

/** An answer that was recorded. */
export interface Given {
  dependency: Dependency;
  /** The prompts it answered, the newest first. */
  prompts: Prompt[];
  /** What was learned before, in lines, where it turned red by this. */
  lessons: Text[];
}

/**
 * Records what somebody says of a dependency: as its present report, in the history, as the answer to the prompts that
 * ask for it; the silence ends and the ladder stops. NotAllowed names who may; Conflict when it needs no status any more.
 */
export async function giveStatus(act: Act, dependencyId: string, status: Status, via: Via): Promise<Given> {
  const { tx, now, by } = act;
  const dependency = await lockDependency(tx, dependencyId);
  await requireVoice(act, dependency);
  refuseClosed(dependency);
  const was = dependency.report;
  const kept = was?.colour === status.colour ? was : null;
  const report = {
    colour: status.colour,
    reason: status.reason ?? kept?.reason ?? null,
    mitigation: status.mitigation ?? kept?.mitigation ?? null,
    trigger: status.trigger ?? kept?.trigger ?? null,
    byId: by.id,
    at: now.toUTC().toISO(),
  };
  await setReport(tx, dependency.id, report, now);
  await record(act, {
    programmeId: dependency.programmeId,
    byId: by.id,
    action: 'checkins.status',
    subject: dependency.key,
    before: was === null ? null : { colour: was.colour, reason: was.reason },
    after: { colour: report.colour, reason: report.reason },
  });
  const prompts = await answerPrompts(act, dependency, report, via);
  const turnedRed = report.colour === 'red' && was?.colour !== 'red';
  const lessons = turnedRed ? await lessonsFor(tx, dependency, report.reason) : [];
  return { dependency: { ...dependency, report }, prompts, lessons };
}

/**
 * Takes a blocker for the owner's answer. The report stays as it is: the blocker itself speaks for the colour while it is
 * open, and nothing of it is left over when it is solved.
 */
export async function answerBlocked(act: Act, dependencyId: string, reason: string, via: Via): Promise<Given> {
  const dependency = await lockDependency(act.tx, dependencyId);
  await requireVoice(act, dependency);
  refuseClosed(dependency);
  const prompts = await answerPrompts(act, dependency, { colour: 'yellow', reason: `blocked: ${reason}` }, via);
  return { dependency, prompts, lessons: [] };
}

function refuseClosed({ key, state }: Dependency): void {
  if (state === 'open') return;
  throw new Conflict('not-open', `${key} is ${state}: it needs no status any more.`);
}

async function answerPrompts(
  act: Act,
  dependency: Dependency,
  { colour, reason }: Pick<Status, 'colour' | 'reason'>,
  via: Via,
): Promise<Prompt[]> {
  const { tx, now, by } = act;
  const programme = await getProgramme(tx, dependency.programmeId);
  const prompts = await lockPromptsAbout(tx, dependency.id);
  await addReport(tx, {
    dependencyId: dependency.id,
    promptId: prompts[0]?.id ?? null,
    colour,
    was: await saidBefore(act, dependency),
    reason,
    via,
    byId: by.id,
    at: now,
  });
  await clearSignal(tx, dependency.id, 'silence');
  const answered: Prompt[] = [];
  for (const prompt of prompts) {
    const answers = { ...prompt.answers, [dependency.id]: { colour, byId: by.id, at: now.toUTC().toISO() } };
    const complete = (await stillUnanswered(act, { ...prompt, answers })).length === 0;
    const next: Prompt = { ...prompt, answers, state: complete && prompt.state === 'open' ? 'answered' : prompt.state };
    await savePrompt(tx, next);
    if (complete) await clearTimers(tx, prompt.id, [NUDGE]);
    await showAgain(act, programme, next);
    answered.push(next);
  }
  return answered;
}

/** What was said last: an answer, also that it is blocked, or what the register was given since. */
async function saidBefore({ tx }: Act, { id, report }: Dependency): Promise<Colour | null> {
  const last = await lastReport(tx, id);
  if (last === undefined || (report !== null && DateTime.fromISO(report.at) > last.at)) return report?.colour ?? null;
  return last.colour;
}

/** Refuses everybody but the owner, the delegates, whoever stands in for them or was asked, and the leads. */
export async function requireVoice(act: Act, dependency: Dependency): Promise<void> {
  const { tx, now, by } = act;
  const { leadIds } = await getProgramme(tx, dependency.programmeId);
  const owner = dependency.ownerId === null ? undefined : await getPerson(tx, dependency.ownerId);
  const direct = [dependency.ownerId, dependency.delegateId, owner?.delegateId ?? null].filter((id) => id !== null);
  const asked = await askedAbout(tx, dependency.id, dependency.ownerId);
  if ([...direct, ...leadIds, ...asked].includes(by.id)) return;
  const voices = await getPeople(tx, direct);
  for (const voice of voices.values()) {
    if ((await actingFor(tx, voice, now)).id === by.id) return;
  }
  const leads = await getPeople(tx, leadIds);
  const who = [...voices.values(), ...leads.values()].map((person) => `@${person.handle}`);
  throw new NotAllowed('not-yours', `You cannot speak for ${dependency.key}: ${[...new Set(who)].join(', ')} can.`);
}
