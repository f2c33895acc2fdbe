import { ana, inbox, startWebConsole, type WebConsole } from '../support/web-console.ts';

let web: WebConsole;
beforeEach(async () => {
  web = await startWebConsole();
});
afterEach(() => web.stop());

it('shows each person’s weeks and what is held for them, and how many are left out', async () => {
  const { agent } = await web.signIn(ana);
  expect((await agent.get(inbox).expect(200)).text).toContain('<a href="/interruptions">Interruptions</a>');

  const { text } = await agent.get('/interruptions').expect(200);

  expect(text).toContain('<h1>Interruptions of Q1</h1>');
  expect(text).toContain(
    '<th scope="row">Ana &lt;i>Ruiz&lt;/i></th><td>6 of 6, +2</td><td>3 of 6</td><td>0 of 6</td><td>1 of 6</td><td>3, the oldest for 14 h</td>',
  );
  expect(text).toContain('and 5 more');
});

it('shows the programme that is chosen, and says which there are', async () => {
  const { agent } = await web.signIn(ana);

  const { text } = await agent.get('/interruptions?programme=Q2').expect(200);

  expect(text).toContain('<h1>Interruptions of Q2</h1>');
  expect(text).toContain('<option value="Q2" selected>Q2 launch</option>');
  expect((await agent.get('/interruptions?programme=Q9').expect(422)).text).toContain('No programme is called Q9.');
  await agent.get('/interruptions?programme=Q0').expect(404);
  await agent.get('/interruptions?programme=').expect(400);
  await agent.get(`/interruptions?programme=${'x'.repeat(41)}`).expect(400);
});

it('is not shown to strangers', async () => {
  const answer = await fetch(`${web.url}/interruptions`, { redirect: 'manual' });
  expect(answer.status).toBe(303);
});
