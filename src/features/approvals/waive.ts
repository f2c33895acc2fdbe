import type { DateTime } from 'luxon';
import { date, key, optional, word } from '../../chat/commands.ts';
import { Conflict, NotAllowed, onField } from '../../core/errors.ts';
import { formatMoment } from '../../core/format-time.ts';
import { setTimer } from '../../timers/timers.ts';
import { record } from '../audit/index.ts';
import { currentContract } from '../contracts/index.ts';
import { recordDecision } from '../decisions/index.ts';
import { type Act, command, type TimerHandler } from '../feature.ts';
import { getProgramme, lockProgramme, requireLead } from '../programme/index.ts';
import { findDependency, listDependencies } from '../register/index.ts';
import { ballot, gateCard } from './cards.ts';
import { presentGate, refuseClosed } from './commands.ts';
import { LONGEST_COMMENT, waiverForm } from './forms.ts';
import { lapse, passGate } from './gates.ts';
import { type GateView, isInScope, LONGEST_WAIVER_DAYS, type Waiver } from './model.ts';
import { waiverEndedCard } from './notices.ts';
import { showGate, tell } from './show.ts';
import * as store from './store.ts';
import { type HeldGate, holdGate, viewOf } from './views.ts';

const EXAMPLE = 'until Fri because the vendor tests next week';

/** `/deps waive DEP-4 until Fri because …`; a form asks for what is missing. */
export const waiveCommand = command({
  name: 'waive',
  summary: 'Let the present gate of a contract pass without its signatures, for a time and a reason',
  usage: 'waive DEP-4 [until DATE because REASON]',
  examples: [`waive DEP-4 ${EXAMPLE}`, 'waive DEP-4'],
  who: 'leads of the programme, but not who submitted the contract',
  arguments: { dependency: key(), until: optional(date('until')), reason: optional(word('because')) },
  async run(act, { dependency: named, until, reason }) {
    const dependency = await findDependency(act.tx, named);
    const { contract, gate } = await presentGate(act, dependency);
    refuseClosed(gate, dependency, contract.version);
    const which = { gate: gate.id, hash: contract.hash };
    if (until === undefined && reason === undefined) {
      const { view } = await holdWaivable(act, which);
      return { kind: 'form', form: waiverForm(view, ballot(gate.id, contract.hash)) };
    }
    const view = await waiveGate(act, which, { until: until?.at, reason: reason ?? '' });
    return { kind: 'card', card: gateCard(view, act.by.id) };
  },
});

/** Which gate of which content. */
interface Which {
  gate: string;
  hash: string;
}

/**
 * The gate, held, when this person may waive it now; `open` is false when there is nothing left to waive. Throws
 * NotAllowed for others than leads, and for who submitted the contract.
 */
export async function holdWaivable(act: Act, which: Which): Promise<HeldGate & { open: boolean }> {
  const found = await store.findGate(act.tx, which.gate);
  const [about] = await listDependencies(act.tx, { ids: [found?.dependencyId ?? []].flat() });
  // Before its dependency, as recordDecision wants it.
  if (about !== undefined) await lockProgramme(act.tx, about.programmeId);
  const held = await holdGate(act.tx, which.gate);
  const { view, dependency } = held;
  await requireLead(act, await getProgramme(act.tx, dependency.programmeId), `waive gates of ${dependency.key}`);
  if (view.contract.submittedById === act.by.id) {
    throw new NotAllowed(
      'own-submission',
      `You cannot waive gates of ${dependency.key}: you submitted v${view.contract.version}. Another lead can.`,
    );
  }
  if (!isInScope(dependency)) {
    throw new Conflict('out-of-scope', `${dependency.key} was taken out of scope: it needs no signatures any more.`);
  }
  return { ...held, open: view.gate.state === 'open' && view.contract.hash === which.hash };
}

/** Lets a gate pass by a waiver, and what follows open. Returns it as it stands then. Throws like holdWaivable, and InvalidInput by field. */
export async function waiveGate(
  act: Act,
  asked: Which,
  { until, reason }: { until: DateTime | undefined; reason: string },
): Promise<GateView> {
  const held = await holdWaivable(act, asked);
  if (!held.open) return held.view;
  const { gate, contract } = held.view;
  const end = readEnd(act, held.dependency.key, until);
  const waiver: Waiver = {
    byId: act.by.id,
    at: act.now.toUTC().toISO(),
    until: end.toUTC().toISO(),
    reason: readReason(held.dependency.key, reason),
  };
  await store.updateGate(act.tx, gate.id, { waiver });
  const which = `gate ${gate.number} (${gate.name}) of ${held.dependency.key} v${contract.version}`;
  const passes = `${which} passes without signatures until ${formatMoment(end, act.by.calendar.zone)}`;
  await recordDecision(act, {
    programmeId: held.dependency.programmeId,
    question: `Does ${which} wait for its signatures?`,
    options: [
      { label: 'Wait for its signatures', consequence: '' },
      { label: passes, consequence: 'it is asked for again when the waiver ends' },
    ],
    choice: passes,
    reason: waiver.reason,
    dependencyId: held.dependency.id,
    blockerId: null,
    byId: act.by.id,
  });
  await setTimer(act.tx, { kind: 'approvals.waiver', subject: gate.id, occurrence: 'end', dueAt: end });
  await record(act, {
    programmeId: held.dependency.programmeId,
    byId: act.by.id,
    action: 'approvals.waived',
    subject: held.dependency.key,
    after: { version: contract.version, hash: contract.hash, gate: gate.number, until: waiver.until },
    reason: waiver.reason,
  });
  await passGate(act, held, act.by.id);
  return showGate(act, gate.id, held.dependency);
}

function readEnd({ now, by }: Act, key: string, until: DateTime | undefined): DateTime {
  const example = `\`/deps waive ${key} ${EXAMPLE}\``;
  if (until === undefined) throw onField('no-end', 'until', `A waiver needs an end: ${example}.`);
  if (until <= now) throw onField('past-date', 'until', `That is past. Name a day to come: ${example}.`);
  const latest = now.plus({ days: LONGEST_WAIVER_DAYS });
  if (until <= latest) return until;
  const end = formatMoment(latest, by.calendar.zone);
  throw onField('too-far', 'until', `A waiver lasts ${LONGEST_WAIVER_DAYS} days at most: end it by ${end}.`);
}

function readReason(key: string, reason: string): string {
  const why = reason.trim();
  if (why !== '' && why.length <= LONGEST_COMMENT) return why;
  const message = `A waiver needs a reason of at most ${LONGEST_COMMENT} characters: \`/deps waive ${key} ${EXAMPLE}\`.`;
  throw onField('no-reason', 'reason', message);
}

/** The waiver has ended: the gate is asked for again; owner and leads are told. */
export const waiverTimer: TimerHandler = async (scope, timer) => {
  const { view, dependency } = await holdGate(scope.tx, timer.subject);
  const { gate, contract } = view;
  const current = await currentContract(scope.tx, dependency.id);
  // A version that was replaced is asked about again if it comes back.
  if (gate.state !== 'passed' || gate.waiver === null || current?.id !== contract.id || !isInScope(dependency)) return;
  const again = await lapse(scope, dependency, contract, gate);
  await record(scope, {
    programmeId: dependency.programmeId,
    byId: null,
    action: 'approvals.waiver-ended',
    subject: dependency.key,
    before: { version: contract.version, gate: gate.number, until: gate.waiver.until },
    after: null,
  });
  const { leadIds } = await getProgramme(scope.tx, dependency.programmeId);
  const seen = await viewOf(scope.tx, again, dependency);
  const people = new Map([...view.people, ...seen.people]);
  const card = waiverEndedCard({ ...seen, people }, gate.waiver);
  await tell(scope, `waiver-ended:${gate.id}`, card, [...new Set([dependency.ownerId, ...leadIds])]);
  // The cards of the gate that was waived say that it was opened again.
  await showGate(scope, gate.id, dependency);
};
