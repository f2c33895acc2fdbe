import { auditSchedule } from '../../src/features/selfaudit/index.ts';
import { PLATFORMS, STORY_TIMEOUT_MS } from '../support/launch.ts';
import { type Quarter, startQuarter } from '../support/quarter.ts';

/** The numbers of all dependencies. */
const ALL = [1, 2, 3, 4, 5, 6, 7, 8];
/** Those that are still to be delivered at Beta. */
const OPEN = [2, 4, 5, 6, 7, 8, 9];
const SPEC = 'https://specs.example.com/orders.yaml';

/** Thirteen weeks. */
const DAYS = 91;

/** An act of the story: each begins where the one before ended. */
const act = (name: string, play: () => Promise<void>) => it(name, play, STORY_TIMEOUT_MS);

describe.each(PLATFORMS)('a quarter, on %s', (platform) => {
  let launch: Quarter['launch'];
  let users: Quarter['users'];
  let until: Quarter['until'];
  let round: Quarter['round'];
  let comesAt: Quarter['comesAt'];
  let meetsAt: Quarter['meetsAt'];

  beforeAll(async () => {
    ({ launch, users, until, round, comesAt, meetsAt } = await startQuarter(platform));
  }, STORY_TIMEOUT_MS);
  afterAll(() => launch.installation.end());

  act('begins with a kickoff that its lead reviews and posts', async () => {
    const { ana, lena } = users;
    expect(await lena.asks('programme start')).toContain('Q1 launch is started');
    expect(await lena.reads()).toMatch(/Release:? Fri 23 Apr/);
    await lena.clicks('Edit…');
    expect(
      await lena.fills({ scope: 'Orders for partners', actions: '\n@ana send the test data by 12 Feb' }),
    ).toContain('Orders for partners');
    expect(await lena.clicks('Post it now')).toContain('Kickoff of Q1 launch is posted');
    const posted = await lena.reads(launch.programme);
    expect(posted).toContain('Posted by Lena Example');
    expect(posted).toContain('delivers 8');
    expect(await ana.reads()).toContain('ACT-1');
  });

  act('asks each owner at 09:30 of their own clock, and takes their words', async () => {
    await comesAt('needs a word by Wed 3 Feb, 18:00', [
      ['eve', '2027-02-01T20:30:00Z'],
      ['kim', '2027-02-02T00:30:00Z'],
      ['dev', '2027-02-02T04:00:00Z'],
      ['ana', '2027-02-02T08:30:00Z'],
      ['nils', '2027-02-02T09:30:00Z'],
      ['grace', '2027-02-02T14:30:00Z'],
      ['mei', '2027-02-02T17:30:00Z'],
    ]);
    expect(await users.ana.clicks('✓ Green')).toMatch(/DEP-1 ✓ GREEN recorded/);
    for (const who of ['eve', 'kim', 'dev', 'nils', 'grace', 'mei', 'sana'] as const)
      expect(await users[who].writes('all green')).toContain('✓ GREEN');
  });

  act('negotiates a promise, locks it, and signs its contract gate by gate', async () => {
    const { ana, chloe, grace } = users;
    await until('2027-02-03T14:00:00Z');
    expect(await ana.asks('commit DEP-1 @ana delivers v1 to staging by 12 Mar TICKET-77')).toContain(
      'COM-1 proposed: DEP-1 by Fri 12 Mar',
    );
    await chloe.clicks('Counter…');
    expect(await chloe.fills({ by: '2027-03-08', reason: 'our tests begin on that day' })).toContain(
      'COM-1 proposed: DEP-1 by Mon 8 Mar',
    );
    expect(await ana.clicks('Sign COM-1 for Mon 8 Mar')).toContain('COM-1 locked: DEP-1 by Mon 8 Mar');

    expect(await ana.asks(`submit DEP-1 v1.0.0 ${SPEC}`)).toContain('Submitted: Orders API v1.0.0');
    expect(await chloe.clicks('Approve v1.0.0')).toContain('Draft review passed');
    await grace.clicks('Approve v1.0.0');
    expect(await chloe.clicks('Approve v1.0.0')).toContain('Technical sign-off passed');
    expect(await users.eve.clicks('Approve v1.0.0')).toContain('QA validation passed');
    expect(await ana.asks('gates DEP-1')).toContain('✓ 3 QA validation: passed');
  });

  act('brings a blocker to leadership after a day, which decides by a button; round and log tell of it', async () => {
    const { lena, mei } = users;
    await round('2027-02-09', ALL);
    await until('2027-02-10T17:00:00Z');
    expect(await mei.asks('block DEP-3 the vendor sandbox is down until 12 Mar')).toContain('blocked');
    expect(await lena.reads(launch.leadership)).not.toContain('DEP-3 blocked');
    await until('2027-02-11T17:00:10Z');
    const escalated = await lena.reads(launch.leadership);
    expect(escalated).toContain('DEP-3 blocked for 24 h');
    const move = /Move [^…[\]]*…/.exec(escalated)?.[0] ?? '';
    await lena.clicks(move, launch.leadership);
    await lena.fills({ date: '2027-03-17', reason: 'the vendor delivers on the 12th' });
    expect(await lena.reads(launch.leadership)).toContain('Logged as DEC-1');
    expect(await lena.asks('decisions')).toContain('DEC-1');

    await round('2027-02-16', ALL);
    await until('2027-02-17T20:00:00Z');
    const told = await lena.reads(launch.programme);
    expect(told).toContain('Dates moved');
    expect(await mei.asks('unblock DEP-3 the vendor restored the sandbox')).toContain('DEP-3');
  });

  act('withholds the brief of a red without an owner; gate 4 passes, and two executives get it', async () => {
    const { lena, chloe, grace, eva, omar } = users;
    expect(await lena.asks('add "Refund feed" from data to part due 16 Apr')).toContain('DEP-9 is registered');
    expect(await lena.asks('reply 9 red because nobody builds it')).toContain('● RED');
    await until('2027-02-22T14:00:00Z');
    for (const reader of [eva, omar]) expect(await reader.reads()).not.toContain('confidence');
    expect(await lena.reads()).toContain('DEP-1 ● RED: no mitigation; DEP-9 ● RED: no owner, no mitigation');

    expect(await lena.asks('assign DEP-9 @tom delegate @grace')).toContain('DEP-9 belongs to');
    expect(
      await lena.asks('risk DEP-9 @tom we begin late mitigation: Grace lends two people trigger: on 30 Apr'),
    ).toContain('RISK-1');
    await chloe.clicks('Approve v1.0.0');
    expect(await grace.clicks('Approve v1.0.0')).toContain('Production readiness passed: Orders API v1.0.0');
    expect(await lena.reads(launch.programme)).toContain('Orders API v1.0.0 is signed off');
    expect(await lena.clicks('Send it now')).toContain('The brief of Q1 launch was sent');
    for (const reader of [eva, omar]) expect(await reader.reads()).toContain('1 red (DEP-9), 0 yellow, 8 green');

    await round('2027-02-23', [...ALL, 9]);
    await comesAt('As of Mon 1 Mar, 08:30', [
      ['eva', '2027-03-01T07:30:00Z'],
      ['omar', '2027-03-01T13:30:00Z'],
    ]);
  });

  act('plans its weekly sync by itself, with calendar file, agenda, notes and minutes', async () => {
    const { ana, chloe, eve, lena } = users;
    expect(await lena.asks('sync on tue,wed,thu 45')).toContain('Now: 45 min, Tue, Wed, Thu');
    await round('2027-03-02', [...ALL, 9]);
    await until('2027-03-03T10:00:00Z');
    await meetsAt('2027-03-09T14:00:00.000Z', {
      London: 'Tue 9 Mar, 14:00–14:45',
      'New York': 'Tue 9 Mar, 09:00–09:45',
      Kolkata: 'Tue 9 Mar, 19:30–20:15',
      Auckland: 'Wed 10 Mar, 03:00–03:45',
    });
    expect(await ana.clicks('I attend')).toContain('You attend.');
    expect(await eve.clicks('I cannot')).toContain('the minutes come to you');
    await until('2027-03-05T14:00:00Z');
    expect(await ana.asks('edit DEP-1 state delivered')).toContain('delivered (was open)');
    await until('2027-03-08T14:01:00Z');
    expect(await lena.reads(launch.programme)).toContain('ACT-1 send the test data, Ana Example, was due Fri 12 Feb');
    await until('2027-03-09T14:10:00Z');
    expect(await chloe.asks('note DEP-9 refunds are paid from Friday', launch.programme)).toContain('Noted for SYNC-1');
    expect(await ana.clicks('Done…')).toContain('ACT-1');
    expect(await ana.fills({ state: 'done', note: 'in the bucket' })).toContain('ACT-1 done');
    await until('2027-03-09T14:46:00Z');
    expect(await lena.clicks('Post the minutes of SYNC-1')).toContain('The minutes of SYNC-1 are posted');
    for (const read of [await lena.reads(launch.programme), await eve.reads()])
      expect(read).toContain('refunds are paid from Friday · Chloe Example');
    await round('2027-03-09', [2, 3, 4, 5, 6, 7, 8, 9]);
  });

  act('keeps sync, brief and prompts to each one’s hour when America changes its clocks on 14 March', async () => {
    const { lena, mei } = users;
    expect(await lena.asks('assign DEP-2 @ben delegate @ana')).toContain('DEP-2 belongs to');
    await until('2027-03-10T10:00:00Z');
    await meetsAt('2027-03-16T21:00:00.000Z', {
      London: 'Tue 16 Mar, 21:00–21:45',
      'New York': 'Tue 16 Mar, 17:00–17:45',
      Kolkata: 'Wed 17 Mar, 02:30–03:15',
      Auckland: 'Wed 17 Mar, 10:00–10:45',
    });
    await comesAt('As of Mon 15 Mar, 08:30', [
      ['eva', '2027-03-15T07:30:00Z'],
      ['omar', '2027-03-15T12:30:00Z'],
    ]);
    await comesAt('needs a word by Wed 17 Mar, 18:00', [
      ['eve', '2027-03-15T20:30:00Z'],
      ['kim', '2027-03-16T00:30:00Z'],
      ['sana', '2027-03-16T04:00:00Z'],
      ['ben', '2027-03-16T08:30:00Z'],
      ['nils', '2027-03-16T09:30:00Z'],
      ['grace', '2027-03-16T13:30:00Z'],
      ['tom', '2027-03-16T16:30:00Z'],
    ]);
    await round('2027-03-16', [2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await mei.asks('edit DEP-3 state delivered')).toContain('delivered (was open)');
  });

  act('looks back at Beta without names, votes on themes by button, and agrees an improvement', async () => {
    const { ana, chloe, grace, lena, nils } = users;
    await until('2027-03-22T16:00:00Z');
    for (const [user, score] of [
      [ana, '2'],
      [nils, '2'],
      [chloe, '3'],
      [grace, '3'],
    ] as const) {
      await user.clicks('Answer…');
      const scores = { coordination: '4', contracts: score, tooling: '5' };
      expect(await user.fills({ ...scores, 'contracts-words': '' })).toContain('Your answers about Beta are in');
    }
    expect(await nils.asks('retro theme gate 4 waited for weeks')).toContain('gate 4 waited for weeks');
    await grace.asks('retro theme nobody owned the refunds');
    for (const user of [ana, lena]) await user.clicks('Vote 2: nobody owned the refunds', launch.programme);

    await round('2027-03-23', OPEN);
    await until('2027-03-26T18:01:00Z');
    const taught = await lena.reads(launch.programme);
    expect(taught).toContain('RETRO-1: what Beta taught us');
    expect(taught).toMatch(/Contracts:? 2\.5 of 5 \(2× 2, 2× 3\)/);
    expect(taught).toMatch(/2\. nobody owned the refunds · 2 votes.*1\. gate 4 waited for weeks · 0 votes/);
    expect(taught).toContain('Figures of the first increment: none before to compare with');
    expect(taught).toContain('Approval, gate 4: 19 d (1 gate)');

    await lena.clicks('Agree an improvement…', launch.programme);
    const agreed = { what: 'name approvers before a contract', owner: '@ana', due: '2027-04-28' };
    expect(await lena.fills(agreed)).toContain('ACT-2 name approvers before a contract');
    expect(await ana.reads()).toContain('ACT-2: name approvers');
  });

  act('keeps them when Europe changes its clocks on 28 March, and New Zealand on 4 April', async () => {
    const { ben, lena } = users;
    const moved = await lena.asks('sync move Tue 30 Mar 14:00 because Europe changed its clocks');
    expect(moved).toMatch(/London:? Tue 30 Mar, 14:00/);
    await meetsAt('2027-03-30T13:00:00.000Z', {
      'New York': 'Tue 30 Mar, 09:00–09:45',
      Berlin: 'Tue 30 Mar, 15:00–15:45',
      Kolkata: 'Tue 30 Mar, 18:30–19:15',
      Auckland: 'Wed 31 Mar, 02:00–02:45',
    });
    await comesAt('As of Mon 29 Mar, 08:30', [
      ['eva', '2027-03-29T06:30:00Z'],
      ['omar', '2027-03-29T12:30:00Z'],
    ]);
    await comesAt('needs a word by Wed 31 Mar, 18:00', [
      ['eve', '2027-03-29T20:30:00Z'],
      ['kim', '2027-03-30T00:30:00Z'],
      ['sana', '2027-03-30T04:00:00Z'],
      ['ben', '2027-03-30T07:30:00Z'],
      ['nils', '2027-03-30T08:30:00Z'],
      ['grace', '2027-03-30T13:30:00Z'],
      ['tom', '2027-03-30T16:30:00Z'],
    ]);
    await round('2027-03-30', OPEN);
    await until('2027-04-02T10:00:00Z');
    expect(await ben.asks('edit DEP-2 state delivered')).toContain('delivered (was open)');
    await meetsAt('2027-04-06T08:00:00.000Z', {
      London: 'Tue 6 Apr, 09:00–09:45',
      'New York': 'Tue 6 Apr, 04:00–04:45',
      Kolkata: 'Tue 6 Apr, 13:30–14:15',
      Auckland: 'Tue 6 Apr, 20:00–20:45',
    });
    await comesAt('needs a word by Wed 7 Apr, 18:00', [
      ['eve', '2027-04-05T21:30:00Z'],
      ['kim', '2027-04-06T00:30:00Z'],
      ['sana', '2027-04-06T04:00:00Z'],
      ['nils', '2027-04-06T08:30:00Z'],
      ['grace', '2027-04-06T13:30:00Z'],
      ['tom', '2027-04-06T16:30:00Z'],
    ]);
    await round('2027-04-06', [4, 5, 6, 7, 8, 9]);
  });

  act('delivers all of it, and compares the last increment with the one before', async () => {
    const { ana, eva, lena, tom } = users;
    await until('2027-04-09T08:00:00Z');
    for (const [who, number] of [
      ['kim', 4],
      ['eve', 5],
      ['nils', 6],
      ['grace', 7],
      ['sana', 8],
    ] as const)
      expect(await users[who].asks(`edit DEP-${number} state delivered`)).toContain('delivered (was open)');
    await round('2027-04-13', [9]);
    expect(await tom.asks('edit DEP-9 state delivered')).toContain('delivered (was open)');
    expect(await lena.asks('sync off')).toContain('Now: off');
    await until('2027-04-26T15:00:00Z');
    expect(await eva.reads()).toContain('0 red, 0 yellow, 0 green; 9 delivered');

    const begun = await lena.reads(launch.programme);
    expect(begun).toMatch(/RETRO-2: what Release teaches us.*ACT-2 name approvers before a contract/);
    for (const who of ['lena', 'nils', 'grace'] as const) {
      await users[who].clicks('Answer…');
      await users[who].fills({ coordination: '5', contracts: '4', tooling: '5' });
    }
    expect(await ana.clicks('Done…')).toContain('ACT-2');
    expect(await ana.fills({ state: 'done', note: 'it is in the checklist' })).toContain('ACT-2 done');
    await until('2027-05-02T22:00:00Z');
    const taught = (await lena.reads(launch.programme)).split('RETRO-2: what Release taught us')[1];
    expect(taught).toMatch(/Contracts:? 4\.0 of 5 \(3× 4\)/);
    expect(taught).toMatch(/Prompts answered: 100 % \(21 prompts\) · before 100 % \(58\)/);
    expect(taught).not.toContain('name approvers');
    expect(await lena.asks('actions done')).toContain('it is in the checklist');

    // Computed a second time, from the register: every prompt and escalation of the quarter came, in time and once.
    const { db, workspace, clock } = launch.installation;
    const { findings, judged } = await auditSchedule(db, workspace, clock, DAYS);
    expect(findings).toEqual([]);
    expect(judged).toBeGreaterThan(80);
  });
});
