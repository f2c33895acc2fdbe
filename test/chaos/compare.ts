import type { Acts } from './acts.ts';
import type { Expected } from './expected.ts';
import type { Outcome, Received } from './received.ts';
import { homesOf, LEADERSHIP, type Owner } from './register.ts';

/** How a message begins that is told on another platform than the preferred one. */
const ELSEWHERE = 'You get this here because';

export interface Verdict {
  expected: number;
  /** Of what fell due close to the end of its matter, so that both is right, those that did not come. */
  unsure: number;
  messages: number;
  lost: string[];
  doubled: string[];
  /** Doubled after an attempt whose outcome Depsync could not know: on Teams, which has no look-up, or on the other platform. */
  withinWindow: string[];
  /** Doubled in the same way, and taken away by whoever saw it. */
  healed: number;
  /** Told on another platform than the preferred one, and why. */
  elsewhere: number;
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
  { received, takenAway, tooLate: allowedTooLate }: Outcome,
  acts: Acts,
): Verdict {
  const byWhat = new Map<string, Received[]>();
  for (const one of received) byWhat.set(one.what, [...(byWhat.get(one.what) ?? []), one]);
  const missing = must.filter(({ what }) => !byWhat.has(what)).map(({ what }) => what);
  const known = new Map([...must, ...may].map((one) => [one.what, one]));
  const last = Math.max(0, ...[...known.values()].map(({ dueAt }) => dueAt.toMillis()));
  const replies = repliesBy(owners, received);
  const kept = new Set(received.map((one) => one.once));
  const posted = copies([...received, ...takenAway]);

  return {
    expected: must.length,
    unsure: may.filter(({ what }) => !byWhat.has(what)).length,
    messages: received.length,
    lost: [
      ...missing.filter((what) => !allowedTooLate.has(what)),
      ...takenAway.filter((one) => !kept.has(one.once)).map((one) => `${nameOf([one])}: taken away, and was no double`),
      ...[...acts.written].flatMap(([handle, { taken }]) =>
        (replies.get(handle) ?? 0) < taken ? [`reply to ${handle}: ${replies.get(handle) ?? 0} of ${taken}`] : [],
      ),
    ],
    doubled: [
      ...posted.filter((those) => those.length > 1 && !isExcused(those)).map(nameOf),
      ...[...byWhat].flatMap(([what, those]) =>
        known.has(what) && new Set(those.map((one) => one.once)).size > 1 ? [`${what}: ${those.length}`] : [],
      ),
      ...[...repliesBy(owners, distinct(received))].flatMap(([handle, many]) => {
        const { taken = 0, unsure = 0 } = acts.written.get(handle) ?? {};
        return many > taken + unsure ? [`reply to ${handle}: ${many} for ${taken + unsure}`] : [];
      }),
    ],
    withinWindow: copies(received)
      .filter((those) => those.length > 1 && isExcused(those))
      .map(nameOf),
    healed: takenAway.filter((one) => kept.has(one.once)).length,
    elsewhere: received.filter(({ text }) => text.includes(ELSEWHERE)).length,
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

/** What is one message, each in the order in which it was posted. */
function copies(posted: readonly Received[]): Received[][] {
  const byName = new Map<string, Received[]>();
  for (const one of posted) byName.set(one.once, [...(byName.get(one.once) ?? []), one]);
  return [...byName.values()].map((those) => those.sort((a, b) => a.at.toMillis() - b.at.toMillis()));
}

/** Each was posted because nobody could know what became of those before; Slack would have told. */
function isExcused(those: readonly Received[]): boolean {
  const onSlack = those.filter(({ platform }) => platform === 'slack');
  return onSlack.length <= 1 && those.slice(0, -1).every((one) => one.outcomeUnknown);
}

function nameOf(those: readonly Received[]): string {
  const places = those.map(({ platform, outcomeUnknown }) => `${platform}${outcomeUnknown ? ', untold' : ''}`);
  return `${those[0]?.what} as ${those[0]?.once}: ${places.join('; ')}`;
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
