import { ana, PICTURE, startWebConsole, type WebConsole } from '../support/web-console.ts';

let web: WebConsole;
beforeEach(async () => {
  web = await startWebConsole();
});
afterEach(() => web.stop());

it('shows what retrospectives came to, their figures in a table and as a picture, and what is still open', async () => {
  const { agent } = await web.signIn(ana);

  const { text } = await agent.get('/retrospectives').expect(200);

  expect(text).toContain('<h3>RETRO-1: Beta</h3>');
  expect(text).toContain('<th scope="row">Response time</th><td>6 h (12 answers)</td><td>no comparison</td>');
  expect(text).toContain('ACT-9 send contracts before the sprint');
  expect(text).toContain('came &lt;i>late&lt;/i>');
  expect(text).toContain(`<img src="/retrospectives/${PICTURE}.svg" alt="Figures of Q1 launch, Beta"`);
  expect(text).toContain('and 2 earlier ones');
  const picture = await agent.get(`/retrospectives/${PICTURE}.svg?theme=dark`).expect(200);
  expect(picture.body.toString()).toBe('<svg>bars dark</svg>');
  await agent.get('/retrospectives/nothing.svg').expect(404);
});

it('lists lessons with their links', async () => {
  const { agent } = await web.signIn(ana);

  const { text } = await agent.get('/lessons').expect(200);

  expect(text).toContain('A &lt;b>shared&lt;/b> sandbox');
  expect(text).toContain('href="https://wiki.example/sandbox"');
  expect(text).toContain('<p>Book one.</p><p class="note">for api</p>');
});

it('shows neither to strangers', async () => {
  for (const path of ['/retrospectives', '/lessons']) {
    const answer = await fetch(`${web.url}${path}`, { redirect: 'manual' });
    expect(answer.status).toBeGreaterThanOrEqual(300);
  }
});
