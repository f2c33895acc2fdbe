import { DateTime } from 'luxon';
import type pg from 'pg';
import { z } from 'zod';
import type { TeamsMessage } from '../support/teams-state.ts';
import type { Ends } from './expected.ts';
import type { BlindSpot } from './faults.ts';
import type { Installation } from './installation.ts';
import { type Home, homesOf, type Owner } from './register.ts';
import type { SimulatedTime } from './time.ts';

/** A message that Slack or Teams took. */
export interface Received {
  platform: Home['platform'];
  conversation: string;
  /** What it says, so that it can be compared; `other` for roll-ups and the like. */
  what: string;
  /** A name that no second message to the same person may bear. */
  once: string;
  text: string;
  at: DateTime;
  /** Depsync could not know that it arrived: it may be there twice. */
  outcomeUnknown: boolean;
}

const Mark = z.object({ event_payload: z.object({ id: z.string() }) });

const Refresh = z.object({
  refresh: z.object({ action: z.object({ data: z.object({ depsync: z.object({ message: z.string() }) }) }) }),
});

interface OutboxRow {
  id: string;
  key: string;
  subject: string | null;
}

interface PromptRow {
  id: string;
  handle: string;
  asked_at: Date;
  state: string;
  answers: Record<string, { at: string }>;
}

interface BlockerRow {
  id: string;
  key: string;
  resolved_at: Date | null;
}

/** Everything at the end: what Slack has, and what the register says about why. */
export interface Outcome {
  received: Received[];
  ends: Ends;
  /** Not sent by the two-hour rule, and written down as such. */
  tooLate: Set<string>;
  /** Messages of Teams that were taken away again. */
  takenAway: Received[];
}

/** From an answer of Slack or Teams until its outcome is written down, in the machine's milliseconds: both cores are busy. */
const WRITTEN_WITHIN_MS = 2_000;

export async function outcomeOf(
  { database, slack, teams, time }: Pick<Installation, 'database' | 'slack' | 'teams'> & { time: SimulatedTime },
  owners: readonly Owner[],
  blindSpots: readonly BlindSpot[],
): Promise<Outcome> {
  const zones = new Map(owners.map((owner) => [owner.handle, owner.zone]));
  const rows = new Map(
    (await all<OutboxRow>(database, 'select id, key, subject from outbox')).map((row) => [row.id, row]),
  );
  const prompts = await all<PromptRow>(
    database,
    'select p.id, o.handle, p.asked_at, p.state, p.answers from prompts p join people o on o.id = p.owner_id',
  );
  const blockers = await all<BlockerRow>(
    database,
    'select b.id, d.key, b.resolved_at from blockers b join dependencies d on d.id = b.dependency_id',
  );
  const lateNudges = await all<{ subject: string }>(
    database,
    `select subject from timers where kind = 'checkins.nudge' and occurrence = 'owner' and done_at > due_at + interval '2 hours'`,
  );

  const occasions = new Map(
    prompts.map(({ id, handle, asked_at }) => {
      const date = DateTime.fromJSDate(asked_at, { zone: zones.get(handle) ?? 'utc' }).toISODate();
      return [id, `${handle} ${date}`];
    }),
  );
  const keys = new Map(blockers.map((blocker) => [blocker.id, blocker.key]));
  const whatOf = ({ key, subject }: OutboxRow): string => {
    const [kind = '', id = '', tier = ''] = (subject ?? key).split(':');
    if (kind === 'prompt' || kind === 'nudge') return `${kind} ${occasions.get(id) ?? id}`;
    if (kind === 'blocker' && tier !== '') return `tier ${keys.get(id) ?? id} ${tier}`;
    return kind === 'reply' && !key.includes(':welcome:') ? 'reply' : 'other';
  };
  const handles = new Map(owners.flatMap((owner) => homesOf(owner).map((home) => [home.conversation, owner.handle])));
  const hidden = (at: number) => blindSpots.some(({ from, to }) => from <= at + WRITTEN_WITHIN_MS && at <= to);
  const untold = new Set(teams.calls.flatMap(({ untold, posted }) => (untold && posted !== undefined ? [posted] : [])));
  const untoldBySlack = new Set(slack.calls.flatMap(({ args, untold }) => (untold ? markOf(args['metadata']) : [])));
  const received = (
    platform: Home['platform'],
    id: string,
    { conversation, at }: { conversation: string; at: number },
    card: unknown,
    isUntold: boolean,
  ): Received => {
    const row = rows.get(id) ?? { id, key: 'unknown', subject: null };
    return {
      platform,
      conversation,
      what: whatOf(row),
      once: `${handles.get(conversation) ?? conversation} ${row.subject ?? id}`,
      text: JSON.stringify(card),
      at: time.of(at),
      outcomeUnknown: isUntold || hidden(at),
    };
  };
  const onTeams = (messages: readonly TeamsMessage[]) =>
    messages.flatMap((message) => {
      const mark = Refresh.safeParse(message.card).data?.refresh.action.data.depsync.message;
      return mark === undefined ? [] : [received('teams', mark, message, message.card, untold.has(message.id))];
    });

  return {
    received: [
      ...slack.state.messages.flatMap((message) =>
        markOf(message.metadata).map((mark) =>
          received('slack', mark, message, message.blocks, untoldBySlack.has(mark)),
        ),
      ),
      ...onTeams(teams.state.messages.filter((message) => !message.deleted)),
    ],
    takenAway: onTeams(teams.state.messages.filter((message) => message.deleted)),
    ends: {
      resolved: new Map(
        blockers.flatMap(({ key, resolved_at }) =>
          resolved_at === null ? [] : [[key, DateTime.fromJSDate(resolved_at)] as const],
        ),
      ),
      answered: new Map(
        prompts.flatMap(({ id, answers }) =>
          Object.values(answers).map((one) => [occasions.get(id) ?? '', DateTime.fromISO(one.at)] as const),
        ),
      ),
    },
    tooLate: new Set([
      ...prompts.filter((one) => one.state === 'dropped').map(({ id }) => `prompt ${occasions.get(id)}`),
      ...prompts.filter((one) => one.state === 'dropped').map(({ id }) => `nudge ${occasions.get(id)}`),
      ...lateNudges.map(({ subject }) => `nudge ${occasions.get(subject)}`),
    ]),
  };
}

async function all<Row extends pg.QueryResultRow>(database: pg.Client, sql: string): Promise<Row[]> {
  return (await database.query<Row>(sql)).rows;
}

function markOf(metadata: unknown): string[] {
  const mark = Mark.safeParse(metadata).data;
  return mark === undefined ? [] : [mark.event_payload.id];
}
