import { and, eq, gte, inArray, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import { outbox } from '../../outbox/tables.ts';
import { timers } from '../../timers/tables.ts';
import { lateGates } from '../approvals/tables.ts';
import { blockers } from '../blockers/tables.ts';
import { briefs } from '../briefs/tables.ts';
import { prompts, rounds } from '../checkins/tables.ts';
import { decisions } from '../decisions/tables.ts';
import { escalations } from '../escalations/tables.ts';
import { people } from '../people/tables.ts';
import { programmes } from '../programme/tables.ts';
import { dependencies } from '../register/tables.ts';
import { type CommunicationKind, type Item, type Span, UNANSWERED } from './model.ts';
import { readAgendas, readMinutes } from './sync-store.ts';

/** Everything that was due. */
export async function readItems(tx: Tx, span: Span): Promise<Item[]> {
  const parts = [readPrompts, readWaiting, readNudges, readTiers, readRollUps, readBriefs, readAgendas, readMinutes];
  const items = await Promise.all(parts.map((read) => read(tx, span)));
  return items.flat();
}

/** Prompts of the cadence; one that was dropped for being late was not sent. An answer is complete with its last part. */
async function readPrompts(tx: Tx, { programmeId, from, now }: Span): Promise<Item[]> {
  const rows = await tx
    .select({
      askedAt: prompts.askedAt,
      answerBy: prompts.answerBy,
      state: prompts.state,
      answers: prompts.answers,
      asks: prompts.dependencyIds,
      who: people.name,
    })
    .from(prompts)
    .leftJoin(people, eq(people.id, prompts.ownerId))
    .where(
      and(
        eq(prompts.programmeId, programmeId),
        isNotNull(prompts.roundId),
        gte(prompts.askedAt, from),
        lte(prompts.askedAt, now),
      ),
    );
  return rows.map(({ askedAt, answerBy, state, answers, asks, who }) => {
    const given = asks.map((id) => answers[id]?.at);
    const complete = state === 'answered' || given.every((at) => at !== undefined);
    const last = given
      .flatMap((at) => at ?? [])
      .sort()
      .at(-1);
    return {
      kind: 'prompt',
      due: askedAt,
      sentAt: state === 'dropped' ? null : askedAt,
      answerBy,
      answeredAt: complete && last !== undefined ? DateTime.fromISO(last, { zone: 'utc' }) : null,
      who,
    };
  });
}

const WAITING: Readonly<Record<string, CommunicationKind>> = { 'checkins.prompt': 'prompt', 'briefs.send': 'brief' };

/** What is due and has not been taken up. */
async function readWaiting(tx: Tx, { programmeId, from, now }: Span): Promise<Item[]> {
  const rows = await tx
    .select({ kind: timers.kind, due: timers.dueAt })
    .from(timers)
    .where(
      and(
        inArray(timers.kind, Object.keys(WAITING)),
        sql`starts_with(${timers.subject}, ${`${programmeId}/`})`,
        isNull(timers.doneAt),
        gte(timers.dueAt, from),
        lte(timers.dueAt, now),
      ),
    );
  return rows.flatMap(({ kind, due }) => {
    const what = WAITING[kind];
    return what === undefined ? [] : [{ kind: what, due, sentAt: null, ...UNANSWERED }];
  });
}

/** Steps of the ladder for the silent that wrote a message: to the owner, the delegate, the lead. */
async function readNudges(tx: Tx, { programmeId, from, now }: Span): Promise<Item[]> {
  const rows = await tx
    .select({ due: timers.dueAt, sentAt: timers.doneAt })
    .from(timers)
    .innerJoin(prompts, sql`${prompts.id}::text = ${timers.subject}`)
    .where(
      and(
        eq(timers.kind, 'checkins.nudge'),
        eq(prompts.programmeId, programmeId),
        gte(timers.dueAt, from),
        lte(timers.dueAt, now),
        // One that fired without a word found an answer, or waits for working hours as another timer. Leads are told of all silent
        // owners of a round by one card, so that only the key says whose step told them.
        or(
          isNull(timers.doneAt),
          sql`exists (select 1 from ${outbox} where ${outbox.createdAt} = ${timers.doneAt} and (starts_with(${outbox.subject}, 'nudge:' || ${timers.subject}) or starts_with(${outbox.subject}, 'delegate:' || ${timers.subject}) or starts_with(${outbox.key}, 'silent:' || coalesce(${prompts.roundId}, ${prompts.id})::text || ':' || ${timers.subject})))`,
        ),
      ),
    );
  return rows.map(({ due, sentAt }) => ({ kind: 'nudge', due, sentAt, ...UNANSWERED }));
}

/** Tiers of blockers and late gates that fell due while the matter was open; the decision is the answer. */
async function readTiers(tx: Tx, { programmeId, from, now }: Span): Promise<Item[]> {
  const raised = await tx
    .select({ id: blockers.id, since: blockers.raisedAt, tiers: blockers.tiers, endedAt: blockers.resolvedAt })
    .from(blockers)
    .innerJoin(dependencies, eq(dependencies.id, blockers.dependencyId))
    .where(
      and(eq(dependencies.programmeId, programmeId), or(isNull(blockers.resolvedAt), gte(blockers.resolvedAt, from))),
    );
  const late = await tx
    .select({ id: lateGates.id, since: lateGates.since, tiers: lateGates.tiers, endedAt: lateGates.endedAt })
    .from(lateGates)
    .innerJoin(dependencies, eq(dependencies.id, lateGates.dependencyId))
    .where(and(eq(dependencies.programmeId, programmeId), or(isNull(lateGates.endedAt), gte(lateGates.endedAt, from))));
  const matters = [...raised, ...late];
  // A register may bring blockers that are older than its programme here.
  const [known] = await tx.select({ at: programmes.createdAt }).from(programmes).where(eq(programmes.id, programmeId));
  if (matters.length === 0) return [];
  const heard = await tx
    .select({
      matterId: escalations.matterId,
      tier: escalations.tier,
      at: escalations.at,
      decideBy: escalations.decideBy,
      decidedAt: decisions.at,
    })
    .from(escalations)
    .leftJoin(decisions, eq(decisions.id, escalations.decisionId))
    .where(
      inArray(
        escalations.matterId,
        matters.map(({ id }) => id),
      ),
    );
  return matters.flatMap(({ id, since, tiers, endedAt }) =>
    tiers.flatMap((tier): Item[] => {
      const due = since.plus({ hours: tier });
      if (due < from || due < (known?.at ?? from) || due > (endedAt ?? now) || due > now) return [];
      const row = heard.find((one) => one.matterId === id && one.tier === tier);
      return [
        {
          kind: 'escalation',
          due,
          sentAt: row?.at ?? null,
          answerBy: row?.decideBy ?? null,
          answeredAt: row?.decidedAt ?? null,
          who: null,
        },
      ];
    }),
  );
}

/** Rounds that were to be told of; one in which nobody was asked has no roll-up. */
async function readRollUps(tx: Tx, { programmeId, from, now }: Span): Promise<Item[]> {
  const rows = await tx
    .select({ due: rounds.closesAt, sentAt: first(outbox.createdAt) })
    .from(rounds)
    .innerJoin(prompts, and(eq(prompts.roundId, rounds.id), ne(prompts.state, 'dropped')))
    .leftJoin(
      outbox,
      and(gte(outbox.createdAt, from), sql`starts_with(${outbox.key}, 'checkins.roll-up:' || ${rounds.id}::text)`),
    )
    .where(and(eq(rounds.programmeId, programmeId), gte(rounds.closesAt, from), lte(rounds.closesAt, now)))
    .groupBy(rounds.id);
  return rows.map(({ due, sentAt }) => ({ kind: 'roll-up', due, sentAt, ...UNANSWERED }));
}

/** Briefs of the weekly moments that fired; one that was held back was not sent. */
async function readBriefs(tx: Tx, { programmeId, from, now }: Span): Promise<Item[]> {
  const rows = await tx
    .select({ due: timers.dueAt, sentAt: first(briefs.at) })
    .from(timers)
    .leftJoin(briefs, and(eq(briefs.programmeId, programmeId), eq(briefs.at, timers.doneAt)))
    .where(
      and(
        eq(timers.kind, 'briefs.send'),
        sql`starts_with(${timers.subject}, ${`${programmeId}/`})`,
        isNotNull(timers.doneAt),
        gte(timers.dueAt, from),
        lte(timers.dueAt, now),
      ),
    )
    .groupBy(timers.id);
  return rows.map(({ due, sentAt }) => ({ kind: 'brief', due, sentAt, ...UNANSWERED }));
}

/** The first of a group's instants; null without any. */
function first(column: typeof outbox.createdAt | typeof briefs.at) {
  return sql<DateTime | null>`min(${column})`.mapWith(column);
}
