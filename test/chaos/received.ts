import { DateTime } from 'luxon';
import type pg from 'pg';
import { z } from 'zod';
import type { Ends } from './expected.ts';
import type { Installation } from './installation.ts';
import type { Owner } from './register.ts';
import type { SimulatedTime } from './time.ts';

/** A message that Slack or Teams took. */
export interface Received {
  /** The mark it carries. */
  id: string;
  conversation: string;
  /** What it says, so that it can be compared; `other` for roll-ups and the like. */
  what: string;
  /** A name that no second message of the conversation may bear. */
  once: string;
  text: string;
  at: DateTime;
  /** On Teams, after an attempt that may have arrived: it may be there twice. */
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
  attempts: number;
  tried: { platform: string; times: number; mayBeThere: boolean }[];
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
  /** Messages of Teams that were taken away again: doubles that somebody saw. */
  healed: number;
}

export async function outcomeOf(
  { database, slack, teams, time }: Pick<Installation, 'database' | 'slack' | 'teams'> & { time: SimulatedTime },
  owners: readonly Owner[],
): Promise<Outcome> {
  const zones = new Map(owners.map((owner) => [owner.handle, owner.zone]));
  const rows = new Map(
    (await all<OutboxRow>(database, 'select id, key, subject, attempts, tried from outbox')).map((r) => [r.id, r]),
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
  const unsent = { key: 'unknown', subject: null, attempts: 1, tried: [] };
  const unknown = new Set([...rows.values()].filter(mayBeTwice).map((row) => row.subject ?? row.id));
  const received = (id: string, conversation: string, at: number, card: unknown, onTeams: boolean): Received => {
    const row = rows.get(id) ?? { id, ...unsent };
    return {
      id,
      conversation,
      what: whatOf(row),
      once: `${conversation} ${row.subject ?? id}`,
      text: JSON.stringify(card),
      at: time.of(at),
      outcomeUnknown: onTeams && unknown.has(row.subject ?? id),
    };
  };
  const posted = teams.state.messages.filter((message) => message.author === teams.state.bot.id);

  return {
    received: [
      ...slack.state.messages.flatMap((message) => {
        const mark = Mark.safeParse(message.metadata).data;
        return mark === undefined
          ? []
          : [received(mark.event_payload.id, message.conversation, message.at, message.blocks, false)];
      }),
      ...posted.flatMap((message) => {
        const mark = Refresh.safeParse(message.card).data;
        if (mark === undefined || message.deleted) return [];
        return [
          received(mark.refresh.action.data.depsync.message, message.conversation, message.at, message.card, true),
        ];
      }),
    ],
    healed: posted.filter((message) => message.deleted).length,
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

/** An attempt may have arrived, or nobody wrote down how it ended: its process died. */
function mayBeTwice({ attempts, tried }: OutboxRow): boolean {
  const known = tried.reduce((sum, one) => sum + one.times, 0);
  return tried.some((one) => one.platform === 'teams' && one.mayBeThere) || known < attempts - 1;
}
