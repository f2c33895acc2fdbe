import { votes } from '../../src/features/approvals/tables.ts';
import type { Quorum } from '../../src/features/programme/model.ts';
import { Policy } from '../../src/features/programme/model.ts';
import { buttonsOf } from '../../src/story/chat.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';

const MONDAY = '2026-11-30T07:00:00Z';
const SPEC = 'https://specs.example.com/orders.yaml';
const { gates } = Policy.parse({});
/** Sixty approvers by name, thirty strangers; ten of the approvers click twice. */
const APPROVERS = Array.from({ length: 60 }, (_, n) => `approver${n}`);
const STRANGERS = Array.from({ length: 30 }, (_, n) => `stranger${n}`);
const TWICE = APPROVERS.slice(0, 10);

/** A hundred transactions wait for one row; a busy machine gets its time. */
const STORY_TIMEOUT_MS = 240_000;

let world: World;
afterEach(() => world.end());

async function openFor(quorum: Quorum): Promise<Actor[]> {
  const people = Object.fromEntries([...APPROVERS, ...STRANGERS].map((handle) => [handle, { team: 'part' as const }]));
  const approvers = { roles: [], people: APPROVERS, teams: [], leadsOf: [] };
  world = await startWorld(MONDAY, {
    people,
    policy: { gates: gates.map((gate, index) => (index === 0 ? { ...gate, approvers, quorum } : gate)) },
    dependencies: [{ title: 'Orders API', contacts: { product: 'dev', engineering: 'dev', qa: 'dev' } }],
  });
  await (await world.actor('ana')).says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
  return Promise.all([...APPROVERS, ...STRANGERS, ...TWICE].map((handle) => world.actor(handle)));
}

/** Everybody presses Approve on the card of the first approver, at the same moment. */
async function clickAtOnce(actors: readonly Actor[]): Promise<string[]> {
  const [first] = actors;
  const button = buttonsOf(first?.last.card ?? { title: [], blocks: [] }).find((one) => one.label === 'Approve v3.0.0');
  if (button === undefined) throw new Error('The first approver was asked nothing.');
  const replies = await Promise.all(
    actors.map(({ person }, index) =>
      world.depsync.dispatch({
        kind: 'action',
        workspace: world.workspace,
        sender: person.id,
        place: { platform: 'web', conversation: `person:${person.id}`, direct: true },
        receipt: `click-${index}`,
        name: button.name,
        value: button.value,
      }),
    ),
  );
  await world.settle();
  return replies.map((reply) =>
    reply.kind === 'card' || reply.kind === 'replace' ? String(reply.card.title[0]) : `no card but ${reply.kind}`,
  );
}

const cast = () => world.db.tx(world.workspace, (tx) => tx.select().from(votes));

it.each<[Quorum, number]>([
  ['any', 1],
  [7, 7],
])(
  'takes %p of a hundred who click at once, passes the gate once, and answers all',
  async (quorum, needed) => {
    const actors = await openFor(quorum);
    const answers = await clickAtOnce(actors);

    const given = await cast();
    expect(given).toHaveLength(needed);
    expect(new Set(given.map((vote) => vote.byId)).size).toBe(needed);
    expect(answers).toHaveLength(100);
    const kinds = {
      approved: /^You approved /,
      passed: /^Draft review passed: /,
      stranger: /^You cannot approve DEP-1/,
    };
    const counts = Object.entries(kinds).map(([kind, pattern]) => [
      kind,
      answers.filter((one) => pattern.test(one)).length,
    ]);
    const { approved = 0, passed = 0, stranger = 0 } = Object.fromEntries(counts) as Record<string, number>;
    expect(approved + passed + stranger).toBe(100);
    // Who signs before the last is told so, or that it passed where they clicked again after.
    expect(approved).toBeLessThanOrEqual(2 * (needed - 1));
    // A stranger who comes after the end is told how it ended.
    expect(stranger).toBeLessThanOrEqual(STRANGERS.length);
    const next = await (await world.actor('dev')).says('/deps gates DEP-1');
    expect(next.text).toMatch(/✓ 1 Draft review: passed.*2 Technical sign-off: 0 of \d signed/s);
    const dev = await world.actor('dev');
    expect(dev.inbox.filter((one) => one.text.startsWith('Technical sign-off: '))).toHaveLength(1);
  },
  STORY_TIMEOUT_MS,
);
