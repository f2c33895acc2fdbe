import { DateTime } from 'luxon';
import { note } from '../../src/chat/card.ts';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { enqueue } from '../../src/outbox/outbox.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { SeedPerson } from '../support/seed.ts';
import type { TeamsMessage } from '../support/teams-state.ts';
import { onTeams, type User } from '../support/user.ts';

/** Mon 30 Nov 2026, 09:00 in Berlin. */
const MONDAY = '2026-11-30T08:00:00Z';
/** A busy machine gets its time. */
const STORY_TIMEOUT_MS = 120_000;
const TEAM = '19:launch@thread.tacv2';
const LEADS = '19:leads@thread.tacv2';

const entra = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const PEOPLE = {
  ana: { teams: entra(1), delegate: 'ben' },
  ben: { teams: entra(2), delegate: 'ana' },
  chloe: { teams: entra(3), team: 'part', delegate: 'dev' },
  dev: { teams: entra(4), team: 'data', delegate: 'ben' },
  lena: { teams: entra(5), delegate: 'ana' },
} as const satisfies Record<string, SeedPerson>;
type Handle = keyof typeof PEOPLE;

let launch: Installation;
let users: Record<Handle, User>;

beforeEach(async () => {
  launch = await startInstallation({
    at: MONDAY,
    processes: 2,
    chats: ['teams'],
    channels: [],
    seed: {
      people: PEOPLE,
      policy: {
        channels: {
          programme: [{ platform: 'web', id: 'programme' }],
          leadership: [{ platform: 'teams', id: LEADS }],
        },
      },
      dependencies: [{ title: 'Orders API', contacts: { product: 'dev', engineering: 'dev', qa: 'dev' } }],
    },
  });
  await launch.db.tx(launch.workspace, async (tx) => {
    const [programme] = await listProgrammes(tx);
    await replanPrompts({ tx, now: launch.clock.now() }, programme?.id ?? '');
  });
  const members = Object.values(PEOPLE).map((person) => person.teams);
  launch.teams.addTeam({ id: TEAM, members, channels: { [LEADS]: 'Leadership' } });
  await launch.teams.actor(PEOPLE.lena.teams, launch.url).installs({ in: TEAM });
  const user = (handle: Handle) =>
    onTeams(launch, { handle, id: launch.ids.get(handle) ?? '', ...PEOPLE[handle] }, delivers);
  const [ana, ben, chloe, dev, lena] = [
    await user('ana'),
    await user('ben'),
    await user('chloe'),
    await user('dev'),
    await user('lena'),
  ];
  users = { ana, ben, chloe, dev, lena };
}, STORY_TIMEOUT_MS);
afterEach(() => launch.end());

const until = (iso: string) => launch.advanceTo(DateTime.fromISO(iso, { zone: 'utc' }));
const delivers = () => launch.advanceTo(launch.clock.now().plus({ seconds: 5 }));

/** The outbox message that a message of Teams is; undefined for an answer. */
function carriedBy({ card }: TeamsMessage): string | undefined {
  const { refresh } = (card ?? {}) as { refresh?: { action: { data: { depsync: { message: string } } } } }; // Teams took it
  return refresh?.action.data.depsync.message;
}

it(
  'clients that ask for their view of every card at once do no harm through a prompt, a gate and an escalation',
  async () => {
    const { ana, chloe, dev, lena } = users;
    launch.teams.openClients(launch.url);

    await until('2026-12-01T08:31:00Z');
    expect(await ana.clicks('✓ Green')).toMatch(/DEP-1 ✓ GREEN recorded from @?Ana/);
    expect(await ana.asks('submit DEP-1 v1.0.0 https://specs.example.com/orders.yaml')).toContain('Orders API v1.0.0');
    expect(await dev.clicks('Approve v1.0.0')).toContain('1 of 2 signed');
    expect(await chloe.clicks('Approve v1.0.0')).toContain('Draft review passed');
    expect(await dev.reads()).toContain('Draft review passed');
    await chloe.asks('block DEP-1 the vendor sandbox is down until Tuesday');
    await until('2026-12-02T08:32:00Z');
    expect(await lena.clicks('Reassign to Ben Example', LEADS)).toMatch(/DEP-1: reassigned to @?Ben/);

    const posted = launch.teams.state.messages.filter(({ author, deleted }) => author.startsWith('28:') && !deleted);
    const ids = posted.flatMap((message) => carriedBy(message) ?? []);
    expect(ids.length).toBeGreaterThan(5);
    expect(new Set(ids).size).toBe(ids.length);
    expect(launch.teams.calls.filter(({ operation }) => operation === 'delete')).toEqual([]);
  },
  STORY_TIMEOUT_MS,
);

describe.each(['done-bad-gateway', 'silent'] as const)('a message that Teams took without saying so (%s)', (how) => {
  beforeEach(async () => {
    await users.ana.asks('help');
    launch.teams.misbehave(how, { operation: 'post' });
  });

  /** A word for Ana, of which Teams gives no word whether it took it. */
  const says = () =>
    launch.db.tx(launch.workspace, (tx) =>
      enqueue(tx, launch.clock.now(), [
        { key: 'word', to: { person: launch.ids.get('ana') ?? '' }, card: note('One word for you'), priority: 'reply' },
      ]),
    );
  const words = () => launch.teams.chat(PEOPLE.ana.teams).filter(({ summary }) => summary === 'One word for you');

  it('is not sent again when their client shows it', async () => {
    await says();
    await launch.settle();
    await launch.teams.actor(PEOPLE.ana.teams, launch.url).looks();
    await launch.advanceTo(launch.clock.now().plus({ hours: 1 }));

    expect(words()).toHaveLength(1);
    expect(launch.teams.calls.filter(({ operation }) => operation === 'delete')).toEqual([]);
  });

  it('was sent again by the time their client shows both: one is taken back', async () => {
    await says();
    await launch.advanceTo(launch.clock.now().plus({ hours: 1 }));
    expect(words()).toHaveLength(2);

    await launch.teams.actor(PEOPLE.ana.teams, launch.url).looks();
    await launch.teams.until(() => words().length < 2);
    await launch.teams.actor(PEOPLE.ana.teams, launch.url).looks();
    await delivers();
    expect(words()).toHaveLength(1);
  });
});
