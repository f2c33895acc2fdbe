import type { DateTime } from 'luxon';
import { inspectSlack } from '../adapters/slack/inspect.ts';
import { inspectInstallation, inspectTeams } from '../adapters/teams/inspect.ts';
import type { Config } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import { PermanentFailure, TemporaryFailure } from '../core/errors.ts';
import { staleZoneData } from '../core/zone-data.ts';
import type { Database, Tx } from '../db/db.ts';
import { firstWorkspace, identitiesOf, listPeople } from '../features/people/index.ts';
import { listProgrammes, type Programme } from '../features/programme/index.ts';
import { listDependencies } from '../features/register/index.ts';
import { lastAudit } from '../features/selfaudit/index.ts';
import type { BackendChoice } from '../jobs/backend.ts';
import { inspectQueue } from '../jobs/inspect.ts';
import { readLevels } from '../operations/store.ts';
import { conversationOf } from '../outbox/outbox.ts';
import { judgeDatabase } from './database.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import { judgeMessages, judgeRefused, judgeSchedule } from './messages.ts';
import { judgeQueue } from './queue.ts';
import { judgeChannel, judgeChatChannels, judgeLadder, judgeReach } from './register.ts';
import { judgeSlack } from './slack.ts';
import { readDatabase, readParked, readRefused, whyUnreached } from './store.ts';
import { judgeInstallation } from './teams.ts';

/** Looks at everything an installation depends on, changes nothing, and says of each how it is and what to do. */
export async function examine(config: Config, db: Database): Promise<Finding[]> {
  const database = await attempt('database', 'start PostgreSQL, or correct DATABASE_URL', async () =>
    judgeDatabase(await readDatabase(db, systemClock)),
  );
  const usable = database.every((one) => one.level !== 'fail');
  return [
    zones(),
    ...database,
    ...(await attempt('queue', 'start Redis, or correct REDIS_URL', async () =>
      judgeQueue(await inspectQueue(queueOf(config, db))),
    )),
    ...(await slack(config)),
    ...(await teams(config)),
    ...(usable ? await attempt('register', 'put right what is said above', () => contents(config, db)) : []),
  ];
}

function zones(): Finding {
  const stale = staleZoneData(process.versions['tz']);
  return stale === undefined
    ? ok('zone data', 'up to date')
    : warn('zone data', 'messages go out at the wrong hour in some zones', stale);
}

function queueOf(config: Config, db: Database): BackendChoice {
  return config.redisUrl === undefined ? { postgres: db.url } : { redis: config.redisUrl, prefix: '' };
}

async function slack({ slack: settings }: Config): Promise<Finding[]> {
  if (settings === undefined) return [ok('slack', 'not configured')];
  return attempt('slack', 'see README, Slack', async () =>
    judgeSlack(await inspectSlack(settings.botToken, settings.apiUrl)),
  );
}

async function teams({ teams: settings }: Config): Promise<Finding[]> {
  if (settings === undefined) return [ok('teams', 'not configured')];
  if (settings === 'trial')
    return [warn('teams', 'a trial: nobody is verified', 'for more than a trial unset TEAMS_TRIAL')];
  return attempt('teams', 'see README, Microsoft Teams', async () => {
    await inspectTeams(settings, settings.authorityUrl);
    return [ok('teams', 'Microsoft gives the app its access token')];
  });
}

async function contents(config: Config, db: Database): Promise<Finding[]> {
  const levels = await readLevels(db, config.clock);
  const audited = await lastAudit(db);
  const workspace = await db.system((tx) => firstWorkspace(tx, config.clock.now()));
  const onChat = config.slack !== undefined || config.teams !== undefined;
  const installed = config.teams === undefined ? [] : [judgeInstallation(await inspectInstallation(db, workspace))];
  return db.tx(workspace, async (tx) => {
    const programmes = await listProgrammes(tx);
    const findings = [
      ...installed,
      ...judgeMessages(levels, await readParked(tx)),
      judgeSchedule(audited),
      judgeRefused(await refused(tx, config.clock.now())),
    ];
    if (onChat) findings.push(judgeReach(await withoutChat(tx)));
    for (const programme of programmes) {
      findings.push(...(await ladder(tx, programme)), ...(await channels(tx, programme)));
      if (onChat) findings.push(judgeChatChannels(programme.key, consoleOnly(programme)));
    }
    return findings;
  });
}

async function refused(tx: Tx, now: DateTime) {
  const handles = new Map((await listPeople(tx)).map((person) => [person.id, person.handle]));
  const found = await readRefused(tx, now);
  return found.flatMap(({ person, ...why }) => {
    const handle = handles.get(person);
    return handle === undefined ? [] : [{ handle, ...why }];
  });
}

async function withoutChat(tx: Tx): Promise<string[]> {
  const people = await listPeople(tx);
  const known = await identitiesOf(
    tx,
    people.map((person) => person.id),
  );
  const reached = new Set(known.map((one) => one.personId));
  return people
    .filter((person) => person.preferred !== 'web' && !reached.has(person.id))
    .map((person) => person.handle);
}

async function ladder(tx: Tx, { id, key, policy, leadIds }: Programme): Promise<Finding[]> {
  const delegates = new Map((await listPeople(tx)).map((person) => [person.id, person.delegateId]));
  const open = (await listDependencies(tx, { programmeId: id })).filter((one) => one.state === 'open');
  return judgeLadder({
    programme: key,
    nudges: { delegate: policy.nudges.delegate !== null, lead: policy.nudges.lead !== null },
    leads: leadIds.length,
    dependencies: open.map(({ key: name, ownerId, delegateId }) => ({
      key: name,
      owned: ownerId !== null,
      hasDelegate: (delegateId ?? (ownerId === null ? null : delegates.get(ownerId))) != null,
    })),
  });
}

async function channels(tx: Tx, { key, policy }: Programme): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const channel of [...policy.channels.programme, ...policy.channels.leadership]) {
    const why = await whyUnreached(tx, conversationOf({ channel }));
    findings.push(judgeChannel(`${channel.platform}:${channel.id}`, key, why));
  }
  return findings;
}

function consoleOnly({ policy }: Programme): string[] {
  return Object.entries(policy.channels)
    .filter(([, channels]) => channels.every((channel) => channel.platform === 'web'))
    .map(([role]) => role);
}

/** A check that cannot be made has failed, and the others are still made. */
async function attempt(name: string, remedy: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [fail(name, reasonOf(error), remedy)];
  }
}

/** Our own failures speak for themselves; a failed query says it in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'does not answer';
  const own = error instanceof PermanentFailure || error instanceof TemporaryFailure;
  const { message } = !own && error.cause instanceof Error ? error.cause : error;
  return message === '' ? 'does not answer' : message;
}
