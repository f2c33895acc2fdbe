import { type Actor, startWorld, type World } from '../support/depsync.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';

let world: World;
let ana: Actor;
let chloe: Actor;
let dev: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, {
    people: { lena: { zone: 'Europe/London', team: 'data' } },
    dependencies: Array.from({ length: 4 }, (_, n) => ({
      title: `Interface ${n + 1}`,
      dueDate: '2026-12-11',
      neededBy: '2026-12-14',
    })),
  });
  [ana, chloe] = [await world.actor('ana'), await world.actor('chloe')];
  [dev, lena] = [await world.actor('dev'), await world.actor('lena')];
});
afterEach(() => world.end());

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;
const about = (actor: Actor, words: string) => actor.inbox.filter(({ text }) => text.includes(words));

/** Proposed by Ana and signed by Chloe. */
async function locked(key: string, by: string): Promise<void> {
  await say(ana, `commit ${key} @ana delivers v2 by ${by} TICKET-77`);
  await say(chloe, `lock COM-${key.slice('DEP-'.length)}`);
}

describe('a seat that has not signed', () => {
  beforeEach(() => say(ana, 'commit DEP-1 @ana delivers v2 by 11 Dec TICKET-77'));

  it('is reminded in its next working morning, and leads hear of it after two working days, once', async () => {
    await world.advanceTo('2026-12-01T14:29:00Z');
    expect(about(chloe, 'COM-1 waits for your signature')).toHaveLength(1);

    await world.advanceTo('2026-12-01T14:30:00Z');
    expect(about(chloe, 'COM-1 waits for your signature')).toHaveLength(2);
    expect(about(ana, 'COM-1 proposed')).toHaveLength(1);

    await world.advanceTo('2026-12-02T14:29:00Z');
    expect(about(lena, 'COM-1')).toEqual([]);
    await world.advanceTo('2026-12-04T20:00:00Z');
    expect(about(lena, 'COM-1 waits for a signature of DEP-1')).toHaveLength(1);
    expect(about(chloe, 'COM-1 waits for your signature')).toHaveLength(2);
  });

  it('signs by the reminder as by the card; both say what was done, and nobody is reminded any more', async () => {
    await world.advanceTo('2026-12-01T15:00:00Z');
    await chloe.clicks('Sign COM-1 for Fri 11 Dec');

    await world.advanceTo('2026-12-04T20:00:00Z');
    expect(about(chloe, 'COM-1 locked')).toHaveLength(2);
    expect(about(chloe, 'waits for your signature')).toEqual([]);
    expect(about(lena, 'COM-1')).toEqual([]);
  });
});

it('tells who promised and the leads once that a day has passed, each in their morning', async () => {
  await locked('DEP-1', '2 Dec');

  await world.advanceTo('2026-12-03T08:29:00Z');
  expect(about(ana, 'is overdue')).toEqual([]);
  await world.advanceTo('2026-12-03T08:30:00Z');
  expect(ana.last.text).toContain('COM-1 is overdue since Wed 2 Dec: DEP-1');
  expect(ana.last.text).toContain('You promised it. Done: /deps edit DEP-1 state delivered');
  expect(about(lena, 'is overdue')).toEqual([]);
  await world.advanceTo('2026-12-08T12:00:00Z');

  expect(about(lena, 'COM-1 is overdue since Wed 2 Dec')).toHaveLength(1);
  expect(about(ana, 'COM-1 is overdue since Wed 2 Dec')).toHaveLength(1);
  expect(await say(lena, 'commitments')).toContain('● RED overdue');
});

it('tells nobody of a day that was kept or moved', async () => {
  await locked('DEP-1', '2 Dec');
  await locked('DEP-2', '2 Dec');
  await say(ana, 'edit DEP-1 state delivered');
  await say(ana, 'counter COM-2 9 Dec because the vendor tests first');
  await say(chloe, 'lock COM-2');

  await world.advanceTo('2026-12-08T12:00:00Z');

  expect(about(ana, 'is overdue')).toEqual([]);
  expect(about(lena, 'is overdue')).toEqual([]);
});

it('follows a day that leadership moved: the decision becomes its terms, and the parties are told', async () => {
  await locked('DEP-1', '11 Dec');
  await say(ana, 'counter COM-1 9 Dec because it is done early');
  await say(ana, 'block DEP-1 the vendor sandbox is down');
  await world.advance({ hours: 24 });

  const [card] = world.channel('leadership');
  const { reply, text } = await lena.clicks(/^Move/, card);
  if (reply.kind !== 'form') throw new Error(text);
  await lena.submits(reply.form, { date: '2026-12-18', reason: 'The vendor answers next week' });

  expect(await say(chloe, 'commit COM-1')).toContain('COM-1 locked: DEP-1 by Tue 15 Dec');
  expect(chloe.last.text).toContain('Reason: DEC-1: ');
  expect(about(ana, 'COM-1 locked: DEP-1 by Tue 15 Dec')).toHaveLength(1);
  expect(await say(ana, 'milestones DEP-1 release 21 Dec')).toContain('COM-1 holds Tue 15 Dec');
});

it('falls when leadership takes its dependency out of scope, and the card says so before', async () => {
  await locked('DEP-1', '11 Dec');
  await say(ana, 'block DEP-1 the vendor sandbox is down');
  await world.advance({ hours: 24 });
  const [card] = world.channel('leadership');
  expect(card?.text).toContain('; COM-1 falls; ');
  expect(card?.text).toContain('the terms of COM-1 change by this decision');

  const { reply, text } = await lena.clicks(/^Take out of scope/, card);
  if (reply.kind !== 'form') throw new Error(text);
  await lena.submits(reply.form, { reason: 'The vendor is gone' });

  expect(await say(chloe, 'commit COM-1')).toContain('COM-1 ended: DEP-1 is promised by nobody');
});

describe('a forecast', () => {
  /** Two promises, kept two and four working days late. */
  beforeEach(async () => {
    await locked('DEP-1', '2 Dec');
    await locked('DEP-2', '2 Dec');
    await world.advanceTo('2026-12-04T12:00:00Z');
    await say(ana, 'edit DEP-1 state delivered');
    await world.advanceTo('2026-12-08T12:00:00Z');
    await say(ana, 'edit DEP-2 state delivered');
  });

  it('is shown to the team first, and to others once somebody of it has seen it', async () => {
    const commit = 'commit DEP-3 @ana delivers v2 by 11 Dec TICKET-77';
    expect(await say(chloe, commit)).not.toContain('Forecast');
    expect(ana.last.text).toContain(
      'Forecast: half of such promises are kept by Wed 16 Dec (P50), 85 of 100 by Thu 17 Dec (P85) · from 2 kept by Product Platform, 2 in the programme',
    );
    expect(await say(chloe, 'commit COM-3')).not.toContain('Forecast');

    await say(ana, 'commit COM-3');

    expect(await say(chloe, 'commit COM-3')).toContain('Forecast: half of such promises are kept by Wed 16 Dec');
  });

  it('of teams is their own to see first, and again after each promise they keep', async () => {
    expect(await say(chloe, 'forecast')).toContain('Product Platform: its own people see it first');
    expect(await say(ana, 'forecast plat')).toContain(
      'Product Platform: P50 +3 d, P85 +4 d · from 2 kept by Product Platform, 2 in the programme',
    );
    expect(await say(chloe, 'forecast plat')).toContain('P50 +3 d');

    await locked('DEP-3', '11 Dec');
    await say(ana, 'edit DEP-3 state delivered');

    expect(await say(chloe, 'forecast')).toContain('Product Platform: its own people see it first');
    expect(await say(dev, 'forecast nobody')).toContain('No team is called “nobody”');
  });
});

it('has no forecast without history', async () => {
  expect(await say(ana, 'forecast')).toContain('No promise has been kept yet');
  expect(await say(ana, 'commit DEP-1 @ana delivers v2 by 11 Dec TICKET-77')).not.toContain('Forecast');
});

it('flags tentative words of a status and records it all the same', async () => {
  expect(await say(ana, 'reply DEP-1 yellow, it should work by Tuesday')).toContain(
    '“should” leaves it open: write "must" or "will".',
  );
  expect(await say(ana, 'reply DEP-1 yellow, QA answers by Tuesday')).not.toContain('leaves it open');
});
