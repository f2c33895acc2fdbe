import { z } from 'zod';
import { activityOf, installationOf, type SentActivity, threadOf, wordsOf } from './teams-activity.ts';
import type { Forgery, TeamsAuthority } from './teams-authority.ts';
import { type Action, buttonsOf, type Input, inputsOf, refusalOfCard } from './teams-cards.ts';
import type { TeamsDialog, TeamsMessage, TeamsPerson, TeamsPlace, TeamsShown, TeamsState } from './teams-state.ts';

/** A person of the tenant who acts in Teams. Each act returns what they then see; undefined when nothing new is to be seen. */
export interface TeamsActor {
  readonly objectId: string;
  /** Adds the app, to a channel's team or a group chat with `in`; Teams tells of it as often as `times` says. */
  installs(options?: { in?: string; times?: number }): Promise<TeamsShown | undefined>;
  uninstalls(options?: { in?: string }): Promise<void>;
  /** Writes to the bot, or in a channel or group chat with its mention; `@name` mentions a member there. */
  says(words: string, options?: SayOptions): Promise<TeamsShown | undefined>;
  edits(message: TeamsMessage, words: string): Promise<void>;
  deletes(message: TeamsMessage): Promise<void>;
  /** Presses the button with this label: in the open dialog, else in the newest message that has it, or in `where`. */
  clicks(label: string | RegExp, where?: TeamsShown | TeamsMessage): Promise<TeamsShown | undefined>;
  /** Fills in the open dialog, else the newest form, and sends it; keys are labels or field ids, people are names. What is left out keeps its value. */
  fills(answers: Record<string, string | string[]>): Promise<TeamsShown | undefined>;
  /** Has the client show every card once: it asks for this person's view of those that name them. */
  looks(): Promise<void>;
  /** Sends an activity as Teams would, signed or not; gives the answer. */
  sends(activity: SentActivity, options?: SendOptions): Promise<{ status: number; body: unknown }>;
  /** An act on a card as Teams sends it, for `sends`. */
  invoke(name: string, value: object, on: TeamsMessage): SentActivity;
  /** A message with these words, for `sends`. */
  message(words: string, options?: SayOptions): SentActivity;
  /** The dialog that is open. */
  readonly dialog: TeamsShown | undefined;
  /** The chat with the bot as this person reads it, oldest first. */
  readonly inbox: TeamsShown[];
  /** A channel or a group chat as this person reads it, oldest first. */
  reads(conversation: string): TeamsShown[];
}

export interface SayOptions {
  /** A channel or a group chat; the chat with the bot without it. */
  in?: string;
  /** The thread's first message. */
  thread?: string;
  /** Whether the bot is mentioned; it is in shared places. */
  mention?: boolean;
  /** The id of an uploaded file. */
  file?: string;
  /** Teams delivers again when it hears no answer. */
  deliveries?: number;
}

export interface SendOptions {
  forgery?: Forgery;
  /** Instead of the activity as JSON. */
  raw?: string;
}

interface ActorOptions {
  state: TeamsState;
  authority: TeamsAuthority;
  /** Where files lie. */
  base: string;
  serviceUrl: string;
  /** Where Depsync listens. */
  appUrl: string;
  user: string;
}

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
const CardAnswer = z.discriminatedUnion('type', [
  z.object({ statusCode: z.literal(200), type: z.literal(CARD_TYPE), value: z.unknown() }),
  z.object({
    statusCode: z.literal(200),
    type: z.literal('application/vnd.microsoft.activity.message'),
    value: z.string(),
  }),
]);
const DialogAnswer = z.object({
  task: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('continue'),
      value: z.object({
        title: z.string().min(1),
        card: z.object({ contentType: z.literal(CARD_TYPE), content: z.unknown() }),
      }),
    }),
    z.object({ type: z.literal('message'), value: z.string().min(1) }),
  ]),
});

export function createActor({ state, authority, base, serviceUrl, appUrl, user }: ActorOptions): TeamsActor {
  const me = (): TeamsPerson => {
    const person = state.people.get(user);
    if (person === undefined) throw new Error(`Nobody has the object id ${user}: add them with addPerson().`);
    return person;
  };
  const placeOf = (conversation: string): TeamsPlace => {
    const place = state.place(conversation);
    if (place === undefined) throw new Error(`There is no conversation ${conversation}.`);
    return place;
  };
  const home = () => state.chatOf(me());

  async function sends(activity: SentActivity, { forgery, raw }: SendOptions = {}) {
    const authorization = authority.authorization(serviceUrl, forgery);
    const response = await fetch(`${appUrl}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      body: raw ?? JSON.stringify(activity),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }

  /** Teams shows an error for every other status. */
  async function delivered(activity: SentActivity): Promise<unknown> {
    const { status, body } = await sends(activity);
    if (status !== 200) throw new Error(`Depsync answered Teams with ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  function invoke(name: string, value: object, on: TeamsMessage): SentActivity {
    const place = placeOf(on.conversation);
    const activity = { type: 'invoke', name, value, replyToId: on.id };
    return activityOf(state, serviceUrl, me(), place, activity, threadOf(on, place));
  }

  function message(words: string, { in: conversation = home(), thread, mention, file }: SayOptions = {}): SentActivity {
    const place = placeOf(conversation);
    const sent = file === undefined ? undefined : state.files.get(file);
    if (file !== undefined && sent === undefined) throw new Error(`Nobody uploaded ${file}.`);
    const content = wordsOf(state, me(), place, words, {
      mention: mention ?? place.kind !== 'personal',
      fileUrl: sent && `${base}/files/${file}`,
      fileName: sent?.name,
    });
    const activity = activityOf(state, serviceUrl, me(), place, content);
    if (place.kind === 'channel') {
      const root = thread ?? String(activity['id']);
      Object.assign(activity, {
        conversation: { ...(activity['conversation'] as object), id: `${place.id};messageid=${root}` },
      }); // activityOf wrote an object
    }
    return activity;
  }

  /** The newest thing that changed since `before` and that this person sees. */
  async function seenAfter(act: () => Promise<TeamsShown | undefined>): Promise<TeamsShown | undefined> {
    const before = state.next();
    const shown = await act();
    if (shown !== undefined) return shown;
    const newest = state
      .visibleTo(user)
      .find((one) => one.author !== user && (one.views.get(user)?.changed ?? one.changed) > before);
    return newest && state.show(newest, user);
  }

  async function looks(): Promise<void> {
    for (const source of state.visibleTo(user)) {
      const { refresh } = (source.card ?? {}) as { refresh?: { action: Action; userIds?: string[] } }; // Teams took the card: it is of the schema
      if (refresh === undefined || source.views.has(user)) continue;
      if (refresh.userIds !== undefined && !refresh.userIds.includes(me().id)) continue;
      await execute(refresh.action, source, {}, 'automatic');
    }
  }

  /** Action.Execute: the answer takes the card's place for this person alone, or is a line. */
  async function execute(
    action: Action,
    on: TeamsMessage,
    inputs: Record<string, string>,
    trigger: 'manual' | 'automatic' = 'manual',
  ): Promise<TeamsShown | undefined> {
    if (action.type !== 'Action.Execute') throw new Error(`${action.type} is not executed.`);
    const { type, verb, data } = action;
    const value = { action: { type, verb, data: { ...data, ...inputs } }, trigger };
    const answer = CardAnswer.parse(await delivered(invoke('adaptiveCard/action', value, on)));
    if (answer.type !== CARD_TYPE) return answer.value === '' ? undefined : notice(answer.value);
    state.setView(on, user, acceptable(answer.value));
    return state.show(on, user);
  }

  /** A button of a message, or of an inline form with its answers. */
  async function press(
    action: Action,
    on: TeamsMessage,
    inputs: Record<string, string>,
  ): Promise<TeamsShown | undefined> {
    if (action.type === 'Action.OpenUrl') throw new Error(`${action.title} is a link to ${action.url}.`);
    if (action.type === 'Action.Execute') {
      if (!me().oldClient) return execute(action, on, inputs);
      if (action.fallback === undefined) throw new Error(`${action.title} has no fallback for an old client.`);
      return press(action.fallback, on, inputs);
    }
    const value = { ...action.data, ...inputs };
    if (action.data.msteams === undefined) {
      const place = placeOf(on.conversation);
      const activity = { type: 'message', value, replyToId: on.id };
      await delivered(activityOf(state, serviceUrl, me(), place, activity, threadOf(on, place)));
      return undefined;
    }
    const asked = invoke('task/fetch', { data: value, context: { theme: 'default' } }, on);
    return showDialog(on, DialogAnswer.parse(await delivered(asked)));
  }

  /** The submit of a dialog; an empty answer closes it. */
  async function submit(dialog: TeamsDialog, action: Action, inputs: Record<string, string>) {
    if (action.type === 'Action.Execute') throw new Error('A dialog has no Action.Execute.');
    if (action.type === 'Action.OpenUrl') throw new Error(`${action.title} is a link to ${action.url}.`);
    const value = { data: { ...action.data, ...inputs }, context: { theme: 'default' } };
    const answer = await delivered(invoke('task/submit', value, dialog.of));
    state.dialogs.delete(user);
    const going = DialogAnswer.safeParse(answer);
    if (going.success) return showDialog(dialog.of, going.data);
    z.strictObject({}).parse(answer);
    return undefined;
  }

  function showDialog(of: TeamsMessage, { task }: z.infer<typeof DialogAnswer>): TeamsShown {
    if (task.type === 'message') return notice(task.value);
    const { title, card } = task.value;
    const dialog: TeamsDialog = { kind: 'dialog', title, card: acceptable(card.content), of, changed: state.next() };
    state.dialogs.set(user, dialog);
    return state.show(dialog, user);
  }

  const cardOf = (source: TeamsMessage | TeamsDialog) =>
    source.kind === 'dialog' ? source.card : (source.views.get(user)?.card ?? source.card);

  function newest(has: (card: unknown) => boolean, what: string): TeamsMessage | TeamsDialog {
    const dialog = state.dialogs.get(user);
    const all = [...(dialog === undefined ? [] : [dialog]), ...state.visibleTo(user)];
    const found = all.find((one) => cardOf(one) !== undefined && has(cardOf(one)));
    if (found !== undefined) return found;
    const seen = new Set(all.flatMap((one) => state.show(one, user).buttons));
    throw new Error(`${me().name} sees no ${what}; there are: ${[...seen].join(', ') || 'no buttons'}`);
  }

  return {
    objectId: user,
    sends,
    invoke,
    message,
    looks,

    installs: ({ in: conversation = home(), times = 1 } = {}) =>
      seenAfter(async () => {
        const place = placeOf(conversation);
        setInstalled(place, true);
        for (let time = 0; time < times; time += 1) {
          for (const one of installationOf(state, serviceUrl, me(), place, 'add')) await delivered(one);
        }
        return undefined;
      }),

    async uninstalls({ in: conversation = home() } = {}) {
      const place = placeOf(conversation);
      setInstalled(place, false);
      for (const one of installationOf(state, serviceUrl, me(), place, 'remove')) await delivered(one);
    },

    says: (words, options = {}) =>
      seenAfter(async () => {
        const { in: conversation = home(), deliveries = 1, thread } = options;
        const activity = message(words, options);
        state.add({ conversation, id: String(activity['id']), author: user, text: words, root: thread });
        for (let delivery = 0; delivery < deliveries; delivery += 1) await delivered(activity);
        return undefined;
      }),

    async edits(said, words) {
      said.text = words;
      await delivered({ ...changeOf(said), type: 'messageUpdate', text: words });
    },

    async deletes(said) {
      said.deleted = true;
      await delivered({ ...changeOf(said), type: 'messageDelete' });
    },

    clicks: (label, where) =>
      seenAfter(async () => {
        const is = (shown: string) => (typeof label === 'string' ? shown === label : label.test(shown));
        const given = where === undefined ? undefined : 'source' in where ? where.source : where;
        if (given?.kind === 'notice') throw new Error('A line has no buttons.');
        const has = (card: unknown) => buttonsOf(card).some((button) => is(button.label));
        const source = given ?? newest(has, `button ${label}`);
        const button = buttonsOf(cardOf(source)).find((one) => is(one.label));
        if (button === undefined) throw new Error(`There is no button ${label} in: ${state.show(source, user).text}`);
        return source.kind === 'dialog' ? submit(source, button.action, {}) : press(button.action, source, {});
      }),

    fills: (answers) =>
      seenAfter(async () => {
        const source = newest((card) => inputsOf(card).length > 0, 'form');
        const card = cardOf(source);
        const [button] = buttonsOf(card).slice(-1);
        if (button === undefined) throw new Error('The form has no button.');
        const inputs = answersTo(inputsOf(card), answers, state);
        return source.kind === 'dialog' ? submit(source, button.action, inputs) : press(button.action, source, inputs);
      }),

    get dialog() {
      const open = state.dialogs.get(user);
      return open && state.show(open, user);
    },

    get inbox() {
      return read(home());
    },

    reads: read,
  };

  function read(conversation: string): TeamsShown[] {
    const there = state.messages.filter((one) => one.conversation === conversation && !one.deleted);
    return there.map((one) => state.show(one, user));
  }

  function changeOf(said: TeamsMessage): SentActivity {
    const place = placeOf(said.conversation);
    const channelData = { eventType: 'editMessage', tenant: { id: me().tenant } };
    return activityOf(state, serviceUrl, me(), place, { id: said.id, channelData }, threadOf(said, place));
  }
}

function notice(text: string): TeamsShown {
  return { text, buttons: [], source: { kind: 'notice', text } };
}

/** Throws for a card that Teams would not show. */
function acceptable(card: unknown): unknown {
  const refused = refusalOfCard(card);
  if (refused !== undefined) throw new Error(`Teams cannot show this card: ${refused}`);
  return card;
}

function setInstalled(place: TeamsPlace, installed: boolean): void {
  if (place.kind === 'personal') place.person.installed = installed;
  else if (place.kind === 'channel') place.team.installed = installed;
  else place.group.installed = installed;
}

/** What the client sends of a form; it does not send one whose required fields are empty. */
function answersTo(
  inputs: readonly Input[],
  answers: Record<string, string | string[]>,
  state: TeamsState,
): Record<string, string> {
  const unknown = Object.keys(answers).find((key) => !inputs.some((input) => input.id === key || input.label === key));
  if (unknown !== undefined) {
    throw new Error(`The form has no field ${unknown}; it has: ${inputs.map((input) => input.label).join(', ')}`);
  }
  return Object.fromEntries(
    inputs.flatMap((input) => {
      const given = answers[input.id] ?? answers[input.label];
      const value = given === undefined ? (input.value ?? '') : answerOf(input, [given].flat(), state);
      if (value === '' && input.isRequired) throw new Error(`${input.label} must be filled in.`);
      return value === '' ? [] : [[input.id, value]];
    }),
  );
}

function answerOf(input: Input, given: string[], state: TeamsState): string {
  const [one = ''] = given;
  if (input.type === 'Input.Text') {
    if (input.maxLength !== undefined && one.length > input.maxLength) {
      throw new Error(`Teams takes ${input.maxLength} characters there.`);
    }
    return one;
  }
  if (input.type === 'Input.Date') return z.iso.date().parse(one);
  if ('choices.data' in input) {
    const person = [...state.people.values()].find((who) => who.name === one || who.objectId === one);
    if (person === undefined) throw new Error(`The tenant has nobody called ${one}.`);
    return person.objectId;
  }
  return given
    .map((wanted) => {
      const found = input.choices.find((choice) => choice.value === wanted || bare(choice.title) === wanted);
      if (found !== undefined) return found.value;
      throw new Error(`There is no option ${wanted}: ${input.choices.map((choice) => bare(choice.title)).join(', ')}`);
    })
    .join(',');
}

/** A title without the spaces that nobody sees. */
function bare(title: string): string {
  return title.replace(/[\u200A\u200B]/g, '');
}
