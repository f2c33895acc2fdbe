import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { blockedAt, helperAccount, isRoot } from '../../src/db/embedded/account.ts';
import { identify, isRunning } from '../../src/db/embedded/processes.ts';
import { packageFolder, preparePrograms, repairLinks } from '../../src/db/embedded/programs.ts';
import { type EmbeddedServer, ownerOf, startEmbedded } from '../../src/db/embedded/server.ts';

const whenRoot = isRoot() ? it : it.skip;
const servers: EmbeddedServer[] = [];
const children: ChildProcess[] = [];
const folders: string[] = [];

/** A folder that everyone may enter, as a project folder usually is. */
function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'depsync-embedded-')));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

interface Started extends EmbeddedServer {
  readonly notices: readonly string[];
  /** Settles at the first notice after the start. */
  readonly told: Promise<string>;
}

async function start(folder: string, options: { durable?: boolean; package?: string } = {}): Promise<Started> {
  const notices: string[] = [];
  let tell: (text: string) => void = (text) => notices.push(text);
  const server = await startEmbedded({ durable: false, ...options, folder, onNotice: (text) => tell(text) });
  servers.push(server);
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  return { ...server, notices, told };
}

async function sql(server: { url: string }, statement: string): Promise<unknown[]> {
  const client = new pg.Client(server.url);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Another Depsync on the folder; resolves with what it says once its database is ready. */
async function startElsewhere(folder: string): Promise<{ child: ChildProcess; owned: boolean; url: string }> {
  const module = new URL('../../src/db/embedded/server.ts', import.meta.url).href;
  const program = `
    import { startEmbedded } from ${JSON.stringify(module)};
    const { owned, url } = await startEmbedded({ folder: ${JSON.stringify(folder)}, durable: false });
    console.log(JSON.stringify({ owned, url }));
    setInterval(() => {}, 2 ** 30);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, ...(JSON.parse(line) as { owned: boolean; url: string }) };
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

function lockFile(server: { folder: string }): string {
  return path.join(server.folder, 'postgres', 'postmaster.pid');
}

function postmasterOf(server: { folder: string }): number {
  return Number(readFileSync(lockFile(server), 'utf8').split('\n')[0]);
}

async function killPostmaster(server: Started): Promise<void> {
  process.kill(postmasterOf(server), 'SIGKILL');
  await server.told;
  await server.stop();
}

function log(server: { folder: string }): string {
  return readFileSync(path.join(server.folder, 'postgres.log'), 'utf8');
}

/** The platform's package as npm leaves it when install scripts do not run. */
function packageWithoutLinks(parent: string): string {
  const copy = path.join(parent, 'package');
  cpSync(packageFolder(), copy, { recursive: true, filter: (source) => !lstatSync(source).isSymbolicLink() });
  return copy;
}

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) await kill(child);
  for (const server of servers.splice(0).reverse()) {
    await server.stop();
    folders.push(server.folder);
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('the embedded database', () => {
  it('starts from nothing, answers SQL, and keeps its secrets', async () => {
    const folder = path.join(makeFolder(), '.depsync');
    const server = await start(folder, { durable: true });

    expect(server).toMatchObject({ folder, owned: true, notices: [] });
    expect(await sql(server, "select current_database() as db, current_setting('fsync') as fsync")).toEqual([
      { db: 'depsync', fsync: 'on' },
    ]);
    const { password } = new URL(server.url);
    expect(log(server)).not.toContain(password);
    expect(statSync(path.join(folder, 'postgres.password')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(folder, 'postgres')).mode & 0o777).toBe(0o700);
    await expect(sql({ url: server.url.replace(password, 'wrong') }, 'select 1')).rejects.toThrow('password');
  });

  it('keeps its data from one start to the next and is shut down cleanly in between', async () => {
    const folder = makeFolder();
    const first = await start(folder);
    await sql(first, 'create table note as select 42 as answer');
    await first.stop();
    expect(existsSync(lockFile(first))).toBe(false);
    expect(log(first).trimEnd()).toMatch(/database system is shut down$/);

    const second = await start(folder);
    expect(await sql(second, 'select answer from note')).toEqual([{ answer: 42 }]);
  });

  it('is stopped although a client is in the middle of a statement', async () => {
    const server = await start(makeFolder());
    const client = new pg.Client(server.url);
    const cutOff = new Promise((resolve) => client.once('error', resolve));
    await client.connect();
    const statement = client.query('select pg_sleep(3600)').catch((error: Error) => error.message);
    await sql(server, 'select 1');
    await server.stop();
    expect(await statement).toMatch(/terminat/);
    await cutOff;
    expect(existsSync(lockFile(server))).toBe(false);
  });

  it('is shared with whoever comes while its owner lives', async () => {
    const folder = makeFolder();
    expect(ownerOf(folder)).toBeUndefined();
    const [owner, guest] = await Promise.all([start(folder), start(folder)]);
    expect([owner.owned, guest.owned]).toEqual([true, false]);
    expect(guest.url).toBe(owner.url);
    expect(ownerOf(folder)).toEqual({ pid: process.pid });

    await guest.stop();
    expect(await sql(owner, 'select 1 as one')).toEqual([{ one: 1 }]);
    await owner.stop();
    expect(ownerOf(folder)).toBeUndefined();
  });

  it('gets exactly one owner when two processes start at the same instant', async () => {
    const folder = makeFolder();
    const [one, two] = await Promise.all([startElsewhere(folder), startElsewhere(folder)]);
    expect([one.owned, two.owned].sort()).toEqual([false, true]);
    expect(one.url).toBe(two.url);
    expect(ownerOf(folder)).toEqual({ pid: (one.owned ? one : two).child.pid });
    await Promise.all([kill(one.child), kill(two.child)]);

    // The database was orphaned with its owner; this start takes it over and stops it in the end.
    expect(await start(folder)).toMatchObject({ owned: true });
  });

  it('recovers what was committed when the database was killed', async () => {
    const folder = makeFolder();
    const killed = await start(folder, { durable: true });
    await sql(killed, 'create table note as select 42 as answer');
    await killPostmaster(killed);
    expect(await killed.told).toMatch(/ended unexpectedly/);

    const next = await start(folder);
    expect(await sql(next, 'select answer from note')).toEqual([{ answer: 42 }]);
    expect(log(next)).toContain('automatic recovery in progress');
  });

  it('takes over the database of a Depsync that was killed', async () => {
    const folder = makeFolder();
    const dead = await startElsewhere(folder);
    await sql(dead, 'create table note as select 42 as answer');
    await kill(dead.child);
    const orphan = identify(postmasterOf({ folder }));
    expect(isRunning(orphan)).toBe(true);
    expect(ownerOf(folder)).toBeUndefined();

    const next = await start(folder);
    expect(isRunning(orphan)).toBe(false);
    expect(next.owned).toBe(true);
    expect(await sql(next, 'select answer from note')).toEqual([{ answer: 42 }]);
  });

  it('is not misled by strangers that have the numbers of its dead processes', async () => {
    const folder = makeFolder();
    const killed = await start(folder, { durable: true });
    await sql(killed, 'create table note as select 42 as answer');
    const lock = readFileSync(lockFile(killed), 'utf8');
    const { uid, gid } = statSync(path.join(folder, 'postgres'));
    await killPostmaster(killed);
    // Of the same account, since PostgreSQL itself only minds those.
    const stranger = spawn('sleep', ['600'], isRoot() ? { uid, gid } : {});
    children.push(stranger);
    writeFileSync(lockFile(killed), lock.replace(/^\d+/, String(stranger.pid)));
    writeFileSync(path.join(folder, 'owner.pid'), `${process.pid}\nanother start\n4711\n`);
    expect(ownerOf(folder)).toBeUndefined();

    const next = await start(folder);
    expect(next.owned).toBe(true);
    expect(await sql(next, 'select answer from note')).toEqual([{ answer: 42 }]);
    expect(isRunning(identify(stranger.pid ?? 0))).toBe(true);
  });

  it('starts over when a power cut left its lock file empty', async () => {
    const folder = makeFolder();
    const first = await start(folder);
    await first.stop();
    writeFileSync(lockFile(first), '');
    expect(await start(folder)).toMatchObject({ owned: true });
  });

  it('is made anew when its first start was interrupted', async () => {
    const folder = makeFolder();
    for (const half of ['postgres', 'postgres.new-1']) {
      mkdirSync(path.join(folder, half));
      writeFileSync(path.join(folder, half, 'PG_VERSION'), '18\n');
    }
    const server = await start(folder);
    expect(await sql(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(path.join(folder, 'postgres.new-1'))).toBe(false);
  });

  it('gets a new password when the file with the old one is gone', async () => {
    const folder = makeFolder();
    const first = await start(folder);
    await sql(first, 'create table note as select 42 as answer');
    await first.stop();
    rmSync(path.join(folder, 'postgres.password'));

    const second = await start(folder);
    expect(new URL(second.url).password).not.toBe(new URL(first.url).password);
    expect(await sql(second, 'select answer from note')).toEqual([{ answer: 42 }]);
  });

  it('says why it did not start, what to do, and no secret', async () => {
    const folder = makeFolder();
    const first = await start(folder);
    await first.stop();
    writeFileSync(path.join(folder, 'postgres', 'postgresql.auto.conf'), 'no_such_setting = on\n');

    const refused = await start(folder).catch((error: Error) => error.message);
    expect(refused).toContain('unrecognized configuration parameter "no_such_setting"');
    expect(refused).toContain('DATABASE_URL');
    expect(refused).not.toContain(new URL(first.url).password);
    expect(ownerOf(folder)).toBeUndefined();
  });
});

describe('the programs of the embedded database', () => {
  it('run although npm did not run install scripts', async () => {
    const folder = makeFolder();
    const server = await start(folder, { package: packageWithoutLinks(folder) });
    expect(await sql(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(path.join(folder, 'programs'))).toBe(false);
    expect(repairLinks(path.join(folder, 'package'))).toBe(true);
  });

  it('are missed with advice on a platform that has none', () => {
    expect(() => packageFolder('sunos', 'sparc')).toThrow(/sunos-sparc.*DATABASE_URL/);
  });

  whenRoot('are copied once when the helper account cannot reach them (needs root)', () => {
    const folder = makeFolder();
    const closed = path.join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const source = packageWithoutLinks(closed);
    const account = helperAccount();

    const first = preparePrograms(source, path.join(folder, 'programs'), account);
    expect(first.notice).toContain(`may not enter or read ${closed}`);
    expect(first.programs.postgres).toMatch(`${folder}${path.sep}programs`);
    expect(blockedAt(first.programs.postgres, account)).toBeUndefined();
    expect(preparePrograms(source, path.join(folder, 'programs'), account)).toEqual({ ...first, notice: undefined });
  });

  whenRoot('and the data are placed elsewhere for a folder that only root may enter (needs root)', async () => {
    const closed = path.join(makeFolder(), 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const options = { package: packageWithoutLinks(closed) };
    const first = await start(closed, options);
    expect(first.folder).toMatch(/^\/var\/lib\/depsync\/[0-9a-f]+$/);
    expect(first.notices).toEqual([
      expect.stringContaining(`The database is kept in ${first.folder}`),
      expect.stringContaining(`PostgreSQL was copied to ${first.folder}/programs`),
    ]);
    expect(first.notices[0]).toContain(`may not enter ${closed}`);
    expect(statSync(path.join(first.folder, 'postgres')).mode & 0o777).toBe(0o700);
    await sql(first, 'create table note as select 42 as answer');
    expect(ownerOf(closed)).toEqual({ pid: process.pid });
    await first.stop();

    const second = await start(closed, options);
    expect(second.folder).toBe(first.folder);
    expect(await sql(second, 'select answer from note')).toEqual([{ answer: 42 }]);
  });
});
