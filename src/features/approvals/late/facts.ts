import { text } from '../../../chat/text.ts';
import { formatDay } from '../../../core/format-time.ts';
import { localDate } from '../../../core/local-time.ts';
import { type Circle, decisionsOn } from '../../escalations/index.ts';
import type { Scope } from '../../feature.ts';
import { lessonsFor } from '../../lessons/index.ts';
import { getPeople, withStandIns } from '../../people/index.ts';
import type { GateView } from '../model.ts';
import { pendingSeats } from '../rules.ts';
import type { LateFacts, LateGate } from './model.ts';
import { choicesFor } from './rules.ts';

/** Everything the cards of leadership show of a late gate, read anew. */
export async function lateFacts(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  { programme, dependency, owner, consumers, deciders }: Circle,
  view: GateView,
  late: LateGate,
): Promise<LateFacts> {
  const { gate, votes } = view;
  const seats = gate.state === 'open' ? pendingSeats(gate, votes) : [];
  const people = await getPeople(
    tx,
    seats.map((seat) => seat.personId),
  );
  const missing = seats.flatMap(({ personId, as }) => {
    const person = people.get(personId);
    return person === undefined ? [] : [{ personId, as, name: person.name, calendar: person.calendar }];
  });
  const choices = {
    programme: programme.name,
    today: localDate(now, dependency.zone),
    missing,
    workingDays: programme.policy.gates[gate.number - 1]?.workingDays ?? 1,
    consumers: consumers.map(({ team }) => team.name),
  };
  return {
    view,
    late,
    choices,
    offered: choicesFor(choices),
    owner: owner?.name ?? null,
    waiting: consumers.map(({ team, neededBy }) =>
      neededBy === null ? text`${team.name} (no date set)` : text`${team.name} needs it ${formatDay(neededBy, now)}`,
    ),
    deciders: deciders.map(({ id, name }) => ({ id, name })),
    mayDecide: await withStandIns({ tx, now }, deciders),
    lessons: await lessonsFor(tx, dependency),
    decisions: await decisionsOn(tx, late.escalations),
    now,
  };
}
