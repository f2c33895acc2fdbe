import { weekendOf } from '../../core/calendar.ts';
import { localDate } from '../../core/local-time.ts';
import type { Act } from '../feature.ts';
import { getPeople, listTeams } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';
import { listDependencies, statusOf } from '../register/index.ts';
import {
  keysOn,
  listFreezes,
  listNeeds,
  listProgrammeMilestones,
  loadTimeline,
  type Timeline,
} from '../timeline/index.ts';
import type { Facts } from './rules/pictures.ts';

/** Reads what pictures of a programme are made of. */
export async function loadFacts(
  act: Pick<Act, 'tx' | 'now' | 'by'>,
  programme: Programme,
): Promise<{ facts: Facts; timeline: Timeline }> {
  const { tx, now, by } = act;
  const timeline = await loadTimeline(act, programme);
  const open = (await listDependencies(tx, { programmeId: programme.id })).filter(({ state }) => state === 'open');
  const owners = await getPeople(
    tx,
    open.flatMap(({ ownerId }) => ownerId ?? []),
  );
  const facts: Facts = {
    programme: programme.name,
    today: localDate(now, by.calendar.zone),
    cutOff: timeline.plan.cutOff,
    schedule: timeline.schedule,
    path: keysOn(timeline.schedule.path),
    needs: await listNeeds(tx, programme.id),
    milestones: await listProgrammeMilestones(tx, programme.id),
    freezes: await listFreezes(tx, programme.id),
    weekend: weekendOf(by.calendar),
    open: open.map((dependency) => ({
      dependency,
      colour: statusOf(dependency, programme.policy.criteria, now).colour,
    })),
    teams: new Map((await listTeams(tx)).map(({ id, name }) => [id, name])),
    people: new Map([...owners].map(([id, { name }]) => [id, name])),
  };
  return { facts, timeline };
}
