import request from 'supertest';
import { ana, CALENDAR, SYNC, startWebConsole, type WebConsole } from '../support/web-console.ts';

let web: WebConsole;
beforeEach(async () => {
  web = await startWebConsole();
});
afterEach(() => web.stop());

it('lists the syncs, and shows one with its cards as text', async () => {
  const { agent } = await web.signIn(ana);
  const list = (await agent.get('/meetings').expect(200)).text;
  expect(list).toContain(`<a href="/meetings/${SYNC}">SYNC-3 &lt;script`);
  expect(list).toContain('and 7 more');
  const { text } = await agent.get(`/meetings/${SYNC}`).expect(200);
  expect(text).toContain('Minutes of SYNC-3');
  expect(text).not.toContain('<script>alert(1)');
});

it('hands one over as Markdown, and says when there is none', async () => {
  const { agent } = await web.signIn(ana);
  const file = await agent.get(`/meetings/${SYNC}/markdown`).expect(200);
  expect(file.headers['content-disposition']).toBe('attachment; filename=sync-3.md');
  expect((await agent.get(`/meetings/${CALENDAR}`).expect(404)).text).toContain('There is no such sync.');
  expect((await agent.get('/meetings/nonsense').expect(404)).text).toContain('There is no such sync.');
});

it('gives the calendar file to whoever knows its address, and the pages to those alone who are signed in', async () => {
  const file = await request(web.url).get(`/meetings/calendar/${CALENDAR}`).expect(200);
  expect(file.headers['content-type']).toContain('text/calendar');
  expect(file.headers['content-disposition']).toBe('attachment; filename=sync-3.ics');
  await request(web.url).get(`/meetings/calendar/${SYNC}`).expect(404);
  await request(web.url).get('/meetings').expect(303);
});
