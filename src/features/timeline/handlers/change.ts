import { createHash } from 'node:crypto';
import type { Block, Card } from '../../../chat/card.ts';
import type { Text } from '../../../chat/text.ts';
import { record } from '../../audit/index.ts';
import type { Act } from '../../feature.ts';
import { getPeople } from '../../people/index.ts';
import type { Programme } from '../../programme/index.ts';
import { type ConsequenceFacts, consequenceCard } from '../cards.ts';
import { loadTimeline } from '../load.ts';
import { type PlanConflict, type Records, SHIFTED } from '../model.ts';
import { type Consequence, followed, followsMore } from '../rules/consequence.ts';
import { type Timeline, wouldFollow, wouldSlip } from '../rules/timeline.ts';

/** Deliveries and floats that the log keeps of one shift; it counts the rest. Ours: a card shows fifteen of each. */
const MOST_RECORDED = 50;

/** A change of the plan that is about to be made. */
export interface Change {
  /** What was done, for the card's first line. */
  title: Text;
  said: readonly Text[];
  /** What it does, on a button: "Move DEP-4 to Fri 15 Jan (+5 d)". */
  button: string;
  /** The key or name of what it is about. */
  subject: string;
  /** The key of the dependency whose delivery it is asked to move. */
  moves?: string;
  /** The question that it answers anew, where something was planned before: then it is a decision. */
  decides?: { question: string; dependencyId: string | null };
  before: object;
  after: object;
  why?: string | null;
  /** The records as they are when it is made; by it all is computed that follows. */
  to(records: Records): Records;
  /** Writes the same. */
  save(): Promise<void>;
}

/** What would follow from a change. */
export interface Following {
  consequence: Consequence;
  /** The plan as it would be. */
  after: Timeline;
  names: ReadonlyMap<string, string>;
  /** True when more follows than what was asked for: people see it before they confirm. */
  more: boolean;
  /** Of the change with all that follows: another one, when anything of it is otherwise. */
  fingerprint: string;
}

/** Computes what would follow from a change; nothing is written. Reads the plan, unless it is handed over. */
export async function tryShift(
  act: Pick<Act, 'tx' | 'now' | 'by'>,
  programme: Programme,
  change: Change,
  present?: Timeline,
): Promise<Following> {
  const { after, consequence } = wouldFollow(present ?? (await loadTimeline(act, programme)), (all) => change.to(all));
  const { subject, before, after: made } = change;
  const shown = JSON.stringify([subject, before, made, followed(consequence)]);
  return {
    consequence,
    after,
    names: await namesIn(act, consequence.appeared),
    more: followsMore(consequence, change.moves),
    fingerprint: createHash('sha256').update(shown).digest('base64url').slice(0, 22),
  };
}

/** What follows when every open stage of a dependency begins so many working days later, with what its words need. */
export async function trySlip(
  act: Pick<Act, 'tx' | 'now' | 'by'>,
  programme: Programme,
  slip: { dependencyId: string; days: number },
): Promise<{ consequence: Consequence; facts: ConsequenceFacts }> {
  const present = await loadTimeline(act, programme);
  const { consequence } = wouldSlip(present, slip);
  return { consequence, facts: { cutOff: present.plan.cutOff, names: await namesIn(act, consequence.appeared) } };
}

/** Makes a change: it stands in the log as a shift of the timeline with what follows. Computes that, unless it is handed over. */
export async function makeShift(
  act: Pick<Act, 'tx' | 'now' | 'by'>,
  programme: Programme,
  change: Change,
  computed?: Following,
): Promise<Following> {
  const following = computed ?? (await tryShift(act, programme, change));
  await change.save();
  await recordShift(act, programme, change, following.consequence);
  return following;
}

/** Writes a shift of the timeline into the log, with what follows where it was computed. `by` is null on the command line. */
export async function recordShift(
  act: Pick<Act, 'tx' | 'now'> & { by: { id: string } | null },
  programme: Pick<Programme, 'id'>,
  { subject, before, after, why }: Pick<Change, 'subject' | 'before' | 'after' | 'why'>,
  consequence?: Consequence,
): Promise<void> {
  await record(act, {
    programmeId: programme.id,
    byId: act.by?.id ?? null,
    action: SHIFTED,
    subject,
    before,
    after: { ...after, ...(consequence !== undefined && { consequence: recorded(consequence) }) },
    reason: why ?? null,
  });
}

/** A card of a change with what follows from it, and blocks after that, such as buttons. */
export function shiftCard(
  { title, said }: Pick<Change, 'title' | 'said'>,
  following: Following,
  blocks: Block[],
): Card {
  const { consequence, after, names } = following;
  return consequenceCard(title, said, consequence, { cutOff: after.plan.cutOff, names, blocks });
}

/** What follows as the log keeps it. */
function recorded(consequence: Consequence) {
  const { end, moved, eaten, conflicts, solved } = followed(consequence);
  return {
    end,
    moved: moved.slice(0, MOST_RECORDED),
    eaten: eaten.slice(0, MOST_RECORDED),
    movedInAll: moved.length,
    conflicts: conflicts.length,
    solved,
  };
}

/** The names of those whom conflicts, or ways out of them, name. */
export async function namesIn(
  { tx }: Pick<Act, 'tx'>,
  conflicts: readonly PlanConflict[],
  others: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  const owners = conflicts.flatMap((one) =>
    one.kind === 'over-committed' ? [one.ownerId] : one.kind === 'never-works' ? [one.idle.personId] : [],
  );
  return new Map([...(await getPeople(tx, [...owners, ...others]))].map(([id, { name }]) => [id, name]));
}
