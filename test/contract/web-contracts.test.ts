import { ana, startWebConsole, type WebConsole } from '../support/web-console.ts';

const ID = '0193a000-0000-7000-8000-000000000001';
const OLD = '0193a000-0000-7000-8000-000000000002';
const HOSTILE = '<script>alert(1)</script>';

let web: WebConsole;
beforeEach(async () => {
  web = await startWebConsole();
  web.contracts.set(ID, {
    dependency: 'DEP-4',
    title: 'DEP-4 Orders API v2.1.0',
    url: 'https://specs.example.com/orders.yaml',
    facts: ['Submitted by Ana Ruiz'],
    versions: [
      { id: ID, text: ['v2.1.0: open at gate 1'] },
      { id: OLD, text: ['v2.0.0: passed at gate 4'] },
    ],
    gates: [
      { standing: ['1 Draft review: 0 of 1 signed'], checklist: [[`1 ${HOSTILE}`]], votes: [[`signed by ${HOSTILE}`]] },
    ],
    document: {
      text: `openapi: 3.1.0\ntitle: ${HOSTILE}\nend`,
      findings: [{ line: 2, severity: 'warn', message: HOSTILE, rule: 'purpose' }],
      findingsLeft: 7,
      since: 'Since v2.0.0: 1 additive',
      changes: [{ class: 'additive', where: `GET ${HOSTILE}`, message: HOSTILE }],
      changeLog: `## 2.1.0 (2026-12-04)\n\n- ${HOSTILE}\n`,
    },
  });
});
afterEach(() => web.stop());

it('shows a contract with its findings by line, its changes and its text, as text', async () => {
  const { agent } = await web.signIn(ana);

  const { text } = await agent.get(`/contracts/${ID}`).expect(200);

  expect(text).toContain('<h1>DEP-4 Orders API v2.1.0</h1>');
  expect(text).toContain('<a href="#line-2">Line 2</a> warn: &lt;script');
  expect(text).toContain('1 &lt;script');
  expect(text).toContain('signed by &lt;script');
  expect(text).toContain(`<a href="/contracts/${OLD}">v2.0.0: passed at gate 4</a>`);
  expect(text).toContain('and 7 more');
  expect(text).toContain('Since v2.0.0: 1 additive');
  expect(text).toContain(
    '<pre>openapi: 3.1.0\n<mark id="line-2">title: &lt;script>alert(1)&lt;/script></mark>\nend\n</pre>',
  );
  expect(text).not.toContain(HOSTILE);
});

it('shows the change log as text, and hands it over as a file', async () => {
  const { agent } = await web.signIn(ana);

  expect((await agent.get(`/contracts/${ID}`)).text).toContain('<pre>## 2.1.0 (2026-12-04)\n\n- &lt;script>');
  const file = await agent.get(`/contracts/${ID}/change-log`).expect(200);
  expect(file.headers['content-type']).toBe('text/markdown; charset=utf-8');
  expect(file.headers['content-disposition']).toBe('attachment; filename=change-log.md');
  expect(file.text).toBe(`## 2.1.0 (2026-12-04)\n\n- ${HOSTILE}\n`);
});

it('lists all contracts, and says how many it left out', async () => {
  const { agent } = await web.signIn(ana);

  const { text } = await agent.get('/contracts').expect(200);

  expect(text).toContain(`<h2>Q1 launch</h2><ul><li><a href="/contracts/${ID}">DEP-4 Orders API v2.1.0</a></li></ul>`);
  expect(text).toContain('and 3 more');
});

it('hands over the document and samples of it as files, never as a page', async () => {
  const { agent } = await web.signIn(ana);

  const document = await agent.get(`/contracts/${ID}/specification`).buffer(true).expect(200);
  expect(document.headers['content-type']).toMatch(/^application\/octet-stream;/);
  expect(document.headers['content-disposition']).toBe('attachment; filename=specification.yaml');
  expect(document.body.toString()).toBe(`openapi: 3.1.0\ntitle: ${HOSTILE}\nend`);
  const samples = await agent.get(`/contracts/${ID}/samples`).expect(200);
  expect(samples.headers['content-disposition']).toBe('attachment; filename=samples.json');
  expect(samples.body).toEqual([]);

  const known = web.contracts.get(ID);
  if (known?.document === undefined) throw new Error('The contract has a document.');
  web.contracts.set(ID, { ...known, document: { ...known.document, text: 'endless' } });
  expect((await agent.get(`/contracts/${ID}/samples`).expect(422)).text).toContain('It takes too long.');
  web.contracts.set(ID, { ...known, document: undefined });
  await agent.get(`/contracts/${ID}/samples`).expect(404);
});

it('has no change log of an address alone', async () => {
  const known = web.contracts.get(ID);
  if (known !== undefined) web.contracts.set(ID, { ...known, document: undefined });
  const { agent } = await web.signIn(ana);

  await agent.get(`/contracts/${ID}/change-log`).expect(404);
});

it('leads to the form for the next version', async () => {
  const { agent } = await web.signIn(ana);
  expect((await agent.get(`/contracts/${ID}`)).text).toContain('href="/dependencies/DEP-4/contract"');
});

it('shows none to strangers, and says so where there is none', async () => {
  const { agent } = await web.signIn(ana);

  await agent.get('/contracts/0193a000-0000-7000-8000-000000000009').expect(404);
  await agent.get('/contracts/other').expect(404);
  const stranger = await fetch(`${web.url}/contracts/${ID}`, { redirect: 'manual' });
  expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/sign-in']);
});
