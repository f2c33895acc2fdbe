import { DateTime } from 'luxon';
import { people } from '../../src/features/people/tables.ts';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { Policy } from '../../src/features/programme/model.ts';
import { findDependency, setConsumers } from '../../src/features/register/index.ts';
import { auditSchedule } from '../../src/features/selfaudit/index.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { SeedPerson } from '../support/seed.ts';
import { type Join, onSlack, onTeams, onWeb, type User } from '../support/user.ts';

/** Mon 30 Nov 2026, 09:00 in Berlin. */
const MONDAY = '2026-11-30T08:00:00Z';
/** A story of many acts through real servers; a busy machine gets its time. */
const STORY_TIMEOUT_MS = 300_000;
const CLEAD = 'CLEAD';
const TEAM = '19:launch@thread.tacv2';
const LEADS = '19:leads@thread.tacv2';

const entra = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
/** Ana owns on Slack; Eve signs on Teams, Dev on Slack, Chloe on the console. Fay and Lena are on Slack and on Teams. */
const PEOPLE: Record<string, SeedPerson> = {
  ana: { slack: 'UANA', delegate: 'ben' },
  ben: { slack: 'UBEN', delegate: 'ana' },
  chloe: { team: 'part', delegate: 'dev' },
  dev: { slack: 'UDEV', team: 'data', delegate: 'eve' },
  eve: { teams: entra(5), team: 'part' },
  fay: { slack: 'UFAY', teams: entra(6), delegate: 'ben' },
  lena: { slack: 'ULENA', teams: entra(7), delegate: 'ana' },
};

let launch: Installation;
let ana: User;
let chloe: User;
let dev: User;
let eve: User;
let fay: { slack: User; teams: User };
let lena: { slack: User; teams: User };

beforeAll(async () => {
  launch = await startInstallation({
    at: MONDAY,
    processes: 2,
    chats: ['slack', 'teams'],
    channels: [CLEAD],
    seed: {
      people: PEOPLE,
      policy: {
        gates: Policy.parse({}).gates.map((gate) => ({ ...gate, quorum: 2 })),
        channels: {
          programme: [{ platform: 'web', id: 'programme' }],
          leadership: [
            { platform: 'slack', id: CLEAD },
            { platform: 'teams', id: LEADS },
          ],
        },
      },
      dependencies: [
        { title: 'Orders API', contacts: { product: 'eve', engineering: 'eve', qa: 'eve' }, delegate: 'ben' },
        { title: 'Usage feed', owner: 'fay', delegate: 'ben' },
      ],
    },
  });
  await launch.db.tx(launch.workspace, async (tx) => {
    const { id } = await findDependency(tx, 'DEP-1');
    const consumers = (await tx.select().from(people)).filter(({ handle }) => handle === 'chloe' || handle === 'dev');
    await setConsumers(
      tx,
      id,
      consumers.map(({ teamId }) => ({ teamId: teamId ?? '', neededBy: null, priority: null })),
    );
    await tx.update(people).set({ preferred: 'teams' });
    for (const { id: programme } of await listProgrammes(tx)) {
      await replanPrompts({ tx, now: launch.clock.now() }, programme);
    }
  });
  const members = Object.values(PEOPLE).flatMap((person) => person.teams ?? []);
  launch.teams.addTeam({ id: TEAM, members, channels: { [LEADS]: 'Leadership' } });
  await launch.teams.actor(entra(7), launch.url).installs({ in: TEAM });
  const user = (join: Join, handle: string) =>
    join(launch, { handle, id: launch.ids.get(handle) ?? '', ...PEOPLE[handle] }, delivers);
  [ana, dev] = [await user(onSlack, 'ana'), await user(onSlack, 'dev')];
  [eve, chloe] = [await user(onTeams, 'eve'), await user(onWeb, 'chloe')];
  fay = { slack: await user(onSlack, 'fay'), teams: await user(onTeams, 'fay') };
  lena = { slack: await user(onSlack, 'lena'), teams: await user(onTeams, 'lena') };
}, STORY_TIMEOUT_MS);
afterAll(() => launch.end());

const until = (iso: string) => launch.advanceTo(DateTime.fromISO(iso, { zone: 'utc' }));
/** A card that changes again is shown within two seconds. */
const delivers = () => launch.advanceTo(launch.clock.now().plus({ seconds: 5 }));

it(
  'a contract from Slack is signed in Teams and in the console: decided once, and no card asks any more',
  async () => {
    expect(await ana.asks('submit DEP-1 v3.0.0 https://specs.example.com/orders.yaml')).toContain('Orders API v3.0.0');
    for (const approver of [eve, dev, chloe]) expect(await approver.reads()).toContain('Approve v3.0.0');
    const [eveLater, devLater, chloeLater] = [
      await eve.holds('Approve v3.0.0'),
      await dev.holds('Approve v3.0.0'),
      await chloe.holds('Approve v3.0.0'),
    ];

    expect(await eve.clicks('Approve v3.0.0')).toContain('2 needed of 3 approvers, 1 signed');
    expect(await dev.reads()).toContain('2 needed of 3 approvers, 1 signed');
    expect(await chloe.clicks('Approve v3.0.0')).toContain('Draft review passed: Orders API v3.0.0');

    for (const approver of [eve, dev, chloe]) {
      const seen = await approver.reads();
      expect(seen).toContain('Draft review passed: Orders API v3.0.0');
      expect(seen).not.toContain('Draft review needed');
    }
    for (const late of [eveLater, devLater, chloeLater]) expect(await late()).toContain('Draft review passed');
    expect(await ana.asks('gates DEP-1')).toContain('✓ 1 Draft review: passed');
    expect((await ana.reads()).split('Draft review passed').length - 1).toBeLessThanOrEqual(1);
  },
  STORY_TIMEOUT_MS,
);

it(
  'an owner on Slack and Teams is asked on Slack while Teams is down, told why, and not asked again when it is back',
  async () => {
    launch.teams.misbehave('unavailable', { operation: 'open-chat', times: Number.POSITIVE_INFINITY });
    launch.teams.misbehave('unavailable', { operation: 'post', times: Number.POSITIVE_INFINITY });
    await until('2026-12-01T08:40:00Z');
    expect(await fay.slack.reads()).toContain(
      'You get this here because Teams has not answered since Tue 1 Dec, 09:30. It may have arrived there too.',
    );
    expect(launch.slack.directMessages('UFAY')).toHaveLength(1);

    launch.teams.behave();
    expect(await fay.slack.clicks('✓ Green')).toContain('DEP-2 ✓ GREEN recorded');
    await until('2026-12-01T12:00:00Z');
    expect(launch.slack.directMessages('UFAY')).toHaveLength(1);
    expect(launch.teams.chat(entra(6))).toEqual([]);
    // Eve has Teams alone: her reminder waited for it.
    const { findings } = await auditSchedule(launch.db, launch.workspace, launch.clock, 1);
    expect(findings).toMatchObject([{ fault: 'late', about: '@eve' }]);
  },
  STORY_TIMEOUT_MS,
);

it(
  'what leadership decides in Teams is decided in Slack, and the other way round',
  async () => {
    await until('2026-12-01T14:00:00Z');
    await chloe.asks('block DEP-1 the vendor sandbox is down until Tuesday');
    await until('2026-12-02T14:00:10Z');
    expect(await lena.slack.reads(CLEAD)).toContain('DEP-1 blocked for 24 h');
    // Everybody sees the state; whoever may decide sees the buttons once their client asked for their view.
    expect(await fay.teams.reads(LEADS)).toContain('DEP-1 blocked for 24 h');
    expect(await fay.teams.reads(LEADS)).not.toContain('[Reassign to Ben Example]');
    expect(await lena.teams.reads(LEADS)).toContain('[Reassign to Ben Example]');

    const onSlackLater = await lena.slack.holds('Reassign to Ben Example', CLEAD);
    await lena.teams.clicks('Reassign to Ben Example', LEADS);
    for (const shown of [lena.slack.reads(CLEAD), lena.teams.reads(LEADS), fay.teams.reads(LEADS)]) {
      expect(await shown).toMatch(/DEP-1: reassigned to @?Ben/);
      expect(await shown).not.toContain('Reassign to Ben Example]');
    }
    await onSlackLater();
    expect(await lena.slack.asks('decisions')).toContain('DEC-1');
    expect(await lena.slack.asks('decisions')).not.toContain('DEC-2');

    await chloe.asks('block DEP-2 the feed has no owner of its schema');
    await until('2026-12-03T14:10:00Z');
    const onTeamsLater = await lena.teams.holds('Reassign to Ben Example', LEADS);
    await lena.slack.clicks('Reassign to Ben Example', CLEAD);
    for (const shown of [lena.slack.reads(CLEAD), lena.teams.reads(LEADS)]) {
      expect(await shown).toMatch(/DEP-2: reassigned to @?Ben/);
    }
    expect(await onTeamsLater()).toMatch(/DEP-2: reassigned to @?Ben/);
    expect(await lena.teams.asks('decisions')).toContain('DEC-2');
    expect(await lena.teams.asks('decisions')).not.toContain('DEC-3');
    // Who may act, and looks after a click came too late, still sees their own buttons.
    const card = launch.teams.messages(LEADS).at(-1)?.card;
    expect(card).toMatchObject({ refresh: { action: { verb: 'view' } } });
  },
  STORY_TIMEOUT_MS,
);
