import { sql } from 'drizzle-orm';
import { listMilestones } from '../../src/features/timeline/index.ts';
import { type Actor, formOf, startWorld, type World } from '../support/depsync.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';
const COMMIT = '/deps commit DEP-1 @ana delivers v2 to staging by 18 Dec TICKET-77';

let world: World;
let ana: Actor;
let ben: Actor;
let chloe: Actor;
let dev: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, {
    people: {
      lena: { zone: 'Europe/London', team: 'data' },
      emil: { zone: 'Europe/Berlin', team: 'part' },
    },
    dependencies: [
      { title: 'Orders API', dueDate: '2026-12-11', neededBy: '2026-12-14' },
      { title: 'Usage feed', dueDate: '2026-12-18' },
      {
        title: 'Invoices',
        dueDate: '2026-12-18',
        obligations: ['PII', 'Audit logging'],
        contacts: { compliance: 'dev' },
      },
    ],
  });
  [ana, ben, chloe] = [await world.actor('ana'), await world.actor('ben'), await world.actor('chloe')];
  [dev, lena] = [await world.actor('dev'), await world.actor('lena')];
});
afterEach(() => world.end());

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;

/** What the log says of a commitment, oldest first. */
async function logged(key: string): Promise<string[]> {
  return world.db.tx(world.workspace, async (tx) => {
    const { rows } = await tx.execute<{ action: string }>(
      sql`select action from audit where subject = ${key} order by at, id`,
    );
    return rows.map(({ action }) => action);
  });
}

describe('a commitment', () => {
  it('is proposed, shown with what follows, signed by the other side, locked, and stands in the plan', async () => {
    const { text } = await ana.says(COMMIT);

    expect(text).toContain('COM-1 proposed: DEP-1 by Fri 18 Dec');
    expect(text).toContain('@Ana Example delivers v2 to staging by Fri 18 Dec');
    expect(text).toContain('tracked in TICKET-77');
    expect(text).toContain('✓ Product Platform: Ana Example, Mon 30 Nov, 08:00');
    expect(text).toContain('Partner Experience waits for @chloe');
    expect(chloe.last.text).toContain('COM-1 waits for your signature: DEP-1 by Fri 18 Dec');
    expect(chloe.last.text).toContain('When it is locked:');
    expect(chloe.last.text).toContain('DEP-1 Fri 11 Dec → Fri 18 Dec');
    expect(chloe.last.text).toContain('Partner Experience needs it by Mon 14 Dec');
    expect(await say(lena, 'show DEP-1')).toContain('Fri 11 Dec');

    const signed = await chloe.clicks('Sign COM-1 for Fri 18 Dec');

    expect(signed.text).toContain('COM-1 locked: DEP-1 by Fri 18 Dec');
    expect(ana.last.text).toContain('COM-1 locked');
    expect(await say(lena, 'show DEP-1')).toContain('Fri 18 Dec');
    expect(await logged('COM-1')).toEqual([
      'commitments.proposed',
      'commitments.signed',
      'commitments.signed',
      'commitments.locked',
    ]);
    expect(await logged('DEP-1')).toContain('timeline.shifted');
    expect(await say(lena, 'commitments')).toContain(
      'COM-1 DEP-1 Release · Ana Example delivers v2 to staging by Fri 18 Dec · locked',
    );
  });

  it('is countered: earlier signatures fall, and the old card asks for nothing any more', async () => {
    await ana.says(COMMIT);
    const old = chloe.last.card;

    const text = await say(chloe, 'counter COM-1 11 Dec because our test window begins on the 14th');

    expect(text).toContain('COM-1 proposed: DEP-1 by Fri 11 Dec');
    expect(text).toContain('Reason: our test window begins on the 14th');
    expect(text).toContain('✓ Partner Experience: Chloe Example');
    expect(text).toContain('Product Platform waits for @ana or @ben');
    expect((await chloe.clicks('Sign COM-1 for Fri 18 Dec', old)).text).toContain(
      'This card is out of date: the terms of COM-1 that hold now are @chloe’s',
    );
    expect(await say(ben, 'lock COM-1')).toContain('COM-1 locked: DEP-1 by Fri 11 Dec');
  });

  it('changes by agreement and with a reason alone; until then it holds, and the decision log has it', async () => {
    await ana.says(COMMIT);
    await say(chloe, 'lock COM-1');

    expect(await say(ana, 'counter COM-1 22 Dec')).toContain('COM-1 is locked: say why it changes');
    const text = await say(ana, 'counter COM-1 22 Dec because the vendor tests next week');
    expect(text).toContain('COM-1 change proposed: DEP-1 by Tue 22 Dec');
    expect(text).toContain('In force until all have signed: @Ana Example delivers v2 to staging by Fri 18 Dec');
    expect(await say(lena, 'show DEP-1')).toContain('Fri 18 Dec');

    expect(await say(chloe, 'lock COM-1')).toContain('COM-1 locked: DEP-1 by Tue 22 Dec');
    expect(await say(lena, 'show DEP-1')).toContain('Tue 22 Dec');
    expect(await say(lena, 'decisions DEP-1')).toContain(
      'DEC-1 DEP-1: COM-1: delivers v2 to staging by Tue 22 Dec, instead of delivers v2 to staging by Fri 18 Dec',
    );
    expect(await say(lena, 'decisions DEP-1')).toContain('the vendor tests next week');
  });

  it('holds its day against milestones and edit, which say how it moves', async () => {
    await ana.says(COMMIT);
    await say(chloe, 'lock COM-1');

    for (const words of ['milestones DEP-1 release 22 Dec', 'edit DEP-1 due 22 Dec']) {
      expect(await say(ana, words)).toContain(
        'COM-1 holds Fri 18 Dec: it moves when all sides have signed another. Propose it: /deps counter COM-1 22 Dec because REASON',
      );
    }
    expect(await say(ana, 'milestones DEP-1 release 5d')).toContain('Release 5 d by Fri 18 Dec');
  });

  it('of another stage is kept when the stage is done', async () => {
    await say(ana, 'milestones DEP-1 contract 4 Dec');
    await say(ana, 'commit DEP-1 contract @ana publishes the schema by 7 Dec acme/orders/openapi.yaml');
    await say(chloe, 'lock COM-1');
    expect(await say(ana, 'milestones DEP-1')).toContain('Contract by Mon 7 Dec');

    await world.advanceTo('2026-12-08T09:00:00Z');
    await say(ana, 'milestones DEP-1 contract done');

    expect(await say(chloe, 'commit COM-1')).toContain('COM-1 kept: DEP-1 on Tue 8 Dec');
    const rows = await world.db.tx(world.workspace, async (tx) => {
      const { rows: programmes } = await tx.execute<{ id: string }>(sql`select id from programmes`);
      return listMilestones(tx, programmes[0]?.id ?? '');
    });
    expect(rows).toMatchObject([{ stage: 'contract', doneOn: '2026-12-08', committed: null }]);
  });

  it('ends when its dependency leaves the scope, and is kept when it is delivered', async () => {
    await ana.says(COMMIT);
    await say(chloe, 'lock COM-1');
    await say(ana, 'commit DEP-2 @ana delivers the feed by 18 Dec TICKET-78');
    await say(lena, 'edit DEP-2 state dropped');
    await say(ana, 'edit DEP-1 state delivered');

    expect(await say(chloe, 'commit COM-1')).toContain('COM-1 kept: DEP-1 on Mon 30 Nov');
    expect(await say(chloe, 'commit COM-2')).toContain('COM-2 ended: DEP-2 is promised by nobody');
  });

  it('is withdrawn by the side that proposed it alone', async () => {
    await ana.says(COMMIT);

    expect(await say(dev, 'counter COM-1 11 Dec')).toContain('You cannot negotiate for COM-1');
    expect((await ana.clicks('Withdraw these terms')).text).toContain('COM-1 ended');
    expect(await say(chloe, 'lock COM-1')).toContain('COM-1 is withdrawn');
    expect(await say(ana, 'commit DEP-1 @ana delivers v2 by 18 Dec TICKET-77')).toContain('COM-2 proposed');
  });

  it('whose change is withdrawn holds as it was', async () => {
    await ana.says(COMMIT);
    await say(chloe, 'lock COM-1');
    await say(ana, 'counter COM-1 22 Dec because the vendor tests next week');

    expect((await ana.clicks('Withdraw these terms')).text).toContain('COM-1 locked: DEP-1 by Fri 18 Dec');
    expect(chloe.last.text).toContain('COM-1: these terms were withdrawn');
    expect(await say(ana, 'counter COM-1 21 Dec because it rains')).toContain('change proposed: DEP-1 by Mon 21 Dec');
  });

  it('is signed once when both sides sign at once', async () => {
    await ana.says(COMMIT);
    await say(chloe, 'counter COM-1 16 Dec');

    const [first, second] = await Promise.all([
      ana.clicks('Sign COM-1 for Wed 16 Dec'),
      ben.clicks('Sign COM-1 for Wed 16 Dec'),
    ]);

    expect(first.text).toContain('COM-1 locked');
    expect(second.text).toContain('COM-1 locked');
    expect((await logged('COM-1')).filter((action) => action === 'commitments.locked')).toHaveLength(1);
  });

  it('is proposed and changed by form', async () => {
    const form = formOf(await chloe.says('/deps commit DEP-1'));
    const answers = { stage: 'release', who: ana.person.id, what: 'delivers v2', by: '2026-12-18' };

    expect((await chloe.submits(form, { ...answers, trace: '' })).reply).toMatchObject({
      kind: 'errors',
      fields: { trace: expect.stringContaining('Say where it is tracked') },
    });
    expect((await chloe.submits(form, { ...answers, trace: 'TICKET-77' })).text).toContain('COM-1 proposed');

    const change = formOf(await ana.clicks('Counter…'));
    expect((await ana.submits(change, { by: '2026-12-21', what: 'delivers v2', reason: '' })).text).toContain(
      'COM-1 proposed: DEP-1 by Mon 21 Dec',
    );
    expect(formOf(await ana.says('/deps commit')).fields[0]).toMatchObject({ id: 'dependency' });
  });
});

describe('a counter', () => {
  it('changes who delivers and where it is tracked, in words', async () => {
    await ana.says(COMMIT);

    const text = await say(chloe, 'counter COM-1 @ben TICKET-78 because Ana is away');

    expect(text).toContain('COM-1 proposed: DEP-1 by Fri 18 Dec');
    expect(text).toContain('@Ben Example delivers v2 to staging by Fri 18 Dec');
    expect(text).toContain('tracked in TICKET-78');
    expect(await say(chloe, 'counter COM-1 @ben TICKET-78')).toContain('These are the terms as they stand');
    expect(await say(chloe, 'counter COM-1 @nobody')).toContain('nobody');
  });

  it('changes them by form', async () => {
    await ana.says(COMMIT);
    const form = formOf(await chloe.clicks('Counter…'));
    const answers = { who: ben.person.id, by: '2026-12-18', what: 'delivers v2 to staging', reason: '' };

    expect((await chloe.submits(form, { ...answers, trace: 'somewhere' })).reply).toMatchObject({ kind: 'errors' });
    expect((await chloe.submits(form, { ...answers, trace: 'TICKET-78' })).text).toContain('@Ben Example delivers v2');
  });

  it('is withdrawn in words by the side that proposed it', async () => {
    await ana.says(COMMIT);
    expect(await say(chloe, 'counter COM-1 withdraw')).toContain('Only the side of @ana');
    expect(await say(ana, 'counter COM-1 withdraw')).toContain('COM-1 ended');
    expect(await logged('COM-1')).toContain('commitments.withdrawn');
  });
});

describe('obligations', () => {
  it('each need evidence, and compliance signs them off before it is locked', async () => {
    await say(ana, 'commit DEP-3 @ana delivers invoices by 18 Dec TICKET-79');
    expect(dev.inbox).toEqual([]);
    expect(await say(dev, 'lock COM-1')).toContain(
      'You cannot sign COM-1. It waits for Partner Experience: @chloe can',
    );
    expect(await say(chloe, 'lock COM-1')).toContain('COM-1 agreed: compliance signs off next');
    expect(dev.last.text).toContain('COM-1 waits for your sign-off: DEP-3 by Fri 18 Dec');
    expect(dev.last.text).toContain('PII has no evidence: /deps link DEP-3 URL PII');

    await say(ana, 'link DEP-3 https://docs.example/pii PII');
    expect((await dev.clicks('Sign off COM-1')).text).toContain('Audit logging of COM-1 has no evidence');
    await say(ana, 'link DEP-3 https://docs.example/audit audit logging');

    expect((await dev.clicks('Sign off COM-1')).text).toContain('COM-1 locked: DEP-3 by Fri 18 Dec');
    expect(await logged('COM-1')).toContain('commitments.signed-off');
  });

  it('are not signed off by who delivers: a lead of the programme does', async () => {
    await say(ana, 'commit DEP-3 @dev delivers invoices by 18 Dec TICKET-79');
    await say(chloe, 'lock COM-1');

    expect(await say(dev, 'lock COM-1')).toContain('It waits for Compliance: @lena can');
  });
});

describe('is refused:', () => {
  it.each([
    ['commit DEP-1 @ana will try to deliver v2 by 18 Dec TICKET-77', '“will try” leaves it open'],
    [
      'commit DEP-1 @ana will try to deliver v2 by 18 Dec TICKET-77',
      'Say who, what, by when and where it is tracked: /deps commit DEP-1 @ana deliver v2 by 18 Dec TICKET-77',
    ],
    ['commit DEP-1 @ana delivers v2 by 18 Dec', 'Say where it is tracked: a ticket such as TICKET-77'],
    ['commit DEP-1 @ana delivers v2 by 18 Dec DEP-2', 'Say where it is tracked'],
    ['commit DEP-1 @ana delivers v2 by 20 Nov 2026 TICKET-77', 'is past'],
    ['commit DEP-1 @ana delivers v2 by 5 Mar 2027 TICKET-77', 'is after the cut-off Fri 26 Feb 2027'],
    ['commit DEP-1 @ana delivers v2 TICKET-77', 'Say by when'],
    ['commit DEP-1 delivers v2 by 18 Dec TICKET-77', 'Say who delivers, with @ in front'],
    ['commit DEP-1 @anna delivers v2 by 18 Dec TICKET-77', 'Did you mean @ana or @lena?'],
    ['commit DEP-1 @ana by 18 Dec TICKET-77', 'Say what is delivered'],
    [`commit DEP-1 @ana ${'x'.repeat(301)} by 18 Dec TICKET-77`, 'Say it in 300 characters; it has 301'],
    ['commit DEP-99 @ana delivers v2 by 18 Dec TICKET-77', 'DEP-99 is not in the register'],
    ['counter COM-9 11 Dec', 'There is no commitment COM-9'],
    ['lock COM-9', 'There is no commitment COM-9'],
    ['lock', 'The commitment is missing'],
  ])('%.70s', async (words, message) => {
    expect(await say(ana, words)).toContain(message);
    expect(await say(ana, 'commitments')).toContain('no commitment open');
  });

  it('who is of no side, a second one of the same stage, and terms that change nothing', async () => {
    expect(await say(dev, 'commit DEP-1 @ana delivers v2 by 18 Dec TICKET-77')).toContain(
      'You cannot negotiate for DEP-1: you are of none of its teams (Product Platform, Partner Experience)',
    );
    await ana.says(COMMIT);
    expect(await say(chloe, 'commit DEP-1 @ana delivers v3 by 21 Dec TICKET-77')).toContain(
      'COM-1 holds the release of DEP-1',
    );
    expect(await say(chloe, 'counter COM-1 18 Dec')).toContain('These are the terms as they stand');
    expect(await say(lena, 'lock COM-1')).toContain(
      'You cannot sign COM-1. It waits for Partner Experience: @chloe can',
    );
  });
});

it.each(['"];evil[', '*bold* <!channel> 🚀 שלום', `"quoted" ${'x'.repeat(280)}`])(
  'shows what is promised as it was typed: %.30s',
  async (what) => {
    expect(await say(ana, `commit DEP-1 @ana ${what} by 18 Dec TICKET-77`)).toContain(
      `@Ana Example ${what} by Fri 18 Dec`,
    );
    expect(await say(chloe, 'lock COM-1')).toContain(what);
  },
);

it('anybody of a team proposes; only who is entitled signs by that', async () => {
  const emil = await world.actor('emil');

  const text = await say(emil, 'commit DEP-1 @ana delivers v2 by 18 Dec TICKET-77');

  expect(text).toContain('Product Platform waits for @ana or @ben');
  expect(text).toContain('Partner Experience waits for @chloe');
  expect(await say(emil, 'lock COM-1')).toContain('You cannot sign COM-1');
});

it('who stands in for somebody who is away signs for them', async () => {
  await say(chloe, 'away until 11 Dec @dev');
  await ana.says(COMMIT);

  expect(dev.last.text).toContain('COM-1 waits for your signature');
  expect(await say(dev, 'lock COM-1')).toContain('COM-1 locked');
});
