// `/deps status` of a large programme over signed HTTP, as Slack asks for it, beside a bare Bolt app that acknowledges
// with a constant. Each is a process of its own; the requests alternate.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import { depsync, type Run } from '../test/support/process.ts';
import { startSlackServer } from '../test/support/slack-server.ts';
import { signatureOf } from '../test/support/slack-user.ts';
import { analyze, benchDatabase } from './support/database.ts';
import { writeProgramme } from './support/programme.ts';
import { type Row, report } from './support/result.ts';
import { quantile } from './support/spread.ts';

/** Asks once; gives the answer and what it took. */
type Ask = () => Promise<{ ms: number; text: string }>;

const SIZE = { owners: 500, dependencies: 10_000 };
const WARM_UP = 100;
const REQUESTS = 500;
/** Requests under way at once, for the figure of many people asking. */
const TOGETHER = 10;
const REQUESTS_TOGETHER = 200;
const MOST_TIMES_BARE = 3;
const MOST_MS_OVER_BARE = 25;

const database = await benchDatabase();
const slack = await startSlackServer();
const bare = spawn(process.execPath, ['--import', 'tsx', 'bench/support/bare-bolt.ts'], {
  env: { ...process.env, SLACK_SIGNING_SECRET: slack.signingSecret },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let app: Run | undefined;
try {
  const [bareUrl] = (await once(bare.stdout, 'data')).map(String);
  await database.db.tx(database.workspace, (tx) => writeProgramme(tx, DateTime.utc(), SIZE));
  await analyze(database.url);
  app = startApp();
  const [, appUrl = ''] = await app.prints(/(http:\/\/[^/\s]+)/);
  report('status', await compare(asker(appUrl), asker(bareUrl?.trim() ?? '')));
} finally {
  app?.child.kill('SIGTERM');
  bare.kill();
  await app?.ends();
  await slack.stop();
  await database.drop();
}

/** The web process of an installation in production; the worker is another. */
function startApp(): Run {
  return depsync(['start', '--role', 'web'], {
    DATABASE_URL: database.url,
    DEPSYNC_DATA_DIR: mkdtempSync(path.join(tmpdir(), 'depsync-bench-')),
    PORT: '0',
    LOG_LEVEL: 'error',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    // To profile it: `--import` a script that starts the profiler of node:inspector; Node 20 takes no --cpu-prof here.
    NODE_OPTIONS: process.env['NODE_OPTIONS'] ?? '',
  });
}

async function compare(askApp: Ask, askBare: Ask): Promise<Row[]> {
  const { text } = await askApp();
  if (text === '') throw new Error('Depsync answered later than Slack waits.');
  if (!text.includes('Q1 launch')) throw new Error(`Depsync answered something else than the status: ${text}`);
  console.log(`The answer begins: ${text.slice(0, 120)}…`);
  for (let n = 0; n < WARM_UP; n += 1) {
    await askApp();
    await askBare();
  }
  const took = { app: [] as number[], bare: [] as number[] };
  for (let n = 0; n < REQUESTS; n += 1) {
    took.app.push((await askApp()).ms);
    took.bare.push((await askBare()).ms);
  }
  const together = { app: await manyAtOnce(askApp), bare: await manyAtOnce(askBare) };
  const median = { app: quantile(took.app, 0.5), bare: quantile(took.bare, 0.5) };
  const slow = { app: quantile(took.app, 0.99), bare: quantile(took.bare, 0.99) };
  const times = median.app / median.bare;
  const over = slow.app - slow.bare;
  return [
    {
      what: `status of ${SIZE.dependencies} dependencies, ${SIZE.owners} owners: half of the answers within`,
      comparedWith: `a bare Bolt app, ${median.bare.toFixed(2)} ms`,
      value: median.app,
      unit: 'ms',
      ratio: times,
      aim: `≤ ${MOST_TIMES_BARE} x`,
      met: times <= MOST_TIMES_BARE,
    },
    {
      what: '99 of 100 answers within, over the bare app',
      comparedWith: `${slow.app.toFixed(1)} ms and ${slow.bare.toFixed(1)} ms`,
      value: over,
      unit: 'ms',
      aim: `≤ ${MOST_MS_OVER_BARE} ms`,
      met: over <= MOST_MS_OVER_BARE,
    },
    {
      what: `answers a second, ${TOGETHER} asking at once`,
      comparedWith: `a bare Bolt app, ${together.bare.toFixed(0)} a second`,
      value: together.app,
      unit: 'a second',
    },
  ];
}

/** Sends `/deps status` as person 0, signed, on connections that stay open. */
function asker(url: string): Ask {
  const agent = new Agent({ keepAlive: true });
  let asked = 0;
  return async () => {
    asked += 1;
    const body = new URLSearchParams({
      command: '/deps',
      text: 'status',
      team_id: slack.team,
      user_id: 'U0',
      channel_id: 'D0',
      trigger_id: `${process.pid}.${asked}`,
      response_url: `${slack.apiUrl}response`,
      api_app_id: 'A0DEPSYNC',
    }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...signatureOf(slack.signingSecret, body) };
    const began = performance.now();
    const text = await answerTo(url, agent, headers, body);
    return { ms: performance.now() - began, text };
  };
}

function answerTo(url: string, agent: Agent, headers: Record<string, string>, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/slack/events`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${url} answered ${response.statusCode}: ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function manyAtOnce(ask: Ask): Promise<number> {
  const began = performance.now();
  await Promise.all(
    Array.from({ length: TOGETHER }, async () => {
      for (let n = 0; n < REQUESTS_TOGETHER / TOGETHER; n += 1) await ask();
    }),
  );
  return (REQUESTS_TOGETHER * 1000) / (performance.now() - began);
}
