import { text } from '../../../chat/text.ts';
import { formatDay } from '../../../core/format-time.ts';
import { localDate } from '../../../core/local-time.ts';
import { type Circle, decisionsOn, following, type Plans, type Present, plansOf } from '../../escalations/index.ts';
import type { Scope } from '../../feature.ts';
import { lessonsFor } from '../../lessons/index.ts';
import { getPeople, withStandIns } from '../../people/index.ts';
import type { Dependency } from '../../register/index.ts';
import {
  floatInWords,
  inWords,
  stagesInWords,
  standingInWords,
  withDependency,
  withMilestone,
} from '../../timeline/index.ts';
import type { Milestone, Records } from '../../timeline/model.ts';
import type { GateView } from '../model.ts';
import { pendingSeats } from '../rules.ts';
import { gatesOf } from '../store.ts';
import type { ChoiceFacts, LateFacts, LateGate, Written } from './model.ts';
import { choicesFor } from './rules.ts';

/** What the cards show, with the plan that it was computed from. */
export interface PlannedFacts extends LateFacts {
  present: Present;
}

/** Everything the cards of leadership show of a late gate, read anew. */
export async function lateFacts(
  { tx, now, plans = plansOf(tx) }: Pick<Scope, 'tx' | 'now'> & { plans?: Plans },
  { programme, dependency, owner, consumers, deciders }: Circle,
  view: GateView,
  late: LateGate,
): Promise<PlannedFacts> {
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
  const today = localDate(now, dependency.zone);
  const isOpen = gate.state === 'open' && late.endedAt === null;
  const present = isOpen ? await plans(programme, today) : undefined;
  const others = (await gatesOf(tx, gate.contractId)).filter(({ state }) => state === 'passed');
  const later = programme.policy.gates.filter(
    (_, at) => at >= gate.number && !others.some((one) => one.number === at + 1),
  );
  const choices: ChoiceFacts = {
    programme: programme.name,
    today,
    missing,
    workingDays: programme.policy.gates[gate.number - 1]?.workingDays ?? 1,
    consumers: consumers.map(({ team }) => team.name),
    stage: contractStage(dependency, present),
    laterDays: later.reduce((days, one) => days + one.workingDays, 0),
    ownDays: owner?.calendar ?? {},
    follows: (written) => followsInWords(present, dependency, written),
  };
  return {
    view,
    late,
    choices,
    offered: choicesFor(choices),
    owner: owner?.name ?? null,
    float: present && floatInWords(present, dependency.id),
    present,
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

/** The records of the plan with what a choice writes. */
export function withWritten(dependencyId: string, written: Written): (records: Records) => Records {
  return (records) =>
    'stage' in written ? withMilestone(records, written.stage) : withDependency(records, dependencyId, written.facts);
}

function contractStage({ id }: Dependency, present: Present): Milestone | null {
  const isIt = (one: Milestone) => one.dependencyId === id && one.stage === 'contract' && one.doneOn === null;
  return present?.records.milestones.find(isIt) ?? null;
}

function followsInWords(present: Present, { id, key }: Dependency, written: Written): string {
  const then = following(present, withWritten(id, written));
  if (present === undefined || then === undefined) return '';
  const { after, consequence } = then;
  const moves = stagesInWords(present, after, id);
  return [...moves, ...inWords(consequence, after.plan.cutOff, key), ...standingInWords(after, id)].join('; ');
}
