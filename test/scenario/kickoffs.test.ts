import { type Actor, formOf, startWorld, type World } from '../support/depsync.ts';
import { PLATFORMS, STORY_TIMEOUT_MS, startLaunch } from '../support/launch.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 02:00 in New York, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';

describe('a programme that starts', () => {
  let world: World;
  let ana: Actor;
  let chloe: Actor;
  let lena: Actor;

  beforeEach(async () => {
    world = await startWorld(MONDAY, {
      dependencies: [
        { title: 'Orders API', dueDate: '2026-12-11', contacts: { product: 'ana', qa: 'dev' } },
        { title: 'Usage feed', kind: 'data-feed', owner: null },
      ],
    });
    [ana, chloe, lena] = [await world.actor('ana'), await world.actor('chloe'), await world.actor('lena')];
  });
  afterEach(() => world.end());

  const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;

  it('has its kickoff summary composed, reviewed and posted by its lead', async () => {
    await say(chloe, 'action @ana close the findings of the last launch by 18 Dec');
    await world.advance({ minutes: 1 });
    expect(await say(lena, 'programme start')).toContain('Q1 launch is started');
    await say(chloe, 'action @ana send the test data by Fri on DEP-1');

    const review = await say(lena, 'kickoff');
    expect(lena.inbox.at(-1)?.text).toContain('Kickoff of Q1 launch: post it by Tue 1 Dec, 07:01');
    expect(review).toContain('Touchpoints: 1 API, 1 data feed');
    expect(review).toContain('Release: Fri 26 Feb');
    expect(review).toContain('- Product Platform (Ben Example): delivers 2, waits for 0');
    expect(review).toContain('- Ana Example: owner of 1, product contact of 1');
    expect(review).toContain('- ACT-2 send the test data · Ana Example · Fri 4 Dec');
    expect(review).toContain('- DEP-1 Delivery of Orders API · Ana Example · Fri 11 Dec');
    expect(review).toContain(
      'Carried over, open since before the start\n- ACT-1 close the findings of the last launch · Ana Example · Fri 18 Dec',
    );
    expect(review).toContain('- Without an owner: DEP-2 · /deps assign DEP-2 @OWNER');
    expect(review).toContain(
      '- Without a contact: DEP-1 (engineering, analytics), DEP-2 (product, engineering, qa, analytics) · /deps contact DEP-1 engineering @PERSON',
    );
    expect(review).toContain('- Without a trace: DEP-1, DEP-2 · /deps link DEP-1 URL LABEL');
    expect(review).toContain('- Without a contract: DEP-1, DEP-2 · /deps submit DEP-1');

    expect((await lena.clicks('Post it now')).text).toContain('Kickoff of Q1 launch is posted');
    const [posted] = world.channel('programme').filter(({ text }) => text.includes('Kickoff of Q1 launch'));
    expect(posted?.text).toContain('Kickoff of Q1 launch: release Fri 26 Feb');
    expect(posted?.text).toContain('Posted by Lena Example');
    const before = lena.inbox.length;
    await world.advance({ hours: 30 });
    expect(lena.inbox.slice(before).filter(({ text }) => text.includes('Kickoff'))).toHaveLength(0);
    expect(await say(chloe, 'kickoff')).toContain('Posted by Lena Example');
  });

  it('warns its lead four hours before, and posts itself with its gaps when nobody acts', async () => {
    await say(lena, 'programme start');
    await world.advanceTo('2026-12-01T02:59:00Z');
    expect(lena.last.text).toContain('post it by Tue 1 Dec, 07:00');
    await world.advanceTo('2026-12-01T03:00:00Z');
    expect(lena.last.text).toContain('Kickoff of Q1 launch posts itself Tue 1 Dec, 07:00');
    expect(world.channel('programme')).toHaveLength(0);

    await world.advanceTo('2026-12-01T07:00:00Z');
    const posted = world.channel('programme').at(-1)?.text;
    expect(posted).toContain('Posted by Depsync itself, since no lead did within 24 h');
    expect(posted).toContain('Without an owner: DEP-2');
    expect((await lena.clicks('Post it now')).text).toContain('Kickoff of Q1 launch is posted');
    expect(world.channel('programme').filter(({ text }) => text.includes('Kickoff'))).toHaveLength(1);
  });

  it('is edited before and after it is posted: scope and next actions, all of them or none', async () => {
    await say(lena, 'programme start');
    const form = formOf(await lena.clicks('Edit…'));

    expect(
      (await lena.submits(form, { scope: 'Orders', actions: '@ana send it by Fri\n@nobody x by Fri' })).text,
    ).toContain('Line 2: Nobody in the register is called @nobody');
    expect((await lena.submits(form, { actions: 'send it' })).text).toContain('Line 1: say who, what and by when');
    expect(await say(ana, 'actions')).toContain('No action');

    const text = (await lena.submits(form, { scope: 'Orders *only*', actions: '@ana send it by Fri on DEP-1\n' })).text;
    expect(text).toContain('Scope: Orders *only*');
    expect(text).toContain('ACT-1 send it · Ana Example · Fri 4 Dec');
    expect(ana.last.text).toContain('ACT-1: send it by Fri 4 Dec');
    expect((await lena.submits(form, { scope: 'Another' })).text).toContain(
      'The summary changed while your form was open',
    );

    await lena.clicks('Post it now');
    const later = formOf(await lena.clicks('Edit…'));
    await lena.submits(later, { scope: 'Orders and returns' });
    const shown = world.channel('programme').filter(({ text: one }) => one.includes('Kickoff'));
    expect(shown).toHaveLength(1);
    expect(shown[0]?.text).toContain('Scope: Orders and returns');
  });

  it('starts once; others are told who may', async () => {
    expect(await say(ana, 'programme start')).toContain('Only a lead of Q1 launch may start it: @lena');
    expect(await say(ana, 'kickoff')).toContain('Q1 launch is not started yet');
    await say(lena, 'programme start');
    await world.advance({ hours: 1 });
    expect(await say(lena, 'programme start Q1')).toContain(
      'Q1 launch is started since Mon 30 Nov, 07:00, by @lena. Its kickoff summary is due Tue 1 Dec, 07:00',
    );
    expect(await say(lena, 'programme start Q9')).toContain('No programme is called Q9');
    expect(await say(lena, 'programme stop')).toContain('"stop" is none of: start.');
    expect((await ana.clicks('Post it now', lena.last)).text).toContain(
      'Only a lead of Q1 launch may review its kickoff',
    );
  });

  it('is reviewed by whoever stands in for its lead', async () => {
    await say(lena, 'programme start');
    await say(lena, 'away until 2026-12-07, @ana stands in');
    await world.advanceTo('2026-12-01T03:00:00Z');
    expect(ana.last.text).toContain('You get this as stand-in of Lena Example, lead of Q1 launch.');
    expect((await ana.clicks('Post it now')).text).toContain('Kickoff of Q1 launch is posted');
  });
});

describe.each(PLATFORMS)('on %s', (platform) => {
  it(
    'the kickoff is reviewed, edited and posted',
    async () => {
      const launch = await startLaunch(platform, MONDAY, { dependencies: [{ title: 'Orders API' }] });
      const { lena } = launch.users;
      try {
        await lena.asks('settings channel programme here', launch.programme);
        expect(await lena.asks('programme start')).toContain('Q1 launch is started');
        await lena.clicks('Edit…');
        expect(await lena.fills({ scope: 'Orders for partners', actions: '\n@ana send it by Fri' })).toContain(
          'Orders for partners',
        );
        expect(await lena.clicks('Post it now')).toContain('Kickoff of Q1 launch is posted');
        expect(await lena.reads(launch.programme)).toContain('Orders for partners');
        expect(await lena.reads(launch.programme)).toContain('Posted by Lena Example');
      } finally {
        await launch.installation.end();
      }
    },
    STORY_TIMEOUT_MS,
  );
});
