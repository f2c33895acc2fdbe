import { type Actor, formOf, startWorld, type World } from '../support/depsync.ts';
import { PLATFORMS, STORY_TIMEOUT_MS, startLaunch } from '../support/launch.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';
const SANDBOX = 'decide Which sandbox do we use? our own instead of a mock because the vendor is down on DEP-1';

describe('in words and by a form', () => {
  let world: World;
  let ana: Actor;
  let ben: Actor;
  let chloe: Actor;
  let dev: Actor;
  let lena: Actor;

  beforeEach(async () => {
    world = await startWorld(MONDAY, {
      dependencies: [
        { title: 'Orders API', contacts: { qa: 'dev' } },
        { title: 'Usage feed', owner: 'dev' },
      ],
    });
    [ana, ben, chloe] = [await world.actor('ana'), await world.actor('ben'), await world.actor('chloe')];
    [dev, lena] = [await world.actor('dev'), await world.actor('lena')];
  });
  afterEach(() => world.end());

  const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;

  it('logs a decision with its question, options, reason, link; its people hear of it', async () => {
    const text = await say(ana, `${SANDBOX} link https://wiki.example/sandbox`);

    expect(text).toContain('DEC-1: our own');
    expect(text).toContain('Question: Which sandbox do we use?');
    expect(text).toContain('Reason: the vendor is down');
    expect(text).toContain('For: DEP-1 Orders API');
    expect(text).toContain('Links: https://wiki.example/sandbox');
    expect(text).toContain('Could have been chosen\n- a mock');
    expect(chloe.last.text).toContain('You get this as lead of Partner Experience.');
    expect(ana.inbox).toHaveLength(0);
    expect(await say(dev, 'decisions')).toContain(
      'DEC-1 DEP-1: our own · Ana Example, Mon 30 Nov, 12:30 · reason: the vendor is down · chosen from 2',
    );
  });

  it('refuses a question that was decided already, unless it says what it supersedes; both are marked', async () => {
    await say(ana, SANDBOX);

    const again = 'decide which  SANDBOX do we use ? a mock because ours is late on DEP-1';
    expect(await say(chloe, again)).toContain(
      'DEC-1 decided this already: our own. To decide it anew, say so: supersedes DEC-1.',
    );
    expect(await say(dev, 'decisions')).toContain('1 decision logged');

    expect(await say(chloe, `${again} supersedes DEC-1`)).toContain('Supersedes: DEC-1');
    expect(await say(dev, 'decisions DEC-1')).toContain('Superseded by: DEC-2');
    expect(await say(dev, 'decisions DEP-1')).toContain('chosen from 2 · superseded by DEC-2');
    expect(await say(chloe, `${again} supersedes DEC-1`)).toContain(
      'DEC-1 was superseded by DEC-2. Supersede that one: supersedes DEC-2',
    );
    // The same question of another dependency, or of the programme, is another one.
    expect(await say(dev, 'decide Which sandbox do we use? a mock because it is there on DEP-2')).toContain('DEC-3');
    expect(await say(lena, 'decide Which sandbox do we use? each team its own because they differ')).toContain('DEC-4');
    expect(world.channel('programme').at(-1)?.text).toContain('DEC-4: each team its own');
  });

  it('is decided anew by the button of its card', async () => {
    await say(ana, SANDBOX);
    const shown = (await lena.says('/deps decisions DEC-1')).reply;
    if (shown.kind !== 'card') throw new Error('no card');
    const form = formOf(await lena.clicks('Decide anew…', shown.card));

    const answers = {
      question: 'Which sandbox do we use?',
      choice: 'a mock',
      others: 'our own',
      reason: 'it is there',
    };
    const text = (await lena.submits(form, { ...answers, dependency: 'DEP-1', supersedes: 'DEC-1' })).text;

    expect(text).toContain('DEC-2: a mock');
    expect((await lena.clicks('Decide anew…', shown.card)).text).toContain('DEC-1 was superseded by DEC-2.');
  });

  it('asks by a form for what is missing, and says by field what does not fit', async () => {
    const form = formOf(await ana.says('/deps decide Which sandbox do we use? our own on DEP-1'));
    expect(form.intro).toEqual(['Still missing: ', 'why', '.']);

    const answers = { question: 'Which sandbox?', choice: 'ours', reason: 'it is there', dependency: '1' };
    expect((await ana.submits(form, { ...answers, reason: ' ' })).text).toContain('Write why.');
    expect((await ana.submits(form, { ...answers, links: 'javascript:alert(1)' })).text).toContain(
      'Send addresses that begin with https:// or http://.',
    );
    expect((await ana.submits(form, { ...answers, supersedes: 'DEC-9' })).text).toContain('DEC-9 is not in the log.');
    expect((await ana.submits(form, answers)).text).toContain('DEC-1: ours');
    expect((await ana.submits(form, answers)).text).toContain('DEC-1 decided this already: ours.');
  });

  it.each([
    ['ben', 'decide What holds? all because so it is', 'You cannot decide for Q1 launch. @lena can'],
    ['chloe', 'decide What? all because so it is on DEP-99', 'DEP-99 is not in the register'],
    ['lena', `decide ${'x'.repeat(301)}? y because z`, 'Shorten it to 300 characters; it has 302.'],
    ['lena', 'decide What? all because so it is supersedes DEC-7', 'DEC-7 is not in the log'],
  ])('of %s refuses “%.40s”', async (handle, words, message) => {
    const actor = await world.actor(handle);
    expect(await say(actor, words)).toContain(message);
    expect(await say(actor, 'decisions')).toContain('No decision is logged');
  });

  it('lets contacts and stand-ins decide for their dependency, and nobody else', async () => {
    expect(await say(dev, SANDBOX)).toContain('DEC-1: our own');
    await say(ana, 'away until 2026-12-07, @ben stands in');
    expect(await say(ben, 'decide Which region? two because of the law on DEP-1')).toContain('DEC-2: two');
  });

  it('is found by words, by who, since when and by dependency', async () => {
    await say(ana, SANDBOX);
    await world.advanceTo('2026-12-02T07:00:00Z');
    await say(lena, 'decide Which region? two because of 100% of the law on DEP-2');

    expect(await say(ben, 'decisions mock')).toContain('1 decision logged for Q1 launch, with “mock”');
    expect(await say(ben, 'decisions by @lena')).toContain('1 decision logged for Q1 launch, by Lena Example');
    expect(await say(ben, 'decisions since Tue')).toContain('DEC-2 DEP-2: two');
    expect(await say(ben, 'decisions since Tue')).not.toContain('DEC-1 ');
    expect(await say(ben, 'decisions sandbox by @ana since Mon DEP-1')).toContain(
      '1 decision logged for DEP-1, with “sandbox”, by Ana Example, since Mon 30 Nov',
    );
    expect(await say(ben, 'decisions 1_0')).toContain('No decision is logged for Q1 launch, with “1_0” yet');
    expect(await say(ben, 'decisions since tomorrow')).toContain('is to come');
    expect(await say(ben, 'decisions by @nobody')).toContain('Nobody in the register is called @nobody');
    expect(await say(ben, 'decisions DEC-7')).toContain('DEC-7 is not in the log');
  });

  it('takes in overrides, and their end', async () => {
    expect(await say(lena, 'override DEP-1 red until Fri because the vendor said so')).toContain('Logged as DEC-1.');
    expect(await say(lena, 'override DEP-1 none')).toContain('Logged as DEC-2.');

    const text = await say(ben, 'decisions');
    expect(text).toContain('DEC-1 DEP-1: DEP-1 shows ● RED until Fri 4 Dec, 18:00 · Lena Example');
    expect(text).toContain('reason: the vendor said so · chosen from 2 · superseded by DEC-2');
    expect(text).toContain('DEC-2 DEP-1: DEP-1 follows the facts again');
  });

  it('takes in shifts of the plan, and not its first days', async () => {
    await say(ana, 'milestones DEP-1 contract 4 Dec');
    expect(await say(ben, 'decisions')).toContain('No decision is logged');

    expect(await say(ana, 'milestones DEP-1 contract 8 Dec')).toContain('Logged as DEC-1.');
    await say(ana, 'edit DEP-1 due 8 Jan');
    const text = await say(ben, 'decisions DEP-1');
    expect(text).toContain('DEC-2 DEP-1: DEP-1: due Fri 8 Jan');
    expect(await say(ben, 'decisions DEC-2')).toContain('Question: When is DEP-1 delivered?');
  });
});

describe.each(PLATFORMS)('on %s', (platform) => {
  it(
    'a decision is logged, refused again, superseded and found',
    async () => {
      const launch = await startLaunch(platform, MONDAY, { dependencies: [{ title: 'Orders API' }] });
      const { ana, chloe, lena } = launch.users;
      try {
        expect(await ana.asks(SANDBOX)).toContain('DEC-1: our own');
        expect(await chloe.reads()).toContain('You get this as lead of Partner Experience.');
        expect(await chloe.asks(SANDBOX)).toContain('DEC-1 decided this already');

        await lena.asks('decisions DEC-1');
        await lena.clicks('Decide anew…');
        const text = await lena.fills({ choice: 'a mock', reason: 'it is there' });
        expect(text).toContain('DEC-2: a mock');
        expect(await ana.asks('decisions sandbox since Mon')).toContain('superseded by DEC-2');
      } finally {
        await launch.installation.end();
      }
    },
    STORY_TIMEOUT_MS,
  );
});
