import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { z } from 'zod';
import { ButtonValue } from '../../chat/card.ts';
import { Form } from '../../chat/form.ts';
import type { Dispatch, Inbound, Reply } from '../../chat/inbound.ts';
import { newId } from '../../core/ids.ts';
import { inboxOf, isInbox, nameOf, pathOf } from './conversation.ts';
import { readAnswers } from './form-answers.ts';
import type { Messages } from './messages.ts';
import type { WebHost } from './port.ts';
import { Refusal } from './refusal.tsx';
import type { View } from './render.tsx';
import type { Refused } from './render-form.tsx';
import { sendReply } from './reply.tsx';
import type { Body } from './request.ts';
import type { Visitor } from './visitor.ts';

const Id = z.uuid();
const Said = z.object({ text: z.string().trim().min(1), receipt: Id });
const Pressed = z.object({
  spot: Id,
  press: jsonOf(z.object({ name: z.string(), value: ButtonValue, receipt: Id })),
});
const Sent = z.object({ form: jsonOf(Form), receipt: Id, spot: Id.optional() });

const COMMAND = /^\/deps(?:\s+|$)/i;

export interface ActsDeps {
  host: WebHost;
  messages: Messages;
  dispatch: Dispatch;
}

/** What a visitor does in a conversation that they may read. */
export interface Acts {
  /** A command after `/deps`, or plain words. */
  say(visitor: Visitor, conversation: string, body: Body, res: Response): Promise<void>;
  /** A button of a card. */
  press(visitor: Visitor, conversation: string, body: Body, res: Response): Promise<void>;
  /** A form. */
  submit(visitor: Visitor, conversation: string, body: Body, res: Response): Promise<void>;
  /** A command, from a page that is no conversation: its answer comes to no other place. */
  ask(visitor: Visitor, words: string): Promise<Reply>;
  /** A form, from such a page. */
  send(visitor: Visitor, body: Body): Promise<Sending>;
}

/** A form that was sent, and what was answered. */
export interface Sending {
  form: Form;
  /** The card whose button opened it. */
  spot: string | undefined;
  reply: Reply;
  /** The form as it was sent, when it stays open. */
  refused: Refused | undefined;
}

export function createActs({ host, messages, dispatch }: ActsDeps): Acts {
  async function answer(
    visitor: Visitor,
    conversation: string,
    reply: Reply,
    spot: string | undefined,
    res: Response,
  ): Promise<void> {
    const { workspace } = visitor;
    const changed =
      reply.kind === 'replace' && spot !== undefined
        ? await messages.change(workspace, conversation, spot, reply.card)
        : undefined;
    const people = reply.kind === 'form' ? await peopleFor(visitor, reply.form) : [];
    sendReply(res, reply, { view: viewOf(visitor, conversation), spot, changed, people });
  }

  /** The people are asked for only when a question offers them. */
  async function peopleFor({ workspace }: Visitor, form: Form) {
    return form.fields.some((field) => field.kind === 'person') ? host.people(workspace) : [];
  }

  async function send(visitor: Visitor, conversation: string, body: Body): Promise<Sending> {
    const { form, receipt, spot } = read(Sent, body);
    const { answers, errors } = readAnswers(form, body);
    const { name, value } = form;
    const reply: Reply =
      Object.keys(errors).length > 0
        ? { kind: 'errors', fields: errors }
        : await dispatch({ ...common(visitor, conversation, receipt), kind: 'form', name, value, fields: answers });
    const refused = reply.kind === 'errors' ? { answers, errors: reply.fields, receipt } : undefined;
    return { form, spot, reply, refused };
  }

  return {
    async say(visitor, conversation, body, res) {
      const { text, receipt } = read(Said, body);
      // Other words are another act, even when the answer to the first ones was lost and the receipt with it.
      const act = common(visitor, conversation, `${receipt}:${digest(text)}`);
      const reply = await dispatch(
        COMMAND.test(text)
          ? { ...act, kind: 'command', text: text.replace(COMMAND, '') }
          : { ...act, kind: 'message', text },
      );
      const people = reply.kind === 'form' ? await peopleFor(visitor, reply.form) : [];
      sendReply(res, reply, { view: viewOf(visitor, conversation), said: text, people });
    },

    async press(visitor, conversation, body, res) {
      const { spot, press } = read(Pressed, body);
      const { name, value, receipt } = press;
      const reply = await dispatch({ ...common(visitor, conversation, receipt), kind: 'action', name, value });
      await answer(visitor, conversation, reply, spot, res);
    },

    async submit(visitor, conversation, body, res) {
      const { form, spot, reply, refused } = await send(visitor, conversation, body);
      if (refused === undefined) return answer(visitor, conversation, reply, spot, res);
      const people = await peopleFor(visitor, form);
      sendReply(res, { kind: 'form', form }, { view: viewOf(visitor, conversation), spot, people, refused });
    },

    ask: (visitor, words) =>
      dispatch({ ...common(visitor, inboxOf(visitor.person.id), newId()), kind: 'command', text: words }),
    send: (visitor, body) => send(visitor, inboxOf(visitor.person.id), body),
  };
}

export function viewOf(visitor: Visitor, conversation: string): View {
  return { reader: visitor.person, path: pathOf(conversation) };
}

function common(visitor: Visitor, conversation: string, receipt: string): Omit<Inbound, 'kind'> {
  const { workspace, person } = visitor;
  return {
    workspace,
    sender: person.id,
    place: { platform: 'web', conversation: nameOf(conversation), direct: isInbox(conversation) },
    // Nobody can use up the receipt of somebody else's button.
    receipt: `web:${person.id}:${receipt}`,
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** Text that holds JSON of this shape. */
function jsonOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

function read<Schema extends z.ZodType>(schema: Schema, body: Body): z.output<Schema> {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw new Refusal(
    400,
    'Something is missing in what was sent.',
    'Nothing was done. Reload the page, then send it again from there.',
  );
}
