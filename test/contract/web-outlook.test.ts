import { ana, startWebConsole, type WebConsole } from '../support/web-console.ts';

let web: WebConsole;
beforeEach(async () => {
  web = await startWebConsole();
});
afterEach(() => web.stop());

it('asks for a slip, and shows what follows from it', async () => {
  const { agent } = await web.signIn(ana);

  const form = await agent.get('/what-if').expect(200);
  expect(form.text).toContain('<option value="DEP-4">&lt;b>Orders API&lt;/b></option>');
  expect(form.text).not.toContain('role="alert"');

  const answer = await agent.get('/what-if?dependency=DEP-4&days=12').expect(200);
  expect(answer.text).toContain('If DEP-4 slips 12 working days');
  expect(answer.text).toContain('value="12"');
});

it('says on the page what of a slip does not fit, and keeps what was typed', async () => {
  const { agent } = await web.signIn(ana);

  const { text } = await agent.get('/what-if?dependency=%3Cscript%3E&days=5').expect(422);

  expect(text).toContain('&lt;script> is not there.');
  expect(text).toContain('value="&lt;script>"');
  await agent.get('/what-if?dependency=DEP-4').expect(400);
  await agent.get(`/what-if?dependency=${'x'.repeat(41)}&days=5`).expect(400);
});

it('shows the programme that is chosen, in words and in the picture', async () => {
  const { agent } = await web.signIn(ana);

  const { text } = await agent.get('/map?programme=Q2').expect(200);

  expect(text).toContain('<option value="Q2" selected>Q2 launch</option>');
  expect(text).toContain('/map.svg?programme=Q2');
  expect((await agent.get('/timeline?programme=Q9').expect(422)).text).toContain('No programme is called Q9.');
});
