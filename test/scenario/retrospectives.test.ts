import pg from 'pg';
import { listProgrammes } from '../../src/features/programme/index.ts';
import { saveProgrammeMilestone } from '../../src/features/timeline/index.ts';
import { type Actor, formOf, startWorld, type World } from '../support/depsync.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';
/** The working morning after the milestone: 09:30 in London, where Lena leads. */
const BEGINS = '2026-12-07T09:30:00Z';
/** A moment of that day at which everybody has been asked; Chloe begins at 09:00 in New York. */
const ASKED = '2026-12-07T15:00:00Z';

let world: World;
let people: Record<'ana' | 'ben' | 'chloe' | 'dev' | 'lena', Actor>;

async function begin(retrospectives = { anonymous: true, workingDays: 5 }) {
  world = await startWorld(MONDAY, {
    policy: { retrospectives },
    dependencies: [
      { title: 'Orders API', contacts: { qa: 'dev', product: 'chloe' } },
      { title: 'Usage feed', owner: 'dev' },
    ],
  });
  const actor = (handle: string) => world.actor(handle);
  people = {
    ana: await actor('ana'),
    ben: await actor('ben'),
    chloe: await actor('chloe'),
    dev: await actor('dev'),
    lena: await actor('lena'),
  };
  await world.db.tx(world.workspace, async (tx) => {
    const [programme] = await listProgrammes(tx);
    await saveProgrammeMilestone(tx, { programmeId: programme?.id ?? '', name: 'Beta', date: '2026-12-04' });
  });
}
afterEach(() => world.end());

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;

async function answers(actor: Actor, score: string, words = '') {
  const form = formOf(await actor.clicks('Answer…'));
  const said = { coordination: score, contracts: score, tooling: score };
  return (await actor.submits(form, { ...said, 'contracts-words': words })).text;
}

it('begins in the working morning after a milestone, and asks everybody of the increment in their own hours', async () => {
  await begin();
  await world.advanceTo('2026-12-07T09:29:00Z');
  expect(people.lena.inbox).toHaveLength(0);

  await world.advanceTo(BEGINS);

  expect(people.lena.last.text).toContain('Three questions about Beta');
  expect(people.lena.last.text).toContain('Anonymous: your answers are stored without your name');
  expect(people.ana.last.text).toContain('Answer three questions by Mon 14 Dec');
  expect(people.chloe.inbox).toHaveLength(0);
  expect(world.channel('programme').at(-1)?.text).toContain('RETRO-1: what Beta teaches us');
  await world.advanceTo(ASKED);
  expect(people.chloe.last.text).toContain('Three questions about Beta');
  expect(people.ben.inbox.filter(({ text }) => text.includes('Three questions'))).toHaveLength(0);
});

it('shows what the survey came to when it closes, and reminds once who has not answered', async () => {
  await begin();
  await world.advanceTo(ASKED);
  for (const [actor, score] of [
    [people.ana, '2'],
    [people.chloe, '4'],
    [people.dev, '3'],
  ] as const) {
    expect(await answers(actor, score)).toContain('Your answers about Beta are in');
  }
  expect(await say(people.lena, 'retro')).not.toContain('Coordination');

  await world.advanceTo('2026-12-11T15:00:00Z');
  expect(people.lena.inbox.filter(({ text }) => text.includes('Still open: three questions about Beta'))).toHaveLength(
    1,
  );
  expect(people.ana.inbox.filter(({ text }) => text.includes('Still open'))).toHaveLength(0);

  await world.advanceTo('2026-12-14T18:00:00Z');
  const result = world.channel('programme').at(-1)?.text;
  expect(result).toContain('RETRO-1: what Beta taught us');
  expect(result).toContain('3 of 4 answered');
  expect(result).toContain('Coordination: 3.0 of 5 (1× 2, 1× 3, 1× 4)');
});

it('takes one survey from each, and none from whom it does not ask', async () => {
  await begin();
  await world.advanceTo(ASKED);
  const twice = formOf(await people.ana.clicks('Answer…'));
  await answers(people.ana, '2');

  const said = { coordination: '5', contracts: '5', tooling: '5' };
  expect((await people.ana.submits(twice, said)).text).toContain('You answered RETRO-1 already');
  expect((await people.ben.submits(twice, said)).text).toContain('RETRO-1 asks owners, approvers, contacts and leads.');
  expect((await people.dev.submits(twice, { ...said, tooling: '6' })).text).toContain('5');
});

it('shows nothing of two anonymous answers, and keeps neither', async () => {
  await begin();
  await world.advanceTo(ASKED);
  await answers(people.ana, '1', 'contracts were late again');
  await answers(people.dev, '2', 'nobody read the draft');
  await world.advanceTo('2026-12-14T18:00:00Z');

  const result = world.channel('programme').at(-1)?.text ?? '';
  expect(result).toContain('2 of 4 answered');
  expect(result).toContain(
    '2 answers are fewer than 3: who said what could be guessed. The answers were deleted unread.',
  );
  expect(await rowsWith('contracts were late again')).toEqual([]);
});

it('links no anonymous answer to a person: in no table, no audit row and no log', async () => {
  await begin();
  await world.advanceTo(ASKED);
  const lines = { ana: 'zebra in the contract', chloe: 'apple of discord', dev: 'mango season' };
  for (const name of ['ana', 'chloe', 'dev'] as const) await answers(people[name], '3', lines[name]);

  const all = await everyRow();
  const holding = all.filter(({ row }) => Object.values(lines).some((words) => row.includes(words)));
  // One row holds all of them, by alphabet: nothing that points to it points to one of them.
  expect(holding.map(({ table }) => table)).toEqual(['survey_boxes']);
  const [box] = holding;
  const places = [lines.chloe, lines.dev, lines.ana].map((words) => box?.row.indexOf(words) ?? -1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThan(0);
  for (const { person } of Object.values(people)) {
    for (const word of [person.id, person.handle, person.name, person.email ?? person.id]) {
      expect(box?.row).not.toContain(word);
    }
  }
  // It has no instant, and no id but its survey's, which everybody shares who was asked.
  expect(Object.keys(JSON.parse(box?.row ?? '{}')).sort()).toEqual(['box', 'retrospective_id', 'workspace_id']);
  expect(box?.row).not.toMatch(/\d{4}-\d{2}-\d{2}T/);
  const asked = all.filter(({ table }) => table === 'retro_participants').map(({ row }) => JSON.parse(row));
  expect(asked.map(({ answers }) => answers)).toEqual([null, null, null, null]);
  expect(Object.keys(asked[0]).sort()).toEqual([
    'answered',
    'answers',
    'person_id',
    'retrospective_id',
    'workspace_id',
  ]);
  // No entry says that somebody answered, nor when.
  expect(all.filter(({ table, row }) => table === 'audit' && row.includes('answer')).map(({ row }) => row)).toEqual([
    expect.stringContaining('retrospectives.started'),
  ]);
  expect(world.errors).toEqual([]);

  await world.advanceTo('2026-12-14T18:00:00Z');
  const after = (await everyRow())
    .filter(({ table }) => table === 'retro_participants')
    .map(({ row }) => JSON.parse(row));
  expect(after.map(({ answered }) => answered)).toEqual([null, null, null, null]);
});

it('puts themes to the vote: three votes each, and a vote is taken back by its button', async () => {
  await begin();
  await world.advanceTo(ASKED);
  for (const theme of ['contracts came late', 'staging was down', 'too many channels', 'holidays'])
    await say(people.ben, `retro theme ${theme}`);
  expect(await say(people.ben, 'retro theme Holidays')).toContain('Theme 4 says so already. Vote for it.');

  const card = () => world.channel('programme').at(-1);
  const votes = (actor: Actor, label: RegExp) => actor.clicks(label, card());
  await votes(people.ana, /^Vote 2/);
  await votes(people.ana, /^Vote 1/);
  await votes(people.ana, /^Vote 4/);
  expect((await votes(people.ana, /^Vote 3/)).text).toContain('You gave your 3 votes.');
  await votes(people.dev, /^Vote 2/);
  await votes(people.ana, /^Vote 4/);

  expect(card()?.text).toMatch(
    /2\. staging was down · 2 votes[\s\S]*1\. contracts came late · 1 vote[\s\S]*4\. holidays · 0 votes/,
  );
});

async function everyRow(): Promise<{ table: string; row: string }[]> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const all = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
      all.push(...rows.map(({ row }) => ({ table: name.replace('public.', ''), row })));
    }
    return all;
  } finally {
    await client.end();
  }
}

async function rowsWith(words: string): Promise<string[]> {
  return (await everyRow()).filter(({ row }) => row.includes(words)).map(({ table }) => table);
}
