import { DateTime } from 'luxon';
import type { Platform } from '../../src/chat/inbound.ts';
import type { Directory, Profile } from '../../src/chat/port.ts';
import { steppedClock } from '../../src/core/clock.ts';
import { TemporaryFailure } from '../../src/core/errors.ts';
import {
  createIdentify,
  createPersonOf,
  createRoutes,
  findPerson,
  linkWorkspace,
  personByHandle,
  personByIdentity,
} from '../../src/features/people/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';
import { seed } from '../support/seed.ts';

const clock = steppedClock(DateTime.fromISO('2026-11-30T09:00:00Z'));
const ANA_ENTRA = '0f9a7a5c-0000-4000-8000-000000000001';

/** A platform's people by their id there; it can be away. */
function directoryOf(
  platform: Platform,
  people: Record<string, Profile>,
): Directory & { away: boolean; asked: number } {
  const directory = {
    platform,
    away: false,
    asked: 0,
    async profile(_team: string, id: string) {
      answer();
      return people[id];
    },
    async byEmail(_team: string, email: string) {
      answer();
      return Object.entries(people).find(([, profile]) => profile.email === email)?.[0];
    },
  };
  function answer(): void {
    directory.asked += 1;
    if (directory.away) throw new TemporaryFailure('away', 'It did not answer.');
  }
  return directory;
}

const person = (name: string, email: string): Profile => ({ name, email, zone: undefined });

let database: TestDatabase;
let slack: ReturnType<typeof directoryOf>;
let teams: ReturnType<typeof directoryOf>;

beforeEach(async () => {
  database = await freshDatabase();
  slack = directoryOf('slack', {
    UANA: person('Ana Example', 'ana@example.com'),
    UCARL: person('Carl Outside (Vendor)', 'carl@vendor.example'),
    UBENTOO: person('Ben', 'ben@vendor.example'),
  });
  teams = directoryOf('teams', { [ANA_ENTRA]: person('Ana Example', 'ana@example.com') });
  await database.db.tx(database.workspace, async (tx) => {
    await seed({ tx, workspace: database.workspace, now: clock.now() }, { people: { lena: { slack: 'ULENA' } } });
    await linkWorkspace(tx, database.workspace, 'slack', 'T1');
    await linkWorkspace(tx, database.workspace, 'teams', 'tenant');
  });
});
afterEach(() => database.drop());

const deps = () => ({
  db: database.db,
  clock,
  directories: new Map([slack, teams].map((one) => [one.platform, one])),
});
const idOf = async (handle: string) =>
  (await database.db.tx(database.workspace, (tx) => personByHandle(tx, handle)))?.id ?? '';

describe('ways to somebody who never spoke to the bot', () => {
  const waysTo = (routes: ReturnType<typeof createRoutes>, id: string) =>
    routes(database.workspace, { person: id }, [], ['web', 'slack', 'teams']);
  const platforms = (ways: readonly { platform: Platform }[]) => ways.map((one) => one.platform);

  it('are found by e-mail address on each platform', async () => {
    expect(platforms(await waysTo(createRoutes(deps()), await idOf('ana')))).toEqual(['slack', 'teams']);
  });

  it('are those that are known while a directory is away, and all once it answers', async () => {
    const routes = createRoutes(deps());
    teams.away = true;
    expect(platforms(await waysTo(routes, await idOf('ana')))).toEqual(['slack']);
    teams.away = false;

    expect(platforms(await waysTo(routes, await idOf('ana')))).toEqual(['slack', 'teams']);
  });

  it('are waited for while none is known, and the console does not take the message meanwhile', async () => {
    const routes = createRoutes(deps());
    slack.away = true;
    teams.away = true;
    const ana = await idOf('ana');

    await expect(waysTo(routes, ana)).rejects.toThrow('It did not answer.');
    await expect(waysTo(routes, ana)).rejects.toThrow('It did not answer.');
    slack.away = false;
    teams.away = false;
    expect(platforms(await waysTo(routes, ana))).toEqual(['slack', 'teams']);
  });

  it('are the console for somebody whom no platform knows, who is not looked up each time', async () => {
    const routes = createRoutes(deps());
    const dev = await idOf('dev');

    expect(platforms(await waysTo(routes, dev))).toEqual(['web']);
    const { asked } = slack;
    await waysTo(routes, dev);
    expect(slack.asked).toBe(asked);
  });
});

describe('a mention', () => {
  const said = (text: string) => ({
    kind: 'command' as const,
    workspace: 'T1',
    sender: 'ULENA',
    place: { platform: 'slack' as const, conversation: 'C1', direct: false },
    receipt: 'r',
    text,
  });
  const handlesIn = async (text: string) =>
    Object.fromEntries((await createIdentify(deps())(said(text))).handles.entries());

  it('of somebody whom the register knows by e-mail address only is their handle, and joins them', async () => {
    expect(await handlesIn('assign DEP-1 owner <@UANA>')).toEqual({ UANA: 'ana' });

    const joined = await database.db.tx(database.workspace, (tx) => personByIdentity(tx, 'slack', 'UANA'));
    expect(joined?.handle).toBe('ana');
  });

  it("of a stranger is their name, which is nobody's handle", async () => {
    expect(await handlesIn('assign DEP-1 owner <@UCARL> and <@UBENTOO>')).toEqual({
      UCARL: 'Carl·Outside·Vendor',
      UBENTOO: 'Ben·',
    });
  });

  it('of a stranger where somebody of the register is to be named is refused by their name', async () => {
    const { db, workspace } = database;

    await expect(db.tx(workspace, (tx) => findPerson(tx, 'Carl·Outside'))).rejects.toThrow(
      'Carl Outside is not in the register. Name somebody who is, or ask a programme lead to import them.',
    );
    await expect(db.tx(workspace, (tx) => findPerson(tx, 'Ben·'))).rejects.toThrow('Ben is not in the register.');
  });

  it('keeps nobody from acting while the platform cannot tell', async () => {
    slack.away = true;

    expect(await handlesIn('block DEP-1 as <@UANA> says')).toEqual({});
  });
});

it('knows a person chosen in a form whom the register has by e-mail address only', async () => {
  const personOf = createPersonOf(deps());

  expect(await personOf(database.workspace, 'teams', ANA_ENTRA)).toBe(await idOf('ana'));
  expect(await personOf(database.workspace, 'slack', 'UCARL')).toBeUndefined();
});
