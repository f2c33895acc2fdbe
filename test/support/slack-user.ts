import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { buttonsOf, type Input, inputsOf, MessageBlocks, View } from './slack-blocks.ts';
import type { Shown, SlackFile, SlackState, StoredMessage, StoredView } from './slack-state.ts';

/** A person of the workspace who acts in Slack. Each act returns what they then see; undefined when nothing new is to be seen. */
export interface SlackActor {
  readonly id: string;
  /** A slash command, in `channel` or in the conversation with the bot. A name of a person after `@` mentions them. */
  runs(words: string, options?: { channel?: string }): Promise<Shown | undefined>;
  /** A direct message to the bot; delivered as often as `deliveries` says, as Slack does when it hears no answer. */
  writes(words: string, options?: { deliveries?: number; thread?: string }): Promise<Shown | undefined>;
  /** Presses the button with this label: in the open modal, else in the newest thing that has it, or in `where`. */
  clicks(label: string | RegExp, where?: Shown | StoredMessage): Promise<Shown | undefined>;
  /** Fills in the open form and sends it; keys are labels or field ids, people and files are Slack ids. What is left out keeps its initial value. */
  fills(answers: Record<string, string | string[]>): Promise<Shown | undefined>;
  /** Opens the Home tab of the app. */
  opensHome(): Promise<Shown | undefined>;
  /** Changes the time zone of the profile. */
  movesTo(zone: string): Promise<void>;
  /** The modal that is open. */
  readonly modal: Shown | undefined;
  /** The conversation with the bot as this person reads it, oldest first. */
  readonly inbox: Shown[];
}

interface ActorOptions {
  state: SlackState;
  signingSecret: string;
  /** Where the Slack server listens. */
  base: string;
  /** Where Depsync listens. */
  appUrl: string;
  user: string;
}

/** The headers with which Slack signs a request. `at` in seconds. */
export function signatureOf(secret: string, body: string, at = Math.floor(Date.now() / 1000)): Record<string, string> {
  const hash = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${hash}` };
}

const CommandAnswer = z.looseObject({
  text: z.string(),
  blocks: MessageBlocks.optional(),
  response_type: z.literal('ephemeral').optional(),
});
const SubmissionAnswer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.object({ response_action: z.literal('update'), view: View }),
  z.object({ response_action: z.literal('push'), view: View }),
  z.object({ response_action: z.literal('clear') }),
]);

export function createActor({ state, signingSecret, base, appUrl, user }: ActorOptions): SlackActor {
  const direct = state.directOf(user);
  const me = () => {
    const person = state.people.get(user);
    if (person === undefined) throw new Error(`Nobody is called ${user}: add them with addPerson().`);
    return person;
  };

  async function send(body: string, type: string, headers: Record<string, string> = {}): Promise<string> {
    const response = await fetch(`${appUrl}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': type, ...signatureOf(signingSecret, body), ...headers },
      body,
    });
    const answer = await response.text();
    if (response.status !== 200) throw new Error(`Depsync answered Slack with ${response.status}: ${answer}`);
    return answer;
  }
  const sendForm = (fields: Record<string, string>) =>
    send(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded');
  const interact = (payload: object) => sendForm({ payload: JSON.stringify(payload) });

  async function sendEvent(event: Record<string, unknown>, deliveries = 1): Promise<void> {
    const payload = {
      token: 'deprecated',
      team_id: state.team,
      api_app_id: 'A0DEPSYNC',
      type: 'event_callback',
      event_id: `Ev${state.next()}`,
      event_time: Math.floor(state.now() / 1000),
      authorizations: [
        { enterprise_id: null, team_id: state.team, user_id: state.bot, is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: false,
      event,
    };
    for (let delivery = 0; delivery < deliveries; delivery += 1) {
      const retry: Record<string, string> =
        delivery === 0 ? {} : { 'x-slack-retry-num': String(delivery), 'x-slack-retry-reason': 'http_timeout' };
      // A later delivery has a later timestamp, and so another signature.
      const body = JSON.stringify(payload);
      await send(body, 'application/json', {
        ...retry,
        ...signatureOf(signingSecret, body, Math.floor(Date.now() / 1000) + delivery),
      });
    }
  }

  /** The newest thing that changed since `before` and that this person sees. */
  async function seenAfter(act: () => Promise<unknown>): Promise<Shown | undefined> {
    const before = state.next();
    await act();
    const newest = state
      .visibleTo(user)
      .find((one) => one.changed > before && !(one.kind === 'message' && one.author === user));
    return newest && state.show(newest, user);
  }

  function newResponseUrl(conversation: string, message?: StoredMessage): string {
    const id = `R${state.next()}`;
    // Who holds a button holds a copy of its message; what Slack changes is the message.
    const shown = state.messages.find((one) => one.ts === message?.ts);
    state.responseUrls.set(id, { user, conversation, message: shown, uses: 0 });
    return `${base}/response/${id}`;
  }

  function body(): Record<string, unknown> {
    const { name, id } = me();
    return {
      team: { id: state.team, domain: 'test' },
      user: { id, username: name, name, team_id: state.team },
      api_app_id: 'A0DEPSYNC',
      token: 'deprecated',
      trigger_id: state.newTrigger(user),
      enterprise: null,
      is_enterprise_install: false,
    };
  }

  /** As Slack sends it: the three characters escaped, names of people as mentions. */
  function escaped(words: string, mentionOf: (id: string, name: string) => string): string {
    const safe = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return safe.replace(/@([\w.-]*\w)/g, (whole, name: string) => {
      const named = [...state.people.values()].find((person) => person.name === name);
      return named === undefined ? whole : mentionOf(named.id, named.name);
    });
  }

  function withButton(label: string | RegExp, where: Shown | StoredMessage | undefined): StoredMessage | StoredView {
    const has = (one: StoredMessage | StoredView) =>
      buttonsOf(one.kind === 'message' ? one.blocks : one.view.blocks).some(({ button }) =>
        matches(button.text.text, label),
      );
    const given = where === undefined ? undefined : 'source' in where ? where.source : where;
    const modal = state.modalOf(user);
    const found = given ?? (modal && has(modal) ? modal : state.visibleTo(user).find(has));
    if (found === undefined || !has(found)) {
      const seen = state.visibleTo(user).flatMap((one) => state.show(one, user).buttons);
      throw new Error(`${me().name} sees no button ${label}; there are: ${[...new Set(seen)].join(', ') || 'none'}`);
    }
    return found;
  }

  return {
    id: user,

    runs: (words, { channel = direct } = {}) =>
      seenAfter(async () => {
        const [command = '', ...rest] = words.split(' ');
        const answer = await sendForm({
          token: 'deprecated',
          team_id: state.team,
          team_domain: 'test',
          channel_id: channel,
          channel_name: state.channels.get(channel)?.name ?? 'directmessage',
          user_id: user,
          user_name: me().name,
          command,
          text: escaped(rest.join(' '), (id, name) => `<@${id}|${name}>`),
          api_app_id: 'A0DEPSYNC',
          is_enterprise_install: 'false',
          response_url: newResponseUrl(channel),
          trigger_id: state.newTrigger(user),
        });
        if (answer === '') return;
        const { text, blocks = [] } = CommandAnswer.parse(JSON.parse(answer));
        state.addMessage({ conversation: channel, author: state.bot, onlyFor: user, text, blocks });
      }),

    writes: (words, { deliveries = 1, thread } = {}) =>
      seenAfter(async () => {
        const text = escaped(words, (id) => `<@${id}>`);
        const { ts } = state.addMessage({ conversation: direct, author: user, text, blocks: [] });
        await sendEvent(
          {
            type: 'message',
            channel: direct,
            channel_type: 'im',
            user,
            text,
            ts,
            event_ts: ts,
            team: state.team,
            client_msg_id: `m-${ts}`,
            ...(thread !== undefined && { thread_ts: thread }),
          },
          deliveries,
        );
      }),

    clicks: (label, where) =>
      seenAfter(async () => {
        const source = withButton(label, where);
        const blocks = source.kind === 'message' ? source.blocks : source.view.blocks;
        const pressed = buttonsOf(blocks).find(({ button }) => matches(button.text.text, label));
        if (pressed === undefined) throw new Error(`There is no button ${label}.`);
        const { button, blockId } = pressed;
        const action = { ...button, block_id: blockId, action_ts: `${Math.floor(state.now() / 1000)}.${state.next()}` };
        await interact({ type: 'block_actions', ...body(), actions: [action], ...contextOf(source) });
      }),

    fills: (answers) =>
      seenAfter(async () => {
        const open = state.modalOf(user);
        if (open === undefined || open.view.type !== 'modal') throw new Error(`${me().name} has no form open.`);
        const values = stateOf(open.view, answers, state.files);
        const answer = await interact({
          type: 'view_submission',
          ...body(),
          view: { ...asView(open), state: { values } },
          response_urls: [],
        });
        applySubmission(open, answer === '' ? undefined : SubmissionAnswer.parse(JSON.parse(answer)));
      }),

    opensHome: () =>
      seenAfter(() =>
        sendEvent({
          type: 'app_home_opened',
          user,
          channel: direct,
          tab: 'home',
          event_ts: String(state.now() / 1000),
        }),
      ),

    async movesTo(zone) {
      const person = me();
      person.tz = zone;
      await sendEvent({
        type: 'user_change',
        user: { ...person, profile: { real_name: person.real_name, email: person.email } },
      });
    },

    get modal() {
      const open = state.modalOf(user);
      return open && state.show(open, user);
    },

    get inbox() {
      return state.messages
        .filter((message) => message.conversation === direct && message.onlyFor === undefined)
        .map((message) => state.show(message, user));
    },
  };

  function contextOf(source: StoredMessage | StoredView): Record<string, unknown> {
    if (source.kind === 'view') {
      return { container: { type: 'view', view_id: source.id }, view: { ...asView(source), state: { values: {} } } };
    }
    const { conversation, ts, text, blocks, onlyFor, author } = source;
    return {
      container: { type: 'message', message_ts: ts, channel_id: conversation, is_ephemeral: onlyFor !== undefined },
      channel: { id: conversation, name: state.channels.get(conversation)?.name ?? 'directmessage' },
      ...(onlyFor === undefined && { message: { type: 'message', user: author, ts, text, blocks } }),
      response_url: newResponseUrl(conversation, source),
    };
  }

  function asView(stored: StoredView): Record<string, unknown> {
    const callback = stored.view.type === 'modal' ? stored.view.callback_id : '';
    const metadata = stored.view.type === 'modal' ? stored.view.private_metadata : '';
    return {
      ...stored.view,
      id: stored.id,
      hash: stored.hash,
      team_id: state.team,
      app_id: 'A0DEPSYNC',
      bot_id: 'B0DEPSYNC',
      callback_id: callback ?? '',
      private_metadata: metadata ?? '',
      root_view_id: stored.id,
      previous_view_id: null,
      clear_on_close: false,
      notify_on_close: false,
      external_id: '',
    };
  }

  function applySubmission(open: StoredView, answer: z.infer<typeof SubmissionAnswer> | undefined): void {
    const stack = state.modals.get(user) ?? [];
    switch (answer?.response_action) {
      case undefined:
        state.modals.set(user, stack.slice(0, -1));
        return;
      case 'clear':
        state.modals.delete(user);
        return;
      case 'errors': {
        const fields = open.view.blocks.flatMap((block) => block.block_id ?? []);
        const stranger = Object.keys(answer.errors).find((field) => !fields.includes(field));
        if (stranger !== undefined) throw new Error(`Slack knows no field ${stranger} in this form.`);
        Object.assign(open, { errors: answer.errors, changed: state.next() });
        return;
      }
      case 'update':
        state.changeView(open, answer.view);
        return;
      case 'push':
        state.modals.set(user, [...stack, state.newView(user, answer.view)]);
    }
  }
}

function matches(label: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? label === wanted : wanted.test(label);
}

/** The `state.values` of a form; Slack's client does not send a form whose required fields are empty. */
function stateOf(
  view: View,
  answers: Record<string, string | string[]>,
  files: ReadonlyMap<string, SlackFile>,
): Record<string, Record<string, unknown>> {
  const inputs = inputsOf(view.blocks);
  const unknown = Object.keys(answers).find(
    (key) => !inputs.some((input) => input.block_id === key || input.label.text === key),
  );
  if (unknown !== undefined) {
    throw new Error(`The form has no field ${unknown}; it has: ${inputs.map((input) => input.label.text).join(', ')}`);
  }
  return Object.fromEntries(
    inputs.map((input) => {
      const given = answers[input.block_id ?? ''] ?? answers[input.label.text];
      const answered = answer(input.element, given, files);
      if (!answered.filled && !input.optional) throw new Error(`${input.label.text} must be filled in.`);
      return [input.block_id ?? '', { [input.element.action_id]: answered.value }];
    }),
  );
}

function answer(
  input: Input,
  given: string | string[] | undefined,
  files: ReadonlyMap<string, SlackFile>,
): { filled: boolean; value: Record<string, unknown> } {
  const { type } = input;
  const one = given === undefined ? undefined : String(given);
  switch (type) {
    case 'plain_text_input': {
      const value = one ?? input.initial_value ?? null;
      if (value !== null && input.max_length !== undefined && value.length > input.max_length) {
        throw new Error(`Slack takes ${input.max_length} characters there.`);
      }
      return { filled: Boolean(value), value: { type, value } };
    }
    case 'datepicker': {
      const selected_date = one ?? input.initial_date ?? null;
      return { filled: selected_date !== null, value: { type, selected_date } };
    }
    case 'users_select': {
      const selected_user = one ?? input.initial_user ?? null;
      return { filled: selected_user !== null, value: { type, selected_user } };
    }
    case 'file_input': {
      const file = one === undefined ? undefined : files.get(one);
      if (one !== undefined && file === undefined) throw new Error(`Nobody uploaded ${one}.`);
      return { filled: file !== undefined, value: { type, files: file === undefined ? [] : [asFile(file)] } };
    }
    case 'radio_buttons':
    case 'static_select': {
      const selected_option = one === undefined ? (input.initial_option ?? null) : optionOf(input.options, one);
      return { filled: selected_option !== null, value: { type, selected_option } };
    }
    case 'checkboxes':
    case 'multi_static_select': {
      const wanted = given === undefined ? undefined : [given].flat();
      const selected_options = wanted?.map((value) => optionOf(input.options, value)) ?? input.initial_options ?? [];
      return { filled: selected_options.length > 0, value: { type, selected_options } };
    }
  }
}

/** A file as Slack describes it. [docs.slack.dev/reference/objects/file-object] */
function asFile({ id, name, size, url }: SlackFile): Record<string, unknown> {
  return {
    id,
    created: 1_764_579_600,
    name,
    title: name,
    mimetype: 'text/plain',
    mode: 'hosted',
    is_external: false,
    size,
    url_private: url.replace('/download/', '/'),
    url_private_download: url,
  };
}

function optionOf<Option extends { value: string; text: { text: string } }>(
  options: readonly Option[],
  wanted: string,
): Option {
  const found = options.find((option) => option.value === wanted || option.text.text === wanted);
  if (found === undefined)
    throw new Error(`There is no option ${wanted}: ${options.map((option) => option.text.text).join(', ')}`);
  return found;
}
