import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { DateTime } from 'luxon';
import pino from 'pino';
import { createTeams, type Teams } from '../../src/adapters/teams/index.ts';
import { note } from '../../src/chat/card.ts';
import type { Outgoing } from '../../src/chat/port.ts';
import { steppedClock } from '../../src/core/clock.ts';
import { PermanentFailure, TemporaryFailure } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';
import { startTeamsServer, type TeamsMisbehaviour, type TeamsServer } from '../support/teams-server.ts';

const ANA = '00000000-0000-4000-8000-00000000000a';
const BEN = '00000000-0000-4000-8000-00000000000b';
const TEAM = '19:launch@thread.tacv2';
const LEADS = '19:leads@thread.tacv2';
const GROUP = '19:group@thread.v2';
const clock = steppedClock(DateTime.fromISO('2026-12-01T09:00:00Z', { zone: 'utc' }));

let database: TestDatabase;
let server: TeamsServer;
let teams: Teams;
let web: Server;
let url: string;

beforeEach(async () => {
  database = await freshDatabase();
  server = await startTeamsServer({ pace: false });
  server.addPerson({ objectId: ANA, name: 'ana', installed: true });
  server.addPerson({ objectId: BEN, name: 'ben', installed: true });
  server.addTeam({ id: TEAM, members: [ANA, BEN], channels: { [LEADS]: 'Leads' } });
  server.addGroup({ id: GROUP, members: [ANA, BEN] });
  teams = newTeams();
  const app = express();
  app.use(teams.router);
  web = createServer(app);
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`; // a TCP server's address is no string
});
afterEach(async () => {
  await teams.stop();
  web.closeAllConnections();
  await new Promise((resolve) => web.close(resolve));
  await server.stop();
  await database.drop();
});

/** The adapter as another process of the same installation has it. */
function newTeams(password = server.app.password): Teams {
  return createTeams({
    app: { appId: server.app.id, tenantId: server.tenant, password, type: 'SingleTenant' },
    authorityUrl: server.authorityUrl,
    db: database.db,
    workspace: database.workspace,
    clock,
    log: pino({ level: 'silent' }),
    dispatch: async () => ({ kind: 'none' }),
    personOf: async () => undefined,
    readerOf: async () => ({ zone: 'UTC', mentions: new Map() }),
    pictureUrl: (id) => `https://depsync.example.com/pictures/shared/${id}.png`,
    people: async () => [],
    onZone: async () => {},
    arrived: async () => undefined,
    link: async () => {},
  });
}

function message(to: Outgoing['to'], words = 'A word for you'): Outgoing {
  return {
    id: newId(),
    writtenAt: clock.now(),
    workspace: server.tenant,
    to,
    reader: { zone: 'UTC', mentions: new Map() },
    card: note(words),
  };
}

const toAna = { person: ANA };
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const callsOf = (operation: string) => server.calls.filter((call) => call.operation === operation).length;
const installInTeam = () => server.actor(ANA, url).installs({ in: LEADS });

describe('a person', () => {
  it('is written to although they never spoke to the bot; their chat is opened once', async () => {
    await installInTeam();
    const first = await teams.sender.post(message({ person: BEN }, 'first'));
    await newTeams().sender.post(message({ person: BEN }, 'second'));

    expect(server.chat(BEN).map((one) => server.read(one, BEN).text)).toEqual(['first', 'second']);
    expect(first).toMatchObject({ platform: 'teams', message: server.chat(BEN)[0]?.id });
    expect(callsOf('open-chat')).toBe(1);
  });

  it('is written to where they are told that they are', async () => {
    await server.actor(ANA, url).installs();
    await teams.sender.post(message(toAna));

    expect(callsOf('open-chat')).toBe(0);
    expect(server.chat(ANA)).toHaveLength(1);
  });

  it('sees the card change where it stands', async () => {
    await installInTeam();
    const ref = await teams.sender.post(message(toAna, 'before'));
    await newTeams().sender.update(ref, message(toAna, 'after'));

    expect(server.chat(ANA).map((one) => server.read(one, ANA).text)).toEqual(['after']);
  });

  it('who does not have the app cannot be reached, for good', async () => {
    await installInTeam();
    server.addPerson({ objectId: BEN, name: 'ben', installed: false });
    const refused = await failure(teams.sender.post(message({ person: BEN })));

    expect(refused).toBeInstanceOf(PermanentFailure);
    expect(refused).toMatchObject({ message: expect.stringContaining('Depsync is not installed for them') });
  });

  it('who blocked the bot cannot be reached, for good', async () => {
    await server.actor(ANA, url).installs();
    server.addPerson({ objectId: ANA, name: 'ana', installed: true, blocked: true });

    expect(await failure(teams.sender.post(message(toAna)))).toMatchObject({
      name: 'PermanentFailure',
      message: expect.stringContaining('blocked or removed Depsync'),
    });
  });
});

describe('a channel', () => {
  it('gets a thread for each message, which is changed in it', async () => {
    await installInTeam();
    const ref = await teams.sender.post(message({ channel: LEADS }, 'one'));
    await teams.sender.post(message({ channel: LEADS }, 'two'));
    await teams.sender.update(ref, message({ channel: LEADS }, 'one, changed'));

    const seen = server.messages(LEADS);
    expect(seen.map((one) => server.read(one, ANA).text)).toEqual(['one, changed', 'two']);
    expect(seen.map((one) => one.root)).toEqual([undefined, undefined]);
  });

  it('that was never heard of is known by its id', async () => {
    await server.actor(ANA, url).installs();
    await teams.sender.post(message({ channel: LEADS }));

    expect(server.messages(LEADS)).toHaveLength(1);
  });

  it('is answered in a thread that is named', async () => {
    await installInTeam();
    const { conversation } = await teams.sender.post(message({ channel: LEADS }, 'root'));
    await teams.sender.post(message({ channel: conversation }, 'answer'));

    const [root, answer] = server.messages(LEADS);
    expect(answer?.root).toBe(root?.id);
  });

  it('whose team removed the app cannot be reached, for good', async () => {
    await server.actor(ANA, url).installs();
    await installInTeam();
    await server.actor(ANA, url).uninstalls({ in: LEADS });

    expect(await failure(teams.sender.post(message({ channel: LEADS })))).toBeInstanceOf(PermanentFailure);
  });
});

it('a group chat gets its messages one after the other', async () => {
  await server.actor(ANA, url).installs({ in: GROUP });
  await teams.sender.post(message({ channel: GROUP }, 'one'));
  await teams.sender.post(message({ channel: GROUP }, 'two'));

  expect(server.messages(GROUP).map((one) => server.read(one, ANA).text)).toEqual(['one', 'two']);
});

describe('when Teams fails', () => {
  beforeEach(() => server.actor(ANA, url).installs());

  it.each<[TeamsMisbehaviour, object, number]>([
    ['rate-limited', { retryAfterMs: 1_000, outcomeUnknown: false }, 0],
    ['throttled', { retryAfterMs: 2_000, outcomeUnknown: false }, 0],
    ['precondition', { retryAfterMs: 2_000, outcomeUnknown: false }, 0],
    ['bad-gateway', { outcomeUnknown: true }, 0],
    ['unavailable', { outcomeUnknown: true }, 0],
    ['timed-out', { outcomeUnknown: true }, 0],
    ['done-bad-gateway', { outcomeUnknown: true }, 1],
    ['silent', { outcomeUnknown: true }, 1],
    ['lost', { outcomeUnknown: true }, 0],
  ])('%s: the call is made once, and the failure says whether it may have had effect', async (how, says, arrived) => {
    server.misbehave(how, { operation: 'post' });
    const failed = await failure(teams.sender.post(message(toAna)));

    expect(failed).toBeInstanceOf(TemporaryFailure);
    expect(failed).toMatchObject(says);
    expect(callsOf('post')).toBe(1);
    expect(server.chat(ANA)).toHaveLength(arrived);
  });

  it('a card that is gone is refused for good, so that it is shown anew', async () => {
    const ref = await teams.sender.post(message(toAna));
    const gone = failure(teams.sender.update({ ...ref, message: '999' }, message(toAna)));

    expect(await gone).toMatchObject({ name: 'PermanentFailure', code: expect.stringMatching(/^teams-404/) });
  });

  it('a wrong secret is told as such, and nothing is sent', async () => {
    const failed = await failure(newTeams('wrong').sender.post(message(toAna)));

    expect(failed).toBeInstanceOf(TemporaryFailure);
    expect(callsOf('post')).toBe(0);
  });
});

describe('the directory', () => {
  it('knows whoever spoke to the bot, with their address', async () => {
    await server.actor(ANA, url).installs();
    expect(await teams.directory.profile(server.tenant, ANA)).toMatchObject({ email: 'ana@example.com' });
  });

  it('finds somebody who never did by their sign-in name in a team', async () => {
    await installInTeam();
    expect(await teams.directory.byEmail?.(server.tenant, 'ben@example.com')).toBe(BEN);
    expect(await teams.directory.profile(server.tenant, BEN)).toMatchObject({ email: 'ben@example.com' });
  });

  it('finds nobody whom it does not have', async () => {
    await installInTeam();
    expect(await teams.directory.byEmail?.(server.tenant, 'nobody@example.com')).toBeUndefined();
    expect(await teams.directory.profile(server.tenant, newId())).toBeUndefined();
  });
});
