import type { DateTime } from 'luxon';
import { z } from 'zod';
import { type Text, text } from '../../chat/text.ts';
import { entriesOf } from '../audit/index.ts';
import type { Scope } from '../feature.ts';
import { recollection } from '../lessons/index.ts';
import type { Programme } from '../programme/index.ts';
import { type Dependency, statusOf } from '../register/index.ts';
import { Override } from '../register/model.ts';
import type { Change } from './model.ts';
import { asItStood } from './rules.ts';

/** Keys that one line names. Ours: a lesson that fits many stands once. */
const MOST_KEYS = 3;

/** What the log keeps of an override: the one before it. */
const Overridden = z.object({ override: Override.nullable() });

/** What is known of the time since the roll-up before. */
export interface Since {
  at: DateTime;
  /** What was reported, the oldest first. */
  changes: readonly Change[];
  /** Ids of dependencies on which the round that ends got no answer. */
  missed: ReadonlySet<string>;
}

/** What was learned before about open dependencies that are red and were not at the roll-up before: each lesson once. */
export async function learnedSince(
  scope: Pick<Scope, 'tx' | 'now'>,
  programme: Programme,
  open: readonly Dependency[],
  since: Since,
): Promise<Text[]> {
  const { tx, now } = scope;
  const turned = await turnedRed(scope, programme, open, since);
  if (turned.length === 0) return [];
  const recall = await recollection(tx);
  const lessons = new Map<string, { line: Text; keys: string[] }>();
  for (const one of turned) {
    const [reason] = statusOf(one, programme.policy.criteria, now).reasons;
    for (const line of recall(one, reason?.text)) {
      const lesson = lessons.get(JSON.stringify(line)) ?? { line, keys: [] };
      lesson.keys.push(one.key);
      lessons.set(JSON.stringify(line), lesson);
    }
  }
  return [...lessons.values()].map(({ line, keys }) => {
    const more = keys.length - MOST_KEYS;
    return text`${keys.slice(0, MOST_KEYS).join(', ')}${more > 0 ? ` and ${more} more` : ''} turned red. ${line}`;
  });
}

async function turnedRed(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  { id, policy: { criteria } }: Programme,
  open: readonly Dependency[],
  { at, changes, missed }: Since,
): Promise<Dependency[]> {
  const red = open.filter((one) => statusOf(one, criteria, now).colour === 'red');
  if (red.length === 0) return [];
  const overrides = await entriesOf(tx, id, at, 'register.overridden');
  return red.filter((one) => {
    const change = changes.find(({ dependencyId }) => dependencyId === one.id);
    const entry = overrides.find(({ subject }) => subject === one.key);
    const before = asItStood(one, at, {
      ...(change !== undefined && { colour: change.was }),
      ...(entry !== undefined && { override: Overridden.parse(entry.before).override }),
      missed: missed.has(one.id),
    });
    return statusOf(before, criteria, at).colour !== 'red';
  });
}
