import { loadFacts } from '../../src/features/briefs/load.ts';
import { check } from '../../src/features/briefs/rules/check.ts';
import { compose } from '../../src/features/briefs/rules/compose.ts';
import { listProgrammes } from '../../src/features/programme/index.ts';
import { listDependencies, setReport } from '../../src/features/register/index.ts';
import { changes } from '../support/confirming.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';

/** Mon 19 Oct 2026, 08:00 in Berlin: the clocks of Berlin go back on the 25th, those of New York on 1 November. */
const MONDAY = '2026-10-19T06:00:00Z';
const GREEN = {
  colour: 'green' as const,
  reason: null,
  mitigation: 'ask the owner in person',
  trigger: 'a round without an answer',
  byId: '00000000-0000-7000-8000-000000000000',
  at: MONDAY,
};

let world: World;
let lena: Actor;
let ana: Actor;
let eva: Actor;
let omar: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, {
    people: {
      eva: { zone: 'Europe/Berlin', delegate: 'omar' },
      omar: { zone: 'America/New_York', delegate: 'eva' },
      kiri: { zone: 'Pacific/Auckland', delegate: 'eva' },
    },
    dependencies: [
      { title: 'Orders API', report: GREEN },
      { title: 'Usage feed', report: GREEN },
    ],
  });
  [lena, ana] = [await world.actor('lena'), await world.actor('ana')];
  [eva, omar] = [await world.actor('eva'), await world.actor('omar')];
});
afterEach(() => world.end());

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;
const briefsOf = (actor: Actor) => actor.inbox.filter(({ text }) => text.includes('Confidence in these facts'));
const at = (actor: Actor) => briefsOf(actor).map(({ postedAt }) => postedAt.toUTC().toISO());

it('shows the brief to whoever asks', async () => {
  const text = await say(ana, 'brief');
  expect(text).toContain('Q1 launch: On track, 0 of 1 critical dates committed');
  expect(text).toContain('0 of 1 critical dates committed, 2 of 2 statuses fresh.');
  expect(text).toContain('0 red, 0 yellow, 2 green');
  expect(text).toContain('No decision is asked.');
  expect(text).not.toContain('Send to');
});

it('goes to each reader on Monday at their own time, also when the clocks change', async () => {
  await say(lena, 'settings brief mon 08:30 @eva @omar');
  await world.advanceTo('2026-11-02T20:00:00Z');

  expect(at(eva)).toEqual(['2026-10-19T06:30:00.000Z', '2026-10-26T07:30:00.000Z', '2026-11-02T07:30:00.000Z']);
  expect(at(omar)).toEqual(['2026-10-19T12:30:00.000Z', '2026-10-26T12:30:00.000Z', '2026-11-02T13:30:00.000Z']);
});

it('comes on the next working day where its day is none', async () => {
  await say(lena, 'settings brief sat 08:30 @eva');
  await world.advanceTo('2026-10-26T20:00:00Z');
  // That of Saturday the 17th, and of the 24th.
  expect(at(eva)).toEqual(['2026-10-19T06:30:00.000Z', '2026-10-26T07:30:00.000Z']);
});

it('follows a reader who moves, and stops when nobody is named', async () => {
  await say(lena, 'settings brief mon 08:30 @eva');
  await say(lena, 'settings brief mon 09:00 @omar');
  await world.advanceTo('2026-10-19T20:00:00Z');
  expect([at(eva), at(omar)]).toEqual([[], ['2026-10-19T13:00:00.000Z']]);

  await say(lena, 'settings brief none');
  await world.advanceTo('2026-10-27T00:00:00Z');
  expect(at(omar)).toHaveLength(1);
});

it('is held back by a yellow that nobody looks after, says which, and goes out when somebody does', async () => {
  await say(lena, 'settings brief mon 08:30 @eva');
  await world.db.tx(world.workspace, async (tx) => {
    const [second] = await listDependencies(tx, { keys: ['DEP-2'] });
    await setReport(tx, second?.id ?? '', { ...GREEN, mitigation: null }, world.now());
  });
  await say(ana, 'block DEP-2 the sandbox is down');
  expect(await say(ana, 'brief')).toContain('DEP-2 ▲ YELLOW: no mitigation');

  await world.advanceTo('2026-10-19T07:00:00Z');
  expect(briefsOf(eva)).toEqual([]);
  expect(lena.last.text).toContain('The brief of Q1 launch was not sent');
  expect(lena.last.text).toContain('DEP-2 ▲ YELLOW: no mitigation');
  expect(lena.last.text).toContain('/deps risk DEP-2 @WHO WHAT mitigation: WHAT trigger: DEP-2 red');
  expect(lena.last.text).not.toContain('/deps assign');
  expect(lena.last.text).toContain('You get this as lead of Q1 launch.');

  await say(ana, 'risk DEP-2 @ben one sandbox mitigation: book our own trigger: DEP-2 red');
  await lena.clicks('Send it now');
  expect(briefsOf(eva)).toHaveLength(1);
  expect(eva.last.text).toContain('RISK-1 one sandbox (Ben Example): book our own');
});

it('tells each reader all that changed since their brief of the week before, wherever the others are', async () => {
  await say(lena, 'settings brief mon 08:30 @kiri @eva @omar');
  await world.advanceTo('2026-11-02T10:00:00Z');
  // For Kiri it is Monday while UTC has Sunday: the same week, so that Eva's brief is not compared with Kiri's of the same morning.
  expect(at(await world.actor('kiri'))).toEqual(['2026-10-25T19:30:00.000Z', '2026-11-01T19:30:00.000Z']);
  expect(briefsOf(eva)[1]?.text).toContain('Compared with Mon 19 Oct, 08:30.\n2 worse: DEP-1, DEP-2');
  // Compared with the one that Omar got in the afternoon, Eva would never hear of that Monday's morning.
  expect(briefsOf(eva)[2]?.text).toContain('Compared with Sun 25 Oct, 20:30.');
});

it('tells what changed since the brief of the week before, and the decision that is asked', async () => {
  await say(lena, 'settings brief mon 08:30 @eva');
  await world.advanceTo('2026-10-23T08:00:00Z');
  await say(ana, 'risk DEP-1 @ben one sandbox mitigation: book our own trigger: DEP-1 red');
  await say(ana, 'block DEP-1 the sandbox is down');
  await world.advanceTo('2026-10-26T08:00:00Z');

  const { text } = eva.last;
  expect(text).toContain('worse: DEP-1');
  expect(text).toContain('Decisions asked: DEP-1 blocked: the sandbox is down: decide by');
  expect(text).toContain('Options: ');
  expect(await say(ana, 'brief earlier')).toContain('to Eva Example');
});

it('tells how far its facts can be relied on, the weakest first, whatever the verdict', async () => {
  const chloe = await world.actor('chloe');
  await changes(lena, 'edit DEP-1 due 22 Oct');
  await changes(lena, 'edit DEP-2 due 21 Oct');
  await say(ana, 'commit DEP-1 @ana delivers v2 by 22 Oct TICKET-77');
  expect(await say(ana, 'brief')).toContain('0 of 1 critical dates committed');
  await say(chloe, 'lock COM-1');
  expect(await say(ana, 'brief')).toContain(
    'Confidence in these facts, the weakest first: 2 of 2 statuses fresh, 1 of 1 critical dates committed.',
  );

  for (const key of ['DEP-1', 'DEP-2']) {
    await say(ana, `risk ${key} @ben one sandbox mitigation: book our own trigger: ${key} red`);
  }
  await world.advanceTo('2026-10-23T20:00:00Z');
  expect(await say(ana, 'brief')).toContain('Q1 launch: Off track, 0 of 1 promises kept');
});

it('is sent by leads alone, to people who are there', async () => {
  expect(await say(ana, 'brief send')).toContain('Only a lead of Q1 launch may send the brief: @lena.');
  expect(await say(lena, 'brief send')).toContain('Nobody is named who gets it.');
  expect(await say(lena, 'settings brief mon 08:30 @evva')).toContain('eva');
  expect(await say(lena, 'settings brief someday 08:30 @eva')).toContain(
    '“someday” is no weekday. Send a weekday, a time and who gets it',
  );
  expect(await say(lena, 'settings brief mon 08:30')).toContain('Nobody is named.');
  expect(await say(lena, 'brief now')).toContain('Send /deps brief, /deps brief send');
});

it.each([
  ['a blocker', 'block DEP-1 the sandbox is down'],
  ['a report', 'reply 1 yellow: waiting for the vendor'],
  ['an action', 'action @ben send the test data by Fri on DEP-1'],
  ['a risk', 'risk DEP-1 @ben one sandbox mitigation: book our own trigger: DEP-1 red'],
  ['a day', 'edit DEP-1 due 29 Oct'],
  ['an override', 'override DEP-1 red until Fri because the vendor stopped'],
  ['a contract', 'submit DEP-1 v1.0.0 https://contracts.example/orders'],
])('finds that %s came after it was composed', async (_what, words) => {
  const [programme] = await world.db.tx(world.workspace, listProgrammes);
  if (programme === undefined) throw new Error('The story has no programme.');
  const read = () =>
    world.db.tx(world.workspace, (tx) => loadFacts({ tx, now: world.now() }, programme, 'Europe/London', null));
  const facts = await read();
  const brief = compose(facts, null);
  expect(check(brief, await read(), null)).toEqual([]);

  await changes(lena, words);

  expect(check(brief, await read(), null)).not.toEqual([]);
});

it('tells week by week what was due, sent and answered', async () => {
  await say(lena, 'settings brief mon 08:30 @eva');
  await world.advanceTo('2026-10-20T08:00:00Z');
  await ana.writes('all green');
  await world.advanceTo('2026-10-26T08:00:00Z');

  const text = await say(lena, 'communication');
  expect(text).toContain('Week of Mon 19 Oct: status prompts 2 of 2 sent, 1 of 2 answered');
  expect(text).toContain('roll-ups 2 of 2 sent');
  expect(text).toContain('Week of Mon 26 Oct: briefs 1 of 1 sent');
  expect(text).toContain('Ana Example: 1 of 2 answered');
  expect(eva.last.text).toContain('Sent in time in the last 7 days: prompts 2 of 2, escalations none due.');
});
