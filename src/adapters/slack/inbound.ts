import { z } from 'zod';
import { ButtonValue } from '../../chat/card.ts';
import type { Inbound, Place } from '../../chat/inbound.ts';
import { clean } from '../../chat/shorten.ts';
import { UploadedFile } from './files.ts';
import { actionName } from './render.ts';
import { FormMemory, INPUT_ID, type Origin } from './render-form.ts';
import { wordsOf } from './words.ts';

/** What the App Home shows. */
const HOME_COMMAND = 'mine';

const Command = z.object({
  team_id: z.string(),
  user_id: z.string(),
  channel_id: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
  response_url: z.string(),
});

const Person = z.object({ id: z.string(), team_id: z.string().optional() });
const Team = z.object({ id: z.string() }).nullish();

const Click = z.object({
  team: Team,
  user: Person,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string() }).optional(),
  view: z.object({ id: z.string(), type: z.string() }).optional(),
  container: z.object({ message_ts: z.string().optional() }).optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string(),
        value: z.string().optional(),
        url: z.string().optional(),
      }),
    )
    .min(1),
});

/** Slack says null where nothing was chosen, and leaves out what does not belong to the input. */
const Chosen = z.object({ value: z.string() });
const Answer = z.object({
  type: z.string(),
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_user: z.string().nullish(),
  selected_option: Chosen.nullish(),
  selected_options: z.array(Chosen).optional(),
  files: z.array(UploadedFile).optional(),
});
type Answer = z.infer<typeof Answer>;

const Submission = z.object({
  team: Team,
  user: Person,
  trigger_id: z.string().optional(),
  view: z.object({
    id: z.string(),
    hash: z.string(),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), Answer)) }),
  }),
});

const Said = z.object({
  team_id: z.string(),
  event_id: z.string(),
  event: z.object({
    channel: z.string(),
    channel_type: z.string(),
    user: z.string().optional(),
    text: z.string().optional(),
    ts: z.string(),
    thread_ts: z.string().optional(),
    subtype: z.string().optional(),
    bot_id: z.string().optional(),
  }),
});

const HomeOpened = z.object({
  team_id: z.string(),
  event_id: z.string(),
  event: z.object({ user: z.string(), tab: z.string(), channel: z.string() }),
});

/** Where the answer to an act can be shown. */
export interface Stage {
  workspace: string;
  sender: string;
  /** Opens a form; good for 3 s and once. */
  triggerId: string | undefined;
  responseUrl: string | undefined;
  /** The view a button was in. */
  view: { id: string; type: string } | undefined;
  /** The message that was acted on. */
  origin: Origin;
}

export interface Heard<Kind extends Inbound['kind']> {
  inbound: Extract<Inbound, { kind: Kind }>;
  stage: Stage;
}

/** `/deps …` */
export function readCommand(body: unknown): Heard<'command'> {
  const { team_id, user_id, channel_id, text, trigger_id, response_url } = Command.parse(body);
  return {
    inbound: {
      kind: 'command',
      workspace: team_id,
      sender: user_id,
      place: placeOf(channel_id),
      receipt: `slack:command:${trigger_id}`,
      text: wordsOf(text),
    },
    stage: {
      workspace: team_id,
      sender: user_id,
      triggerId: trigger_id,
      responseUrl: response_url,
      view: undefined,
      origin: { channel: channel_id },
    },
  };
}

/** A click; undefined for a link, which Slack opens by itself. */
export function readClick(body: unknown): Heard<'action'> | undefined {
  const click = Click.parse(body);
  const [button] = click.actions;
  if (button === undefined || button.url !== undefined) return undefined;
  const workspace = click.team?.id ?? click.user.team_id ?? '';
  const ts = click.container?.message_ts;
  const where = ts ?? click.view?.id ?? '';
  return {
    inbound: {
      kind: 'action',
      workspace,
      sender: click.user.id,
      place: placeOf(click.channel?.id),
      receipt: `slack:action:${click.channel?.id ?? 'view'}:${where}:${button.action_id}:${button.action_ts}`,
      name: actionName(button.action_id),
      value: carriedBy(button.value),
    },
    stage: {
      workspace,
      sender: click.user.id,
      triggerId: click.trigger_id,
      responseUrl: click.response_url,
      view: click.view,
      origin: { channel: click.channel?.id, ts, responseUrl: click.response_url },
    },
  };
}

/** A form that was sent. Its people, by Slack's ids, and its files stand apart by field until somebody looks them up. */
export interface Submitted extends Heard<'form'> {
  people: Record<string, string>;
  files: Record<string, UploadedFile>;
}

export function readSubmission(body: unknown): Submitted {
  const { team, user, view } = Submission.parse(body);
  const { value, origin } = FormMemory.parse(JSON.parse(view.private_metadata));
  const workspace = team?.id ?? user.team_id ?? '';
  const answers = Object.entries(view.state.values).flatMap(([field, inputs]) => {
    const answer = inputs[INPUT_ID];
    return answer === undefined ? [] : [[field, answer] as const];
  });
  return {
    inbound: {
      kind: 'form',
      workspace,
      sender: user.id,
      place: placeOf(origin.channel),
      receipt: `slack:view:${view.id}:${view.hash}`,
      name: view.callback_id,
      value,
      fields: Object.fromEntries(
        answers.flatMap(([field, answer]) => {
          const given = answerOf(answer);
          return given === undefined ? [] : [[field, given]];
        }),
      ),
    },
    stage: {
      workspace,
      sender: user.id,
      triggerId: undefined,
      responseUrl: origin.responseUrl,
      view: undefined,
      origin,
    },
    people: Object.fromEntries(
      answers.flatMap(([field, answer]) => (answer.selected_user ? [[field, answer.selected_user]] : [])),
    ),
    files: Object.fromEntries(answers.flatMap(([field, { files }]) => (files?.[0] ? [[field, files[0]]] : []))),
  };
}

/** Words to the bot; undefined for what is no person's message in a direct conversation (edits, files, other bots). */
export function readMessage(body: unknown): (Heard<'message'> & { thread: string | undefined }) | undefined {
  const { team_id, event_id, event } = Said.parse(body);
  const { channel, user, text, thread_ts } = event;
  const written = event.subtype === undefined || event.subtype === 'file_share';
  const fromPerson = written && event.bot_id === undefined;
  if (!fromPerson || event.channel_type !== 'im' || user === undefined || !text) return undefined;
  return {
    inbound: {
      kind: 'message',
      workspace: team_id,
      sender: user,
      place: placeOf(channel),
      receipt: `slack:event:${event_id}`,
      text: wordsOf(text),
    },
    stage: {
      workspace: team_id,
      sender: user,
      triggerId: undefined,
      responseUrl: undefined,
      view: undefined,
      origin: { channel },
    },
    thread: thread_ts,
  };
}

/** Somebody looks at the App Home: it shows what `/deps mine` answers. undefined for the other tabs. */
export function readHomeOpened(body: unknown): Heard<'command'> | undefined {
  const { team_id, event_id, event } = HomeOpened.parse(body);
  if (event.tab !== 'home') return undefined;
  return {
    inbound: {
      kind: 'command',
      workspace: team_id,
      sender: event.user,
      place: placeOf(event.channel),
      receipt: `slack:event:${event_id}`,
      text: HOME_COMMAND,
    },
    stage: {
      workspace: team_id,
      sender: event.user,
      triggerId: undefined,
      responseUrl: undefined,
      view: undefined,
      origin: {},
    },
  };
}

/** Direct conversations begin with a D. Forms from the App Home have no conversation and are private as well. */
function placeOf(channel: string | undefined): Place {
  return {
    platform: 'slack',
    conversation: channel ?? 'home',
    direct: channel === undefined || channel.startsWith('D'),
  };
}

/** What a button carried; one that carries something else is not ours and its handler will say that it is out of date. */
function carriedBy(json: string | undefined): z.infer<typeof ButtonValue> {
  try {
    return ButtonValue.parse(JSON.parse(json ?? '{}'));
  } catch {
    return {};
  }
}

/** undefined where a question was left open. */
function answerOf(answer: Answer): string | string[] | undefined {
  if (answer.selected_options !== undefined) return answer.selected_options.map((option) => option.value);
  const given = answer.value ?? answer.selected_date ?? answer.selected_option?.value;
  return given === undefined || given === null ? undefined : clean(given);
}
