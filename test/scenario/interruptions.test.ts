import { interruptionsFor } from '../../src/features/mornings/index.ts';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { type Actor, formOf, startWorld, type World } from '../support/depsync.ts';
import { PLATFORMS, STORY_TIMEOUT_MS, startLaunch } from '../support/launch.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin. Prompts go out on Tuesday and Thursday, 09:30 on the owner's clock. */
const MONDAY = '2026-11-30T07:00:00Z';
/** What is due at one moment gathers for half a minute. */
const TUESDAY_MORNING = '2026-12-01T08:30:30Z';

let world: World;
let ana: Actor;
let chloe: Actor;

async function start(weekly = 6) {
  world = await startWorld(MONDAY, {
    policy: { interruptions: { bundled: true, weekly } },
    dependencies: [
      { title: 'Orders API', dueDate: '2027-02-26', neededBy: '2027-02-26' },
      { title: 'Usage feed', owner: 'dev', dueDate: '2027-01-15' },
    ],
  });
  await world.db.tx(world.workspace, async (tx) => {
    const [programme] = await listProgrammes(tx);
    await replanPrompts({ tx, now: world.now() }, programme?.id ?? '');
  });
  [ana, chloe] = [await world.actor('ana'), await world.actor('chloe')];
}
const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;

async function page() {
  const now = world.now();
  const shown = await world.db.tx(world.workspace, (tx) => interruptionsFor(tx, { now }));
  if (shown === undefined) throw new Error('The story has no programme.');
  return shown;
}

async function cardOf(actor: Actor, words: string) {
  const { reply, text } = await actor.says(`/deps ${words}`);
  if (reply.kind !== 'card') throw new Error(text);
  return reply.card;
}

describe('what is wanted from somebody', () => {
  afterEach(() => world.end());

  it('sends one thing as it is', async () => {
    await start();
    await world.advanceTo('2026-12-01T08:30:29Z');
    expect(ana.inbox).toHaveLength(0);

    await world.advanceTo(TUESDAY_MORNING);

    expect(ana.inbox).toHaveLength(1);
    expect(ana.last.text).toContain('DEP-1 needs a word by');
  });

  it('puts all that is wanted on a day into one message, in the order of what hangs on it, and opens what is asked for', async () => {
    await start();
    await say(chloe, 'action @ana order the licences by Tue');
    await say(chloe, 'action @ana send the test data by Tue on DEP-1');
    await world.advanceTo(TUESDAY_MORNING);

    expect(ana.inbox).toHaveLength(2);
    expect(ana.inbox[0]?.text).toContain('2 things wait for you today');
    const second = ana.last;
    expect(second.text).toContain('3 things wait for you today');
    expect(second.text).toContain('1. ACT-2: send the test data by Tue 1 Dec · no float left · 1 waits for it');
    expect(second.text).toContain('2. DEP-1 needs a word by Wed 2 Dec, 18:00 · no float left · 1 waits for it');
    expect(second.text).toContain('3. ACT-1: order the licences by Tue 1 Dec');

    const opened = await ana.clicks('Open', second);
    expect(opened.text).toContain('2 things wait for you today');
    expect(opened.text).toContain('2 of 6 messages this week');
    expect(ana.last.text).not.toContain('things wait');
  });

  it('keeps what comes up after the morning for the next one, and lists what was not opened again', async () => {
    await start();
    await world.advanceTo(TUESDAY_MORNING);
    expect(ana.inbox).toHaveLength(1);
    await say(chloe, 'action @ana send the test data by Fri on DEP-1');
    await say(chloe, 'action @ana order the licences by Fri');
    await world.advanceTo('2026-12-01T17:00:00Z');
    expect(ana.inbox).toHaveLength(1);

    await world.advanceTo('2026-12-02T08:30:30Z');

    expect(ana.inbox).toHaveLength(2);
    expect(ana.last.text).toContain('3 things wait for you today');
    expect(ana.last.text).toContain('DEP-1 waits for your status since');
    await ana.writes('green');
    await world.advanceTo('2026-12-03T08:30:30Z');
    expect(ana.last.text).toContain('things wait for you today');
    expect(ana.last.text).toContain('ACT-1');
    expect(ana.last.text).not.toContain('DEP-1 waits for your status');
  });

  it('puts a brief that was held back where the dependencies that hold it back stand', async () => {
    await start();
    const lena = await world.actor('lena');
    await say(chloe, 'action @lena order the licences by Tue');
    await say(lena, 'settings brief mon 08:30 @chloe');
    await world.advanceTo('2026-12-01T20:00:00Z');

    const list = lena.inbox.find(({ text }) => text.includes('things wait for you'));
    expect(list?.text).toContain('1. The brief of Q1 launch was not sent · no float left · 1 waits for it');
  });

  it('asks about a milestone in the same message as all else', async () => {
    await start();
    await say(await world.actor('lena'), 'milestones programme Beta: 4 Dec');
    await say(chloe, 'action @ana order the licences by 2026-12-07');
    await world.advanceTo('2026-12-07T12:00:00Z');
    expect(ana.last.text).not.toContain('Three questions');

    await world.advanceTo('2026-12-08T08:30:30Z');

    expect(ana.last.text).toContain('things wait for you today');
    expect(ana.last.text).toContain('Three questions about Beta');
    expect(ana.last.text).toContain('DEP-1 needs a word by');
  });

  it('takes back what is done before it was sent', async () => {
    await start();
    await world.advanceTo(TUESDAY_MORNING);
    await say(chloe, 'action @ana send the test data by Fri on DEP-1');
    expect(await say(ana, 'today')).toContain('1 thing waits for you');
    const form = formOf(await chloe.clicks('Done…', await cardOf(chloe, 'actions ACT-1')));
    await chloe.submits(form, { state: 'dropped', note: 'not needed' });
    expect(await say(ana, 'today')).toContain('Nothing else waits for you');
  });

  it('keeps to the budget of the week, which escalations alone exceed', async () => {
    await start(2);
    await world.advanceTo(TUESDAY_MORNING);
    await world.advanceTo('2026-12-02T08:31:00Z');
    const before = ana.inbox.length;
    expect(before).toBe(2);
    await say(chloe, 'action @ana send the test data by Fri on DEP-1');
    await world.advanceTo('2026-12-04T20:00:00Z');
    expect(ana.inbox).toHaveLength(before);
    expect(await say(ana, 'today')).toContain('2 of 2 messages this week');

    await world.advanceTo('2026-12-07T08:30:30Z');
    expect(ana.inbox).toHaveLength(before + 1);
    expect(ana.last.text).toContain('things wait for you today');
  });

  it('counts on the page how often each was interrupted, escalations apart, and what is held since when', async () => {
    await start(2);
    await say(ana, 'submit DEP-1 v1.0.0 https://contracts.example/orders');
    await world.advanceTo('2026-12-02T08:31:00Z');
    await say(chloe, 'action @ana send the test data by Fri on DEP-1');
    await say(chloe, 'action @ana order the licences by Fri');
    await world.advanceTo('2026-12-04T20:00:00Z');
    const first = await page();
    expect(first.note).toContain('2 messages a week');
    // Everybody else was asked to sign, or is asked as stand-in; the gate's lateness reaches owner and lead.
    expect(first.people).toEqual([
      { who: 'Ana Example', cells: ['2 of 2, +1', '0 of 2', '0 of 2', '0 of 2', '3, the oldest for 59 h'] },
      { who: 'Lena Example', cells: ['2 of 2, +1', '0 of 2', '0 of 2', '0 of 2', '3, the oldest for 58 h'] },
      { who: 'Chloe Example', cells: ['2 of 2', '0 of 2', '0 of 2', '0 of 2', '3, the oldest for 54 h'] },
      { who: 'Dev Example', cells: ['2 of 2', '0 of 2', '0 of 2', '0 of 2', '1, for 40 h'] },
      { who: 'Ben Example', cells: ['2 of 2', '0 of 2', '0 of 2', '0 of 2', 'nothing'] },
    ]);

    await world.advanceTo('2026-12-08T12:00:00Z');
    const [most] = (await page()).people;
    expect(most).toEqual({
      who: 'Ana Example',
      cells: ['2 of 2', '2 of 2, +1', '0 of 2', '0 of 2', '4, the oldest for 6 d'],
    });
    await say(ana, 'today');
    await say(await world.actor('lena'), 'settings interruptions single');
    expect((await page()).people[0]?.cells[1]).toBe('2, +1');
  });

  it('shows the most interrupted of many, and counts the others', async () => {
    const crowd = Array.from({ length: 40 }, (_, index) => [`many${String(index).padStart(2, '0')}`, {}] as const);
    world = await startWorld(MONDAY, { people: Object.fromEntries(crowd), dependencies: [{ title: 'Orders API' }] });

    const { people, left } = await page();

    expect(people).toHaveLength(40);
    // Ana, Ben, Chloe and Lena; Dev's team takes no part.
    expect(left).toBe(4);
  });
});

describe.each(PLATFORMS)('on %s', (platform) => {
  it(
    'lists what waits, opens it where it is asked for, and takes it off the list',
    async () => {
      const launch = await startLaunch(platform, '2026-11-30T08:00:00Z', {
        policy: { interruptions: { bundled: true, weekly: 6 } },
        dependencies: [{ title: 'Orders API' }],
      });
      const { ana, chloe } = launch.users;
      await chloe.asks('action @ana send the test data by Fri on DEP-1');
      await chloe.asks('action @ana order the licences by Thu');
      await launch.until('2026-11-30T08:31:00Z');
      try {
        expect(await ana.reads()).toContain('2 things wait for you today');
        expect(await ana.clicks('Open')).toContain('1 thing waits for you');
        expect(await ana.reads()).toMatch(/Opened:? by Chloe/);
        expect(await ana.clicks('Open')).toContain('Nothing else waits for you');
      } finally {
        await launch.installation.end();
      }
    },
    STORY_TIMEOUT_MS,
  );
});
