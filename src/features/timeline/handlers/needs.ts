import { key, optional, rest } from '../../../chat/commands.ts';
import { text } from '../../../chat/text.ts';
import { InvalidInput } from '../../../core/errors.ts';
import type { Act } from '../../feature.ts';
import { CARERS, type Dependency, findDependency, holdDependency, listDependencies } from '../../register/index.ts';
import { circle } from '../cards.ts';
import { MOST, MOST_DAYS, type Need } from '../model.ts';
import { circlesIn } from '../rules/order.ts';
import * as store from '../store.ts';
import { askOrMake, planning } from './ask.ts';
import { NONE } from './milestones.ts';

const LAG = /^\+?\s*(\d{1,6})\s*(?:d|(?:working\s+)?days?)$/i;

export const needsCommand = planning('timeline', {
  name: 'needs',
  summary: 'Say which dependency has to be delivered before work on another begins',
  usage: 'needs KEY KEY [+DAYSd | none]',
  examples: ['needs DEP-7 DEP-4', 'needs DEP-7 DEP-4 +2d', 'needs DEP-7 DEP-4 none'],
  who: CARERS,
  arguments: { waits: key(), needed: key(), lag: optional(rest()) },
  async run(act, { waits, needed, lag: words = '' }) {
    const other = await findDependency(act.tx, needed);
    // The programme is locked by it: two needs at once may close a circle that neither sees.
    const { dependency, programme } = await holdDependency(act, waits, 'plan');
    refusePair(dependency, other);
    const all = await store.listNeeds(act.tx, programme.id);
    const before = all.find((one) => one.dependencyId === dependency.id && one.neededId === other.id);
    const removed = NONE.test(words);
    const lag = removed || words === '' ? 0 : readLag(words, dependency.key, other.key);
    if (removed && before === undefined) {
      throw new InvalidInput(
        'no-such-need',
        `${dependency.key} does not need ${other.key}. \`/deps milestones ${dependency.key}\` shows what it needs.`,
      );
    }
    const need = { dependencyId: dependency.id, neededId: other.id, lag };
    if (!removed) await refuseCircle(act, dependency, [...all.filter((one) => one !== before), need]);
    const after = lag === 0 ? '' : `, ${lag} working days after it`;
    return askOrMake(act, programme, {
      title: removed
        ? text`${dependency.key} does not need ${other.key} any more`
        : text`${dependency.key} begins when ${other.key} is delivered${after}`,
      said: [[`${dependency.key} ${dependency.title}`], [`${other.key} ${other.title}`]],
      button: removed
        ? `Let ${dependency.key} go on without ${other.key}`
        : `Let ${dependency.key} wait for ${other.key}`,
      subject: dependency.key,
      ...(before !== undefined && {
        decides: { question: `Does ${dependency.key} wait for ${other.key}?`, dependencyId: dependency.id },
      }),
      before: { needs: { key: other.key, lag: before?.lag ?? null } },
      after: { needs: { key: other.key, lag: removed ? null : lag } },
      to: (records) => ({
        ...records,
        needs: [...records.needs.filter((one) => !isSame(one, need)), ...(removed ? [] : [need])],
      }),
      async save() {
        if (removed) await store.removeNeed(act.tx, dependency.id, other.id);
        else await store.saveNeed(act.tx, need);
      },
    });
  },
});

function isSame(one: Need, other: Need): boolean {
  return one.dependencyId === other.dependencyId && one.neededId === other.neededId;
}

function refusePair(dependency: Dependency, other: Dependency): void {
  if (dependency.id === other.id) {
    throw new InvalidInput(
      'needs-itself',
      `${dependency.key} cannot wait for itself. Name another dependency: \`/deps needs DEP-7 DEP-4\`.`,
    );
  }
  if (dependency.programmeId !== other.programmeId) {
    throw new InvalidInput(
      'other-programme',
      `${other.key} belongs to another programme. Name one of the same: \`/deps list\` shows them.`,
    );
  }
}

function readLag(words: string, waits: string, needed: string): number {
  const lag = Number(LAG.exec(words.trim())?.[1] ?? Number.NaN);
  if (lag <= MOST_DAYS.lag) return lag;
  throw new InvalidInput(
    'bad-lag',
    `Send 0 to ${MOST_DAYS.lag} working days between the two, or none: \`/deps needs ${waits} ${needed} +2d\`.`,
  );
}

/** Refuses needs that close a circle, naming the way round it. */
async function refuseCircle(
  { tx }: Act,
  { programmeId, key: waits, id }: Dependency,
  all: readonly Need[],
): Promise<void> {
  if (all.filter((one) => one.dependencyId === id).length > MOST.needs) {
    throw new InvalidInput(
      'too-many',
      `${waits} needs ${MOST.needs} others, the most it may. Take one away with “none”.`,
    );
  }
  const dependencies = await listDependencies(tx, { programmeId });
  const keys = new Map(dependencies.map((one) => [one.id, one.key]));
  const closed = circlesIn([...keys.keys()], all).find((circled) => circled.includes(id));
  if (closed === undefined) return;
  throw new InvalidInput(
    'circle',
    `That closes a circle: ${circle(closed.map((one) => keys.get(one) ?? ''))}. Take one of these needs away first, with “none”.`,
  );
}
