import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PermanentFailure } from '../../core/errors.ts';
import { type Cluster, createCluster, dataOf, isComplete, NAME, resetPassword } from './cluster.ts';
import { claim, ownerAt, publish, release } from './owner.ts';
import { choosePlace, homeOf, type Place } from './place.ts';
import { clearRemains, type Postmaster, requestStop, startPostmaster, stopPostmaster } from './postmaster.ts';
import { packageFolder, preparePrograms } from './programs.ts';

export interface EmbeddedServer {
  /** Connection string of the database `depsync`, with its password: not for logs. */
  readonly url: string;
  /** Where the data truly are; not the folder asked for when PostgreSQL's account cannot reach that. */
  readonly folder: string;
  /** False when another process started the server; `stop` then does nothing. */
  readonly owned: boolean;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Such as `.depsync`; made when missing. */
  readonly folder: string;
  /** False for throw-away servers of tests: faster, and lost when the machine crashes. */
  readonly durable?: boolean;
  /** Folder of the npm package with PostgreSQL; found by platform unless given. */
  readonly package?: string;
  readonly onNotice?: (text: string) => void;
}

const PASSWORD_BYTES = 24;
const PRIVATE_FILE = 0o600;

/** Starts the database of a folder, or attaches to it when another living process has started it. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const notify = options.onNotice ?? (() => {});
  const place = choosePlace(path.resolve(options.folder));
  const port = await claim(place.home);
  if (port !== undefined) return attached(place.home, port);
  try {
    if (place.notice) notify(place.notice);
    const cluster = await prepare(place, options, notify);
    const server = await startPostmaster(cluster);
    publish(place.home, server.port);
    return owned(cluster, server, notify);
  } catch (error) {
    release(place.home);
    throw error;
  }
}

/** The living process that started the database of this folder, if any. */
export function ownerOf(folder: string): { pid: number } | undefined {
  if (!existsSync(folder)) return undefined;
  const owner = ownerAt(homeOf(realpathSync(folder)));
  return owner && { pid: owner.pid };
}

/** Brings the folder to where the server can start: programs, nothing left running, data, password. */
async function prepare(place: Place, options: EmbeddedOptions, notify: (text: string) => void): Promise<Cluster> {
  const { home, account } = place;
  const source = realpathSync(options.package ?? packageFolder());
  const { programs, notice } = preparePrograms(source, path.join(home, 'programs'), account);
  if (notice) notify(notice);
  await clearRemains(home, programs);

  const known = readPassword(home);
  const password = known ?? randomBytes(PASSWORD_BYTES).toString('hex');
  const cluster: Cluster = { home, programs, account, password, durable: options.durable ?? true };
  if (!isComplete(dataOf(home))) await createCluster(cluster);
  else if (!known) await resetPassword(cluster);
  if (!known) writeFileSync(passwordFile(home), `${password}\n`, { mode: PRIVATE_FILE, flush: true });
  return cluster;
}

function owned(cluster: Cluster, server: Postmaster, notify: (text: string) => void): EmbeddedServer {
  const { home, programs } = cluster;
  const stopWithNode = () => requestStop(server.process, programs);
  process.once('exit', stopWithNode);
  let stopping: Promise<void> | undefined;
  void server.ended.then(() => {
    if (!stopping)
      notify('The embedded PostgreSQL has ended unexpectedly. Start Depsync again: its data are recovered then.');
  });
  const stop = async () => {
    // Whoever comes now waits for the end and then starts the database afresh.
    publish(home, undefined);
    await stopPostmaster(server.process, programs);
    process.off('exit', stopWithNode);
    release(home);
  };
  const once = () => {
    stopping ??= stop();
    return stopping;
  };
  return { url: urlOf(cluster.password, server.port), folder: home, owned: true, stop: once };
}

function attached(home: string, port: number): EmbeddedServer {
  const password = readPassword(home);
  if (!password) {
    throw new PermanentFailure(
      'embedded-no-password',
      `${passwordFile(home)} is missing while the database runs. Stop Depsync and start it again: it makes a new one.`,
    );
  }
  return { url: urlOf(password, port), folder: home, owned: false, stop: () => Promise.resolve() };
}

function urlOf(password: string, port: number): string {
  return `postgres://${NAME}:${password}@127.0.0.1:${port}/${NAME}`;
}

function passwordFile(home: string): string {
  return path.join(home, 'postgres.password');
}

function readPassword(home: string): string | undefined {
  const file = passwordFile(home);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() || undefined : undefined;
}
