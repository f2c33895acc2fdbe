import { DateTime } from 'luxon';
import { personByHandle } from '../../src/features/people/index.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { Seed, SeedPerson } from '../support/seed.ts';
import { type WebUser, webUser } from '../support/web-user.ts';

/** Mon 30 Nov 2026, 08:00 in Berlin. */
const MONDAY = '2026-11-30T07:00:00Z';
const SPEC = 'https://specs.example.com/orders.yaml';
/** Ana, Chloe and Lena are in Slack, Dev is in the console. Chloe and Dev sign the draft review. */
const PEOPLE: Record<string, SeedPerson> = {
  ana: { slack: 'UANA', delegate: 'ben' },
  chloe: { slack: 'UCHLOE', team: 'part', delegate: 'dev' },
  dev: { team: 'data', delegate: 'chloe' },
  lena: { slack: 'ULENA', delegate: 'ana' },
};
const SEED: Seed = {
  people: PEOPLE,
  dependencies: [{ title: 'Orders API', contacts: { product: 'dev', engineering: 'dev', qa: 'dev' } }],
};
/** A busy machine gets its time. */
const STORY_TIMEOUT_MS = 300_000;

let launch: Installation;
let dev: WebUser;
beforeAll(async () => {
  launch = await startInstallation({ at: MONDAY, processes: 1, seed: SEED, channels: [] });
  const person = await launch.db.tx(launch.workspace, (tx) => personByHandle(tx, 'dev'));
  dev = await webUser(launch.url, person?.id ?? '');
}, STORY_TIMEOUT_MS);
afterAll(() => launch.end());

/** A card that changes again is shown within two seconds. */
const shown = () => launch.advanceTo(launch.clock.now().plus({ seconds: 5 }));
const slackUser = (handle: string) => launch.slack.actor(PEOPLE[handle]?.slack ?? '', launch.url);
const inboxOf = (handle: string) =>
  slackUser(handle)
    .inbox.map((one) => one.text)
    .join('\n');

it(
  'carries a contract through ticks, a waiver, its end, and a withdrawal, in Slack and in the console',
  async () => {
    const [ana, chloe, lena] = [slackUser('ana'), slackUser('chloe'), slackUser('lena')];
    await ana.runs(`/deps submit DEP-1 v1.0.0 ${SPEC}`);
    await shown();

    // Who submitted it and who is not asked are told who can sign.
    expect((await ana.runs('/deps approve DEP-1'))?.text).toContain('You cannot approve DEP-1: you submitted it.');
    expect((await lena.runs('/deps approve DEP-1'))?.text).toContain('gate 1 (Draft review) is for others to sign');

    // Chloe ticks an item in Slack; Dev sees her name on it in the console, and signs, which ticks the rest.
    await chloe.clicks('Tick items…');
    await chloe.fills({ 'Items you confirm': ['1'] });
    await shown();
    expect(await dev.reads()).toContain('1 of 2 ticked; signing ticks the rest');
    expect(await dev.reads()).toContain('✓ 1 Scope matches the roadmap goal ( @Chloe Example');
    expect(await dev.clicks('Approve v1.0.0')).toContain('You approved Orders API v1.0.0');
    await shown();
    expect(inboxOf('chloe')).toContain('Checklist, all 2 ticked');

    // Dev takes the signature back, and gives it again.
    expect(await dev.clicks('Take back your signature')).toContain('Draft review needed');
    expect(await dev.clicks('Approve v1.0.0')).toContain('You approved');
    expect((await chloe.clicks('Approve v1.0.0'))?.text).toContain('Draft review passed');
    await shown();

    // Lena waives the technical sign-off by a form; what does not fit is said beside its field.
    expect((await chloe.runs('/deps waive DEP-1'))?.text).toContain('Only a lead of Q1 launch');
    await lena.runs('/deps waive DEP-1');
    await lena.fills({ Until: '2027-03-01', Reason: 'The vendor is closed' });
    expect(lena.modal?.errors).toEqual({ until: expect.stringContaining('A waiver lasts 30 days at most') });
    await lena.fills({ Until: '2026-12-04', Reason: 'The vendor is closed' });
    await shown();
    expect(inboxOf('chloe')).toContain('By waiver until');
    expect(await dev.says('/deps status')).toContain('By waiver: gate 2 of DEP-1 until');
    expect(await dev.reads()).toMatch(/QA validation( needed)?: Orders API v1.0.0/);

    // The waiver ends: owner and lead are told, and the signature is asked for again.
    await launch.advanceTo(DateTime.fromISO('2026-12-04T18:00:01Z'));
    expect(inboxOf('ana')).toContain('Waiver of gate 2 ended');
    expect(inboxOf('lena')).toContain('Waiver of gate 2 ended');
    expect((await chloe.runs('/deps gates DEP-1'))?.text).toContain('0 of 2 signed');

    // Ana takes the version back in Slack; nothing is left to sign in the console.
    expect((await ana.runs('/deps withdraw DEP-1 the wrong file was sent'))?.text).toContain('Withdrawn: Orders API');
    await shown();
    expect(inboxOf('chloe')).toContain('Withdrawn: Orders API v1.0.0');
    expect(await dev.reads()).toContain('Withdrawn: Orders API v1.0.0');
    expect(await dev.says('/deps approve DEP-1')).toContain('DEP-1 has no contract yet');
  },
  STORY_TIMEOUT_MS,
);
