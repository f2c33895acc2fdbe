import { DateTime } from 'luxon';
import { addWorkingDays, type Calendar, isWorkingDay, nextWorkingMoment } from '../../core/calendar.ts';
import { groupBy } from '../../core/group.ts';
import { instantOf, localDate } from '../../core/local-time.ts';
import type { Person, Team } from '../people/model.ts';
import { CONTACT, type GatePolicy, type Programme, type Quorum } from '../programme/model.ts';
import type { Dependency } from '../register/model.ts';
import type { Gate, Seat, Tick, Vote } from './model.ts';

/** A gate is due at this time of an approver's day. */
const DUE_TIME = { hour: 17, minute: 0 };
/** Approvers are reminded at this time of their day, once a working day. */
const REMIND_TIME = { hour: 9, minute: 30 };

/** Among whom approvers are found. */
export interface Circle {
  programme: Pick<Programme, 'name' | 'leadIds'>;
  dependency: Pick<Dependency, 'contacts' | 'producerTeamId' | 'consumers' | 'obligations'>;
  people: ReadonlyMap<string, Pick<Person, 'id' | 'handle' | 'teamId' | 'delegateId'>>;
  teams: readonly Team[];
  submitterId: string;
}

/** A signature the policy wants. */
interface Wanted {
  personId: string | null | undefined;
  as: string;
  /** Names it where nobody holds it. */
  missing: string;
  /** Who signs instead of a submitter, before the person's own delegate. */
  delegateId?: string | null | undefined;
  team?: Seat['team'];
  compliance?: boolean;
  /** The consumer team it is wanted for. */
  consumer?: string;
}

/**
 * Who signs a gate, and as what. What nobody holds falls to a lead of the programme; nobody signs what they submitted:
 * their delegate does, else a lead. One person holds one seat. There is always a seat: when only the submitter is left,
 * it is theirs to hand over.
 */
export function resolveApprovers(policy: GatePolicy['approvers'], circle: Circle): Seat[] {
  const wanted = wantedBy(policy, circle);
  const named = wanted.length > 0 ? wanted : [{ personId: null, as: '', missing: 'a gate whose policy names nobody' }];
  const seats = groupBy(
    named.map((one) => ({ ...seatOf(one, circle), consumer: one.consumer })),
    (seat) => seat.personId,
  );
  return [...seats].map(([personId, held]) => {
    // Who signs in another capacity too signs alone: the team cannot stand for that.
    const team = held.length === 1 ? held[0]?.team : undefined;
    return {
      personId,
      as: capacities(held.map((seat) => seat.as)),
      ...(team && { team }),
      ...(held.some((seat) => seat.compliance) && { compliance: true }),
      cards: [],
      ...consumersOnly(held.map((seat) => seat.consumer)),
    };
  });
}

/** `product contact and lead of Data`: what one person signs as, each team said once. */
function capacities(all: readonly string[]): string {
  const byTeam = groupBy(
    [...new Set(all)].map((as) => /^(?<what>.*?) of (?<team>.*)$/.exec(as)?.groups ?? { what: as }),
    ({ team = '' }) => team,
  );
  return [...byTeam]
    .map(([team, many]) => {
      const what = many.map((one) => one['what']).join(' and ');
      return team === '' ? what : `${what} of ${team}`;
    })
    .join(' and ');
}

function consumersOnly(teams: readonly (string | undefined)[]): Pick<Seat, 'consumers'> {
  const consumers = teams.filter((team) => team !== undefined);
  return consumers.length === teams.length ? { consumers } : {};
}

function wantedBy(policy: GatePolicy['approvers'], circle: Circle): Wanted[] {
  const { dependency, people, teams } = circle;
  const roles = policy.roles.filter((role) => role !== 'compliance' || dependency.obligations.length > 0);
  const teamName = (id: string | null | undefined) => teams.find((team) => team.id === id)?.name;
  const leadOf = (teamId: string): Wanted => ({
    personId: teams.find((team) => team.id === teamId)?.leadId,
    as: `lead of ${teamName(teamId) ?? 'an unknown team'}`,
    missing: `the missing lead of ${teamName(teamId) ?? 'an unknown team'}`,
  });
  return [
    ...roles.map((role): Wanted => {
      const contact = dependency.contacts.find((one) => one.role === role);
      const team = teamName(people.get(contact?.personId ?? '')?.teamId);
      return {
        personId: contact?.personId,
        as: team === undefined ? CONTACT[role] : `${CONTACT[role]} of ${team}`,
        missing: `the missing ${CONTACT[role]}`,
        delegateId: contact?.delegateId,
        compliance: role === 'compliance',
      };
    }),
    ...policy.people.map((handle): Wanted => {
      const found = [...people.values()].find((person) => person.handle === handle.replace(/^@/, '').toLowerCase());
      return { personId: found?.id, as: 'approver by name', missing: `@${handle}, whom the register does not know` };
    }),
    ...policy.teams.map((key) => wantedOfTeam(key, circle)),
    ...policy.leadsOf.flatMap((side) =>
      side === 'producer'
        ? [leadOf(dependency.producerTeamId)]
        : dependency.consumers.map(({ teamId }) => ({ ...leadOf(teamId), consumer: teamId })),
    ),
  ];
}

/** One signature of a team; its lead is asked for it, else the first of its people. */
function wantedOfTeam(key: string, { people, teams, submitterId }: Circle): Wanted {
  const team = teams.find((one) => one.key === key);
  if (team === undefined) {
    return { personId: null, as: '', missing: `${key}, a team that the register does not know` };
  }
  const memberIds = [...people.values()].filter((one) => one.teamId === team.id).map((one) => one.id);
  return {
    personId: team.leadId ?? memberIds[0],
    as: `one of ${team.name}`,
    missing: `${team.name}, where nobody is`,
    delegateId: memberIds.find((id) => id !== submitterId),
    team: { name: team.name, memberIds },
  };
}

function seatOf(wanted: Wanted, circle: Circle): Pick<Seat, 'personId' | 'as' | 'team' | 'compliance'> {
  const { people, programme, submitterId } = circle;
  const delegateOf = (id: string) => people.get(id)?.delegateId;
  const leads = [...programme.leadIds, ...programme.leadIds.map(delegateOf)];
  const firstOther = (ids: readonly (string | null | undefined)[]) =>
    ids.find((id): id is string => id != null && id !== submitterId && people.has(id));

  const { team, compliance } = wanted;
  const person = people.get(wanted.personId ?? '');
  if (person === undefined) {
    const as = `lead of ${programme.name}, for ${wanted.missing}`;
    return { personId: firstOther(leads) ?? submitterId, as, compliance };
  }
  if (person.id !== submitterId) return { personId: person.id, as: wanted.as, team, compliance };
  const instead = firstOther([wanted.delegateId, person.delegateId, ...leads]);
  return instead === undefined
    ? { personId: submitterId, as: wanted.as, team, compliance }
    : { personId: instead, as: `${wanted.as}, for @${person.handle} who submitted it`, team, compliance };
}

/** True while a signature stands that was given for an earlier version: its holder may still request changes. */
export function isCarried({ carriedFrom, vote }: Pick<Vote, 'carriedFrom' | 'vote'>): boolean {
  return carriedFrom !== null && vote === 'approve';
}

/** Signatures that make a gate pass. */
export function signaturesNeeded(quorum: Quorum, seats: number): number {
  if (quorum === 'all') return seats;
  return quorum === 'any' ? Math.min(1, seats) : Math.min(quorum, seats);
}

/** True once enough have signed. */
export function hasPassed(gate: Pick<Gate, 'quorum' | 'approvers'>, votes: readonly Pick<Vote, 'vote'>[]): boolean {
  const signed = votes.filter((vote) => vote.vote === 'approve').length;
  return signed >= signaturesNeeded(gate.quorum, gate.approvers.length);
}

/** True for a gate that passed by a waiver which is over. */
export function hasEnded({ waiver }: Pick<Gate, 'waiver'>, now: DateTime): boolean {
  return waiver !== null && DateTime.fromISO(waiver.until) <= now;
}

/** Seats whose vote is still out. */
export function pendingSeats(gate: Pick<Gate, 'approvers'>, votes: readonly Pick<Vote, 'approverId'>[]): Seat[] {
  return gate.approvers.filter((seat) => !votes.some((vote) => vote.approverId === seat.personId));
}

/** Items of the checklist, by number, that nobody ticked yet. */
export function unticked(gate: Pick<Gate, 'criteria'>, ticks: readonly Pick<Tick, 'item'>[]): number[] {
  return gate.criteria.map((_, index) => index + 1).filter((item) => !ticks.some((tick) => tick.item === item));
}

/** Items of a gate that a person may tick or take back: those nobody else ticked, and which of them are theirs. */
export function ownItems({ gate, ticks }: { gate: Pick<Gate, 'criteria'>; ticks: readonly Tick[] }, personId: string) {
  const others = ticks.filter((tick) => tick.byId !== personId).map((tick) => tick.item);
  return {
    open: gate.criteria.map((text, index) => ({ item: index + 1, text })).filter(({ item }) => !others.includes(item)),
    mine: ticks.filter((tick) => tick.byId === personId).map((tick) => tick.item),
  };
}

/**
 * The seat somebody votes for: their own, else that of somebody they stand in for, else that of their team. `actingFor` names who acts for a
 * seat's person. Nobody votes twice, and nobody on what they submitted.
 */
export function seatToVoteFor(
  gate: Pick<Gate, 'approvers'>,
  votes: readonly Pick<Vote, 'approverId' | 'byId'>[],
  voter: { id: string; submitterId: string },
  actingFor: ReadonlyMap<string, string>,
): Seat | undefined {
  if (voter.id === voter.submitterId || votes.some((vote) => vote.byId === voter.id)) return undefined;
  const pending = pendingSeats(gate, votes);
  return (
    pending.find((seat) => seat.personId === voter.id) ??
    pending.find((seat) => actingFor.get(seat.personId) === voter.id) ??
    pending.find((seat) => isOfTeam(seat, voter.id))
  );
}

/** True for those who may sign for a seat because they are of its team. */
export function isOfTeam({ team }: Seat, personId: string): boolean {
  return team?.memberIds.includes(personId) ?? false;
}

/** The vote that answers for somebody: theirs, or one for their seat; else that of another one of their team. */
export function voteFor(
  { approvers }: Pick<Gate, 'approvers'>,
  votes: readonly Vote[],
  personId: string,
): Vote | undefined {
  return (
    votes.find((vote) => vote.byId === personId || vote.approverId === personId) ??
    votes.find(({ approverId }) => approvers.some((seat) => seat.personId === approverId && isOfTeam(seat, personId)))
  );
}

/**
 * 17:00 on the `workingDays`th working day from now, each by their own calendar; the latest of them, in UTC.
 * Throws without a calendar.
 */
export function dueOf(calendars: readonly Calendar[], workingDays: number, now: DateTime): DateTime {
  const moments = calendars.map((calendar) => {
    const date = addWorkingDays(calendar, localDate(now, calendar.zone), workingDays);
    return instantOf(date, DUE_TIME, calendar.zone);
  });
  return moments.reduce((latest, at) => DateTime.max(latest, at));
}

/** 17:00 of a day, each by their own calendar; the latest of them, in UTC. Throws without a calendar. */
export function dueOn(calendars: readonly Calendar[], date: string): DateTime {
  return calendars.map(({ zone }) => instantOf(date, DUE_TIME, zone)).reduce((latest, at) => DateTime.max(latest, at));
}

/** When somebody may be reminded: now if it is their working time after 09:30, else the next such moment. In UTC. */
export function reminderMoment(calendar: Calendar, now: DateTime): DateTime {
  const working = nextWorkingMoment(calendar, now);
  const morning = instantOf(localDate(working, calendar.zone), REMIND_TIME, calendar.zone);
  return nextWorkingMoment(calendar, DateTime.max(working, morning));
}

/** When somebody who is asked again is reminded: like nextReminder, but today if it is not 09:30 yet. */
export function firstReminder(calendar: Calendar, now: DateTime): { date: string; at: DateTime } {
  const date = localDate(now, calendar.zone);
  const at = nextWorkingMoment(calendar, instantOf(date, REMIND_TIME, calendar.zone));
  return isWorkingDay(calendar, date) && at > now ? { date, at } : nextReminder(calendar, now);
}

/** When somebody is reminded next: 09:30 of their next working day after today. `date` is theirs, `at` in UTC. */
export function nextReminder(calendar: Calendar, now: DateTime): { date: string; at: DateTime } {
  const date = addWorkingDays(calendar, localDate(now, calendar.zone), 1);
  return { date, at: nextWorkingMoment(calendar, instantOf(date, REMIND_TIME, calendar.zone)) };
}
