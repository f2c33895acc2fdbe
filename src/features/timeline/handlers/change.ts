import type { Card } from '../../../chat/card.ts';
import type { Text } from '../../../chat/text.ts';
import { dateOfNumber } from '../../../core/calendar-date.ts';
import { record } from '../../audit/index.ts';
import type { Act } from '../../feature.ts';
import { getPeople } from '../../people/index.ts';
import type { Programme } from '../../programme/index.ts';
import { consequenceCard } from '../cards.ts';
import { loadTimeline } from '../load.ts';
import type { PlanConflict } from '../model.ts';
import { type Consequence, consequenceOf } from '../rules/consequence.ts';

/** A change of the plan that is about to be made. */
export interface Change {
  /** What was done, for the card's first line. */
  title: Text;
  said: readonly Text[];
  /** The key or name of what it is about. */
  subject: string;
  before: object;
  after: object;
  /** Writes it. */
  save(): Promise<void>;
}

/** Makes a change of the plan: it stands in the log as a shift of the timeline with what follows from it; the card says so. */
export async function shift(act: Act, programme: Programme, change: Change): Promise<Card> {
  const before = await loadTimeline(act, programme);
  await change.save();
  const after = await loadTimeline(act, programme);
  const consequence = consequenceOf(before, after);
  await record(act, {
    programmeId: programme.id,
    byId: act.by.id,
    action: 'timeline.shifted',
    subject: change.subject,
    before: change.before,
    after: { ...change.after, consequence: logged(consequence) },
  });
  const names = await namesIn(act, consequence.appeared);
  return consequenceCard(change.title, change.said, consequence, { cutOff: after.plan.cutOff, saved: true, names });
}

/** What follows from a shift as the log keeps it, with dates. */
function logged({ end, moved, appeared }: Consequence) {
  const date = (day: number | null) => (day === null ? null : dateOfNumber(day));
  return {
    end: { before: date(end.before), after: date(end.after) },
    moved: moved.map(({ key, before, after }) => ({ key, before: date(before), after: date(after) })),
    conflicts: appeared.length,
  };
}

/** The names of those whom conflicts, or ways out of them, name. */
export async function namesIn(
  { tx }: Pick<Act, 'tx'>,
  conflicts: readonly PlanConflict[],
  others: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  const owners = conflicts.flatMap((one) => (one.kind === 'over-committed' ? [one.ownerId] : []));
  return new Map([...(await getPeople(tx, [...owners, ...others]))].map(([id, { name }]) => [id, name]));
}
