import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { Teams } from './adapters/teams/index.ts';
import { createWeb } from './adapters/web/index.ts';
import type { Dispatch } from './chat/inbound.ts';
import { compose, type Depsync } from './compose.ts';
import type { Config, TeamsConfig } from './config.ts';
import { stopwatch, systemClock } from './core/clock.ts';
import { Conflict } from './core/errors.ts';
import { staleZoneData } from './core/zone-data.ts';
import type { Database } from './db/db.ts';
import { ownerOf } from './db/embedded/server.ts';
import { openStore, type Store } from './db/open.ts';
import { loadExample } from './example.ts';
import { type Gallery, openGallery } from './features/outlook/index.ts';
import { firstWorkspace } from './features/people/index.ts';
import { lastAudit, watchSchedule } from './features/selfaudit/index.ts';
import type { BackendChoice } from './jobs/backend.ts';
import { type Jobs, startJobs } from './jobs/jobs.ts';
import { createLog } from './log.ts';
import { createMetrics } from './operations/metrics.ts';
import type { Observer } from './operations/observer.ts';
import { judgeReadiness } from './operations/readiness.ts';
import { planRetention } from './operations/retention.ts';
import { readLevels } from './operations/store.ts';
import { openPictureThread } from './pictures/worker/index.ts';
import { listen } from './server.ts';
import { connectSlack, slackHost } from './slack-host.ts';
import { openSpecificationThread, type SpecificationThread } from './specifications/worker/index.ts';
import { teamsHost } from './teams-host.ts';
import { version } from './version.ts';
import { webHost } from './web-host.ts';

/** Where leads see the queue. */
const QUEUE_PATH = '/queue';

export type Role = 'all' | 'web' | 'worker';

export interface Running {
  url: string;
  /** What was loaded at the first start, in words; undefined at later starts. */
  loaded: string | undefined;
  /** Where the data is. */
  place: string;
  /** Stops taking work, finishes what is under way, closes everything. */
  stop(): Promise<void>;
}

/** Starts a process of Depsync. `say` gets short notices for whoever started it; `worked` is told of each sweep and delivery. */
export async function start(
  config: Config,
  role: Role,
  say: (notice: string) => void,
  worked: () => void = () => {},
): Promise<Running> {
  refuseSecondStart(config);

  const log = createLog(config.logLevel);
  const up = stopwatch();
  const store = await openStore({ url: config.databaseUrl, folder: config.dataFolder, onNotice: say });
  const closing: (() => Promise<void>)[] = [() => store.close()];
  try {
    const workspace = await store.db.system((tx) => firstWorkspace(tx, config.clock.now()));
    await store.db.tx(workspace, (tx) => planRetention(tx, config.clock.now()));
    // Whoever connects a real chat brings a programme of their own.
    const onTrial =
      store.embedded && config.slack === undefined && (config.teams === undefined || config.teams === 'trial');
    const loaded = onTrial ? await loadExample(store.db, workspace, config.clock.now()) : undefined;
    const levels = () => readLevels(store.db, config.clock);
    const audited = () => lastAudit(store.db);
    const metrics = createMetrics({ levels, queues: () => jobs.counts(), lastAudit: audited });
    const watch = watchSchedule({ db: store.db, clock: config.clock, log });
    closing.unshift(() => watch.stop());
    const afterWork = () => {
      watch.check();
      worked();
    };
    const specifications = openSpecificationThread();
    closing.unshift(() => specifications.close());
    const drawing = openPictureThread();
    closing.unshift(() => drawing.close());
    const { depsync, slack, teams, web } = await wire(
      config,
      store,
      workspace,
      log,
      { specifications, gallery: openGallery(store.db, workspace, drawing) },
      telling(metrics.observer, afterWork),
    );
    if (teams !== undefined) closing.unshift(() => teams.stop());
    const stopWeb = () => web.stop();
    closing.unshift(stopWeb);
    const queue = queueOf(config.redisUrl, store.db.url, workspace);
    const jobs = await startWork(config, queue, depsync, log, role);
    closing.unshift(() => jobs.close());
    depsync.onCommitted(() => void jobs.wake());
    const server = await listen({
      host: config.host,
      port: config.port,
      metrics,
      readiness: () =>
        judgeReadiness({
          levels,
          lastAudit: audited,
          nextSweep: () => jobs.nextSweep(),
          machineNow: () => systemClock.now(),
          up,
          staleZoneData: () => staleZoneData(process.versions['tz']),
        }),
      mount(app) {
        if (role === 'worker') return;
        if (slack?.router !== undefined) app.use(slack.router);
        if (teams !== undefined) app.use(teams.router);
        app.use(QUEUE_PATH, web.forLeads(jobs.board(QUEUE_PATH)));
        app.use(web.router);
      },
    });
    // Open pages are let go first: their live connections would keep the server from closing.
    closing.unshift(stopWeb, () => server.close());
    if (slack !== undefined && role !== 'worker') {
      const connection = await connectSlack(slack, store.db, workspace, log);
      closing.unshift(() => connection.stop());
    }
    return { url: server.url, loaded, place: store.place, stop: () => closeAll(closing) };
  } catch (error) {
    await closeAll(closing);
    throw error;
  }
}

function refuseSecondStart(config: Config): void {
  if (config.databaseUrl !== undefined) return;
  const owner = ownerOf(config.dataFolder);
  if (owner === undefined) return;
  throw new Conflict(
    'already-running',
    `Depsync already runs on ${config.dataFolder} (process ${owner.pid}). Stop it first, or set DEPSYNC_DATA_DIR to another folder.`,
  );
}

/** Loaded where it is used: its libraries are a tenth of what a start reads. */
const loadSlack = () => import('./adapters/slack/index.ts');
const loadTeams = () => import('./adapters/teams/index.ts');

/** Platforms need the way in, and the way out needs the platforms: the dispatch is passed on as a function. */
async function wire(
  config: Config,
  store: Store,
  workspace: string,
  log: Logger,
  { specifications, gallery }: { specifications: SpecificationThread; gallery: Gallery },
  observer: Observer,
) {
  const { db } = store;
  const { clock } = config;
  let depsync: Depsync;
  const dispatch: Dispatch = (inbound) => depsync.dispatch(inbound);
  const personOf: Depsync['personOf'] = (...asked) => depsync.personOf(...asked);
  const web = createWeb({
    db,
    clock,
    log,
    host: webHost(db, workspace, specifications, gallery),
    dispatch,
    version: version(),
    secret: localSecret(config.dataFolder),
    signIn: 'loopback',
  });
  const host = slackHost(db, workspace, clock, personOf, gallery);
  const slack = config.slack && (await loadSlack()).createSlack({ ...config.slack, log, dispatch, ...host });
  const teams =
    config.teams && (await createTeamsFor(config.teams, config, store.db, workspace, log, { dispatch, personOf }));
  const chats = [slack, teams].filter((chat) => chat !== undefined);
  depsync = compose({
    db,
    clock,
    log,
    senders: [web.sender, ...chats.map((chat) => chat.sender)],
    directories: chats.map((chat) => chat.directory),
    specifications,
    publicUrl: config.publicUrl,
    observer,
  });
  return { depsync, slack, teams, web };
}

/** The tenant is this workspace: known from the settings, in a trial from whoever speaks first. */
async function createTeamsFor(
  settings: TeamsConfig,
  { clock, publicUrl }: Config,
  db: Database,
  workspace: string,
  log: Logger,
  { dispatch, personOf }: Pick<Depsync, 'dispatch' | 'personOf'>,
): Promise<Teams> {
  const { createTeams } = await loadTeams();
  const host = teamsHost(db, workspace, clock, personOf, publicUrl);
  const common = { db, workspace, clock, log, dispatch, ...host };
  if (settings === 'trial') return createTeams({ ...common, app: undefined });
  await host.link(settings.tenantId);
  return createTeams({ ...common, app: settings, authorityUrl: settings.authorityUrl });
}

/** Where the queue of an installation lives; its workspace names it, so that a Redis can be shared. */
export function queueOf(redisUrl: string | undefined, databaseUrl: string, workspace: string): BackendChoice {
  return redisUrl === undefined ? { postgres: databaseUrl } : { redis: redisUrl, prefix: `depsync-${workspace}` };
}

/** An observer that also tells when a sweep or a delivery was done. */
function telling(observer: Observer, worked: () => void): Observer {
  return {
    ...observer,
    delivery(...ended) {
      observer.delivery(...ended);
      worked();
    },
    sweep(duration) {
      observer.sweep(duration);
      worked();
    },
  };
}

function startWork(config: Config, queue: BackendChoice, depsync: Depsync, log: Logger, role: Role): Promise<Jobs> {
  return startJobs(
    queue,
    {
      sweep: () => depsync.sweep(),
      deliver: () => depsync.courier.round(),
      stop: () => depsync.courier.stop(),
      onError: (what, error) => log.error({ err: error }, `${what} failed`),
    },
    { work: role !== 'web', speed: config.clock.speed },
  );
}

/** Signs the sessions of the console on this machine; made at the first start. */
function localSecret(folder: string): string {
  const file = path.join(folder, 'session.secret');
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const secret = randomBytes(32).toString('hex');
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, secret, { mode: 0o600 });
    return secret;
  }
}

/** What stands twice is closed once, at its first place. */
async function closeAll(closing: readonly (() => Promise<void>)[]): Promise<void> {
  for (const close of new Set(closing)) await close();
}
