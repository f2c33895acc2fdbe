import { Policy } from '../../src/features/programme/model.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York. */
const MONDAY = '2026-11-30T07:00:00Z';
const SPEC = 'https://specs.example.com/orders.yaml';
const { gates } = Policy.parse({});
const NOBODY = { roles: [], people: [], teams: [], leadsOf: [] };

let world: World;
let ana: Actor;
let chloe: Actor;
let dev: Actor;
let kim: Actor;

/** One of Partner signs the first three gates; Chloe leads it, Kim and Sam are of it. The last gate is as usual. */
beforeEach(async () => {
  world = await startWorld(MONDAY, {
    people: { kim: { team: 'part' }, sam: { team: 'part' } },
    policy: {
      gates: gates.map((gate, index) => (index === 3 ? gate : { ...gate, approvers: { ...NOBODY, teams: ['part'] } })),
    },
    dependencies: [
      {
        title: 'Orders API',
        obligations: ['PII'],
        contacts: { product: 'chloe', engineering: 'kim', compliance: 'dev' },
      },
    ],
  });
  [ana, chloe] = [await world.actor('ana'), await world.actor('chloe')];
  [dev, kim] = [await world.actor('dev'), await world.actor('kim')];
  await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
});
afterEach(() => world.end());

it('lets any one of a team sign for it, and asks its lead', async () => {
  const sam = await world.actor('sam');
  expect(chloe.last.text).toContain('you sign as one of Partner Experience');
  expect(chloe.last.text).toContain('Any one of Partner Experience may sign.');
  expect(kim.inbox).toEqual([]);
  expect((await kim.says('/deps mine')).text).toContain('gate 1 of DEP-1, Draft review');
  expect((await dev.says('/deps approve DEP-1')).text).toContain('@chloe and everybody of Partner Experience can');

  const shown = await kim.says('/deps gates DEP-1');
  if (shown.reply.kind !== 'card') throw new Error(shown.text);
  expect((await kim.clicks('Approve v3.0.0', shown.reply.card)).text).toMatch(/^Draft review passed/);
  expect(chloe.inbox[0]?.text).toContain('✓ signed by @Kim Example for @Chloe Example');
  expect((await sam.says('/deps approve DEP-1')).text).toMatch(/^Technical sign-off passed/);
});

it('has compliance sign for obligations, each with its evidence', async () => {
  for (let gate = 1; gate < 4; gate += 1) await chloe.says('/deps approve DEP-1');
  await chloe.says('/deps approve DEP-1');
  await kim.says('/deps approve DEP-1');
  expect(dev.last.text).toContain('you sign as compliance contact of Data Insights');
  expect(dev.last.text).toContain('You sign that these obligations are met:\n- PII: no evidence yet');
  expect(dev.last.text).toContain('/deps link DEP-1 URL PII');
  expect(kim.inbox.at(-1)?.text).not.toContain('obligations');

  expect((await dev.clicks('Approve v3.0.0')).text).toMatch(
    /^PII of DEP-1 has no evidence yet. Link it under that name/,
  );
  expect((await ana.says('/deps link DEP-1 ftp://docs.example.com/pii PII')).text).toContain('begins with https://');
  await ana.says('/deps link DEP-1 https://docs.example.com/pii-review pii');
  const { text } = await dev.says('/deps gates DEP-1');
  expect(text).toContain('2 of 3 signed · waits for @Dev Example');
  expect((await dev.clicks('Approve v3.0.0')).text).toMatch(/^Production readiness passed/);
});
