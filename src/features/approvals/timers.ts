import { localDate } from '../../core/local-time.ts';
import { heldAmong } from '../../outbox/held.ts';
import { setTimer } from '../../timers/timers.ts';
import type { Scope, TimerHandler } from '../feature.ts';
import { interrupt } from '../interruptions/index.ts';
import { actingFor, getPerson, type Person } from '../people/index.ts';
import { getProgramme } from '../programme/index.ts';
import { listDependencies, setSignal } from '../register/index.ts';
import { remindNext } from './gates.ts';
import { beginLateness } from './late/escalate.ts';
import { isInScope } from './model.ts';
import { reminderCard } from './notices.ts';
import { approvalsOfReminder, askedOf } from './reads.ts';
import { pendingSeats, reminderMoment } from './rules.ts';
import { showLate, subjectOf } from './show.ts';
import * as store from './store.ts';
import { holdGate } from './views.ts';

/**
 * Reminds an approver, or who acts for them now, of all that waits for them: one message a day at most, in the working
 * hours of who gets it, until each gate is due; from then on leads and owner have it.
 */
export const remindTimer: TimerHandler = async (scope, timer) => {
  const { tx, now } = scope;
  const approver = await getPerson(tx, timer.subject);
  if (!(await isAskedInTime(scope, approver.id))) return;
  const reader = await actingFor(tx, approver, now);
  const at = reminderMoment(reader.calendar, now);
  if (at > now) {
    // A stand-in elsewhere is asleep, or we are late: when their working day begins.
    const occurrence = `${localDate(at, reader.calendar.zone)}/${reader.id}`;
    await setTimer(tx, { kind: 'approvals.remind', subject: approver.id, occurrence, dueAt: at });
    return;
  }
  await remind(scope, reader);
  await remindNext(scope, approver);
};

/** True while a gate that is not late wants this person's signature. */
async function isAskedInTime({ tx, now }: Scope, personId: string): Promise<boolean> {
  const gates = (await store.openGates(tx)).filter((gate) => gate.dueAt > now);
  const votes = await store.votesAt(
    tx,
    gates.map((gate) => gate.id),
  );
  return gates.some((gate) => {
    const own = votes.filter((vote) => vote.gateId === gate.id);
    return pendingSeats(gate, own).some((seat) => seat.personId === personId);
  });
}

async function remind(scope: Scope, reader: Person): Promise<void> {
  const { tx, now } = scope;
  const subject = `signatures:${reader.id}:${localDate(now, reader.calendar.zone)}`;
  // Held in one order, so that two reminders never wait for each other.
  const open = (await askedOf(tx, reader.id, now)).sort((a, b) => (a.dependencyId < b.dependencyId ? -1 : 1));
  const held = await heldAmong(
    tx,
    reader.id,
    open.map(({ gateId }) => subjectOf(gateId)),
  );
  const asked = open.filter(({ gateId }) => !held.has(subjectOf(gateId)));
  for (const { gateId, approverId } of asked) {
    const { view } = await holdGate(tx, gateId);
    const card = { to: reader.id, subject, forId: approverId };
    const approvers = view.gate.approvers.map((seat) =>
      seat.personId === approverId ? { ...seat, cards: [...seat.cards, card] } : seat,
    );
    await store.updateGate(tx, gateId, { approvers });
  }
  const waiting = await approvalsOfReminder(tx, reader.id, now, subject);
  const [first] = await listDependencies(tx, { ids: waiting.map((one) => one.dependencyId) });
  if (first === undefined) return;
  await interrupt(scope, await getProgramme(tx, first.programmeId), [
    {
      key: subject,
      to: { person: reader.id },
      card: reminderCard(waiting),
      subject,
      priority: 'approval',
      by: null,
      wants: waiting.map((one) => one.dependencyId),
    },
  ]);
}

/** The gate is late: a fact on the dependency, leads and owner learn who is missing, and it begins to climb to leadership. */
export const dueTimer: TimerHandler = async (scope, timer) => {
  const { view, dependency } = await holdGate(scope.tx, timer.subject);
  const { gate } = view;
  // It may have been given more time since this was set.
  if (gate.state !== 'open' || gate.dueAt > scope.now || !isInScope(dependency)) return;
  await setSignal(scope.tx, dependency.id, {
    kind: 'gate-late',
    subject: gate.id,
    text: `gate ${gate.number} (${gate.name}) is late`,
    since: gate.dueAt,
  });
  const programme = await getProgramme(scope.tx, dependency.programmeId);
  await beginLateness(scope, gate, programme);
  await showLate(scope, view, dependency, programme);
};
