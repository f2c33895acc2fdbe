import type { Logger } from 'pino';
import type { Answers, Form } from '../../chat/form.ts';
import { initialOf } from '../../chat/form.ts';
import type { Dispatch, Inbound, Reply } from '../../chat/inbound.ts';
import { InvalidInput } from '../../core/errors.ts';
import { inTime, LATE } from '../../core/in-time.ts';
import { type Activity, fileIn, isFromBot, mentionsIn } from './activity.ts';
import { entraIdOf } from './directory.ts';
import { readFile } from './files.ts';
import { type CardAct, readCardAct, readFileForm, readMessage, type Stage, stageOf } from './inbound.ts';
import { remember, removed } from './installation.ts';
import { ANSWER_WITHIN_MS } from './limits.ts';
import {
  answerClick,
  answerInline,
  answerLater,
  answerOldClient,
  answerOpening,
  answerSubmission,
  answerWords,
  message,
  stillAtWork,
  stillAtWorkInDialog,
} from './reply.ts';
import { type Viewing, view } from './view.ts';
import { wordsOf } from './words.ts';

const NOT_IN_THE_REGISTER = 'This person is not in the register. Choose somebody who is.';
const NOT_READ = 'Teams did not hand over this file. Send it again, or paste its text.';
const OUTDATED = 'This card is from an older version of Depsync. Send "mine" for the present cards.';
/** What a personal chat begins with. */
const WELCOME = 'mine';

export interface Listening extends Viewing {
  log: Logger;
  dispatch: Dispatch;
  /** Somebody's client says which zone (IANA) it is in. */
  onZone(entraId: string, zone: string): Promise<void>;
}

/** Hands what people do in Teams to dispatch. Gives what Teams is answered with, where it waits for an answer. */
export async function listen(deps: Listening, activity: Activity, dialogs: boolean): Promise<object | undefined> {
  const isAct = activity.type === 'message' || activity.type === 'invoke';
  if (isAct && isFromBot(activity)) return undefined;
  const gone = removed(activity);
  if (gone !== undefined) {
    await deps.book.forget(...gone);
    return undefined;
  }
  const firstChat = await remember(deps.book, activity, dialogs);
  const stage = stageOf(activity, dialogs);
  if (!isAct) {
    // Of the rest, an edited or a deleted message among it: what was done stays done.
    if (firstChat) await welcome(deps, stage, activity);
    return undefined;
  }
  const answer = await act(deps, stage, activity);
  // Whoever was not known before the act is known now.
  if (activity.localTimezone) deps.keepTrack(deps.onZone(stage.sender, activity.localTimezone));
  return answer;
}

async function act(deps: Listening, stage: Stage, activity: Activity): Promise<object | undefined> {
  if (activity.type === 'invoke') return invoke(deps, stage, activity);
  const clicked = activity.value !== undefined && activity.value !== null;
  await (clicked ? clickedInOldClient(deps, stage, activity) : hear(deps, stage, activity));
  return undefined;
}

/** Somebody added the app: what they would see if they asked for their own. The same installation is answered once. */
async function welcome(deps: Listening, stage: Stage, activity: Activity): Promise<void> {
  const receipt = `teams:welcome:${stage.conversation}`;
  await answerWords(deps, stage, await deps.dispatch({ ...readMessage(activity, WELCOME), receipt }));
}

async function hear(deps: Listening, stage: Stage, activity: Activity): Promise<void> {
  const inbound = readMessage(activity, wordsOf(activity, await idsOf(deps, stage, activity)));
  const file = stage.direct ? fileIn(activity) : undefined;
  const reply = await deps.dispatch(inbound);
  const question = reply.kind === 'form' ? reply.form.fields.find((field) => field.kind === 'file') : undefined;
  if (file === undefined || reply.kind !== 'form' || question === undefined) return answerWords(deps, stage, reply);
  // Reading and examining it may take longer than Teams waits.
  deps.keepTrack(answerWithFile(deps, stage, activity, reply.form, question.id, file));
}

/** A form that asks for a file, and was asked for by words that came with one, is filled in with it. */
async function answerWithFile(
  deps: Listening,
  stage: Stage,
  activity: Activity,
  form: Form,
  question: string,
  address: string,
): Promise<void> {
  const initial = Object.fromEntries(
    form.fields.flatMap((field): [string, string | string[]][] => {
      const value = initialOf(field);
      return value === undefined ? [] : [[field.id, value]];
    }),
  );
  const reply = await contentOf(deps, address, stage.serviceUrl).then(
    (text) => deps.dispatch(readFileForm(activity, form, { ...initial, [question]: text })),
    (refused: InvalidInput): Reply => ({ kind: 'errors', fields: { [question]: refused.message } }),
  );
  await answerOldClient(deps, stage, reply);
}

/** Throws InvalidInput, whatever the reason. */
async function contentOf(deps: Listening, address: string, serviceUrl: string): Promise<string> {
  try {
    return await readFile(address, serviceUrl);
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    deps.onFailure(error, 'a file was not read');
    throw new InvalidInput('file-not-read', NOT_READ);
  }
}

async function clickedInOldClient(deps: Listening, stage: Stage, activity: Activity): Promise<void> {
  const done = readCardAct(activity);
  if (done === undefined || done.kind === 'view') return;
  const { reply } = await run(deps, done);
  await answerOldClient(deps, { ...stage, outbox: done.message }, reply);
}

async function invoke(deps: Listening, at: Stage, activity: Activity): Promise<object | undefined> {
  const done = readCardAct(activity);
  const stage = { ...at, outbox: done?.message };
  if (activity.name === 'adaptiveCard/action') {
    if (done === undefined) return message(OUTDATED);
    if (done.kind === 'view') return view(deps, stage, done.message);
    return answerInTime(
      deps,
      stage,
      run(deps, done),
      async () => stillAtWork(),
      ({ reply, answers }) =>
        done.kind === 'form' ? answerInline(deps, stage, { ...done, answers }, reply) : answerClick(deps, stage, reply),
    );
  }
  if (activity.name !== 'task/fetch' && activity.name !== 'task/submit') return undefined;
  if (done === undefined || done.kind === 'view') return { task: { type: 'message', value: OUTDATED } };
  return answerInTime(
    deps,
    stage,
    run(deps, done),
    () => stillAtWorkInDialog(deps, stage),
    ({ reply, answers }) =>
      done.kind === 'form'
        ? answerSubmission(deps, stage, { ...done, answers }, reply)
        : answerOpening(deps, stage, reply),
  );
}

interface Ran {
  reply: Reply;
  answers: Answers;
}

/** Finds out who the people chosen in a form are; somebody who is not in the register keeps it open. */
async function run(deps: Listening, done: Exclude<CardAct, { kind: 'view' }>): Promise<Ran> {
  if (done.kind === 'act') return { reply: await deps.dispatch(done.inbound), answers: {} };
  const fields = { ...done.inbound.fields };
  const wrong: Record<string, string> = {};
  for (const { id, kind } of done.form.fields) {
    const chosen = fields[id];
    if (kind !== 'person' || typeof chosen !== 'string') continue;
    const person = await chosenPerson(deps, chosen);
    if (person === undefined) wrong[id] = NOT_IN_THE_REGISTER;
    else fields[id] = person;
  }
  const inbound: Inbound = { ...done.inbound, fields };
  const reply: Reply = Object.keys(wrong).length > 0 ? { kind: 'errors', fields: wrong } : await deps.dispatch(inbound);
  return { reply, answers: fields };
}

/** Teams' picker gives Entra's id, a list of our own the person's id in the register. */
async function chosenPerson(deps: Listening, chosen: string): Promise<string | undefined> {
  return (await deps.personOf(chosen)) ?? (await deps.people()).find(({ id }) => id === chosen)?.id;
}

/** The answer; or `late` where Teams cannot be kept waiting, and the answer follows. */
async function answerInTime(
  deps: Listening,
  stage: Stage,
  work: Promise<Ran>,
  late: () => Promise<object>,
  answer: (ran: Ran) => Promise<object>,
): Promise<object> {
  const ran = await inTime(work, ANSWER_WITHIN_MS);
  if (ran !== LATE) return answer(ran);
  deps.keepTrack(work.then(({ reply }) => answerLater(deps, stage, reply)));
  return late();
}

/** Entra's ids of people who were mentioned by Teams' own ids. */
async function idsOf(deps: Listening, stage: Stage, activity: Activity): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { id, person } of mentionsIn(activity)) {
    if (person !== undefined) continue;
    const member = await deps.connector.member(stage.serviceUrl, stage.conversation, id).catch((error: unknown) => {
      deps.onFailure(error, 'a mention was not looked up');
      return undefined;
    });
    const entraId = member && entraIdOf(member);
    if (entraId !== undefined) ids.set(id, entraId);
  }
  return ids;
}
