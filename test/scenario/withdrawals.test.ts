import { DateTime } from 'luxon';
import { audit } from '../../src/features/audit/tables.ts';
import { auditSpan } from '../../src/features/selfaudit/index.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York. */
const MONDAY = '2026-11-30T07:00:00Z';
const SPEC = 'https://specs.example.com/orders.yaml';
/** Chloe and Dev sign the draft review, Chloe and Eve the technical sign-off. */
const ORDERS: Seed = {
  people: { eve: { team: 'part' } },
  dependencies: [{ title: 'Orders API', contacts: { product: 'dev', engineering: 'eve', qa: 'dev' } }],
};

let world: World;
let ana: Actor;
let ben: Actor;
let chloe: Actor;
let dev: Actor;
let eve: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, ORDERS);
  [ana, ben, chloe] = [await world.actor('ana'), await world.actor('ben'), await world.actor('chloe')];
  [dev, eve, lena] = [await world.actor('dev'), await world.actor('eve'), await world.actor('lena')];
});
afterEach(() => world.end());

const gates = async () => (await ben.says('/deps gates DEP-1')).text;
const submits = (version: string) => ana.says(`/deps submit DEP-1 ${version} ${SPEC}`);

describe('a version', () => {
  it('is taken back by who submitted it, and its cards say so', async () => {
    await submits('v3.0.0');
    const { text } = await ana.says('/deps withdraw DEP-1 the wrong file was sent');

    expect(text).toBe(
      [
        'Withdrawn: Orders API v3.0.0',
        'Gate 1 of 4 for DEP-1 · by @Ana Example, Mon 30 Nov, 08:00',
        'Reason: “the wrong file was sent”',
        'Nothing is to be signed: DEP-1 has no contract now.',
      ].join('\n'),
    );
    expect(chloe.last.text).toMatch(/^Withdrawn: Orders API v3.0.0/);
    expect(chloe.last.text).not.toContain('[Approve');
    expect((await chloe.says('/deps approve DEP-1')).text).toContain('DEP-1 has no contract yet');
    expect(await gates()).toContain('DEP-1 has no contract yet');
    const rows = await world.db.tx(world.workspace, (tx) => tx.select().from(audit));
    expect(rows.at(-1)).toMatchObject({
      action: 'contracts.withdrawn',
      reason: 'the wrong file was sent',
      after: null,
    });

    expect((await submits('v3.0.0')).text).toMatch(/^Submitted: Orders API v3.0.0/);
    expect(chloe.last.text).toMatch(/^Draft review needed: Orders API v3.0.0/);
  });

  it('gives way to the one before it, which goes on at its gate with votes given anew', async () => {
    await submits('v3.0.0');
    await chloe.says('/deps approve DEP-1');
    await dev.says('/deps approve DEP-1');
    await eve.says('/deps approve DEP-1');
    await submits('v3.1.0');
    const { text } = await lena.says('/deps withdraw DEP-1 3.1 comes after the launch');

    expect(text).toContain('Nothing is to be signed here: v3.0.0 counts again, at gate 2 of 4.');
    expect(ana.last.text).toMatch(/^Withdrawn: Orders API v3.1.0/);
    expect(await gates()).toMatch(
      /^Gates of DEP-1: Orders API v3.0.0.*✓ 1 Draft review: passed.*2 Technical sign-off: 0 of 2 signed/s,
    );
    expect(eve.last.text).toMatch(/^Technical sign-off: Orders API v3.0.0/);
    await eve.clicks('Approve v3.0.0');
    expect((await chloe.says('/deps approve DEP-1')).text).toMatch(/^Technical sign-off passed/);
  });

  it('leaves the one before it waiting for changes, or signed off, as it was', async () => {
    await submits('v3.0.0');
    const asked = await chloe.clicks('Request changes…');
    if (asked.reply.kind !== 'form') throw new Error(asked.text);
    await chloe.submits(asked.reply.form, { comment: 'Name the consumers' });
    await submits('v3.0.1');
    expect((await ana.says('/deps show DEP-1')).text).not.toContain('changes requested');
    await ana.says('/deps withdraw DEP-1 not yet complete');

    expect((await ana.says('/deps show DEP-1')).text).toContain('changes requested at gate 1 (Draft review)');
    expect((await chloe.says('/deps approve DEP-1')).text).toContain('changes to v3.0.0 were requested at gate 1');
    expect((await submits('v3.0.1')).text).toMatch(/^Submitted: Orders API v3.0.1/);
  });

  it('is taken back while it waits for changes', async () => {
    await submits('v3.0.0');
    const asked = await chloe.clicks('Request changes…');
    if (asked.reply.kind !== 'form') throw new Error(asked.text);
    await chloe.submits(asked.reply.form, { comment: 'Name the consumers' });

    expect((await ana.says('/deps withdraw DEP-1 another API comes')).text).toMatch(/^Withdrawn: Orders API v3.0.0/);
    expect(dev.last.text).toMatch(/^Withdrawn: Orders API v3.0.0/);
    expect((await ana.says('/deps show DEP-1')).text).not.toContain('changes requested');
  });

  it('stays when somebody else, without a reason, or too late takes it back', async () => {
    expect((await ana.says('/deps withdraw DEP-1 why not')).text).toContain('DEP-1 has no contract yet');
    await submits('v3.0.0');
    expect((await chloe.says('/deps withdraw DEP-1 I do not like it')).text).toBe(
      'You cannot withdraw v3.0.0 of DEP-1. These can: @ana, @lena.',
    );
    expect((await ana.says('/deps withdraw DEP-1')).text).toContain('Say why in at most 1000 characters');
    for (const actor of [chloe, dev, chloe, eve, dev, dev, eve]) await actor.says('/deps approve DEP-1');
    expect((await ana.says('/deps withdraw DEP-1 too late')).text).toMatch(
      /^Orders API v3.0.0 is signed off, and consumers build against it/,
    );
  });
});

describe('a signature', () => {
  it('is missed by nobody while it stood, by the second computation', async () => {
    await submits('v3.0.0');
    await chloe.clicks('Approve v3.0.0');
    const signed = chloe.last;
    await world.advanceTo('2026-12-01T16:00:00Z');
    await chloe.clicks('Take back your signature', signed);
    await world.advanceTo('2026-12-01T18:00:00Z');

    const span = { from: DateTime.fromISO(MONDAY, { zone: 'utc' }), to: world.now().minus({ minutes: 5 }) };
    const { findings } = await world.db.tx(world.workspace, (tx) => auditSpan(tx, span, 5));
    // Nobody planned prompts here.
    expect(findings.filter(({ send }) => send !== 'prompt')).toEqual([]);
  });

  it('is taken back while the gate is open, with what was ticked by it', async () => {
    await submits('v3.0.0');
    await chloe.clicks('Approve v3.0.0');
    const signed = structuredClone(chloe.last.card);
    expect((await chloe.clicks('Take back your signature')).text).toMatch(/^Draft review needed: Orders API v3.0.0/);
    expect(dev.last.text).toContain('Checklist, 0 of 2 ticked');
    expect(await gates()).toContain('0 of 2 signed');

    await world.advance({ days: 1 });
    expect(chloe.last.text).toMatch(/^Still to be signed: Orders API v3.0.0/);
    await chloe.clicks('Approve v3.0.0', chloe.inbox[0]);
    expect((await dev.clicks('Approve v3.0.0')).text).toMatch(/^Draft review passed/);
    expect((await chloe.clicks('Take back your signature', signed)).text).toMatch(/^Draft review passed/);
  });
});
