import type { Card } from '../../chat/card.ts';
import type { Address } from '../../outbox/message.ts';
import { conversationOf, enqueue } from '../../outbox/outbox.ts';
import type { Scope } from '../feature.ts';
import { interrupt, type Request } from '../interruptions/index.ts';
import { getPeople } from '../people/index.ts';
import { getProgramme, isLead, type Programme } from '../programme/index.ts';
import type { Dependency } from '../register/index.ts';
import { gateCard } from './cards.ts';
import { showLateTiers } from './late/show.ts';
import type { Gate, GateView } from './model.ts';
import { lateCard, reminderCard } from './notices.ts';
import { approvalsOfReminder } from './reads.ts';
import { pendingSeats } from './rules.ts';
import * as store from './store.ts';
import { viewOf } from './views.ts';

/** The living card of a gate. */
export function subjectOf(gateId: string): string {
  return `gate:${gateId}`;
}

/**
 * Brings every card of a gate up to date: the approvers', the reminders', and those of leads and owner when it was
 * late. `dependency` as it stood before the change, whose signals tell whether it was.
 */
export async function showGate(scope: Scope, gateId: string, dependency: Dependency): Promise<GateView> {
  const { tx, now } = scope;
  const gate = await store.findGate(tx, gateId);
  if (gate === undefined) throw new Error(`No gate has the id ${gateId}.`);
  const view = await viewOf(tx, gate, dependency);
  const programme = await getProgramme(tx, dependency.programmeId);
  const fallback = programme.leadIds.map((person): Address => ({ person }));
  const pending = gate.state === 'open' ? pendingSeats(gate, view.votes) : [];
  const requests: Request[] = [];
  for (const { to, subject } of cardsOf(gate)) {
    const key = `${subjectOf(gate.id)}/${gate.version}/${subject}/${to}`;
    const common = { key, to: { person: to }, subject, priority: 'approval' as const, fallback, by: gate.dueAt };
    if (subject === subjectOf(gate.id)) {
      const isAsked = pending.some((seat) => seat.cards.some((card) => card.to === to && card.subject === subject));
      requests.push({ ...common, card: gateCard(view, to), ...(isAsked && { wants: [dependency.id] }) });
    } else {
      const waiting = await approvalsOfReminder(tx, to, now, subject);
      requests.push({ ...common, card: reminderCard(waiting), ...(waiting.length > 0 && { wants: [dependency.id] }) });
    }
  }
  await interrupt(scope, programme, requests);
  if (dependency.signals.some((signal) => signal.kind === 'gate-late' && signal.subject === gate.id)) {
    await showLate(scope, view, dependency, programme);
  }
  return view;
}

function cardsOf(gate: Gate): { to: string; subject: string }[] {
  const cards = gate.approvers.flatMap((seat) => seat.cards);
  return [...new Map(cards.map((card) => [`${card.to} ${card.subject}`, card])).values()];
}

/** Tells leads, owner, and leadership where it heard of it, who is missing at a late gate, or how it went on. */
export async function showLate(
  { tx, now }: Scope,
  view: GateView,
  dependency: Dependency,
  programme: Programme,
): Promise<void> {
  const subject = `${subjectOf(view.gate.id)}:late`;
  const readers = new Set([...programme.leadIds, ...(dependency.ownerId === null ? [] : [dependency.ownerId])]);
  await enqueue(
    tx,
    now,
    [...readers].map((id) => ({
      key: `${subject}/${view.gate.version}/${id}`,
      to: { person: id },
      card: lateCard(view, isLead(programme, { id }), now),
      subject,
      priority: 'escalation',
    })),
  );
  await showLateTiers({ tx, now }, view, dependency);
}

/** Says something of a contract once, to each of these people and channels. */
export async function tell(
  { tx, now }: Scope,
  about: string,
  card: Card,
  people: readonly (string | null | undefined)[],
  channels: readonly Address[] = [],
): Promise<void> {
  const known = await getPeople(
    tx,
    people.filter((id) => id != null),
  );
  const addresses: Address[] = [...[...known.keys()].map((person) => ({ person })), ...channels];
  await enqueue(
    tx,
    now,
    addresses.map((to) => ({ key: `${about}/${conversationOf(to)}`, to, card, priority: 'approval' })),
  );
}
