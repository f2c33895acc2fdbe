import { DateTime } from 'luxon';
import { z } from 'zod';
import { type Clock, scaledClock, systemClock } from './core/clock.ts';
import { InvalidInput } from './core/errors.ts';

/** The fastest a simulated clock may run: a day in twelve seconds. */
const FASTEST_CLOCK = 7_200;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

interface Setting<Schema extends z.ZodType> {
  schema: Schema;
  /** What it is for, as the documentation says it. */
  about: string;
  example: string;
}

function setting<Schema extends z.ZodType>(schema: Schema, about: string, example: string): Setting<Schema> {
  return { schema, about, example };
}

const urlOf = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `must be an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const token = (prefix: string) => z.string().startsWith(prefix, `must start with ${prefix}`);

/** Every variable of the environment that Depsync reads: checked here, documented from here, read nowhere else. */
export const settings = {
  DATABASE_URL: setting(
    urlOf('postgres:', 'postgresql:').optional(),
    'PostgreSQL 15 or newer. Without it Depsync runs its own, in DEPSYNC_DATA_DIR.',
    'postgres://depsync:secret@db:5432/depsync',
  ),
  REDIS_URL: setting(
    urlOf('redis:', 'rediss:').optional(),
    'Redis 6.2 or newer for the queue, with maxmemory-policy noeviction. Without it the queue lives in PostgreSQL.',
    'redis://redis:6379',
  ),
  PORT: setting(
    z.coerce
      .number('must be a number')
      .int('must be a whole number')
      .min(0)
      .max(65_535, 'must be at most 65535')
      .default(3000),
    'Port of the web server; 0 takes a free one.',
    '3000',
  ),
  HOST: setting(z.string().default('127.0.0.1'), 'Address the web server listens on; 0.0.0.0 for all.', '127.0.0.1'),
  PUBLIC_URL: setting(
    urlOf('https:').optional(),
    'Address at which chats reach this web server. Teams fetches the pictures of messages there; without it they are told in words. Invitations link to their calendar files there.',
    'https://depsync.example.com',
  ),
  DEPSYNC_DATA_DIR: setting(
    z.string().default('.depsync'),
    "Folder of Depsync's own PostgreSQL and of its local secret.",
    '.depsync',
  ),
  DEPSYNC_CLOCK: setting(
    z.string().transform(readClock).optional(),
    'A simulated clock: start instant and speed. Refused with a real Slack or Teams.',
    '2026-11-30T06:00:00Z,1800',
  ),
  SLACK_BOT_TOKEN: setting(token('xoxb-').optional(), 'Bot token of the Slack app.', 'xoxb-…'),
  SLACK_SIGNING_SECRET: setting(
    z.string().min(1).optional(),
    'Signing secret of the Slack app, for requests over HTTP at /slack/events.',
    '8f742231b10e…',
  ),
  SLACK_APP_TOKEN: setting(
    token('xapp-').optional(),
    'App-level token with connections:write, for Socket Mode: no public address is needed.',
    'xapp-…',
  ),
  SLACK_API_URL: setting(
    urlOf('http:', 'https:').optional(),
    "Another address of Slack's API, for trials on this machine.",
    'http://127.0.0.1:4000/api/',
  ),
  TEAMS_APP_ID: setting(
    z.uuid('must be the Application (client) ID of the app registration').optional(),
    'Application (client) ID of the app registration behind the bot.',
    '00000000-0000-0000-0000-000000000000',
  ),
  TEAMS_TENANT_ID: setting(
    z.uuid('must be the Directory (tenant) ID').optional(),
    'Directory (tenant) ID; nobody of another tenant is heard.',
    '00000000-0000-0000-0000-000000000000',
  ),
  TEAMS_APP_TYPE: setting(
    z.enum(['SingleTenant', 'UserAssignedMsi'], 'must be SingleTenant or UserAssignedMsi').default('SingleTenant'),
    'How the app proves who it is: with TEAMS_APP_PASSWORD, or as a managed identity of the machine in Azure.',
    'SingleTenant',
  ),
  TEAMS_APP_PASSWORD: setting(
    z.string().min(1).optional(),
    'Client secret of the app registration; none with a managed identity.',
    'a1B8Q~…',
  ),
  TEAMS_AUTHORITY_URL: setting(
    urlOf('http:', 'https:').refine(isLoopback, 'must be an address of this machine').optional(),
    'Another authority than Microsoft, for trials on this machine.',
    'http://127.0.0.1:4000/',
  ),
  TEAMS_TRIAL: setting(
    z.enum(['on', 'off'], 'must be on or off').default('off'),
    'on: takes messages of a Teams client on this machine (the Microsoft 365 Agents Playground) without any credentials.',
    'on',
  ),
  LOG_LEVEL: setting(
    z
      .enum(
        ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
        'must be fatal, error, warn, info, debug, trace or silent',
      )
      .default('info'),
    'How much is logged.',
    'info',
  ),
} as const;

type Values = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['schema']> };

export interface SlackConfig {
  botToken: string;
  signingSecret: string | undefined;
  appToken: string | undefined;
  apiUrl: string | undefined;
}

/** An app in one tenant; `trial` for a client on this machine, which is not verified. */
export type TeamsConfig =
  | 'trial'
  | {
      appId: string;
      tenantId: string;
      type: 'SingleTenant' | 'UserAssignedMsi';
      password: string | undefined;
      authorityUrl: string | undefined;
    };

export interface Config {
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  port: number;
  host: string;
  /** Where the web server is reached from outside. */
  publicUrl: string | undefined;
  dataFolder: string;
  clock: Clock;
  slack: SlackConfig | undefined;
  teams: TeamsConfig | undefined;
  logLevel: Values['LOG_LEVEL'];
}

/**
 * Reads the environment. An empty variable counts as not set. Throws InvalidInput that names every wrong variable and
 * what would be right; values are not repeated, for some are secrets.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const wrong: string[] = [];
  const values = Object.fromEntries(
    Object.entries(settings).map(([name, { schema, example }]) => {
      const raw = env[name]?.trim();
      const parsed = schema.safeParse(raw === '' ? undefined : raw);
      if (!parsed.success)
        wrong.push(`${name} ${parsed.error.issues[0]?.message ?? 'is wrong'}, for example ${name}=${example}`);
      return [name, parsed.data];
    }),
  ) as Values; // each value was checked by its own schema above
  if (wrong.length === 0) wrong.push(...disagreements(values));
  if (wrong.length > 0) {
    throw new InvalidInput(
      'environment',
      ['Depsync cannot start with this environment:', ...wrong.map((line) => `  ${line}`)].join('\n'),
    );
  }
  return {
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL,
    dataFolder: values.DEPSYNC_DATA_DIR,
    clock: values.DEPSYNC_CLOCK ?? systemClock,
    slack: slackOf(values),
    teams: teamsOf(values),
    logLevel: values.LOG_LEVEL,
  };
}

function slackOf(values: Values): SlackConfig | undefined {
  if (values.SLACK_BOT_TOKEN === undefined) return undefined;
  return {
    botToken: values.SLACK_BOT_TOKEN,
    signingSecret: values.SLACK_SIGNING_SECRET,
    appToken: values.SLACK_APP_TOKEN,
    apiUrl: values.SLACK_API_URL,
  };
}

function teamsOf(values: Values): TeamsConfig | undefined {
  if (values.TEAMS_TRIAL === 'on') return 'trial';
  const { TEAMS_APP_ID: appId, TEAMS_TENANT_ID: tenantId } = values;
  if (appId === undefined || tenantId === undefined) return undefined;
  const { TEAMS_APP_TYPE: type, TEAMS_APP_PASSWORD: password, TEAMS_AUTHORITY_URL: authorityUrl } = values;
  return { appId, tenantId, type, password, authorityUrl };
}

function disagreements(values: Values): string[] {
  const wrong: string[] = [];
  const bot = values.SLACK_BOT_TOKEN !== undefined;
  const way = values.SLACK_SIGNING_SECRET !== undefined || values.SLACK_APP_TOKEN !== undefined;
  if (bot && !way)
    wrong.push('SLACK_BOT_TOKEN needs SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode) beside it');
  if (!bot && way) wrong.push('SLACK_BOT_TOKEN is missing: the other SLACK_ variables are useless without it');
  if (values.REDIS_URL !== undefined && values.DATABASE_URL === undefined) {
    wrong.push('DATABASE_URL is missing: REDIS_URL is for production, where the database is your own');
  }
  if (bot && values.DEPSYNC_CLOCK !== undefined && !isLoopback(values.SLACK_API_URL)) {
    wrong.push(
      'DEPSYNC_CLOCK would send simulated messages to a real Slack: unset it, or point SLACK_API_URL at this machine',
    );
  }
  return [...wrong, ...teamsDisagreements(values)];
}

function teamsDisagreements(values: Values): string[] {
  const wrong: string[] = [];
  const app = values.TEAMS_APP_ID !== undefined;
  const managed = values.TEAMS_APP_TYPE === 'UserAssignedMsi';
  const password = values.TEAMS_APP_PASSWORD !== undefined;
  if (app && values.TEAMS_TENANT_ID === undefined) wrong.push('TEAMS_APP_ID needs TEAMS_TENANT_ID beside it');
  if (app && !managed && !password) wrong.push('TEAMS_APP_ID needs TEAMS_APP_PASSWORD beside it');
  if (app && managed && password) wrong.push('TEAMS_APP_PASSWORD is not for a managed identity: unset it');
  if (!app && (password || values.TEAMS_TENANT_ID !== undefined)) {
    wrong.push('TEAMS_APP_ID is missing: the other TEAMS_ variables are useless without it');
  }
  if (values.TEAMS_TRIAL === 'off') {
    if (app && values.DEPSYNC_CLOCK !== undefined && values.TEAMS_AUTHORITY_URL === undefined) {
      wrong.push('DEPSYNC_CLOCK would send simulated messages to a real Teams: unset it');
    }
    return wrong;
  }
  if (app) wrong.push('TEAMS_TRIAL is for a trial without an app: unset it, or TEAMS_APP_ID');
  if (!LOOPBACK.has(values.HOST)) {
    wrong.push('TEAMS_TRIAL verifies nobody and is for this machine alone: unset HOST');
  }
  return wrong;
}

function isLoopback(url: string | undefined): boolean {
  return url !== undefined && LOOPBACK.has(new URL(url).hostname);
}

function readClock(text: string, context: z.RefinementCtx): Clock {
  const [start = '', speed = '1'] = text.split(',');
  const factor = Number(speed);
  const instant = parseInstant(start);
  if (instant === undefined || !(factor > 0 && factor <= FASTEST_CLOCK)) {
    context.addIssue({ code: 'custom', message: `must be an instant and a speed of at most ${FASTEST_CLOCK}` });
    return z.NEVER;
  }
  return scaledClock(instant, factor);
}

function parseInstant(text: string): DateTime | undefined {
  try {
    return DateTime.fromISO(text, { zone: 'utc' });
  } catch {
    return undefined;
  }
}
