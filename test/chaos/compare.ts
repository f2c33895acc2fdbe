import type { Acts } from './acts.ts';
import type { Expected } from './expected.ts';
import type { Received } from './received.ts';
import { homesOf, LEADERSHIP, type Owner } from './register.ts';

export interface Verdict {
  expected: number;
  /** Of what fell due close to the end of its matter, so that both is right, those that did not come. */
  unsure: number;
  messages: number;
  lost: string[];
  doubled: string[];
  /** Doubled on Teams, which has no look-up, after an attempt whose outcome is unknown. */
  withinWindow: string[];
  wrongPerson: string[];
  /** Said although nobody was to be told. */
  uncalledFor: string[];
  /** Not sent by the two-hour rule. */
  tooLate: string[];
  /** Simulated minutes from due to received, rising, by kind. */
  lateness: Map<string, number[]>;
}

export function compare(
  owners: readonly Owner[],
  { must, may }: { must: readonly Expected[]; may: readonly Expected[] },
  received: readonly Received[],
  allowedTooLate: ReadonlySet<string>,
  acts: Acts,
): Verdict {
  const byWhat = new Map<string, Received[]>();
  for (const one of received) byWhat.set(one.what, [...(byWhat.get(one.what) ?? []), one]);
  const missing = must.filter(({ what }) => !byWhat.has(what)).map(({ what }) => what);
  const known = new Map([...must, ...may].map((one) => [one.what, one]));
  const last = Math.max(0, ...[...known.values()].map(({ dueAt }) => dueAt.toMillis()));
  const once = received.filter((one) => !one.outcomeUnknown);
  const replies = repliesBy(owners, received);
  const onTeams = repeated(
    received.filter((one) => one.outcomeUnknown),
    (one) => one.once,
    'subject',
  );

  return {
    expected: must.length,
    unsure: may.filter(({ what }) => !byWhat.has(what)).length,
    messages: received.length,
    lost: [
      ...missing.filter((what) => !allowedTooLate.has(what)),
      ...[...acts.written].flatMap(([handle, { taken }]) =>
        (replies.get(handle) ?? 0) < taken ? [`reply to ${handle}: ${replies.get(handle) ?? 0} of ${taken}`] : [],
      ),
    ],
    doubled: [
      ...repeated(once, (one) => one.id, 'mark'),
      ...repeated(once, (one) => one.once, 'subject'),
      ...[...byWhat].flatMap(([what, those]) =>
        known.has(what) && new Set(those.map((one) => one.once)).size > 1 ? [`${what}: ${those.length}`] : [],
      ),
      ...[...repliesBy(owners, distinct(received))].flatMap(([handle, many]) => {
        const { taken = 0, unsure = 0 } = acts.written.get(handle) ?? {};
        return many > taken + unsure ? [`reply to ${handle}: ${many} for ${taken + unsure}`] : [];
      }),
    ],
    withinWindow: onTeams,
    wrongPerson: received
      .filter((one) => isMisdirected(one, owners, known))
      .map((one) => `${one.what} in ${one.conversation}`),
    uncalledFor: received
      .filter((one) => /^(prompt|nudge|tier) /.test(one.what) && !known.has(one.what) && one.at.toMillis() <= last)
      .map((one) => one.what),
    tooLate: missing.filter((what) => allowedTooLate.has(what)),
    lateness: latenessOf(known, received),
  };
}

/** A doubled message counts once. */
function distinct(received: readonly Received[]): Received[] {
  return [...new Map(received.map((one) => [one.once, one])).values()];
}

function repeated(received: readonly Received[], name: (one: Received) => string, by: string): string[] {
  const counts = new Map<string, Received[]>();
  for (const one of received) counts.set(name(one), [...(counts.get(name(one)) ?? []), one]);
  return [...counts.values()].flatMap((those) =>
    those.length > 1 ? [`${those[0]?.what} in ${those[0]?.conversation}: ${those.length} by ${by}`] : [],
  );
}

/** A message about one owner's matter goes to them and names their dependency; an escalation goes to leadership. */
function isMisdirected(
  { what, conversation, text }: Received,
  owners: readonly Owner[],
  known: ReadonlyMap<string, Expected>,
): boolean {
  const expected = known.get(what);
  if (expected === undefined) return false;
  if (expected.to === 'leadership') return conversation !== LEADERSHIP || !names(text, what.split(' ')[1] ?? '');
  const owner = owners.find((one) => one.handle === expected.to);
  const homes = owner === undefined ? [] : homesOf(owner);
  return !homes.some((home) => home.conversation === conversation) || !names(text, owner?.key ?? '');
}

function names(text: string, key: string): boolean {
  return new RegExp(`${key}(?!\\d)`).test(text);
}

function repliesBy(owners: readonly Owner[], received: readonly Received[]): Map<string, number> {
  const handles = new Map(owners.flatMap((owner) => homesOf(owner).map((home) => [home.conversation, owner.handle])));
  const counts = new Map<string, number>();
  for (const { what, conversation } of received) {
    const handle = handles.get(conversation);
    if (what === 'reply' && handle !== undefined) counts.set(handle, (counts.get(handle) ?? 0) + 1);
  }
  return counts;
}

function latenessOf(known: ReadonlyMap<string, Expected>, received: readonly Received[]): Map<string, number[]> {
  const lateness = new Map<string, number[]>();
  for (const { what, at } of received) {
    const expected = known.get(what);
    if (expected === undefined) continue;
    const [kind = ''] = what.split(' ');
    lateness.set(kind, [...(lateness.get(kind) ?? []), at.diff(expected.dueAt).as('minutes')]);
  }
  for (const minutes of lateness.values()) minutes.sort((a, b) => a - b);
  return lateness;
}
