import type { DateTime } from 'luxon';
import { escalationsSince, type HeldBack, waitingFor } from '../../outbox/burden.ts';
import { interruptionsSince } from '../../outbox/held.ts';
import type { Scope } from '../feature.ts';
import { weekByWeek } from '../interruptions/index.ts';
import { getPeople, listPeople, listTeams } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';

/** Weeks that are told: a month. */
const WEEKS = 4;

/** How often somebody was interrupted. */
export interface Burden {
  who: string;
  /** The present week first: messages that count for the budget, and escalations, which come on top. */
  weeks: readonly { messages: number; escalations: number }[];
  /** Undefined where nothing is held for them. */
  waiting: HeldBack | undefined;
}

/** Everybody of a programme: who is most interrupted first, then for whom most is held, then by name. */
export async function burdensOf({ tx, now }: Pick<Scope, 'tx' | 'now'>, programme: Programme): Promise<Burden[]> {
  const people = [...(await getPeople(tx, await everybodyOf(tx, programme))).values()];
  const ids = people.map(({ id }) => id);
  // A day more, since weeks begin at midnight on each one's clock.
  const since = now.minus({ weeks: WEEKS, days: 1 });
  const messages = await interruptionsSince(tx, ids, since);
  const escalations = await escalationsSince(tx, ids, since);
  const waiting = await waitingFor(tx, ids);
  const burdens = people.map(({ id, name, calendar }): Burden => {
    const counted = (moments: readonly DateTime[] = []) => weekByWeek(calendar, moments, now, WEEKS);
    const onTop = counted(escalations.get(id));
    const weeks = counted(messages.get(id)).map((count, back) => ({ messages: count, escalations: onTop[back] ?? 0 }));
    return { who: name, weeks, waiting: waiting.get(id) };
  });
  return burdens.sort(
    (a, b) => sum(b) - sum(a) || (b.waiting?.count ?? 0) - (a.waiting?.count ?? 0) || a.who.localeCompare(b.who),
  );
}

function sum({ weeks }: Burden): number {
  return weeks.reduce((all, { messages, escalations }) => all + messages + escalations, 0);
}

/** Leads, those whom open dependencies name, and the people of their teams: whoever can be asked something. */
async function everybodyOf(tx: Scope['tx'], programme: Programme): Promise<string[]> {
  const open = (await listDependencies(tx, { programmeId: programme.id })).filter(({ state }) => state === 'open');
  const teams = new Set(
    open.flatMap(({ producerTeamId, consumers }) => [producerTeamId, ...consumers.map(({ teamId }) => teamId)]),
  );
  const named = open.flatMap(({ ownerId, delegateId, contacts }) => [
    ownerId,
    delegateId,
    ...contacts.flatMap((contact) => [contact.personId, contact.delegateId]),
  ]);
  const leads = (await listTeams(tx)).flatMap(({ id, leadId }) => (teams.has(id) ? [leadId] : []));
  const members = (await listPeople(tx)).filter(({ teamId }) => teamId !== null && teams.has(teamId));
  const all = [...programme.leadIds, ...named, ...leads, ...members.map(({ id }) => id)];
  return [...new Set(all.flatMap((id) => id ?? []))];
}
