import { listProgrammes } from '../../src/features/programme/index.ts';
import { saveProgrammeMilestone } from '../../src/features/timeline/index.ts';
import { type Actor, formOf, startWorld, type World } from '../support/depsync.ts';
import { everyRow } from '../support/rows.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';
/** The working morning after the milestone, when Lena, who leads, begins in London. */
const BEGINS = '2026-12-07T09:00:00Z';
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

const asked = ({ inbox }: Actor) => inbox.some(({ text }) => text.includes('Three questions'));
/** The retrospective in the programme's channel: while it is open, and what it came to. */
const inChannel = (words: string) => world.channel('programme').find(({ text }) => text.includes(words));

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;

async function answers(actor: Actor, score: string, words = '') {
  const form = formOf(await actor.clicks('Answer…'));
  const said = { coordination: score, contracts: score, tooling: score };
  return (await actor.submits(form, { ...said, 'contracts-words': words })).text;
}

it('begins in the working morning after a milestone, and asks everybody of the increment in their own hours', async () => {
  await begin();
  await world.advanceTo('2026-12-07T08:59:00Z');
  expect(asked(people.lena)).toBe(false);

  await world.advanceTo(BEGINS);

  expect(people.lena.last.text).toContain('Three questions about Beta');
  expect(people.lena.last.text).toContain('Anonymous: your answers are stored without your name');
  expect(people.ana.last.text).toContain('Three questions about Beta by Mon 14 Dec');
  expect(asked(people.chloe)).toBe(false);
  expect(inChannel('RETRO-1: what Beta teaches us')).toBeDefined();
  await world.advanceTo(ASKED);
  expect(people.chloe.last.text).toContain('Three questions about Beta');
  expect(asked(people.ben)).toBe(false);
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
  expect(people.lena.inbox.filter(({ text }) => text.includes('Open: three questions about Beta'))).toHaveLength(1);
  expect(people.ana.inbox.filter(({ text }) => text.includes('Still open'))).toHaveLength(0);

  await world.advanceTo('2026-12-14T18:00:00Z');
  const result = inChannel('taught us')?.text;
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
  expect((await people.dev.submits(twice, { ...said, tooling: '6' })).text).toContain('Choose 1 to 5.');
});

it('shows nothing of two anonymous answers, and keeps neither', async () => {
  await begin();
  await world.advanceTo(ASKED);
  await answers(people.ana, '1', 'contracts were late again');
  await answers(people.dev, '2', 'nobody read the draft');
  await world.advanceTo('2026-12-14T18:00:00Z');

  const result = inChannel('taught us')?.text ?? '';
  expect(result).toContain('2 of 4 answered');
  expect(result).toContain(
    '2 answers are fewer than 3: who said what could be guessed. The answers were deleted unread.',
  );
  const rows = await everyRow(world.url);
  expect(rows.filter(({ row }) => row.includes('contracts were late again'))).toEqual([]);
});

it('links no anonymous answer to a person: in no table, no audit row and no log', async () => {
  await begin();
  await world.advanceTo(ASKED);
  const lines = { ana: 'zebra in the contract', chloe: 'apple of discord', dev: 'mango season' };
  for (const name of ['ana', 'chloe', 'dev'] as const) await answers(people[name], '3', lines[name]);

  const all = await everyRow(world.url);
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
  const entries = all.filter(({ table }) => table === 'audit').map(({ row }) => JSON.parse(row));
  expect(entries.map(({ action }) => action).filter((action) => action.startsWith('retrospectives.'))).toEqual([
    'retrospectives.started',
  ]);
  expect(world.errors).toEqual([]);

  await world.advanceTo('2026-12-14T18:00:00Z');
  const after = (await everyRow(world.url))
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

  const card = () => inChannel('RETRO-1');
  // Changes of a card that follow each other quickly are shown together.
  await world.advance({ seconds: 5 });
  const votes = (actor: Actor, label: RegExp) => actor.clicks(label, card());
  await votes(people.ana, /^Vote 2/);
  await votes(people.ana, /^Vote 1/);
  await votes(people.ana, /^Vote 4/);
  expect((await votes(people.ana, /^Vote 3/)).text).toContain('You gave your 3 votes.');
  await votes(people.dev, /^Vote 2/);
  await votes(people.ana, /^Vote 4/);
  await world.advance({ seconds: 5 });

  expect(card()?.text).toMatch(
    /2\. staging was down · 2 votes[\s\S]*1\. contracts came late · 1 vote[\s\S]*4\. holidays · 0 votes/,
  );
});

it('keeps answers with names where the programme says so, and shows them however few', async () => {
  await begin({ anonymous: false, workingDays: 5 });
  await world.advanceTo(ASKED);
  expect(people.ana.last.text).toContain('Your answers are stored with your name.');
  await answers(people.ana, '4', 'the contract came in time');
  // What was promised when it began holds.
  await say(people.lena, 'settings retro anonymous 5d');
  await world.advanceTo('2026-12-14T18:00:00Z');

  const result = inChannel('taught us')?.text;
  expect(result).toContain('Contracts: 4.0 of 5 (1× 4)');
  expect(result).toContain('the contract came in time');
});

it('shows the figures of the increment against the one before, as a picture and in words', async () => {
  await begin();
  await people.chloe.says('/deps block DEP-1 the vendor is down');
  await world.advance({ hours: 30 });
  await people.ana.says('/deps reply 1 unblocked, the vendor is back');
  await world.advanceTo('2026-12-14T18:00:00Z');

  const result = inChannel('taught us')?.text ?? '';
  expect(result).toContain('Nobody answered the survey.');
  expect(result).toContain('Figures of the first increment: none before to compare with');
  expect(result).toContain('- Age of solved blockers: 30 h (1 blocker)\n');
  expect(result).toContain('Figures of Q1 launch, Beta, from the beginning until Fri 4 Dec.');
  expect(result).toContain('- Approval, gate 1: nothing to measure\n');
});

it('carries improvements with owner and day until they are closed, and keeps a lesson', async () => {
  await begin();
  await world.advanceTo('2026-12-14T18:00:00Z');
  const card = () => inChannel('taught us');
  const improve = formOf(await people.dev.clicks('Agree an improvement…', card()));
  const agreed = { what: 'send contracts before the sprint', owner: people.ana.person.id, due: '2026-12-18' };
  expect((await people.dev.submits(improve, { ...agreed, due: '2026-12-01' })).text).toContain('is past');
  expect((await people.dev.submits(improve, agreed)).text).toContain('send contracts before the sprint');

  expect(people.ana.last.text).toContain('ACT-1: send contracts before the');
  expect(card()?.text).toContain('ACT-1 send contracts before the sprint · Ana Example · Fri 18 Dec · RETRO-1');

  await say(people.lena, 'milestones programme Gamma: 16 Dec');
  await world.advanceTo('2026-12-17T10:00:00Z');
  const next = inChannel('RETRO-2');
  expect(next?.text).toContain('Agreed before and still open');
  expect(next?.text).toContain('ACT-1 send contracts before the sprint');
  await say(people.lena, 'programme start');
  expect(await say(people.lena, 'kickoff')).toContain(
    'Carried over, open since before the start\n- ACT-1 send contracts before the sprint · Ana Example · Fri 18 Dec · agreed in RETRO-1',
  );

  const lesson = formOf(await people.lena.clicks('Keep a lesson…', card()));
  const said = { title: 'Contracts first', kinds: ['api'], words: '', link: '' };
  expect((await people.lena.submits(lesson, said)).text).toContain('Kept: Contracts first');
  expect(await say(people.ana, 'lessons')).toContain('Contracts first · Fri 4 Dec, RETRO-1, for api');
});

it('begins by command as well, says what there is, and begins nothing twice', async () => {
  await begin();
  expect(await say(people.ana, 'retro')).toContain('Q1 launch has no retrospective yet.');
  expect(await say(people.ana, 'retro start Beta')).toContain('Only a lead of Q1 launch may begin a retrospective');
  expect(await say(people.lena, 'retro start Betta')).toContain('Did you mean Beta?');
  expect(await say(people.lena, 'retro start Beta')).toContain(
    'Beta is on Fri 4 Dec. Its retrospective begins by itself',
  );
  await world.advanceTo('2026-12-05T12:00:00Z');
  expect(await say(people.lena, 'retro start Beta')).toContain('RETRO-1: what Beta teaches us');
  expect(await say(people.lena, 'retro start Beta')).toContain('RETRO-1 is the retrospective of Beta.');
  expect(await say(people.ana, 'retro 7')).toContain('RETRO-7 is no retrospective of Q1 launch. There is: RETRO-1.');
  await world.advanceTo(ASKED);
  expect(await say(people.ana, 'retro')).toContain('RETRO-1');
});
