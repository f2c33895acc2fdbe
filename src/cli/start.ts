import type { Config } from '../config.ts';
import { type Role, start } from '../main.ts';
import { version } from '../version.ts';

interface Output {
  print(text: string): void;
  notice(text: string): void;
}

/** Ends the process when closing hangs, say on a database that is gone; docker-compose kills after 30 s. */
const STOP_MS = 25_000;

/** Runs until SIGTERM or SIGINT; a second signal ends at once. */
export async function run(config: Config, role: Role, { print, notice }: Output): Promise<void> {
  // Heard from the beginning: a stop that comes while the database starts must still stop it cleanly.
  const stop = stopSignal();
  const running = await start(config, role, notice);
  if (role === 'all') {
    print(welcome(running.url, running.place, running.loaded, config));
  } else {
    print(`Depsync ${version()} (${role}) · ${running.url}/healthz`);
  }
  await stop;
  notice('Stopping: open work is finished first.');
  process.once('SIGINT', () => process.exit(130));
  const forced = setTimeout(() => {
    notice('Stopping took too long: ended with work under way, which is taken up again at the next start.');
    process.exit(1);
  }, STOP_MS);
  await running.stop();
  clearTimeout(forced);
}

function welcome(url: string, place: string, loaded: string | undefined, config: Config): string {
  const simulated =
    config.clock.speed === 1 ? [] : [`  The clock is simulated and runs ${config.clock.speed} times as fast.`];
  return [
    `Depsync ${version()} · ${url}`,
    ...(loaded === undefined ? [] : [`  ${loaded}`]),
    ...simulated,
    '  Open it, continue as somebody, and type: status',
    '  Without a browser, in another terminal: npx depsync say --as lena "/deps status"',
    '  Two weeks of the example in a minute: npx depsync story',
    `  Data: ${place} · stop with Ctrl-C`,
  ].join('\n');
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}
