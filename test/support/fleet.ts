import { depsync, type Run } from './process.ts';

const READY = /Depsync [\d.]+ \((?:web|worker)\) · (http:\S+)\/healthz/;

/** Processes of one installation, by name: `web-1`, `worker-2`. Each names itself to PostgreSQL and to the Slack of the tests. */
export interface Fleet {
  /** Starts a process and waits until it is ready; again after it ended, as a supervisor does. `clock` is its DEPSYNC_CLOCK. */
  start(name: string, clock: string): Promise<void>;
  /** Where a web process listens. */
  urlOf(name: string): string;
  run(name: string): Run;
  /** Ends a process as a crash does. */
  kill(name: string): Promise<void>;
  /** Kills all that run. */
  end(): Promise<void>;
}

export function startFleet(options: {
  databaseUrl: string;
  redisUrl: string;
  folder: string;
  slack: { apiUrl: string; botToken: string; signingSecret: string };
}): Fleet {
  const runs = new Map<string, Run>();
  const urls = new Map<string, string>();

  function envOf(name: string): Record<string, string> {
    const database = new URL(options.databaseUrl);
    database.searchParams.set('application_name', name);
    const api = new URL(options.slack.apiUrl);
    api.pathname = `/${name}${api.pathname}`;
    return {
      DATABASE_URL: database.href,
      REDIS_URL: options.redisUrl,
      DEPSYNC_DATA_DIR: options.folder,
      PORT: '0',
      LOG_LEVEL: 'error',
      SLACK_BOT_TOKEN: options.slack.botToken,
      SLACK_SIGNING_SECRET: options.slack.signingSecret,
      SLACK_API_URL: api.href,
    };
  }

  function run(name: string): Run {
    const found = runs.get(name);
    if (found === undefined) throw new Error(`No process is called ${name}.`);
    return found;
  }

  async function kill(name: string): Promise<void> {
    const { child, ends } = run(name);
    child.kill('SIGKILL');
    await ends();
    runs.delete(name);
  }

  return {
    async start(name, clock) {
      const role = name.startsWith('web') ? 'web' : 'worker';
      const started = depsync(['start', '--role', role], { ...envOf(name), DEPSYNC_CLOCK: clock });
      runs.set(name, started);
      const [, url = ''] = await started.prints(READY);
      urls.set(name, url);
    },
    urlOf: (name) => urls.get(name) ?? '',
    run,
    kill,
    async end() {
      await Promise.all([...runs.keys()].map(kill));
    },
  };
}
