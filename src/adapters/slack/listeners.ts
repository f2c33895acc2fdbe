import type { App } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Dispatch, Reply } from '../../chat/inbound.ts';
import { InvalidInput } from '../../core/errors.ts';
import { inTime, LATE } from '../../core/in-time.ts';
import { SlackUser, zoneOfUser } from './directory.ts';
import type { ReadFile, UploadedFile } from './files.ts';
import { readClick, readCommand, readHomeOpened, readMessage, readSubmission, type Submitted } from './inbound.ts';
import { ANSWER_WITHIN_MS } from './limits.ts';
import {
  type Answering,
  answerClick,
  answerCommand,
  answerHome,
  answerLater,
  answerMessage,
  answerSubmission,
  stillAtWork,
} from './reply.ts';

const NOT_IN_THE_REGISTER = 'This person is not in the register. Choose somebody who is.';
const NOT_READ =
  'Slack did not hand over this file. Send it again, or paste its text. If that repeats, the app has to be installed again from its present manifest.';

const UserChanged = z.object({ team_id: z.string(), event: z.object({ user: SlackUser }) });

export interface Listening extends Answering {
  log: Logger;
  dispatch: Dispatch;
  /** The Depsync id of a Slack user; undefined for somebody who is not in the register. */
  personOf(workspace: string, slackId: string): Promise<string | undefined>;
  onProfileChange(workspace: string, slackId: string, zone: string | undefined): Promise<void>;
  readFile: ReadFile;
  /** Work that goes on after Slack was answered; the process waits for it before it ends. */
  keepTrack(work: Promise<void>): void;
}

/** Hands everything people do in Slack to dispatch and shows the reply. An act is acknowledged when it is done. */
export function listen(app: App, deps: Listening): void {
  app.command(/.*/, async ({ body, ack }) => {
    const { inbound, stage } = readCommand(body);
    const answer = deps.dispatch(inbound).then((reply) => answerCommand(deps, stage, reply));
    const message = await inTime(answer, ANSWER_WITHIN_MS);
    if (message !== LATE) return ack(message && { ...message, response_type: 'ephemeral' });
    deps.keepTrack(
      answer.then((late) => late && deps.respond(stage.responseUrl ?? '', { ...late, response_type: 'ephemeral' })),
    );
    await ack();
  });

  app.action(/.*/, async ({ body, ack }) => {
    const heard = readClick(body);
    if (heard === undefined) return ack();
    const work = deps.dispatch(heard.inbound).then((reply) => answerClick(deps, heard.stage, reply));
    if ((await inTime(work, ANSWER_WITHIN_MS)) === LATE) deps.keepTrack(work);
    await ack();
  });

  app.view(/.*/, async ({ body, view, ack }) => {
    const heard = readSubmission(body);
    const work = submit(deps, heard);
    const reply = await inTime(work, ANSWER_WITHIN_MS);
    if (reply !== LATE) return ack(await answerSubmission(deps, heard.stage, Object.keys(view.state.values), reply));
    deps.keepTrack(work.then((late) => answerLater(deps, heard.stage, late)));
    await ack(stillAtWork());
  });

  app.event('message', async ({ body }) => {
    const heard = readMessage(body);
    if (heard !== undefined) await answerMessage(deps, heard.stage, heard.thread, await deps.dispatch(heard.inbound));
  });

  app.event('app_home_opened', async ({ body }) => {
    const heard = readHomeOpened(body);
    if (heard !== undefined) await answerHome(deps, heard.stage, await deps.dispatch(heard.inbound));
  });

  app.event('user_change', async ({ body }) => {
    const { team_id, event } = UserChanged.parse(body);
    await deps.onProfileChange(team_id, event.user.id, zoneOfUser(event.user));
  });
}

/**
 * Finds out who the people chosen in a form are and what its files hold; somebody who is not in the register, or a file that
 * cannot be read, keeps the form open.
 */
async function submit(deps: Listening, { inbound, people, files }: Submitted): Promise<Reply> {
  const fields = { ...inbound.fields };
  const wrong: Record<string, string> = {};
  for (const [field, slackId] of Object.entries(people)) {
    const person = await deps.personOf(inbound.workspace, slackId);
    if (person === undefined) wrong[field] = NOT_IN_THE_REGISTER;
    else fields[field] = person;
  }
  for (const [field, file] of Object.entries(files)) {
    const { text, refused } = await contentOf(deps, file);
    if (refused === undefined) fields[field] = text;
    else wrong[field] = refused;
  }
  if (Object.keys(wrong).length > 0) return { kind: 'errors', fields: wrong };
  return deps.dispatch({ ...inbound, fields });
}

type Content = { text: string; refused?: undefined } | { text?: undefined; refused: string };

async function contentOf(deps: Listening, file: UploadedFile): Promise<Content> {
  try {
    return { text: await deps.readFile(file) };
  } catch (error) {
    if (error instanceof InvalidInput) return { refused: error.message };
    deps.onFailure(error, 'a file was not read');
    return { refused: NOT_READ };
  }
}
