import { z } from 'zod';
import type { Answers, Form } from '../../chat/form.ts';
import type { Inbound, Place } from '../../chat/inbound.ts';
import { type Activity, channelOf, personIn, tenantOf } from './activity.ts';
import { answersIn } from './answers.ts';
import { CarriedData } from './carried.ts';

/** Where the answer to an act can be shown. */
export interface Stage {
  tenant: string;
  /** Entra's id of whoever acted. */
  sender: string;
  serviceUrl: string;
  /** The conversation it was done in, its thread included. */
  conversation: string;
  direct: boolean;
  /** The message that was acted on. */
  message: string | undefined;
  /** Which message of the outbox that is, as it says itself; undefined for an answer. */
  outbox?: string | undefined;
  /** The client opens dialogs. */
  dialogs: boolean;
}

/** What somebody did with a card. */
export type CardAct =
  | { kind: 'act'; inbound: Extract<Inbound, { kind: 'action' }>; message: string | undefined }
  | {
      kind: 'form';
      inbound: Extract<Inbound, { kind: 'form' }>;
      form: Form;
      origin: string | undefined;
      message: string | undefined;
    }
  /** Their client asks for their view of an outbox message. */
  | { kind: 'view'; message: string };

/** `{ action: { data } }` of a card's own button, `{ data }` of a dialog's, the data itself of an old client's. */
const Executed = z.object({ action: z.object({ data: z.unknown() }) });
const InDialog = z.object({ data: z.unknown() });

export function stageOf(activity: Activity, dialogs: boolean): Stage {
  return {
    tenant: tenantOf(activity) ?? '',
    sender: personIn(activity),
    serviceUrl: activity.serviceUrl,
    conversation: activity.conversation.id,
    direct: isDirect(activity),
    message: activity.replyToId,
    dialogs,
  };
}

/** A message's words; `words` are what is left of its text. */
export function readMessage(activity: Activity, words: string): Extract<Inbound, { kind: 'message' }> {
  return { ...commonOf(activity, 'message'), kind: 'message', text: words };
}

/** What came with a click, a form or a refresh; undefined for what is not ours, such as a card of an older version. */
export function readCardAct(activity: Activity): CardAct | undefined {
  const { value } = activity;
  const data = Executed.safeParse(value).data?.action.data ?? InDialog.safeParse(value).data?.data ?? value;
  const parsed = CarriedData.safeParse(data);
  if (!parsed.success) return undefined;
  const { depsync: carried, ...answers } = parsed.data;
  const common = commonOf(activity, 'act');
  switch (carried.kind) {
    case 'action':
    case 'open':
      return {
        kind: 'act',
        inbound: { ...common, kind: 'action', name: carried.name, value: carried.value },
        message: carried.message,
      };
    case 'form': {
      const { form } = carried;
      const inbound = {
        ...common,
        kind: 'form',
        name: form.name,
        value: form.value,
        fields: answersIn(form, answers),
      } as const;
      return { kind: 'form', inbound, form, origin: carried.origin, message: carried.message };
    }
    case 'view':
      return { kind: 'view', message: carried.message };
  }
}

/** The answer to a form's question for a file, with what else the form came with. */
export function readFileForm(activity: Activity, form: Form, fields: Answers): Extract<Inbound, { kind: 'form' }> {
  const { name, value } = form;
  return { ...commonOf(activity, 'file'), kind: 'form', name, value, fields };
}

function commonOf(activity: Activity, what: 'message' | 'act' | 'file'): Omit<Inbound, 'kind'> & { place: Place } {
  const { conversation } = activity;
  const channel = channelOf(conversation.id);
  return {
    workspace: tenantOf(activity) ?? '',
    sender: personIn(activity),
    place: {
      platform: 'teams',
      conversation: channel,
      direct: isDirect(activity),
      ...(channel !== conversation.id && { thread: conversation.id }),
    },
    receipt: `teams:${what}:${conversation.id}:${activity.id ?? ''}`,
  };
}

/** A conversation without a kind is a personal chat. [Bot Framework: conversationType] */
function isDirect({ conversation }: Activity): boolean {
  return (conversation.conversationType ?? 'personal') === 'personal';
}
