import { addWorkingDays } from '../../core/calendar.ts';
import { addDays } from '../../core/calendar-date.ts';
import { instantOf, localDate } from '../../core/local-time.ts';
import { clearTimers, setTimers, type Timer } from '../../timers/timers.ts';
import { nextReminder, reminderMoment } from '../approvals/index.ts';
import { record } from '../audit/index.ts';
import type { FiredTimer, Scope, TimerHandler } from '../feature.ts';
import { interrupt } from '../interruptions/index.ts';
import { actingFor, getPeople, getPerson, type Person } from '../people/index.ts';
import { overdueCard, unsignedCard } from './cards.ts';
import { COMPLIANCE } from './model.ts';
import { termsInForce } from './rules/standing.ts';
import { showAgain } from './show.ts';
import { type CommitmentView, hold, type Stand, standOf, viewOf } from './view.ts';

/** Reminds who has not signed. */
const REMIND = 'commitments.remind';
/** Tells leads of the programme of signatures that are missing. */
const UNSIGNED = 'commitments.unsigned';
/** Tells who promised, and leads of the programme, that a day has passed. */
const OVERDUE = 'commitments.overdue';

/** Working days that a seat has before leads of the programme hear of it. Ours: the approvers of a gate have as many. */
const UNSIGNED_DAYS = 2;
const MORNING = { hour: 9, minute: 30 };
const MIDNIGHT = { hour: 0, minute: 0 };

type Clocked = Pick<Scope, 'tx' | 'now'>;

/** Sets the reminders of the seats that the present terms wait for: their next working morning, and leads two days on. */
export async function setReminders({ tx, now }: Clocked, view: Stand): Promise<void> {
  const { commitment } = view.negotiation;
  const leads = await getPeople(tx, view.circle.programme.leadIds);
  const timers = view.pending.flatMap((seat): Timer[] => {
    const [first] = seat.signers;
    if (first === undefined) return [];
    // One seat is compliance's after the teams': each has its own days.
    const isCompliance = seat.id === COMPLIANCE;
    const stage = isCompliance ? 'compliance' : 'teams';
    // Another seat's signature gives this one no more time.
    const since = isCompliance ? now : view.terms.proposedAt;
    const payload = { terms: String(view.terms.number), seat: seat.id };
    const { zone } = first.calendar;
    const late = instantOf(addWorkingDays(first.calendar, localDate(since, zone), UNSIGNED_DAYS), MORNING, zone);
    return [
      {
        kind: REMIND,
        subject: commitment.id,
        occurrence: `${view.terms.number}:${seat.id}`,
        dueAt: nextReminder(first.calendar, since).at,
        payload,
      },
      ...[...leads.values()].map((lead) => ({
        kind: UNSIGNED,
        subject: commitment.id,
        occurrence: `${view.terms.number}:${stage}:${lead.id}`,
        dueAt: reminderMoment(lead.calendar, late),
        payload: { ...payload, to: lead.id },
      })),
    ];
  });
  // Several seats share the leads' message: the first of them decides when it comes.
  await setTimers(tx, [
    ...new Map(timers.reverse().map((timer) => [`${timer.kind} ${timer.occurrence}`, timer])).values(),
  ]);
}

/** Clears what was set for terms that are signed, replaced or withdrawn. */
export async function clearReminders({ tx }: Pick<Scope, 'tx'>, commitmentId: string): Promise<void> {
  await clearTimers(tx, commitmentId, [REMIND, UNSIGNED]);
}

/** Sets when who promised and the leads hear that the day has passed: each in their first working morning after it. */
export async function setDue({ tx }: Pick<Scope, 'tx'>, view: Stand): Promise<void> {
  const { commitment } = view.negotiation;
  const { byDate, ownerId, number } = view.terms;
  await clearTimers(tx, commitment.id, [OVERDUE]);
  const people = await getPeople(tx, [ownerId, ...view.circle.programme.leadIds]);
  await setTimers(
    tx,
    [...people.values()].map((person) => ({
      kind: OVERDUE,
      subject: commitment.id,
      occurrence: `${number}:${person.id}`,
      dueAt: morningAfter(person, byDate),
      payload: { terms: String(number), to: person.id },
    })),
  );
}

function morningAfter({ calendar }: Person, date: string) {
  return reminderMoment(calendar, instantOf(addDays(date, 1), MIDNIGHT, calendar.zone));
}

/** Clears all that was set for a commitment that is closed. */
export async function clearAll({ tx }: Pick<Scope, 'tx'>, commitmentId: string): Promise<void> {
  await clearTimers(tx, commitmentId, [REMIND, UNSIGNED, OVERDUE]);
}

/** The first of a seat who has not signed, or who acts for them now, gets the card once more, in their working hours. */
const remindTimer: TimerHandler = async (scope, timer) => {
  const view = await pendingView(scope, timer);
  const { seat: wanted } = timer.payload;
  const seat = view?.pending.find(({ id }) => id === wanted);
  const [first] = seat?.signers ?? [];
  if (view === undefined || first === undefined) return;
  const reader = await actingFor(scope.tx, first, scope.now);
  const at = reminderMoment(reader.calendar, scope.now);
  if (at <= scope.now) return showAgain(scope, view, reader);
  // A stand-in elsewhere is asleep, or we are late.
  const occurrence = `${timer.occurrence}:${localDate(at, reader.calendar.zone)}`;
  await setTimers(scope.tx, [{ kind: REMIND, subject: timer.subject, occurrence, dueAt: at, payload: timer.payload }]);
};

/** The commitment, held, when the terms that the timer was set for still wait for somebody. */
async function pendingView(scope: Clocked, { subject, payload }: FiredTimer): Promise<CommitmentView | undefined> {
  const { negotiation, dependency } = await hold(scope.tx, subject);
  const { terms, pending } = await standOf(scope, negotiation, dependency);
  if (String(terms.number) !== payload['terms'] || pending.length === 0) return undefined;
  return viewOf(scope, negotiation, dependency);
}

const unsignedTimer: TimerHandler = async (scope, timer) => {
  const view = await pendingView(scope, timer);
  if (view === undefined) return;
  const { key, programmeId } = view.negotiation.commitment;
  const { to = '' } = timer.payload;
  await interrupt(scope, view.circle.programme, [
    {
      key: `${UNSIGNED}:${timer.subject}:${timer.occurrence}`,
      to: { person: to },
      card: unsignedCard(view),
      priority: 'approval',
      by: null,
      wants: [view.negotiation.commitment.dependencyId],
    },
  ]);
  await record(scope, {
    programmeId,
    byId: null,
    action: 'commitments.unsigned',
    subject: key,
    after: { told: (await getPerson(scope.tx, to)).handle, waitsFor: view.pending.map(({ as }) => as) },
  });
};

/** The day has passed: who promised and the leads hear of it once. */
const overdueTimer: TimerHandler = async (scope, timer) => {
  const { negotiation, dependency } = await hold(scope.tx, timer.subject);
  const view = await viewOf(scope, negotiation, dependency);
  const broken = termsInForce(negotiation);
  const { terms, to = '' } = timer.payload;
  if (!view.isOverdue || String(broken?.number) !== terms || broken === undefined) return;
  await interrupt(scope, view.circle.programme, [
    {
      key: `${OVERDUE}:${timer.subject}:${timer.occurrence}`,
      to: { person: to },
      card: overdueCard(view, broken, to === broken.ownerId),
      priority: 'approval',
      by: null,
      wants: [view.negotiation.commitment.dependencyId],
    },
  ]);
  const { key, programmeId } = negotiation.commitment;
  await record(scope, {
    programmeId,
    byId: null,
    action: 'commitments.overdue',
    subject: key,
    after: { by: broken.byDate, told: (await getPerson(scope.tx, to)).handle },
  });
};

export const reminders = { [REMIND]: remindTimer, [UNSIGNED]: unsignedTimer, [OVERDUE]: overdueTimer };
