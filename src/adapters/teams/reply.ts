import { type Card, mentionedIn, messagesCard, note } from '../../chat/card.ts';
import { type Answers, type Form, initialOf } from '../../chat/form.ts';
import type { Reply } from '../../chat/inbound.ts';
import { plainCard } from '../../chat/plain.ts';
import type { Reader } from '../../chat/port.ts';
import type { Book } from './book.ts';
import type { Connector, Message } from './connector.ts';
import type { Stage } from './inbound.ts';
import { type CardOptions, renderCard, renderMessage } from './render.ts';
import { renderForm } from './render-form.ts';
import { askingBy, homeOf, postToPerson, viewersOf, withPictures } from './sender.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';

/** What Teams takes as the answer to a card's button. [learn.microsoft.com/adaptive-cards: universal actions, response format] */
export type CardAnswer =
  | { statusCode: 200; type: typeof CARD; value: object }
  | { statusCode: 200; type: 'application/vnd.microsoft.activity.message'; value: string };

/** What Teams takes as the answer to a dialog; an empty one closes it. */
export type DialogAnswer =
  | { task: { type: 'continue'; value: { title: string; height: 'medium'; width: 'medium'; card: object } } }
  | Record<string, never>;

export interface Answering {
  connector: Connector;
  book: Book;
  /** The Depsync id of somebody in Teams. */
  personOf(entraId: string): Promise<string | undefined>;
  /** How somebody reads: their zone, and Entra's ids of the people named. */
  readerOf(entraId: string, people: readonly string[]): Promise<Reader>;
  /** People to choose from, where the client has no picker. */
  people(): Promise<{ id: string; name: string }[]>;
  /** Where Teams fetches a picture; undefined where no address of ours can be opened from there. */
  pictureUrl(id: string): string | undefined;
  /** A call that was part of an answer failed; the person is told something else. */
  onFailure(error: unknown, what: string): void;
  /** Work that goes on after Teams was answered; the process waits for it before it ends. */
  keepTrack(work: Promise<void>): void;
}

const ONCE = 'This was received before; nothing was done twice.';
const IN_YOUR_CHAT = 'The answer is in your chat with Depsync.';
const FORM_IN_YOUR_CHAT = 'The form is in your chat with Depsync.';
const FORM_BELOW = 'Fill in the form below.';
const TOO_LARGE = note(
  'This form does not fit into Teams',
  'Open the console for it, or use the words that the help names.',
);
const STILL_AT_WORK = note(
  'Received: this takes a little longer',
  'You can close this. The answer comes to you in your chat with Depsync.',
);

/** A form that was sent: what was typed, and the message it was opened from. */
export interface Sent {
  form: Form;
  answers: Answers;
  origin: string | undefined;
}

/** What was typed into a form that is shown again, and what is wrong with it. */
interface Shown {
  answers?: Answers;
  errors?: Readonly<Record<string, string>>;
  origin?: string | undefined;
}

/** Answers a button of a card. */
export async function answerClick(deps: Answering, stage: Stage, reply: Reply): Promise<CardAnswer> {
  switch (reply.kind) {
    case 'none':
      return message(ONCE);
    case 'errors':
      return message(Object.values(reply.fields).join(' '));
    case 'replace':
      return replaced(deps, stage, reply.card);
    case 'form':
      deps.keepTrack(sendForm(deps, stage, reply.form));
      return message(stage.direct ? FORM_BELOW : FORM_IN_YOUR_CHAT);
    case 'card':
      // A refusal concerns one person alone, and in a conversation of many nobody else is shown it.
      if (reply.refused && !stage.direct) return message(await inWords(deps, stage, reply.card));
      deps.keepTrack(sendPrivately(deps, stage, reply.card));
      return message(stage.direct ? await firstLine(deps, stage, reply.card) : IN_YOUR_CHAT);
  }
}

/** Answers a form that stands in a conversation: the answer takes its place, or that of the message it was opened from. */
export async function answerInline(deps: Answering, stage: Stage, sent: Sent, reply: Reply): Promise<CardAnswer> {
  const { form, answers, origin } = sent;
  const here = { ...stage, dialogs: false };
  switch (reply.kind) {
    case 'none':
      return message(ONCE);
    case 'errors':
      return card(await formOf(deps, here, form, { answers, errors: reply.fields, origin }));
    case 'form':
      return card(await formOf(deps, here, reply.form, { origin }));
    case 'card':
      return replaced(deps, stage, reply.card);
    case 'replace': {
      const opener = openerOf(stage, origin);
      if (opener === undefined) return replaced(deps, stage, reply.card);
      deps.keepTrack(showInstead(deps, opener, reply.card));
      return replaced(deps, stage, { title: reply.card.title, blocks: [] });
    }
  }
}

/** Answers a button that opens a dialog. */
export async function answerOpening(deps: Answering, stage: Stage, reply: Reply): Promise<DialogAnswer> {
  switch (reply.kind) {
    case 'form':
      return dialog(reply.form.title, await formOf(deps, stage, reply.form, { origin: stage.message }));
    case 'replace':
      deps.keepTrack(showInstead(deps, stage, reply.card));
      return inDialog(deps, stage, reply.card);
    case 'card':
      return inDialog(deps, stage, reply.card);
    case 'errors':
      return inDialog(deps, stage, messagesCard(reply.fields));
    case 'none':
      return inDialog(deps, stage, note(ONCE));
  }
}

/** Answers a form that was sent from a dialog. */
export async function answerSubmission(deps: Answering, stage: Stage, sent: Sent, reply: Reply): Promise<DialogAnswer> {
  const { form, answers, origin } = sent;
  switch (reply.kind) {
    case 'none':
      return {};
    case 'errors':
      return dialog(form.title, await formOf(deps, stage, form, { answers, errors: reply.fields, origin }));
    case 'form':
      return dialog(reply.form.title, await formOf(deps, stage, reply.form, { origin }));
    case 'card':
      return inDialog(deps, stage, reply.card);
    case 'replace': {
      const opener = openerOf(stage, origin) ?? stage;
      if (opener.message === undefined) return inDialog(deps, stage, reply.card);
      deps.keepTrack(showInstead(deps, opener, reply.card));
      return {};
    }
  }
}

/** Answers words where they were said; what the outbox answers is not answered here. */
export async function answerWords(deps: Answering, stage: Stage, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'none':
      return;
    case 'form':
      await sendForm(deps, stage, reply.form);
      if (!stage.direct) await post(deps, stage, note(FORM_IN_YOUR_CHAT));
      return;
    case 'card':
    case 'replace':
      return post(deps, stage, reply.card);
    case 'errors':
      return post(deps, stage, messagesCard(reply.fields));
  }
}

/** Answers a button or a form of a client that sends them as a message. */
export async function answerOldClient(deps: Answering, stage: Stage, reply: Reply): Promise<void> {
  if (reply.kind === 'replace') return showInstead(deps, stage, reply.card);
  if (reply.kind === 'form') return sendForm(deps, stage, reply.form);
  const answer = reply.kind === 'none' ? undefined : reply.kind === 'errors' ? messagesCard(reply.fields) : reply.card;
  if (answer !== undefined) await sendPrivately(deps, stage, answer);
}

/** Answers what took longer than Teams waits. */
export async function answerLater(deps: Answering, stage: Stage, reply: Reply): Promise<void> {
  if (reply.kind === 'errors') {
    return sendPrivately(deps, stage, note('Nothing was saved: open the form again', ...Object.values(reply.fields)));
  }
  return answerOldClient(deps, stage, reply);
}

export function stillAtWork(): CardAnswer {
  return message('Received: this takes a little longer. The answer comes to you in your chat with Depsync.');
}

export function stillAtWorkInDialog(deps: Answering, stage: Stage): Promise<DialogAnswer> {
  return inDialog(deps, stage, STILL_AT_WORK);
}

/** A message to whoever looks, that nobody else sees. */
export function message(value: string): CardAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
}

/** The view of one person; others keep theirs. */
export function card(value: object): CardAnswer {
  return { statusCode: 200, type: CARD, value };
}

/** How somebody's client shows a card; `extra` is of a message of the outbox. */
export async function cardFor(
  deps: Answering,
  stage: Stage,
  shown: Card,
  extra: Pick<CardOptions, 'message' | 'refreshFor'> = {},
): Promise<object> {
  const viewer = await deps.personOf(stage.sender);
  const reader = withPictures(deps, shown, await deps.readerOf(stage.sender, mentionedIn(shown)));
  return renderCard(shown, reader, { dialogs: stage.dialogs, ...extra, ...(viewer !== undefined && { viewer }) });
}

/** The message a form was opened from. What a form carries can be forged: it is believed where its sender alone reads. */
function openerOf(stage: Stage, origin: string | undefined): Stage | undefined {
  return stage.direct && origin !== undefined ? { ...stage, message: origin } : undefined;
}

/** The clicker's client is answered with the card; all others are shown it as the message. */
async function replaced(deps: Answering, stage: Stage, shown: Card): Promise<CardAnswer> {
  deps.keepTrack(showInstead(deps, stage, shown));
  return card(await cardFor(deps, stage, shown, await ofOutbox(deps, stage, shown)));
}

/** In a conversation of many a message of the outbox stays one: whoever may do more than others is shown it again. */
async function ofOutbox(
  deps: Answering,
  { sender, direct, dialogs, outbox }: Stage,
  shown: Card,
): Promise<Pick<CardOptions, 'message' | 'refreshFor'>> {
  if (direct || !dialogs || outbox === undefined) return {};
  const viewers = viewersOf(shown, await deps.readerOf(sender, mentionedIn(shown)));
  return viewers.length === 0 ? {} : { message: outbox, refreshFor: await askingBy(deps.book, viewers) };
}

async function showInstead(deps: Answering, stage: Stage, shown: Card): Promise<void> {
  if (stage.message === undefined) return sendPrivately(deps, stage, shown);
  await deps.connector.update(
    stage.serviceUrl,
    stage.conversation,
    stage.message,
    await messageFor(deps, stage, shown, stage.direct),
  );
}

async function post(deps: Answering, stage: Stage, shown: Card): Promise<void> {
  const content = await messageFor(deps, stage, shown, stage.direct);
  await deps.connector.post(stage.serviceUrl, stage.conversation, content);
}

async function sendPrivately(deps: Answering, stage: Stage, shown: Card): Promise<void> {
  await toTheirChat(deps, stage, await messageFor(deps, stage, shown, true));
}

async function sendForm(deps: Answering, stage: Stage, form: Form): Promise<void> {
  const content = await formOf(deps, { ...stage, dialogs: false }, form, { origin: stage.message });
  await toTheirChat(deps, stage, {
    type: 'message',
    summary: form.title,
    attachments: [{ contentType: CARD, content }],
  });
}

async function toTheirChat(deps: Answering, stage: Stage, content: Message): Promise<void> {
  if (stage.direct) await deps.connector.post(stage.serviceUrl, stage.conversation, content);
  else await postToPerson(deps, await homeOf(deps, { person: stage.sender }), stage.tenant, stage.sender, content);
}

/** A message: as its one reader sees it, or as everybody does. */
async function messageFor(deps: Answering, stage: Stage, shown: Card, toOne: boolean): Promise<Message> {
  const reader = withPictures(deps, shown, await deps.readerOf(stage.sender, mentionedIn(shown)));
  if (!toOne) {
    const options = { dialogs: stage.dialogs, ...(await ofOutbox(deps, stage, shown)) };
    return { ...renderMessage(shown, { ...reader, zone: undefined }, options) };
  }
  const viewer = await deps.personOf(stage.sender);
  return { ...renderMessage(shown, reader, { dialogs: stage.dialogs, ...(viewer !== undefined && { viewer }) }) };
}

async function inDialog(deps: Answering, stage: Stage, shown: Card): Promise<DialogAnswer> {
  return dialog('Depsync', await cardFor(deps, stage, shown));
}

function dialog(title: string, content: object): DialogAnswer {
  const value = { title, height: 'medium', width: 'medium', card: { contentType: CARD, content } } as const;
  return { task: { type: 'continue', value } };
}

async function formOf(deps: Answering, stage: Stage, form: Form, shown: Shown = {}): Promise<object> {
  const named = form.intro === undefined ? [] : mentionedIn({ title: form.intro, blocks: [] });
  const people = form.fields.filter((field) => field.kind === 'person');
  const chosen = people.flatMap((field) => shown.answers?.[field.id] ?? initialOf(field) ?? []);
  const reader = await deps.readerOf(stage.sender, [...named, ...chosen.flat()]);
  const offered = people.length > 0 && !stage.dialogs ? { people: await deps.people() } : {};
  try {
    return renderForm(form, reader, { dialogs: stage.dialogs, message: stage.outbox, ...shown, ...offered });
  } catch (error) {
    deps.onFailure(error, 'a form was too large');
    return renderCard(TOO_LARGE, reader, { dialogs: stage.dialogs });
  }
}

async function inWords(deps: Answering, stage: Stage, shown: Card): Promise<string> {
  return plainCard(shown, (await deps.readerOf(stage.sender, [])).zone);
}

async function firstLine(deps: Answering, stage: Stage, shown: Card): Promise<string> {
  return plainCard({ ...shown, blocks: [] }, (await deps.readerOf(stage.sender, [])).zone);
}
