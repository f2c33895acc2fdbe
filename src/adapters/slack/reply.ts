import type { HomeView, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { type Card, mentionedIn, messagesCard, note } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import type { Reply } from '../../chat/inbound.ts';
import type { Reader } from '../../chat/port.ts';
import type { Stage } from './inbound.ts';
import { renderCard, renderHome, renderModal, type SlackMessage } from './render.ts';
import { renderForm } from './render-form.ts';
import type { Respond } from './respond.ts';
import type { Uploads } from './uploads.ts';

/** What Slack takes as the answer to a form that was sent; nothing closes it. */
export type SubmissionAnswer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: ModalView }
  | { response_action: 'clear' }
  | undefined;

export interface Answering {
  client: WebClient;
  respond: Respond;
  /** How a person reads: their zone, and the Slack ids of the people named. */
  readerOf(workspace: string, sender: string, people: readonly string[]): Promise<Reader>;
  uploads: Uploads;
  /** A call that was part of an answer failed; the person is told something else. */
  onFailure(error: unknown, what: string): void;
}

const NOT_OPENED = note('Slack did not open the form. Nothing was changed; do it again.');
/** Slack opens forms for what somebody clicked or sent as a command, not for a message. */
const OPENED_BY_COMMAND = note('This asks for a form: send the same words after /deps');
const STILL_AT_WORK = note(
  'Received: this takes a little longer',
  'You can close this. The answer comes to you as a direct message.',
);

/** Answers a slash command: what this returns is shown to the person alone. */
export async function answerCommand(deps: Answering, stage: Stage, reply: Reply): Promise<SlackMessage | undefined> {
  const answer = reply.kind === 'form' ? await openForm(deps, stage, reply.form) : cardOf(reply);
  return answer && renderCard(answer, await readerOfCard(deps, stage, answer));
}

/** Answers a click, where it was made: in a message, in the App Home or in a modal. */
export async function answerClick(deps: Answering, stage: Stage, reply: Reply): Promise<void> {
  const card = reply.kind === 'form' ? await openForm(deps, stage, reply.form) : cardOf(reply);
  if (card === undefined) return;
  const reader = await readerOfCard(deps, stage, card);
  if (stage.view !== undefined) return showInView(deps, stage, stage.view, card, reader, reply.kind === 'replace');
  const message = renderCard(card, reader);
  if (reply.kind === 'replace') return replaceOrigin(deps, stage, message);
  if (stage.responseUrl !== undefined)
    await deps.respond(stage.responseUrl, { ...message, response_type: 'ephemeral', replace_original: false });
}

/** Answers a form that was sent. */
export async function answerSubmission(
  deps: Answering,
  stage: Stage,
  fields: readonly string[],
  reply: Reply,
): Promise<SubmissionAnswer> {
  switch (reply.kind) {
    case 'none':
      return undefined;
    case 'errors': {
      const errors = onFields(reply.fields, fields);
      return errors === undefined
        ? inModal(deps, stage, messagesCard(reply.fields))
        : { response_action: 'errors', errors };
    }
    case 'form':
      return {
        response_action: 'update',
        view: renderForm(reply.form, stage.origin, await readerOfForm(deps, stage, reply.form)),
      };
    case 'card':
      return inModal(deps, stage, reply.card);
    case 'replace': {
      if (stage.origin.ts === undefined) return inModal(deps, stage, reply.card);
      try {
        await replaceOrigin(deps, stage, renderCard(reply.card, await readerOfCard(deps, stage, reply.card)));
        return { response_action: 'clear' };
      } catch (error) {
        deps.onFailure(error, 'the message of a form was not changed');
        return inModal(deps, stage, reply.card);
      }
    }
  }
}

/** Answers a form whose act takes longer than Slack waits; `answerLater` follows. */
export function stillAtWork(): SubmissionAnswer {
  return { response_action: 'update', view: renderModal(STILL_AT_WORK, { zone: undefined, mentions: new Map() }) };
}

/** Answers a form by direct message: it may be closed by now. */
export async function answerLater(deps: Answering, stage: Stage, reply: Reply): Promise<void> {
  if (reply.kind === 'replace' && stage.origin.ts !== undefined) {
    return replaceOrigin(deps, stage, renderCard(reply.card, await readerOfCard(deps, stage, reply.card)));
  }
  const card = laterCardOf(reply);
  if (card === undefined) return;
  const message = renderCard(card, await readerOfCard(deps, stage, card));
  const { channel } = await deps.client.conversations.open({ users: stage.sender });
  await deps.client.chat.postMessage({ ...message, channel: channel?.id ?? stage.sender });
}

/** The form is gone: what was wrong in it is told with how to go on. */
function laterCardOf(reply: Reply): Card | undefined {
  switch (reply.kind) {
    case 'form':
      return NOT_OPENED;
    case 'errors':
      return note('Nothing was saved: open the form again', ...Object.values(reply.fields));
    case 'none':
    case 'card':
    case 'replace':
      return cardOf(reply);
  }
}

/** Shows a reply as the App Home. */
export async function answerHome(deps: Answering, stage: Stage, reply: Reply): Promise<void> {
  const card = cardOf(reply);
  if (card === undefined) return;
  await publishHome(deps, stage, renderHome(card, await readerOfCard(deps, stage, card)));
}

/** Shows a reply in the conversation where the words were said. */
export async function answerMessage(
  deps: Answering,
  stage: Stage,
  thread: string | undefined,
  reply: Reply,
): Promise<void> {
  const card = reply.kind === 'form' ? OPENED_BY_COMMAND : cardOf(reply);
  const { channel } = stage.origin;
  if (card === undefined || channel === undefined) return;
  const message = renderCard(card, await readerOfCard(deps, stage, card));
  await deps.client.chat.postMessage({ ...message, channel, ...(thread !== undefined && { thread_ts: thread }) });
}

function cardOf(reply: Reply): Card | undefined {
  switch (reply.kind) {
    case 'none':
    case 'form':
      return undefined;
    case 'card':
    case 'replace':
      return reply.card;
    case 'errors':
      return messagesCard(reply.fields);
  }
}

/** Opens a form; gives the card to show instead when Slack refuses. */
async function openForm(deps: Answering, stage: Stage, form: Form): Promise<Card | undefined> {
  try {
    const view = renderForm(form, stage.origin, await readerOfForm(deps, stage, form));
    const trigger = { trigger_id: stage.triggerId ?? '', view };
    if (stage.view?.type === 'modal') await deps.client.views.push(trigger);
    else await deps.client.views.open(trigger);
    return undefined;
  } catch (error) {
    deps.onFailure(error, 'a form did not open');
    return NOT_OPENED;
  }
}

async function showInView(
  deps: Answering,
  stage: Stage,
  view: { id: string; type: string },
  card: Card,
  reader: Reader,
  replace: boolean,
): Promise<void> {
  if (view.type === 'modal') {
    await deps.client.views.update({ view_id: view.id, view: renderModal(card, reader) });
    return;
  }
  if (replace) await publishHome(deps, stage, renderHome(card, reader));
  else await deps.client.views.open({ trigger_id: stage.triggerId ?? '', view: renderModal(card, reader) });
}

/** The address for answers works on every message, ephemeral ones too; without it only a message of ours can be changed. */
async function replaceOrigin(deps: Answering, stage: Stage, message: SlackMessage): Promise<void> {
  const { channel, ts, responseUrl } = stage.origin;
  if (responseUrl !== undefined) await deps.respond(responseUrl, { ...message, replace_original: true });
  else if (channel !== undefined && ts !== undefined) await deps.client.chat.update({ ...message, channel, ts });
}

async function publishHome(deps: Answering, stage: Stage, view: HomeView): Promise<void> {
  await deps.client.views.publish({ user_id: stage.sender, view });
}

async function inModal(deps: Answering, stage: Stage, card: Card): Promise<SubmissionAnswer> {
  return { response_action: 'update', view: renderModal(card, await readerOfCard(deps, stage, card)) };
}

/** Slack shows messages at fields it knows only; one about something else stands at the first. */
function onFields(
  errors: Readonly<Record<string, string>>,
  fields: readonly string[],
): Record<string, string> | undefined {
  const [first] = fields;
  if (first === undefined) return undefined;
  const placed: Record<string, string> = {};
  for (const [field, message] of Object.entries(errors)) {
    const at = fields.includes(field) ? field : first;
    placed[at] = placed[at] === undefined ? message : `${placed[at]} ${message}`;
  }
  return placed;
}

async function readerOfCard(deps: Answering, stage: Stage, card: Card): Promise<Reader> {
  const reader = await deps.readerOf(stage.workspace, stage.sender, mentionedIn(card));
  return { ...reader, pictures: await deps.uploads(card) };
}

function readerOfForm(deps: Answering, stage: Stage, form: Form): Promise<Reader> {
  const chosen = form.fields.flatMap((field) => (field.kind === 'person' && field.initial ? [field.initial] : []));
  const named = form.intro === undefined ? [] : mentionedIn({ title: form.intro, blocks: [] });
  return deps.readerOf(stage.workspace, stage.sender, [...chosen, ...named]);
}
