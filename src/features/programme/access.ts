import type { DateTime } from 'luxon';
import { NotAllowed, NotFound } from '../../core/errors.ts';
import { formatMoment } from '../../core/format-time.ts';
import { newId } from '../../core/ids.ts';
import type { Address } from '../../outbox/message.ts';
import { setTimers } from '../../timers/timers.ts';
import { lastChange } from '../audit/index.ts';
import type { Act, Scope } from '../feature.ts';
import { getPeople, type Person } from '../people/index.ts';
import type { ChannelRole, Programme } from './model.ts';
import { listProgrammes } from './store.ts';

/** Of what somebody typed, in an answer. */
const LONGEST_ECHO = 40;

/**
 * The programme an act is about: the one named, else the one whose channel it was said in, else the only one,
 * else the one that began first.
 */
export async function programmeFor(act: Pick<Act, 'tx' | 'place'>, named?: string): Promise<Programme> {
  const all = await listProgrammes(act.tx);
  if (named !== undefined) return programmeNamed(all, named);
  const { platform, conversation } = act.place;
  const here = all.find((one) =>
    Object.values(one.policy.channels)
      .flat()
      .some((channel) => channel.platform === platform && channel.id === conversation),
  );
  const programme = here ?? all[0];
  if (programme === undefined) {
    throw new NotFound('no-programme', 'There is no programme yet. A lead makes one with `depsync import FILE`.');
  }
  return programme;
}

/** The one of these programmes with this key, in any case. Throws NotFound with the keys there are. */
export function programmeNamed(all: readonly Programme[], key: string): Programme {
  const found = all.find((one) => one.key.toLowerCase() === key.toLowerCase());
  if (found !== undefined) return found;
  const known = all.map((one) => `${one.key} (${one.name})`).join(', ');
  throw new NotFound('no-such-programme', `No programme is called ${key.slice(0, LONGEST_ECHO)}. There is: ${known}.`);
}

/**
 * Has the prompts, the briefs and the sync of a programme planned anew, at once but in transactions of their own: call it after
 * anything that changes who is asked or told when. They are timers due now, so that those who plan need not be known here.
 */
export async function replanPrompts(scope: Pick<Scope, 'tx' | 'now'>, programmeId: string): Promise<void> {
  await setTimers(
    scope.tx,
    ['checkins.plan', 'briefs.plan', 'meetings.plan'].map((kind) => ({
      kind,
      subject: programmeId,
      occurrence: newId(),
      dueAt: scope.now,
    })),
  );
}

/** Where a programme speaks, as addresses. */
export function channelsOf(programme: Programme, role: ChannelRole): Address[] {
  return programme.policy.channels[role].map((channel) => ({ channel }));
}

export function isLead(programme: Programme, person: Pick<Person, 'id'>): boolean {
  return programme.leadIds.includes(person.id);
}

/** Refuses everybody but the programme's leads, naming them. `doing` completes "may …". */
export async function requireLead(act: Pick<Act, 'tx' | 'by'>, programme: Programme, doing: string): Promise<void> {
  if (isLead(programme, act.by)) return;
  const leads = [...(await getPeople(act.tx, programme.leadIds)).values()].map((lead) => `@${lead.handle}`);
  throw new NotAllowed(
    'leads-only',
    `Only a lead of ${programme.name} may ${doing}: ${leads.join(', ') || 'nobody is named yet'}.`,
  );
}

/**
 * Who changed a subject last and when, not before `since`: `@ben set due, Wed 2 Dec, 11:20`. `labels` name what the audit
 * log calls by other words. Undefined when the log knows of no change.
 */
export async function whoChanged(
  act: Pick<Act, 'tx' | 'by'>,
  subject: string,
  since: DateTime,
  labels: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const change = await lastChange(act.tx, subject, since);
  if (change === undefined) return undefined;
  const who = change.byId === null ? undefined : (await getPeople(act.tx, [change.byId])).get(change.byId);
  const what = Object.keys(Object(change.after)).map((name) => labels[name]?.toLowerCase() ?? name);
  const when = formatMoment(change.at, act.by.calendar.zone);
  return `${who === undefined ? 'Depsync' : `@${who.handle}`} set ${what.join(', ') || 'it'}, ${when}`;
}
