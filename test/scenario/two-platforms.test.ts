import { DateTime } from 'luxon';
import type { Platform } from '../../src/chat/inbound.ts';
import { plainReply } from '../../src/chat/plain.ts';
import { TemporaryFailure } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { addIdentity, linkWorkspace, personByHandle } from '../../src/features/people/index.ts';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { Policy } from '../../src/features/programme/model.ts';
import { findDependency, setConsumers } from '../../src/features/register/index.ts';
import { auditSchedule } from '../../src/features/selfaudit/index.ts';
import { buttonsOf, type ShownMessage } from '../../src/story/chat.ts';
import type { FakeChat } from '../support/chat.ts';
import { startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 02:00 in New York. */
const MONDAY = '2026-11-30T07:00:00Z';
const EVE_ENTRA = '0f9a7a5c-0000-4000-8000-00000000000e';
const ANA_ENTRA = '0f9a7a5c-0000-4000-8000-00000000000a';

/** Ana owns on Slack; Eve signs on Teams, Dev (for Data) on Slack, Chloe (for Partner) on the console. One signature decides. */
const LAUNCH: Seed = {
  people: { ana: { slack: 'UANA', delegate: 'ben' }, dev: { slack: 'UDEV', team: 'data' }, eve: { team: 'part' } },
  policy: { gates: Policy.parse({}).gates.map((gate) => ({ ...gate, quorum: 'any' as const })) },
  dependencies: [{ title: 'Orders API', contacts: { product: 'eve', engineering: 'eve', qa: 'eve' } }],
};

let world: World;
let teams: FakeChat;
let slack: FakeChat;

beforeEach(async () => {
  world = await startWorld(MONDAY, LAUNCH, undefined, ['slack', 'teams']);
  [slack, teams] = [chat('slack'), chat('teams')];
  await world.db.tx(world.workspace, async (tx) => {
    await linkWorkspace(tx, world.workspace, 'slack', 'T1');
    await linkWorkspace(tx, world.workspace, 'teams', 'tenant');
    const [eve, chloe, dev] = [
      await personByHandle(tx, 'eve'),
      await personByHandle(tx, 'chloe'),
      await personByHandle(tx, 'dev'),
    ];
    await addIdentity(tx, eve?.id ?? '', 'teams', EVE_ENTRA);
    const { id } = await findDependency(tx, 'DEP-1');
    await setConsumers(
      tx,
      id,
      [chloe, dev].map((lead) => ({ teamId: lead?.teamId ?? '', neededBy: null, priority: null })),
    );
  });
});
afterEach(() => world.end());

function chat(platform: Platform): FakeChat {
  const found = world.chats.get(platform);
  if (found === undefined) throw new Error(`The story has no ${platform}.`);
  return found;
}

const newestOf = (of: FakeChat, id: string): ShownMessage | undefined => of.in(`person:${id}`).at(-1);

/** Somebody presses a button of the newest message that they see on a platform. */
async function clicks(of: FakeChat, id: string, label: string, on = newestOf(of, id)): Promise<string> {
  const button = on && buttonsOf(on.card).find((one) => one.label === label);
  if (button === undefined) throw new Error(`${id} sees no ${label} on ${of.platform}: ${on?.text}`);
  const reply = await world.depsync.dispatch({
    kind: 'action',
    workspace: of.platform === 'slack' ? 'T1' : 'tenant',
    sender: id,
    place: { platform: of.platform, conversation: `person:${id}`, direct: true },
    receipt: newId(),
    name: button.name,
    value: button.value,
  });
  await world.settle();
  return plainReply(reply, 'UTC');
}

/** Lets Teams, or whoever else, answer nothing from now on. */
function goesDown(of: FakeChat): void {
  of.failNext(...Array.from({ length: 1_000 }, () => new TemporaryFailure('unavailable', 'It answered 503.')));
}

it('decides a gate once that is shown on three platforms, and retires all of its cards', async () => {
  const [ana, chloe] = [await world.actor('ana'), await world.actor('chloe')];
  await ana.says('/deps submit DEP-1 v3.0.0 https://specs.example.com/orders.yaml');
  const [onTeams, onSlack, onTheConsole] = [newestOf(teams, EVE_ENTRA), newestOf(slack, 'UDEV'), chloe.last];
  const before = { ...onSlack } as ShownMessage; // it was just posted
  for (const shown of [onTeams, onSlack, onTheConsole]) expect(shown?.text).toContain('[Approve v3.0.0]');

  expect(await clicks(teams, EVE_ENTRA, 'Approve v3.0.0')).toMatch(/^Draft review passed: Orders API v3.0.0/);

  for (const shown of [onTeams, onSlack, onTheConsole]) {
    expect(shown?.text).toMatch(/^Draft review passed: Orders API v3.0.0/);
    expect(shown?.text).not.toContain('[Approve v3.0.0]');
  }
  expect(await clicks(slack, 'UDEV', 'Approve v3.0.0', before)).toMatch(/passed|decided|signed/);
  expect((await chloe.says('/deps gates DEP-1')).text).toContain('✓ 1 Draft review: passed');
});

it('asks an owner on Slack while Teams is down, says why, and its own check finds nothing missing', async () => {
  await world.db.tx(world.workspace, async (tx) => {
    const ana = await personByHandle(tx, 'ana');
    await addIdentity(tx, ana?.id ?? '', 'teams', ANA_ENTRA);
    await tx.execute(`update people set preferred = 'teams' where handle = 'ana'`);
    for (const { id } of await listProgrammes(tx)) await replanPrompts({ tx, now: world.now() }, id);
  });
  goesDown(teams);

  await world.advanceTo('2026-12-01T08:40:00Z');

  const [asked, ...more] = slack.in('person:UANA');
  expect(asked?.text).toContain('You get this here because Teams has not answered since Tue 1 Dec, 09:30.');
  expect(asked?.postedAt).toEqual(DateTime.fromISO('2026-12-01T08:34:00Z', { zone: 'utc' }));
  expect(more).toEqual([]);
  teams.heal();
  await clicks(slack, 'UANA', '✓ Green');
  await world.advance({ hours: 2 });
  expect(teams.in(`person:${ANA_ENTRA}`)).toEqual([]);
  expect(slack.in('person:UANA')).toHaveLength(1);
  const audit = await auditSchedule(world.db, world.workspace, world.clock, 1);
  expect(audit.findings).toEqual([]);
});
