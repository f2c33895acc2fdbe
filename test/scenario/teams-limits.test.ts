import { note } from '../../src/chat/card.ts';
import { enqueue } from '../../src/outbox/outbox.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { SeedPerson } from '../support/seed.ts';
import type { TeamsMisbehaviour } from '../support/teams-server.ts';

const MONDAY = '2026-11-30T09:00:00Z';
/** A busy machine gets its time. */
const STORY_TIMEOUT_MS = 300_000;
const TEAM = '19:launch@thread.tacv2';
const LEADS = '19:leads@thread.tacv2';
const MESSAGES = 24;
const LEAD = 'lena';

const entra = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const CROWD = Array.from({ length: 40 }, (_, n) => `p${n + 1}`);
const PEOPLE: Record<string, SeedPerson> = Object.fromEntries(
  [LEAD, ...CROWD].map((handle, n) => [handle, { teams: entra(n) }]),
);

/** Others use up the share of the app in the tenant: Teams refuses, and says until when or does not. */
const WAYS: [string, TeamsMisbehaviour][] = [
  ['says how long to wait', 'rate-limited'],
  ['does not say how long to wait', 'throttled'],
];
/** Refusals, by what is asked of Teams. */
const REFUSED = { 'begin-thread': 3, 'open-chat': 8, post: 8 } as const;
const ALL_REFUSED = 19;

describe.each(WAYS)('when Teams takes no more for a while and %s', (_how, refusal) => {
  let launch: Installation;

  beforeAll(async () => {
    launch = await startInstallation({
      at: MONDAY,
      processes: 2,
      chats: ['teams'],
      channels: [],
      seed: { people: PEOPLE },
    });
    const members = Object.values(PEOPLE).flatMap((person) => person.teams ?? []);
    launch.teams.addTeam({ id: TEAM, members, channels: { [LEADS]: 'Leadership' } });
    await launch.teams.actor(entra(0), launch.url).installs({ in: TEAM });
    await launch.settle();
  }, STORY_TIMEOUT_MS);
  afterAll(() => launch.end());

  const refusals = () => launch.teams.calls.filter(({ status }) => status === 429).length;

  it(
    'two dozen messages to one channel and a word to each of forty people all arrive, once and in order',
    async () => {
      for (const operation of ['begin-thread', 'open-chat', 'post'] as const) {
        launch.teams.misbehave(refusal, { operation, times: REFUSED[operation] });
      }
      const words = Array.from({ length: MESSAGES }, (_, n) => `Word ${n + 1} of ${MESSAGES}`);
      await launch.db.tx(launch.workspace, (tx) =>
        enqueue(tx, launch.clock.now(), [
          ...words.map((word) => ({
            key: word,
            to: { channel: { platform: 'teams' as const, id: LEADS } },
            card: note(word),
            priority: 'escalation' as const,
          })),
          ...CROWD.map((handle) => ({
            key: handle,
            to: { person: launch.ids.get(handle) ?? '' },
            card: note(`A word for ${handle}`),
            priority: 'prompt' as const,
          })),
        ]),
      );
      await launch.advanceTo(launch.clock.now().plus({ minutes: 20 }));

      // Beyond those, Teams refused nothing: Depsync kept to its limits.
      expect(refusals()).toBe(ALL_REFUSED);
      expect(launch.teams.messages(LEADS).map(({ summary }) => summary)).toEqual(words);
      for (const handle of CROWD) {
        const chat = launch.teams.chat(PEOPLE[handle]?.teams ?? '');
        expect(chat.map(({ summary }) => summary)).toEqual([`A word for ${handle}`]);
      }
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'what somebody asks faster than Teams takes answers is answered all the same, and nothing is refused',
    async () => {
      const lead = launch.teams.actor(entra(0), launch.url);
      const refused = refusals();
      for (let n = 0; n < 12; n += 1) await lead.says('help');
      await launch.advanceTo(launch.clock.now().plus({ minutes: 1 }));

      expect(launch.teams.chat(entra(0)).filter(({ author }) => author.startsWith('28:'))).toHaveLength(12);
      expect(refusals()).toBe(refused);
    },
    STORY_TIMEOUT_MS,
  );
});
