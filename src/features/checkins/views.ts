import { DateTime } from 'luxon';
import type { Card } from '../../chat/card.ts';
import { moment, type Text, text } from '../../chat/text.ts';
import type { Tx } from '../../db/db.ts';
import { nextTimer } from '../../timers/timers.ts';
import type { Scope } from '../feature.ts';
import { getPeople, listTeams, type Person, type Team } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';
import { type Dependency, dependencyLine, listDependencies, statusOf } from '../register/index.ts';
import { type AskedDependency, askCard } from './cards.ts';
import { type Copy, NUDGE, type Prompt, type Step } from './model.ts';
import { stepsFrom } from './rules.ts';

/** Who and what is named on cards about prompts, by id. */
export interface Named {
  people: ReadonlyMap<string, Person>;
  teams: ReadonlyMap<string, Team>;
  dependencies: ReadonlyMap<string, Dependency>;
}

/** Reads who and what the card about a prompt names. */
export async function namedOn(tx: Tx, prompt: Prompt): Promise<Named> {
  const answerers = Object.values(prompt.answers).map((answer) => answer.byId);
  return {
    people: await getPeople(tx, [prompt.ownerId, prompt.askedId, ...answerers]),
    teams: new Map((await listTeams(tx)).map((team) => [team.id, team])),
    dependencies: new Map((await listDependencies(tx, { ids: prompt.dependencyIds })).map((one) => [one.id, one])),
  };
}

/** The card about a prompt as it stands now, read anew. */
export async function present(scope: Scope, programme: Programme, prompt: Prompt, copy: Copy): Promise<Card> {
  return cardAbout(scope, programme, prompt, copy, await namedOn(scope.tx, prompt));
}

/** The card about a prompt: what is unanswered first. What closed or went to another owner is left out. */
export async function cardAbout(
  scope: Scope,
  programme: Programme,
  prompt: Prompt,
  copy: Copy,
  { people, teams, dependencies }: Named,
): Promise<Card> {
  const { now } = scope;
  const owner = people.get(prompt.ownerId);
  const shown = prompt.dependencyIds
    .flatMap((id) => dependencies.get(id) ?? [])
    .filter((one) => isShown(one, prompt) && isFor(copy, one, owner));
  return askCard({
    kind: copy.kind,
    delegateId: copy.delegateId ?? null,
    promptId: prompt.id,
    askedAt: prompt.askedAt,
    answerBy: prompt.answerBy,
    because: because(copy, prompt, owner),
    otherwise: copy.kind === 'nudge' ? await whatFollows(scope, programme, prompt, shown, owner) : null,
    dependencies: shown.map((one) => ({
      id: one.id,
      key: one.key,
      line: dependencyLine(one, teams, statusOf(one, programme.policy.criteria, now)),
      said: one.report?.colour ?? null,
      answered: answerOf(one, prompt, people),
    })),
  });
}

function isShown(one: Dependency, prompt: Prompt): boolean {
  if (prompt.answers[one.id] !== undefined) return true;
  return one.state === 'open' && one.ownerId === prompt.ownerId;
}

function isFor(copy: Copy, one: Dependency, owner: Person | undefined): boolean {
  return copy.kind !== 'delegate' || (one.delegateId ?? owner?.delegateId) === copy.delegateId;
}

function answerOf(
  { id, report }: Dependency,
  prompt: Prompt,
  people: ReadonlyMap<string, Person>,
): AskedDependency['answered'] {
  const answer = prompt.answers[id];
  if (answer === undefined) return null;
  return {
    colour: answer.colour,
    by: people.get(answer.byId)?.name ?? 'somebody',
    at: DateTime.fromISO(answer.at),
    reasonMissing: answer.colour !== 'green' && report?.colour === answer.colour && report.reason === null,
  };
}

function because({ kind }: Copy, prompt: Prompt, owner: Person | undefined): Text | null {
  const name = owner?.name ?? 'The owner';
  if (kind === 'delegate') return text`${name} is silent since ${moment(prompt.askedAt)}; you are the delegate.`;
  return prompt.askedId === prompt.ownerId ? null : text`${name} is away; you stand in.`;
}

/** Who needs it, and who is asked next and when. */
async function whatFollows(
  { tx }: Scope,
  programme: Programme,
  prompt: Prompt,
  shown: readonly Dependency[],
  owner: Person | undefined,
): Promise<Text | null> {
  const at = await nextTimer(tx, prompt.id, NUDGE);
  const [next] = stepsFrom('delegate', programme.policy.nudges);
  if (at === undefined || next === undefined) return null;
  const ids = nextIds(next, programme, shown, owner);
  const names = [...(await getPeople(tx, ids)).values()].map((person) => person.name);
  if (names.length === 0) return null;
  const who = names.join(' and ');
  return next === 'lead'
    ? text`Without an answer by ${moment(at)} ${who} hears of it.`
    : text`Without an answer by ${moment(at)} ${who} is asked instead.`;
}

function nextIds(
  next: Step,
  { leadIds }: Programme,
  shown: readonly Dependency[],
  owner: Person | undefined,
): string[] {
  const delegates = shown.flatMap((one) => one.delegateId ?? owner?.delegateId ?? []);
  return next === 'lead' || delegates.length === 0 ? leadIds : delegates;
}
