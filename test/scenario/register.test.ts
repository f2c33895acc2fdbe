import type { Card } from '../../src/chat/card.ts';
import type { Form } from '../../src/chat/form.ts';
import { audit } from '../../src/features/audit/tables.ts';
import { listTeams } from '../../src/features/people/index.ts';
import { type Dependency, findDependency, setReport, setSignal } from '../../src/features/register/index.ts';
import { changes } from '../support/confirming.ts';
import type { Answer } from '../support/depsync.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';

let world: World;
let ana: Actor;
let ben: Actor;
let chloe: Actor;
let dev: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld('2026-11-30T06:00:00Z', {
    dependencies: [
      { title: 'Orders API v2', delegate: 'ben', dueDate: '2026-12-11', risk: 'high' },
      { title: 'Usage feed', owner: 'dev', consumer: 'data', kind: 'data-feed' },
    ],
  });
  [ana, ben, chloe, dev, lena] = [
    await world.actor('ana'),
    await world.actor('ben'),
    await world.actor('chloe'),
    await world.actor('dev'),
    await world.actor('lena'),
  ];
});
afterEach(() => world.end());

const dependency = (key: string): Promise<Dependency> => world.db.tx(world.workspace, (tx) => findDependency(tx, key));
const auditOf = async (subject: string) => {
  const rows = await world.db.tx(world.workspace, (tx) => tx.select().from(audit));
  return rows.filter((row) => row.subject === subject);
};
const teamId = async (key: string) =>
  (await world.db.tx(world.workspace, listTeams)).find((team) => team.key === key)?.id ?? '';

function formOf({ reply }: Answer): Form {
  if (reply.kind !== 'form') throw new Error(`Not a form: ${JSON.stringify(reply)}`);
  return reply.form;
}

function cardOf({ reply }: Answer): Card {
  if (reply.kind !== 'card') throw new Error(`Not a card: ${JSON.stringify(reply)}`);
  return reply.card;
}

/** The answers a form is filled with when it opens. */
function initial(form: Form): Record<string, string | string[]> {
  return Object.fromEntries(
    form.fields.flatMap((field) =>
      'initial' in field && field.initial !== undefined ? [[field.id, field.initial]] : [],
    ),
  );
}

describe('looking', () => {
  it('lists what is open, and narrows by team, owner, colour and words', async () => {
    expect((await chloe.says('/deps list')).text).toContain('Q1 launch: 2 open dependencies');
    expect((await chloe.says('/deps list')).text).toContain(
      'DEP-1 Orders API v2 · Product Platform → Partner Experience · due Fri 11 Dec · ▲ YELLOW: no status yet',
    );
    expect((await chloe.says('/deps list data')).text).toMatch(/1 of 2 dependencies: data\n.*\n- DEP-2/);
    expect((await chloe.says('/deps list Data Insights')).text).toContain('- DEP-2');
    expect((await chloe.says('/deps list @ana')).text).toMatch(/1 of 2 dependencies: @ana\n.*\n- DEP-1/);
    expect((await chloe.says('/deps list plat yellow usage')).text).toMatch(/1 of 2 .*\n.*\n- DEP-2/);
    expect((await chloe.says('/deps list red')).text).toContain('0 of 2 dependencies: red');
  });

  it('lists the silent, and says of a word it cannot place what would fit', async () => {
    const { id } = await dependency('DEP-2');
    await world.db.tx(world.workspace, (tx) =>
      setSignal(tx, id, { kind: 'silence', subject: 'owner', text: 'no answer', since: world.now() }),
    );

    expect((await lena.says('/deps list silent')).text).toMatch(/1 of 2 dependencies: silent\n.*\n- DEP-2/);
    expect((await lena.says('/deps list yelow')).text).toBe(
      'No dependency says “yelow”. Did you mean /deps list yellow? Filters: data, part, plat, red, yellow, green, silent, all, @owner, or words of a title.',
    );
    expect((await lena.says('/deps list @sam')).text).toContain('Nobody in the register is called @sam.');
  });

  it('shows thirty at most and says how many are left out', async () => {
    for (let number = 3; number <= 34; number += 1) {
      await ana.says(`/deps add "Interface ${number}" from plat to part`);
    }

    const { text } = await ana.says('/deps list');

    expect(text.match(/^- DEP-/gm)).toHaveLength(30);
    expect(text).toContain('and 4 more\nNarrow it: /deps list red');
  });

  it('shows everything about one, with the ways to change it', async () => {
    await ana.says('/deps contact DEP-1 qa @dev authority signs the test report cadence weekly delegate @chloe');
    await ana.says('/deps link DEP-1 https://tickets.example/ORD-77');
    await changes(ana, 'edit DEP-1 needed part 7 Dec');
    await ana.says('/deps edit DEP-1 date Code freeze: 15 Jan');
    await ana.says('/deps edit DEP-1 obligations PII, audit logging');

    const { text } = await chloe.says('/deps show 1');

    expect(text).toBe(
      [
        '▲ DEP-1 Orders API v2',
        '▲ YELLOW: needed by Mon 7 Dec, due Fri 11 Dec',
        '- ▲ YELLOW: no status yet',
        'Owner: Ana Example (@ana)',
        'Delegate: Ben Example (@ben)',
        'Producer: Product Platform',
        'Consumers: Partner Experience (needed by Mon 7 Dec)',
        'Due: Fri 11 Dec',
        'Risk: high',
        'Kind: API',
        'Interface: none',
        'Roadmap goal: none',
        'Obligations: PII, audit logging',
        'Contacts',
        '- qa Dev Example (@dev) · decides signs the test report · reviews weekly · delegate Chloe Example (@chloe)',
        'Critical dates',
        '- Code freeze · Fri 15 Jan',
        'Links',
        '- ORD-77 (https://tickets.example/ORD-77)',
        'Missing: mitigation · interface · product, engineering, analytics, compliance contact. No evidence yet.',
        '  [Edit…] [Assign…] [Add link…] [Contacts…]',
      ].join('\n'),
    );
  });

  it('offers the nearest keys for one nobody knows', async () => {
    expect((await ana.says('/deps show DEP-3')).text).toBe(
      'DEP-3 is not in the register. Did you mean DEP-1 (Orders API v2) or DEP-2 (Usage feed)? /deps list shows all 2.',
    );
    expect((await ana.says('/deps edit DEP-99 risk low')).text).toContain('DEP-99 is not in the register.');
  });
});

describe('adding', () => {
  it('registers in words, tells the owner, and says what is missing', async () => {
    const { text } = await ana.says('/deps add "Events schema" from plat to part and data due 18 Dec owner @ben');

    expect(text).toContain(
      'DEP-3 is registered\nDEP-3 Events schema · Product Platform → Partner Experience, Data Insights · due Fri 18 Dec',
    );
    expect(text).toContain(
      'Still missing: delegate · interface · needed-by date · product, engineering, qa, analytics contact.',
    );
    expect(ben.last.text).toMatch(/^You own DEP-3: deliver by Fri 18 Dec\n/);
    expect(ben.last.text).toContain('Assigned by Ana Example.');
    expect(await auditOf('DEP-3')).toMatchObject([{ action: 'register.added', byId: ana.person.id }]);
  });

  it('takes “from” and “to” of an unquoted title for the title', async () => {
    await ana.says('/deps add Events from orders to billing from plat to part');

    expect(await dependency('DEP-3')).toMatchObject({ title: 'Events from orders to billing' });
  });

  it('registers by form, which stays open with what is missing or past', async () => {
    const form = formOf(await chloe.says('/deps add'));
    const whole = {
      title: 'Refunds API',
      kind: 'api',
      producer: await teamId('plat'),
      consumers: [await teamId('part')],
      risk: 'high',
    };

    const refused = await chloe.submits(form, { kind: 'api', due: '2026-11-29', owner: 'nobody' });
    expect(refused.reply.kind).toBe('errors');
    expect(refused.text).toContain('title: Write a title, such as Orders API v2.');
    expect(refused.text).toContain('producer: Choose the team that delivers.');
    expect(refused.text).toContain('consumers: Choose at least one team.');
    expect(refused.text).toContain('owner: Choose a person.');
    expect((await chloe.submits(form, { ...whole, due: '2026-11-29' })).text).toBe(
      'due: Sun 29 Nov is past. Choose Mon 30 Nov or a later day.',
    );
    expect((await chloe.submits(form, { ...whole, consumers: whole.producer })).text).toBe(
      'consumers: Leave out the producer team: it cannot wait for itself.',
    );
    expect((await chloe.submits(form, whole)).text).toContain('DEP-3 is registered');
    expect((await chloe.submits(form, whole)).text).toContain('DEP-3 is already “Refunds API” from this team.');
  });

  it('refuses past dates, unknown teams and people, and people of other teams, and saves nothing', async () => {
    const says = async (who: Actor, words: string) => (await who.says(words)).text;

    expect(await says(ana, '/deps add "X" from plat to part due 1 Nov')).toContain('Send a date to come');
    expect(await says(ana, '/deps add "X" from plat to partner')).toContain(
      'No team is called “partner”. Did you mean',
    );
    expect(await says(ana, '/deps add "X" from plat to plat')).toContain('cannot be its own consumer');
    expect(await says(ana, '/deps add "X" from plat to part owner @anna')).toContain('Did you mean @ana or @lena?');
    expect(await says(ana, '/deps add "X"')).toContain(
      'Say who delivers and who waits: /deps add "Orders API" from plat',
    );
    expect(await says(dev, '/deps add "X" from plat to part')).toBe(
      'Only people of Partner Experience and Product Platform or a lead of Q1 launch (@lena) may add this dependency. Ask one of them.',
    );
    expect(await says(ana, '/deps list')).toContain('2 open dependencies');
  });
});

describe('editing', () => {
  it('changes one field in words and says what was before', async () => {
    const { text } = await ana.says('/deps edit DEP-1 due 18 Dec');

    expect(text).toContain('DEP-1: due Fri 18 Dec\nOrders API v2\nBefore: Fri 11 Dec');
    expect(await auditOf('DEP-1')).toMatchObject([
      { action: 'timeline.shifted', before: { dueDate: '2026-12-11' }, after: { dueDate: '2026-12-18' } },
    ]);
    expect((await ana.says('/deps edit DEP-1 due 18 Dec')).text).toContain('DEP-1 stays as it was');
    expect((await lena.says('/deps edit DEP-1 kind event topic')).text).toContain('Kind: Event topic (was API)');
    expect((await lena.says('/deps edit DEP-1 consumers data, part')).text).toContain('Consumers: Data Insights');
    expect((await lena.says('/deps edit DEP-1 interface none')).text).toContain('stays as it was');
  });

  it('says what it understands when words do not fit', async () => {
    const says = async (words: string) => (await ana.says(words)).text;

    expect(await says('/deps edit DEP-1 duedate 18 Dec')).toContain(
      '“duedate” is no field of a dependency. Did you mean',
    );
    expect(await says('/deps edit DEP-1 due')).toBe('Say the new due: /deps edit DEP-1 due 11 Dec.');
    expect(await says('/deps edit DEP-1 due 3 Nov')).toContain('Send a date to come, such as');
    expect(await says('/deps edit DEP-1 risk huge')).toBe('“huge” is none of: low, medium, high.');
    expect(await says('/deps edit DEP-1 needed data 7 Dec')).toContain('Begin with a team that consumes DEP-1: part.');
    expect(await says('/deps edit DEP-1 date Code freeze 15 Jan')).toContain(
      'Put a colon between the name and the date',
    );
    expect(await says(`/deps edit DEP-1 title ${'x'.repeat(201)}`)).toBe(
      'The title does not fit. Shorten it to 200 characters; it has 201.',
    );
    expect(await says(`/deps edit DEP-1 title ${'x'.repeat(10_000)}`)).toContain('characters; send at most 4000.');
    expect(await auditOf('DEP-1')).toEqual([]);
  });

  it('is for those who look after it, and names them', async () => {
    expect((await chloe.says('/deps edit DEP-1 risk low')).text).toBe(
      'You may not edit DEP-1. These may: @ana (owner), @ben (delegate, lead of Product Platform), @lena (lead of Q1 launch).',
    );
    expect((await chloe.clicks('Edit…', cardOf(await chloe.says('/deps show DEP-1')))).text).toContain(
      'You may not edit',
    );
    expect(await dependency('DEP-1')).toMatchObject({ risk: 'high', version: 1 });
  });

  it('changes several by form; a due day that stays may be past', async () => {
    await world.advanceTo('2026-12-14T08:00:00Z');
    const form = formOf(await ana.clicks('Edit…', cardOf(await ana.says('/deps show DEP-1'))));
    const present = initial(form);
    expect(present).toMatchObject({ title: 'Orders API v2', due: '2026-12-11', risk: 'high' });

    expect((await ana.submits(form, { ...present, title: ' ' })).text).toContain('title: Write a title');
    expect((await ana.submits(form, { ...present, due: '2026-12-10' })).text).toContain('due: Thu 10 Dec is past.');
    expect((await ana.submits(form, { ...present, title: 'x'.repeat(10_000) })).text).toBe(
      'title: Shorten it to 200 characters; it has 10000.',
    );
    const { text } = await ana.submits(form, { ...present, title: 'Orders API v3', obligations: 'PII, residency' });

    expect(text).toContain('DEP-1: title, obligations changed');
    expect(await dependency('DEP-1')).toMatchObject({
      title: 'Orders API v3',
      obligations: ['PII', 'residency'],
      dueDate: '2026-12-11',
    });
  });

  it('refuses a form that somebody overtook, naming who changed what', async () => {
    const form = formOf(await ana.says('/deps edit DEP-1'));
    await world.advance({ minutes: 20 });
    await lena.says('/deps edit DEP-1 risk low');

    const { text } = await ana.submits(form, { ...initial(form), title: 'Mine' });

    expect(text).toBe(
      'DEP-1 changed while your form was open: @lena set risk, Mon 30 Nov, 07:20. Nothing of yours was saved. Send /deps edit DEP-1 for the present form.',
    );
    expect(await dependency('DEP-1')).toMatchObject({ title: 'Orders API v2', risk: 'low' });
  });

  it('says how it stands when something else than an edit overtook the form', async () => {
    const form = formOf(await ana.says('/deps edit DEP-1'));
    const { id } = await dependency('DEP-1');
    const report = {
      colour: 'red',
      reason: 'no vendor',
      mitigation: null,
      trigger: null,
      byId: ben.person.id,
    } as const;
    const at = world.now();
    await world.db.tx(world.workspace, (tx) => setReport(tx, id, { ...report, at: at.toISO() }, at));

    expect((await ana.submits(form, { ...initial(form), title: 'Mine' })).text).toContain(
      'changed while your form was open: DEP-1 Orders API v2 · Product Platform → Partner Experience · due Fri 11 Dec · ● RED: no vendor. Nothing of yours was saved.',
    );
  });

  it('takes what people write for text, whatever it looks like', async () => {
    const hostile = '<!channel> =HYPERLINK("http://evil") <script>alert(1)</script> *bold* \u0000\ud800';
    const form = formOf(await ana.says('/deps edit DEP-1'));

    await ana.submits(form, { ...initial(form), title: hostile });

    const { title } = await dependency('DEP-1');
    expect(title).toBe('<!channel> =HYPERLINK("http://evil") <script>alert(1)</script> *bold* \ufffd');
    const spans = cardOf(await ana.says('/deps show DEP-1')).title;
    expect(spans.every((span) => typeof span === 'string')).toBe(true);
  });

  it('is delivered only when nothing blocks it, and leaves the scope only by a lead', async () => {
    const { id } = await dependency('DEP-1');
    await world.db.tx(world.workspace, (tx) =>
      setSignal(tx, id, { kind: 'blocker', subject: 'b', text: 'sandbox is down', since: world.now() }),
    );
    expect((await ana.says('/deps edit DEP-1 state delivered')).text).toContain(
      'DEP-1 has an open blocker: sandbox is down.',
    );
    expect((await dev.says('/deps edit DEP-2 state dropped')).text).toBe(
      'Only a lead of Q1 launch may take DEP-2 out of scope: @lena.',
    );
    expect((await dev.says('/deps edit DEP-2 state delivered')).text).toContain('State: delivered (was open)');
    expect((await dev.says('/deps list')).text).toContain('1 open dependency');
    expect((await dev.says('/deps list all')).text).toContain('DEP-2 Usage feed');
  });
});

describe('assigning', () => {
  it('names owner and delegate, tells both, and plans the prompts anew', async () => {
    const { text } = await lena.says('/deps assign DEP-1 @dev delegate @chloe');

    expect(text).toContain('DEP-1 belongs to Dev Example\nDelegate: Chloe Example. Told: Dev Example, Chloe Example.');
    expect(dev.last.text).toMatch(/^You own DEP-1: deliver by Fri 11 Dec\n/);
    expect(dev.last.text).toContain('Delegate: Chloe Example.\nAssigned by Lena Example.');
    expect(chloe.last.text).toMatch(/^You are the delegate of DEP-1: stand by\n/);
    expect((await dev.clicks('Show DEP-1')).text).toContain('Owner: Dev Example (@dev)');
    expect(await auditOf('DEP-1')).toMatchObject([
      {
        action: 'register.assigned',
        before: { owner: 'ana', delegate: 'ben' },
        after: { owner: 'dev', delegate: 'chloe' },
      },
    ]);
  });

  it('says nothing to those who took it themselves, and frees a delegate who became the owner', async () => {
    const { text } = await ben.says('/deps assign DEP-1 @ben');

    expect(text).toContain('DEP-1 belongs to Ben Example\nDelegate: nobody.');
    expect(ben.inbox).toEqual([]);
  });

  it('refuses people nobody knows and an owner who is their own delegate', async () => {
    expect((await ana.says('/deps assign DEP-1 @smith')).text).toContain('Nobody in the register is called @smith.');
    expect((await ana.says('/deps assign DEP-1 @ana delegate @ana')).text).toContain('cannot be their own delegate');
    const form = formOf(await ana.says('/deps assign DEP-1'));
    expect((await ana.submits(form, {})).text).toBe('owner: Choose a person.');
    expect((await ana.submits(form, { owner: '018f0000-0000-7000-8000-000000000000' })).text).toContain(
      'Choose another.',
    );
    expect((await ana.submits(form, { owner: ben.person.id, delegate: ben.person.id })).text).toContain('delegate: ');
    expect((await ana.submits(form, { owner: ben.person.id })).text).toContain('DEP-1 belongs to Ben Example');
    expect((await ana.submits(form, { owner: dev.person.id })).text).toContain('You may not assign DEP-1.');
  });
});

describe('contacts and links', () => {
  it('names, replaces and removes a contact', async () => {
    expect((await ana.says('/deps contact DEP-1 QA @dev')).text).toContain('DEP-1: QA contact is Dev Example');
    expect((await ana.says('/deps contact DEP-1 qa @chloe')).text).toContain('Before: Dev Example.');
    expect((await ana.says('/deps contact DEP-1 qa nobody')).text).toContain('DEP-1 has no QA contact now');
    expect((await ana.says('/deps contact DEP-1 boss @dev')).text).toBe(
      '"boss" is none of: product, engineering, qa, analytics, compliance.',
    );
    expect(await auditOf('DEP-1')).toHaveLength(3);
  });

  it('names a contact by form', async () => {
    const form = formOf(await ana.clicks('Contacts…', cardOf(await ana.says('/deps show DEP-1'))));

    expect((await ana.submits(form, { person: dev.person.id })).text).toBe('role: Choose a role.');
    expect(
      (await ana.submits(form, { role: 'qa', person: dev.person.id, authority: 'the test report' })).text,
    ).toContain('qa Dev Example (@dev) · decides the test report');
    expect((await ana.submits(form, { role: 'qa', person: ben.person.id })).text).toContain('@ana set qa contact');
  });

  it('links web addresses and nothing else', async () => {
    const says = async (words: string) => (await ana.says(words)).text;

    expect(await says('/deps link DEP-1 javascript:alert(1)')).toContain('Send an address that begins with https://');
    expect(await says('/deps link DEP-1 https://me:secret@tickets.example/1')).toContain('holds no password');
    expect(await says(`/deps link DEP-1 https://tickets.example/1 ${'x'.repeat(81)}`)).toContain('Shorten it to 80');
    expect(await says('/deps link DEP-1 https://tickets.example/ORD-77 Ticket <!here>')).toContain(
      'Ticket <!here> (https://tickets.example/ORD-77)',
    );
    expect(await says('/deps link DEP-1 remove https://other.example')).toBe(
      'DEP-1 has no link “https://other.example”. It has: Ticket <!here>.',
    );
    expect(await says('/deps link DEP-1 remove https://tickets.example/ORD-77')).toContain('link removed');
    const form = formOf(await ana.says('/deps link DEP-1'));
    expect((await ana.submits(form, { url: 'ftp://x' })).text).toContain('url: Send an address');
    expect((await ana.submits(form, { url: 'https://docs.example/' })).text).toContain(
      'docs.example (https://docs.example/)',
    );
  });
});

describe('overriding', () => {
  it('shows a lead’s colour with its reason until it ends by itself', async () => {
    const { text } = await lena.says('/deps override DEP-1 green until Fri because the vendor confirmed until launch');

    expect(text).toContain('DEP-1 shows ✓ GREEN until Fri 4 Dec, 18:00\nReason: the vendor confirmed until launch');
    expect(text).toContain('The facts say ▲ YELLOW: no status yet.');
    expect((await ana.says('/deps show DEP-1')).text).toContain(
      '✓ GREEN by override until Fri 4 Dec, 19:00: the vendor confirmed until launch',
    );
    await world.advanceTo('2026-12-04T18:00:00Z');
    expect((await ana.says('/deps list @ana')).text).not.toContain('override');
    expect(await auditOf('DEP-1')).toMatchObject([
      { action: 'register.overridden', reason: 'the vendor confirmed until launch' },
    ]);
  });

  it('needs a lead, a reason and an end within 14 days', async () => {
    const says = async (who: Actor, words: string) => (await who.says(words)).text;

    expect(await says(ana, '/deps override DEP-1 green until Fri because x')).toBe(
      'Only a lead of Q1 launch may override the colour of DEP-1: @lena.',
    );
    expect(await says(lena, '/deps override DEP-1 green until Fri')).toContain(
      'An override needs a reason: /deps override',
    );
    expect(await says(lena, '/deps override DEP-1 green because x')).toContain('An override needs an end');
    expect(await says(lena, '/deps override DEP-1 green until 20 Dec because x')).toContain(
      '14 days at most: end it by',
    );
    expect(await says(lena, '/deps override DEP-1 pink until Fri because x')).toContain('"pink" is none of');
    expect(await says(lena, '/deps override DEP-1 none')).toContain('DEP-1 has no override');
  });

  it('is withdrawn by a lead', async () => {
    await lena.says('/deps override DEP-1 green until Fri because the vendor confirmed');

    expect((await lena.says('/deps override DEP-1 none')).text).toContain('DEP-1 follows the facts again\n▲ YELLOW');
  });
});
