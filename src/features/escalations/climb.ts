import type { Card } from '../../chat/card.ts';
import type { Address } from '../../outbox/message.ts';
import { conversationOf, enqueue } from '../../outbox/outbox.ts';
import { setTimers } from '../../timers/timers.ts';
import { record } from '../audit/index.ts';
import type { Scope } from '../feature.ts';
import { channelsOf, type Programme } from '../programme/index.ts';
import type { Circle } from './circle.ts';
import { decideBy, type Escalation, highestDue, type Matter, tierAt } from './model.ts';
import * as store from './store.ts';

/** Sets the timers of a matter's tiers; `kind` is the timer's. */
export async function setTiers(
  { tx }: Pick<Scope, 'tx'>,
  kind: string,
  { id, since, tiers }: Matter,
  among: readonly number[] = tiers,
): Promise<void> {
  await setTimers(
    tx,
    among.map((tier) => ({
      kind,
      subject: id,
      occurrence: `tier-${tier}`,
      dueAt: tierAt(since, tier),
      payload: { tier: String(tier) },
    })),
  );
}

/** The tier that a timer is for. */
export function tierOf({ tier }: Record<string, string>): number {
  return Number(tier);
}

/**
 * Notes that a tier goes to leadership, once; true when its card is to be shown. A tier that is handled so late that a
 * higher one is due as well is only noted: the higher one, whose timer is due too, says it all. `feature` begins the names
 * of what the audit log says.
 */
export async function takeTier(
  scope: Scope,
  feature: string,
  { dependency, programme }: Pick<Circle, 'dependency' | 'programme'>,
  { id, since, tiers }: Matter,
  tier: number,
): Promise<boolean> {
  const { tx, now } = scope;
  const { key, state } = dependency;
  const entry = { programmeId: programme.id, byId: null, subject: key, after: { tier } };
  const highest = highestDue(since, tiers, now);
  const skipped =
    state !== 'open'
      ? `${key} is ${state}`
      : highest !== undefined && tier < highest
        ? `late: the ${highest} h tier is due`
        : undefined;
  if (skipped !== undefined) {
    await record(scope, { ...entry, action: `${feature}.tier-skipped`, reason: skipped });
    return false;
  }
  const row = { matterId: id, tier, at: now, decideBy: decideBy(since, tiers, tier, now) };
  if (!(await store.addEscalation(tx, row))) return false;
  await record(scope, { ...entry, action: `${feature}.escalated` });
  return true;
}

/**
 * Brings the cards of all tiers in leadership's channels up to date. Each tier is a message of its own, so that people
 * notice it; the cards of earlier tiers stay and say where the matter stands. `subject` and `version` are the matter's.
 */
export async function showTiers(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  programme: Programme,
  { subject, version, escalations }: { subject: string; version: number; escalations: readonly Escalation[] },
  cardOf: (escalation: Escalation) => Card,
): Promise<void> {
  const messages = escalations.flatMap((escalation) => {
    const card = cardOf(escalation);
    const living = `${subject}:${escalation.tier}`;
    return channelsOf(programme, 'leadership').map((to) => ({
      key: `${living}:${version}:${conversationOf(to)}`,
      to,
      card,
      subject: living,
      priority: 'escalation' as const,
      fallback: leadsOf(programme),
    }));
  });
  await enqueue(tx, now, messages);
}

function leadsOf(programme: Programme): Address[] {
  return programme.leadIds.map((person) => ({ person }));
}
