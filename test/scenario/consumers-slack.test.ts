import { personByHandle, saveTeam } from '../../src/features/people/index.ts';
import { findDependency, setConsumers } from '../../src/features/register/index.ts';
import { ordersDocument, withNumericName } from '../support/contract-documents.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { Seed, SeedPerson } from '../support/seed.ts';
import { onSlack } from '../support/user.ts';

/** Mon 30 Nov 2026, 08:00 in Berlin. */
const MONDAY = '2026-11-30T07:00:00Z';
/** Chloe leads Partner, Dev leads Data, Fay leads Billing: all three consume. Eve signs for product. */
const PEOPLE: Record<string, SeedPerson> = {
  ana: { slack: 'UANA', delegate: 'ben' },
  ben: { slack: 'UBEN' },
  chloe: { slack: 'UCHLOE', team: 'part', delegate: 'ben' },
  dev: { slack: 'UDEV', team: 'data', delegate: 'gil' },
  eve: { slack: 'UEVE' },
  fay: { slack: 'UFAY', team: 'data' },
  gil: { slack: 'UGIL', team: 'data' },
};
const SEED: Seed = {
  people: PEOPLE,
  dependencies: [{ title: 'Orders API', contacts: { product: 'eve', engineering: 'eve', qa: 'eve' } }],
};
/** A busy machine gets its time. */
const STORY_TIMEOUT_MS = 300_000;

let launch: Installation;
beforeAll(async () => {
  launch = await startInstallation({ at: MONDAY, processes: 1, seed: SEED, channels: [] });
  await launch.db.tx(launch.workspace, async (tx) => {
    const [chloe, dev, fay] = [
      await personByHandle(tx, 'chloe'),
      await personByHandle(tx, 'dev'),
      await personByHandle(tx, 'fay'),
    ];
    const billing = await saveTeam(tx, { key: 'bill', name: 'Billing', leadId: fay?.id ?? '' });
    const { id } = await findDependency(tx, 'DEP-1');
    const teams = [chloe?.teamId, dev?.teamId, billing];
    await setConsumers(
      tx,
      id,
      teams.map((teamId) => ({ teamId: teamId ?? '', neededBy: null, priority: null })),
    );
  });
}, STORY_TIMEOUT_MS);
afterAll(() => launch.end());

const person = (handle: string) => launch.slack.actor(PEOPLE[handle]?.slack ?? '', launch.url);
const newest = (handle: string) => person(handle).inbox.at(-1)?.text ?? '';
const delivered = () => launch.advanceTo(launch.clock.now().plus({ seconds: 5 }));

async function submits(document: string): Promise<void> {
  const ana = await onSlack(launch, { handle: 'ana', id: launch.ids.get('ana') ?? '', slack: 'UANA' }, delivered);
  expect(await ana.submits('DEP-1', document)).toContain('Submitted: Orders API');
}

async function declares(handle: string, uses: string, team?: string): Promise<void> {
  await person(handle).runs('/deps uses DEP-1');
  await person(handle).fills({ 'Operations and fields, one a line': uses, ...(team && { Team: team }) });
}

it(
  'asks in Slack only the consumer whom a breaking change hits, and who stands in while they are away',
  async () => {
    await submits(ordersDocument('1.0.0'));
    for (const handle of ['eve', 'chloe', 'dev', 'fay']) await person(handle).clicks('Approve v1.0.0');
    await declares('chloe', 'GET /items response.next');
    await declares('dev', 'GET /items response.items.name');
    await declares('fay', 'GET /items response.items.id', 'Billing');
    await person('dev').runs('/deps away until Friday, @gil stands in');

    await submits(ordersDocument('2.0.0', withNumericName));

    expect(newest('chloe')).toContain('Signature carried over: Orders API v2.0.0');
    expect(newest('fay')).toContain('Signature carried over: Orders API v2.0.0');
    expect(newest('gil')).toMatch(/^Draft review.*: Orders API v2.0.0 by/);
    expect(newest('gil')).toContain('you sign for @dev as lead of Data Insights');
    expect(newest('gil')).toMatch(/Of what you use (1 change hits|\d changes hit):/);
    expect((await person('eve').runs('/deps gates DEP-1'))?.text).toContain('2 of 4 signed');

    await person('gil').clicks('Approve v2.0.0');
    await person('eve').clicks('Approve v2.0.0');
    await delivered();
    const gates = (await person('ana').runs('/deps gates DEP-1'))?.text;
    expect(gates).toContain('✓ 1 Draft review: passed');
    expect(gates).toContain('signed by @gil for @dev');
  },
  STORY_TIMEOUT_MS,
);
