import type { DateTime } from 'luxon';
import { localDate } from '../../core/local-time.ts';
import type { Tx } from '../../db/db.ts';
import type { Held } from '../../outbox/held.ts';
import { getProgramme } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import { computed, readRecords } from '../timeline/index.ts';
import type { Waiting } from './cards.ts';

/** What hangs on a dependency. */
interface Impact {
  float: number | null;
  downstream: number;
}

/** What is held, with what hangs on it: the least float first, then what most wait for, then the oldest. */
export async function byImpact(tx: Tx, now: DateTime, held: readonly Held[]): Promise<Map<string, Waiting[]>> {
  const impacts = await impactsOf(
    tx,
    now,
    held.flatMap(({ wants }) => wants),
  );
  const waiting = new Map<string, Waiting[]>();
  for (const { id, person, card, wants } of held) {
    const item = { id, title: card.title, ...worst(wants.flatMap((one) => impacts.get(one) ?? [])) };
    waiting.set(person, [...(waiting.get(person) ?? []), item]);
  }
  for (const items of waiting.values()) items.sort(byFloat);
  return waiting;
}

function worst(impacts: readonly Impact[]): Impact {
  const floats = impacts.flatMap(({ float }) => float ?? []);
  return {
    float: floats.length === 0 ? null : Math.min(...floats),
    downstream: Math.max(0, ...impacts.map(({ downstream }) => downstream)),
  };
}

function byFloat(a: Waiting, b: Waiting): number {
  const [ofA, ofB] = [a.float ?? Number.MAX_SAFE_INTEGER, b.float ?? Number.MAX_SAFE_INTEGER];
  return ofA - ofB || b.downstream - a.downstream;
}

/** By dependency. Each programme's plan is computed once. */
async function impactsOf(tx: Tx, now: DateTime, dependencyIds: readonly string[]): Promise<Map<string, Impact>> {
  const dependencies = await listDependencies(tx, { ids: [...new Set(dependencyIds)] });
  const impacts = new Map<string, Impact>();
  for (const programmeId of new Set(dependencies.map((one) => one.programmeId))) {
    const own = dependencies.filter((one) => one.programmeId === programmeId);
    const records = await readRecords({ tx }, await getProgramme(tx, programmeId), localDate(now, 'UTC'));
    const { schedule } = computed(records);
    for (const { id, consumers } of own) {
      const needing = records.needs.filter(({ neededId }) => neededId === id).length;
      const float = schedule.dependencies.get(id)?.last.totalFloat ?? null;
      impacts.set(id, { float, downstream: consumers.length + needing });
    }
  }
  return impacts;
}
