import request from 'supertest';
import { note } from '../../src/chat/card.ts';
import { newId } from '../../src/core/ids.ts';
import { ana, ben, hidden, inbox, startWebConsole, type WebConsole } from '../support/web-console.ts';

let web: WebConsole;

beforeEach(async () => {
  web = await startWebConsole();
});

afterEach(() => web.stop());

describe('signing in', () => {
  it('offers the people of the register and opens the inbox of the one who is picked', async () => {
    const agent = request.agent(web.url);
    const first = await agent.get('/').expect(303);
    expect(first.headers['location']).toBe('/sign-in');
    const page = await agent.get('/sign-in').expect(200);
    expect(page.text).toContain('Ana Ruiz');
    const csrf = hidden(page.text, 'csrf');
    const done = await agent.post('/sign-in').type('form').send({ csrf, person: ana.id }).expect(303);
    expect(done.headers['location']).toBe(inbox);
    expect(String(done.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/);
  });

  it('is refused without the token of the page', async () => {
    const answer = await request(web.url).post('/sign-in').type('form').send({ person: ana.id }).expect(403);
    expect(answer.text).toContain('Reload it, then send it again.');
    expect(answer.headers['set-cookie']?.[0]).not.toContain(ana.id);
  });

  it('is refused to whoever is not on this machine, with what to do instead', async () => {
    for (const headers of [{ host: 'deps.example' }, { 'x-forwarded-for': '203.0.113.9' }]) {
      const answer = await request(web.url).get('/sign-in').set(headers).expect(403);
      expect(answer.text).toContain('only on the machine that runs Depsync');
    }
  });

  it('is asked for again when the person is gone', async () => {
    const { agent, act } = await web.signIn(ana);
    web.people = [ben];
    await agent.get(inbox).expect(303).expect('location', '/sign-in');
    const answer = await act(`${inbox}/say`, { text: '/deps status', receipt: newId() });
    expect(answer.status).toBe(401);
    expect(answer.headers['hx-redirect']).toBe('/sign-in');
    expect(web.acts).toEqual([]);
  });

  it('does not offer somebody who is not in the register', async () => {
    const agent = request.agent(web.url);
    const csrf = hidden((await agent.get('/sign-in')).text, 'csrf');
    await agent.post('/sign-in').type('form').send({ csrf, person: newId() }).expect(404);
  });
});

describe('reading', () => {
  it('shows a page that no script of others can run in', async () => {
    web.post(note('<script>alert(1)</script>'));
    const { agent } = await web.signIn(ana);
    const page = await agent.get(inbox).expect(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|upgrade-insecure-requests/);
    expect(page.text).not.toMatch(/<script>|<style|\son\w+=|\sstyle=/);
    expect(page.text).toContain('Depsync 1.2.3');
  });

  it('serves its own files and nothing beside them', async () => {
    await request(web.url)
      .get('/assets/htmx.min.js')
      .expect(200)
      .expect('content-type', /javascript/);
    await request(web.url).get('/assets/console.js').expect(200);
    await request(web.url).get('/assets/console.css').expect(200);
    await request(web.url).get('/assets/..%2frouter.tsx').expect(404);
  });

  it("refuses another person's inbox, whatever is asked of it", async () => {
    const { agent, act } = await web.signIn(ben);
    web.post(note('For Ana alone'));
    const [id] = web.stored.keys();
    for (const address of [inbox, `${inbox}/messages`, `${inbox}/messages/${id}`, `${inbox}/live`]) {
      const answer = await agent.get(address).expect(403);
      expect(answer.text).not.toContain('For Ana alone');
    }
    const answer = await act(`${inbox}/say`, { text: '/deps status', receipt: newId() });
    expect(answer.status).toBe(403);
    expect(web.acts).toEqual([]);
  });

  it('shows channels that the person may read and no others', async () => {
    const own = await web.signIn(ana);
    expect((await own.agent.get('/c/channel:leadership').expect(200)).text).toContain('<h1># Leadership</h1>');
    await own.agent.get('/c/channel:nowhere').expect(404);
    await (await web.signIn(ben)).agent.get('/c/channel:leadership').expect(404);
  });

  it('explains what it does not find', async () => {
    const { agent } = await web.signIn(ana);
    expect((await agent.get('/nowhere').expect(404)).text).toContain('There is no such page.');
    await agent.get(`${inbox}/messages/${newId()}`).expect(404);
    await agent.get(`${inbox}/messages/nonsense`).expect(404);
  });

  it('shows the simulated time only on a simulated clock', async () => {
    const { agent } = await web.signIn(ana);
    expect((await agent.get(inbox)).text).not.toContain('simulated');
    await web.stop();
    web = await startWebConsole({ speed: 1800 });
    const page = await (await web.signIn(ana)).agent.get(inbox);
    expect(page.text).toContain('>Tue 1 Dec 2026, 09:00 UTC</time>');
    expect(page.text).toContain('1800×');
  });
});
