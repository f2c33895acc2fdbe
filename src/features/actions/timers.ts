import { localDate } from '../../core/local-time.ts';
import { heldAmong } from '../../outbox/held.ts';
import { setTimer } from '../../timers/timers.ts';
import type { Scope, TimerHandler } from '../feature.ts';
import { interrupt } from '../interruptions/index.ts';
import { actingFor, getPeople, getPerson, type Person, today } from '../people/index.ts';
import { channelsOf, getProgramme } from '../programme/index.ts';
import { dueCard, overdueCard } from './cards.ts';
import type { ActionItem } from './model.ts';
import { OVERDUE, REMIND, showAction, subjectOf } from './open.ts';
import { isOverdue, morningAfter, overdueAt, reminderOf, workingMoment } from './rules.ts';
import * as store from './store.ts';
import { viewsOf } from './view.ts';

const TELL_LEAD = 'actions.tell-lead';
/** Overdue actions one message to a lead lists. */
const MOST_OVERDUE = 20;

/** Reminds an owner, or who stands in, in the morning of the day: of all that is due, in one message. */
const remind: TimerHandler = async (scope, timer) => {
  const { tx, now } = scope;
  const owner = await getPerson(tx, timer.subject);
  const date = dateOf(timer.occurrence);
  const isDue = (one: ActionItem) =>
    reminderOf(owner.calendar, one.dueOn).date === date &&
    one.dueOn >= today(owner, now) &&
    localDate(one.openedAt, owner.calendar.zone) < date;
  const due = (await store.listActions(tx, { ownerId: owner.id, states: ['open'] })).filter(isDue);
  const [first] = due;
  if (first === undefined) return;
  const reader = await readerNow(scope, owner, REMIND, timer.subject, date);
  if (reader === undefined) return;
  const unopened = await heldAmong(
    tx,
    reader.id,
    due.map(({ id }) => subjectOf(id)),
  );
  const shown = due.filter(({ id }) => !unopened.has(subjectOf(id)));
  if (shown.length === 0) return;
  const programme = await getProgramme(tx, first.programmeId);
  const standsInFor = reader.id === owner.id ? null : owner.name;
  await interrupt(scope, programme, [
    {
      key: `actions-due:${owner.id}:${date}`,
      to: { person: reader.id },
      card: dueCard(await viewsOf(scope, shown), standsInFor),
      priority: 'prompt',
      by: null,
      wants: shown.flatMap(({ dependencyId }) => dependencyId ?? []),
      fallback: channelsOf(programme, 'programme'),
    },
  ]);
};

/** The owner's due day is over: the leads of the programme hear of it in their next working morning. */
const overdue: TimerHandler = async (scope, { subject, occurrence }) => {
  const { tx } = scope;
  const [action] = await store.listActions(tx, { ids: [subject] });
  if (action === undefined || action.state !== 'open' || action.dueOn !== occurrence) return;
  await showAction(scope, action, 'copies');
  const { leadIds } = await getProgramme(tx, action.programmeId);
  const owner = await getPerson(tx, action.ownerId);
  for (const lead of (await getPeople(tx, leadIds)).values()) {
    const { date, at } = morningAfter(lead.calendar, overdueAt(owner.calendar, action.dueOn));
    await setTimer(tx, { kind: TELL_LEAD, subject: `${action.programmeId}/${lead.id}`, occurrence: date, dueAt: at });
  }
};

/** Tells a lead, or who stands in, of all that became overdue since their last working morning. */
const tellLead: TimerHandler = async (scope, timer) => {
  const { tx, now } = scope;
  const [programmeId = '', leadId = ''] = timer.subject.split('/');
  const programme = await getProgramme(tx, programmeId);
  if (!programme.leadIds.includes(leadId)) return;
  const lead = await getPerson(tx, leadId);
  const date = dateOf(timer.occurrence);
  const open = await store.listActions(tx, { programmeId, states: ['open'] });
  const owners = await getPeople(
    tx,
    open.map(({ ownerId }) => ownerId),
  );
  const news = open.filter((action) => {
    const owner = owners.get(action.ownerId);
    if (owner === undefined || !isOverdue(action, owner.calendar, now)) return false;
    return morningAfter(lead.calendar, overdueAt(owner.calendar, action.dueOn)).date === date;
  });
  if (news.length === 0) return;
  const reader = await readerNow(scope, lead, TELL_LEAD, timer.subject, date);
  if (reader === undefined) return;
  const shown = await viewsOf(scope, news.slice(0, MOST_OVERDUE));
  await interrupt(scope, programme, [
    {
      key: `actions-overdue:${timer.subject}:${date}`,
      to: { person: reader.id },
      card: overdueCard(programme.name, shown, news.length - shown.length),
      priority: 'prompt',
      by: null,
      wants: news.flatMap(({ dependencyId }) => dependencyId ?? []),
      fallback: channelsOf(programme, 'programme'),
    },
  ]);
};

/** Who reads in a person's place now; undefined when it is not their working time, and then a timer waits for it. */
async function readerNow(
  { tx, now }: Scope,
  person: Person,
  kind: string,
  subject: string,
  date: string,
): Promise<Person | undefined> {
  const reader = await actingFor(tx, person, now);
  const at = workingMoment(reader.calendar, now);
  if (at <= now) return reader;
  await setTimer(tx, { kind, subject, occurrence: `${date}/${reader.id}/${at.toUTC().toISO()}`, dueAt: at });
  return undefined;
}

/** What an occurrence is about; one that waits for somebody's working time carries whose behind it. */
function dateOf(occurrence: string): string {
  return occurrence.split('/')[0] ?? '';
}

export const timers = { [REMIND]: remind, [OVERDUE]: overdue, [TELL_LEAD]: tellLead };
