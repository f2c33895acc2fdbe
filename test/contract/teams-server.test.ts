import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import {
  type Activity,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type ConversationParameters,
  MessageFactory,
  TeamsInfo,
  TurnContext,
} from 'botbuilder';
import express from 'express';

import { startTeamsServer, type TeamsServer } from '../support/teams-server.ts';

const ANA = '00000000-0000-4000-8000-00000000000a';
const BEN = '00000000-0000-4000-8000-00000000000b';
const TEAM = '19:launch@thread.tacv2';
const LEADS = '19:leads@thread.tacv2';
const SCHEMA = 'http://adaptivecards.io/schemas/adaptive-card.json';
const EXECUTE = {
  type: 'Action.Execute',
  title: 'Approve',
  verb: 'approve',
  data: { depsync: { kind: 'action' } },
  fallback: { type: 'Action.Submit', title: 'Approve', data: { depsync: { kind: 'action' } } },
};
const OPEN = {
  type: 'Action.Submit',
  title: 'Answer…',
  data: { depsync: { kind: 'open' }, msteams: { type: 'task/fetch' } },
};
const REASON = { type: 'Input.Text', id: 'reason', label: 'Reason', isRequired: true, errorMessage: 'Needed.' };

const card = (words: string, more: object = {}) => ({
  type: 'AdaptiveCard',
  $schema: SCHEMA,
  version: '1.5',
  body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: words }] }],
  ...more,
});

// The library writes what it refuses to the console.
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => {}));
afterAll(() => jest.restoreAllMocks());

let teams: TeamsServer;
let bot: Bot;
let now = Date.UTC(2026, 11, 1, 9);
beforeEach(async () => {
  teams = await startTeamsServer({ now: () => now });
  teams.addPerson({ objectId: ANA, name: 'ana', zone: 'Europe/Berlin', installed: true });
  teams.addPerson({ objectId: BEN, name: 'ben' });
  teams.addTeam({ id: TEAM, members: [ANA, BEN], channels: { [LEADS]: 'Leads' } });
  bot = await startBot(teams);
});
afterEach(async () => {
  await bot.stop();
  await teams.stop();
});

const ana = () => teams.actor(ANA, bot.url);

describe("Microsoft's own library", () => {
  it('takes words from a chat and answers there', async () => {
    expect((await ana().says('status'))?.text).toBe('heard: status');
    expect(bot.heard.at(-1)).toMatchObject({
      localTimezone: 'Europe/Berlin',
      conversation: { conversationType: 'personal', tenantId: teams.tenant },
      from: { aadObjectId: ANA },
    });
  });

  it('takes words from a channel, takes out its mention, and answers in their thread', async () => {
    expect((await ana().says('who is @ben', { in: LEADS }))?.text).toBe('heard: who is <at>Ben Example</at>');
    const [said, answer] = teams.messages(LEADS);
    expect(answer?.root).toBe(said?.id);
  });

  it.each([
    'no token',
    'not signed',
    'signed by somebody else',
    'for another app',
    'for another address',
    'of another issuer',
    'of another channel',
    'expired',
  ] as const)('refuses a request that is %s', async (forgery) => {
    const { status } = await ana().sends(ana().message('status'), { forgery });
    // The library takes a signature that is wrong for a failure of its own.
    expect([401, 500]).toContain(status);
    expect(bot.heard).toEqual([]);
  });

  it('hears of an installation by two activities', async () => {
    await teams.actor(BEN, bot.url).installs();
    expect(bot.heard.map(({ type }) => type)).toEqual(['conversationUpdate', 'installationUpdate']);
  });

  it('asks who somebody is, by each of their names', async () => {
    await ana().says('status', { in: TEAM });
    await bot.inTurn(async (context) => {
      for (const who of [`29:of-${BEN}`, BEN, 'ben@example.com']) {
        expect(await TeamsInfo.getTeamMember(context, TEAM, who)).toMatchObject({
          id: `29:of-${BEN}`,
          name: 'Ben Example',
        });
      }
      expect((await TeamsInfo.getPagedTeamMembers(context, TEAM)).members).toHaveLength(2);
      expect(await TeamsInfo.getTeamDetails(context, TEAM)).toMatchObject({ name: 'Launch' });
      await expect(TeamsInfo.getTeamMember(context, TEAM, 'nobody@example.com')).rejects.toMatchObject({
        statusCode: 404,
      });
    });
  });

  it('opens a chat with somebody who never wrote, and the same one again', async () => {
    teams.addPerson({ objectId: BEN, name: 'ben', installed: true });
    const opened: string[] = [];
    for (const words of ['first', 'second']) {
      await bot.open(BEN, async (context) => {
        opened.push(context.activity.conversation.id);
        await context.sendActivity(words);
      });
    }
    expect(new Set(opened).size).toBe(1);
    expect(teams.actor(BEN, bot.url).inbox.map(({ text }) => text)).toEqual(['first', 'second']);
  });

  it('begins a thread in a channel, changes the message and takes it back', async () => {
    await ana().says('status');
    await bot.inTurn(async (context) => {
      const message = MessageFactory.attachment(CardFactory.adaptiveCard(card('one'))) as Activity; // of which it needs no more
      const [reference] = await TeamsInfo.sendMessageToTeamsChannel(context, message, LEADS, teams.app.id);
      const [posted] = teams.messages(LEADS);
      expect(reference.conversation?.id).toBe(`${LEADS};messageid=${posted?.id}`);
      expect(posted && teams.read(posted, BEN).text).toBe('one');

      await bot.goOn(reference, async (thread) => {
        const changed = MessageFactory.attachment(CardFactory.adaptiveCard(card('two')));
        await thread.updateActivity({ ...changed, id: posted?.id ?? '' });
        expect(posted && teams.read(posted, BEN).text).toBe('two');
        await thread.deleteActivity(posted?.id ?? '');
        expect(teams.messages(LEADS)).toEqual([]);
      });
    });
  });
});

describe('a card', () => {
  it('is replaced for whoever pressed its button, and for nobody else', async () => {
    await teams.actor(BEN, bot.url).says('hello', { in: LEADS });
    await bot.inTurn((context) => bot.show(context, card('Gate open', { actions: [EXECUTE] })));
    bot.answersInvoke = (activity) => {
      expect(activity.value).toMatchObject({ action: { verb: 'approve', data: EXECUTE.data }, trigger: 'manual' });
      return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card('Approved') };
    };
    expect((await ana().clicks('Approve'))?.text).toBe('Approved');
    expect(teams.actor(BEN, bot.url).reads(LEADS).at(-1)?.text).toBe('Gate open\n[Approve]');
  });

  it('asks for the view of whom it lists, once for each change', async () => {
    await ana().says('hello', { in: LEADS });
    const refresh = {
      action: { type: 'Action.Execute', verb: 'view', data: { depsync: { kind: 'view' } } },
      userIds: [`29:of-${ANA}`],
    };
    await bot.inTurn((context) => bot.show(context, card('Gate open', { refresh })));
    const asked: string[] = [];
    bot.answersInvoke = ({ from, value }) => {
      asked.push(`${from.name} ${value.trigger}`);
      return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card('Yours') };
    };
    for (const who of [ANA, BEN, ANA]) await teams.actor(who, bot.url).looks();
    expect(asked).toEqual(['Ana Example automatic']);
    expect(ana().reads(LEADS).at(-1)?.text).toBe('Yours');
  });

  it('of which an old client knows less is sent as a message', async () => {
    teams.addPerson({ objectId: ANA, name: 'ana', installed: true, oldClient: true });
    await ana().says('hello');
    await bot.inTurn((context) => bot.show(context, card('Gate open', { actions: [EXECUTE] })));
    await ana().clicks('Approve');
    expect(bot.heard.at(-1)).toMatchObject({ type: 'message', value: { depsync: { kind: 'action' } } });
    expect(bot.heard.at(-1)?.replyToId).toBe(teams.chat(ANA).find((one) => one.card !== undefined)?.id);
  });

  it('opens a dialog, which stays open or closes as the answer says', async () => {
    await ana().says('hello');
    await bot.inTurn((context) => bot.show(context, card('Your answer', { actions: [OPEN] })));
    const form = card('Why?', { actions: [{ ...OPEN, title: 'Send', data: { depsync: { kind: 'form' } } }] });
    form.body.push(REASON as never); // an input among texts
    const value = { title: 'Block', height: 'medium', width: 'medium', card: CardFactory.adaptiveCard(form) };
    bot.answersInvoke = ({ name, value: sent }) => {
      if (name === 'task/submit') expect(sent.data).toEqual({ depsync: { kind: 'form' }, reason: 'the vendor' });
      return name === 'task/fetch' ? { task: { type: 'continue', value } } : {};
    };
    expect((await ana().clicks('Answer…'))?.text).toBe('Block\nWhy?\nReason *: []\n[Send]');
    await expect(ana().fills({})).rejects.toThrow('Reason must be filled in.');
    await ana().fills({ Reason: 'the vendor' });
    expect(ana().dialog).toBeUndefined();
  });
});

describe('a call is refused', () => {
  const post = (
    body: object,
    conversation = teams.state.chatOf(teams.addPerson({ objectId: ANA, name: 'ana', installed: true })),
  ) => call('POST', `v3/conversations/${encodeURIComponent(conversation)}/activities`, body);
  const words = { type: 'message', text: 'hello' };

  it('without the token of its own login', async () => {
    const response = await fetch(`${teams.serviceUrl}v3/teams/${TEAM}`, { headers: { authorization: 'Bearer x' } });
    expect(response.status).toBe(401);
  });

  it('beyond 7 messages a second and 60 in half a minute', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 8; n += 1) statuses.push((await post(words)).status);
    expect(statuses).toEqual([...Array(7).fill(201), 429]);
    expect((await post(words)).retryAfter).toBe('1');
    now += 1_000;
    expect([(await post(words)).status, (await post(words)).status]).toEqual([201, 429]);
    const later: number[] = [];
    for (let n = 0; n < 60; n += 1) {
      now += 450;
      later.push((await post(words)).status);
    }
    expect(later.filter((status) => status === 429).length).toBeGreaterThan(0);
  });

  it('beyond 50 calls a second of one app', async () => {
    const statuses = [];
    for (let n = 0; n < 51; n += 1) statuses.push((await call('GET', `v3/teams/${TEAM}`)).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  });

  it('where the app is not, or is not wanted any more', async () => {
    const open = { members: [{ id: BEN }], tenantId: teams.tenant };
    expect(await call('POST', 'v3/conversations', open)).toMatchObject({
      status: 403,
      code: 'ForbiddenOperationException',
    });
    teams.addPerson({ objectId: BEN, name: 'ben', installed: true, blocked: true });
    const opened = await call('POST', 'v3/conversations', open);
    expect(await post(words, opened.body.id)).toMatchObject({ status: 403, body: { subCode: 'MessageWritesBlocked' } });
    await ana().uninstalls({ in: TEAM });
    expect(await post(words, LEADS)).toMatchObject({ status: 403, code: 'BotNotInConversationRoster' });
  });

  it('for what is not there', async () => {
    expect(await post(words, '19:nowhere@thread.tacv2')).toMatchObject({ status: 404, code: 'ConversationNotFound' });
    const gone = `v3/conversations/${encodeURIComponent(LEADS)}/activities/123`;
    expect(await call('PUT', gone, words)).toMatchObject({ status: 404, code: 'ActivityNotFoundInConversation' });
  });

  it('when it is too large, or a card is malformed', async () => {
    expect(await post({ ...words, text: 'x'.repeat(60_000) })).toMatchObject({
      status: 413,
      code: 'MessageSizeTooBig',
    });
    const attachments = [CardFactory.adaptiveCard(card('', { version: '1.6' }))];
    expect(await post({ type: 'message', attachments })).toMatchObject({ status: 400, code: 'BadSyntax' });
  });

  it.each([
    ['precondition', 412, 'PreconditionFailed', 0],
    ['throttled', 429, 'Throttled', 0],
    ['bad-gateway', 502, undefined, 0],
    ['timed-out', 504, undefined, 0],
    ['done-bad-gateway', 502, undefined, 1],
  ] as const)('when Teams is told to be %s', async (how, status, code, arrived) => {
    teams.misbehave(how, { operation: 'post' });
    expect(await post(words)).toMatchObject({ status, code, retryAfter: null });
    expect(teams.chat(ANA)).toHaveLength(arrived);
    expect((await post(words)).status).toBe(201);
  });
});

/** A call as a bot with its token makes it. */
async function call(method: string, path: string, body?: object) {
  const response = await fetch(`${teams.serviceUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf(teams)}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = text === '' ? {} : JSON.parse(text);
  return {
    status: response.status,
    body: answer,
    code: answer.error?.code,
    retryAfter: response.headers.get('retry-after'),
  };
}

async function tokenOf({ authorityUrl, app }: TeamsServer): Promise<string> {
  const body = new URLSearchParams({ client_id: app.id, client_secret: app.password });
  const response = await fetch(`${authorityUrl}token`, { method: 'POST', body });
  return (await response.json()).access_token;
}

interface Bot {
  url: string;
  heard: Activity[];
  answersInvoke: (activity: Activity) => object;
  /** Goes on with the conversation that was heard last. */
  inTurn(logic: (context: TurnContext) => Promise<unknown>): Promise<void>;
  goOn(
    reference: Partial<Parameters<CloudAdapter['continueConversationAsync']>[1]>,
    logic: (context: TurnContext) => Promise<unknown>,
  ): Promise<void>;
  open(member: string, logic: (context: TurnContext) => Promise<unknown>): Promise<void>;
  show(context: TurnContext, content: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** The library with the addresses of the server: an echo that answers invokes as a test says. */
async function startBot(server: TeamsServer): Promise<Bot> {
  const metadata = `${server.authorityUrl}.well-known/openidconfiguration`;
  class Credentials extends ConfigurationServiceClientCredentialFactory {
    override async createCredentials() {
      const signRequest: Awaited<
        ReturnType<ConfigurationServiceClientCredentialFactory['createCredentials']>
      >['signRequest'] = async (request) => {
        request.headers.set('authorization', `Bearer ${await tokenOf(server)}`);
        return request;
      };
      return { signRequest };
    }
  }
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(
      {
        ToBotFromChannelOpenIdMetadataUrl: metadata,
        ToBotFromEmulatorOpenIdMetadataUrl: metadata,
        ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
        ToChannelFromBotLoginUrl: server.authorityUrl,
        ToChannelFromBotOAuthScope: 'https://api.botframework.com',
        OAuthUrl: server.authorityUrl,
      },
      new Credentials({ MicrosoftAppId: server.app.id, MicrosoftAppPassword: server.app.password }),
    ),
  );
  const app = express();
  app.post('/api/messages', express.json(), (request, response, next) => {
    adapter.process(request, response, answer).catch(next);
  });

  async function answer(context: TurnContext): Promise<void> {
    const { activity } = context;
    self.heard.push(activity);
    if (activity.type === 'invoke') {
      await context.sendActivity({
        type: 'invokeResponse',
        value: { status: 200, body: self.answersInvoke(activity) },
      });
    } else if (activity.text) {
      await context.sendActivity(
        `heard: ${TurnContext.removeRecipientMention(activity).replaceAll('&nbsp;', '').trim()}`,
      );
    }
  }

  const http = createServer(app);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo; // a TCP server's address is no string
  const self: Bot = {
    url: `http://127.0.0.1:${port}`,
    heard: [],
    answersInvoke: () => ({}),
    inTurn: async (logic) => {
      const [last] = self.heard.slice(-1);
      if (last === undefined) throw new Error('Nothing was heard yet.');
      await self.goOn(TurnContext.getConversationReference(last), logic);
    },
    goOn: async (reference, logic) => {
      await adapter.continueConversationAsync(server.app.id, reference, async (context) => void (await logic(context)));
    },
    open: async (member, logic) => {
      const wanted = { isGroup: false, members: [{ id: member }], tenantId: server.tenant, channelData: {} };
      await adapter.createConversationAsync(
        server.app.id,
        'msteams',
        server.serviceUrl,
        'https://api.botframework.com',
        wanted as unknown as ConversationParameters, // the library's type asks for more than its documentation
        async (context) => void (await logic(context)),
      );
    },
    show: (context, content) => context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(content))),
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return self;
}
