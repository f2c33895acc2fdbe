import { z } from 'zod';
import { daysBetween } from '../../../core/calendar-date.ts';
import { formatDay } from '../../../core/format-time.ts';
import { STAGE_LABEL, StageName } from '../model.ts';

/** A shift as the log keeps it. */
export interface LoggedShift {
  subject: string;
  /** Who made it; null for the command line. */
  byId: string | null;
  before: unknown;
  after: unknown;
  reason: string | null;
}

/** Names, by id, of people and teams that shifts speak of. */
type Names = ReadonlyMap<string, string>;

/** Consumers whose days one line names before it only counts. */
const MOST_NAMED = 3;

const Day = z.iso.date().nullable().catch(null);
const Id = z.string().nullable().catch(null);
const Length = z.number().nullable().catch(null);
const Stage = z
  .object({ startDate: Day, endDate: Day, workingDays: Length, environmentId: Id, doneOn: Day })
  .partial()
  .nullable()
  .catch(null);
const Freeze = z.object({ name: z.string(), startDate: z.string(), endDate: z.string() }).nullable().catch(null);
const Need = z.object({ key: z.string(), lag: Length }).nullable().catch(null);
const Environment = z.object({
  name: z.string(),
  state: z.string(),
  ownerId: Id,
  fromDate: Day,
  untilDate: Day,
  capacity: z.number(),
});
const Consumers = z.array(z.object({ teamId: z.string(), neededBy: Day })).catch([]);
const End = z.object({ end: z.object({ before: Day, after: Day }) });
const Fields = z.record(z.string(), z.unknown()).catch({});
type Fields = z.output<typeof Fields>;

/** One shift in a line: what it was and is, with the last delivery where it moved, who made it, and why. */
export function shiftInWords({ subject, byId, before, after, reason }: LoggedShift, names: Names): string {
  const [was, is] = [Fields.parse(before ?? {}), Fields.parse(after ?? {})];
  const what = [...whatMoved(was, is, names), ...lastDelivery(is)].join('; ') || 'plan changed';
  const who = byId === null ? 'by the command line' : `by ${names.get(byId) ?? 'somebody'}`;
  return [`${subject} ${what}`, who, ...(reason === null || reason === '' ? [] : [reason])].join(' · ');
}

/** Ids of people whom shifts name. */
export function peopleIn(shifts: readonly LoggedShift[]): string[] {
  const ids = shifts.flatMap(({ byId, before, after }) => [
    byId,
    ...[before, after].map((side) => Id.parse(Fields.parse(side ?? {})['ownerId'])),
  ]);
  return [...new Set(ids.filter((id) => id !== null))];
}

function whatMoved(was: Fields, is: Fields, names: Names): string[] {
  if ('environment' in is) return ['environment removed'];
  const environment = Environment.safeParse(is);
  if (environment.success) return environmentMoved(was, environment.data, names);
  const known = ['dueDate', 'workingDays', 'consumers', 'ownerId', 'delegateId', 'state', 'freeze', 'needs'];
  const days = Object.keys(is).filter(
    (name) => name !== 'consequence' && !known.includes(name) && !StageName.options.some((one) => one === name),
  );
  return [
    ...changed(was, is, 'dueDate').map(([a, b]) => `release ${moved(Day.parse(a), Day.parse(b))}`),
    ...changed(was, is, 'workingDays').map(([a, b]) => `release ${lengthOf(a)} → ${lengthOf(b)}`),
    ...StageName.options.flatMap((name) =>
      changed(was, is, name).map(([a, b]) => `${STAGE_LABEL[name].toLowerCase()} ${stageMoved(a, b)}`),
    ),
    ...('consumers' in is ? neededMoved(was['consumers'], is['consumers'], names) : []),
    ...changed(was, is, 'ownerId').map(([a, b]) => `owner ${nameOf(a, names)} → ${nameOf(b, names)}`),
    ...changed(was, is, 'state').map(([a, b]) => `${String(a)} → ${String(b)}`),
    ...('freeze' in is ? [freezeMoved(was['freeze'], is['freeze'])] : []),
    ...('needs' in is ? [needMoved(was['needs'], is['needs'])] : []),
    ...days.flatMap((name) => changed(was, is, name).map(([a, b]) => `${name} ${moved(Day.parse(a), Day.parse(b))}`)),
  ];
}

/** The two values of a field that differs; none of one that does not, or that is not spoken of. The log keeps names in one order. */
function changed(was: Fields, is: Fields, name: string): [unknown, unknown][] {
  const [a, b] = [was[name] ?? null, is[name] ?? null];
  return name in is && JSON.stringify(a) !== JSON.stringify(b) ? [[a, b]] : [];
}

/** `Fri 11 Dec → Fri 18 Dec (+7 d)`. */
function moved(before: string | null, after: string | null): string {
  if (before === null || after === null) return `${dayOf(before)} → ${dayOf(after)}`;
  const days = daysBetween(before, after);
  return `${dayOf(before)} → ${dayOf(after)} (${days < 0 ? '−' : '+'}${Math.abs(days)} d)`;
}

function stageMoved(before: unknown, after: unknown): string {
  const [was, is] = [Stage.parse(before), Stage.parse(after)];
  const elsewhere = (was?.environmentId ?? null) !== (is?.environmentId ?? null) ? ', in another environment' : '';
  const onlyEnd = was !== null && is !== null && spanless(was) && spanless(is);
  const words = onlyEnd ? moved(was.endDate ?? null, is.endDate ?? null) : `${stageOf(was)} → ${stageOf(is)}`;
  return `${words}${elsewhere}`;
}

type Stage = NonNullable<z.output<typeof Stage>>;

/** True of a stage that is planned by its last day alone. */
function spanless({ startDate, workingDays, doneOn }: Stage): boolean {
  return [startDate, workingDays, doneOn].every((one) => (one ?? null) === null);
}

function stageOf(stage: Stage | null): string {
  if (stage === null) return 'not planned';
  const { startDate = null, endDate = null, workingDays = null, doneOn = null } = stage;
  if (doneOn !== null) return `done on ${dayOf(doneOn)}`;
  const long = workingDays === null ? [] : [`${workingDays} d`];
  const days = startDate === null ? [] : [`from ${dayOf(startDate)}`];
  return [...long, ...days, ...(endDate === null ? [] : [`by ${dayOf(endDate)}`])].join(' ') || 'no date';
}

function neededMoved(before: unknown, after: unknown, names: Names): string[] {
  const was = new Map(Consumers.parse(before).map(({ teamId, neededBy }) => [teamId, neededBy]));
  const lines = Consumers.parse(after)
    .filter(({ teamId, neededBy }) => (was.get(teamId) ?? null) !== neededBy)
    .map(({ teamId, neededBy }) => `${names.get(teamId) ?? 'a team'} ${moved(was.get(teamId) ?? null, neededBy)}`);
  if (lines.length === 0) return [];
  const more = lines.length - MOST_NAMED;
  return [`needed by ${lines.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}

function freezeMoved(before: unknown, after: unknown): string {
  const [was, is] = [Freeze.parse(before), Freeze.parse(after)];
  const span = (one: typeof was) => (one === null ? 'none' : `${dayOf(one.startDate)} – ${dayOf(one.endDate)}`);
  return `freeze ${(is ?? was)?.name ?? ''} ${span(was)} → ${is === null ? 'lifted' : span(is)}`;
}

function needMoved(before: unknown, after: unknown): string {
  const [was, is] = [Need.parse(before), Need.parse(after)];
  const key = is?.key ?? was?.key ?? 'another';
  if (is === null || is.lag === null) return `does not wait for ${key} any more`;
  const lag = is.lag === 0 ? '' : ` +${is.lag} d`;
  return was === null || was.lag === null ? `waits for ${key}${lag}` : `waits for ${key} +${was.lag} d → +${is.lag} d`;
}

function environmentMoved(was: Fields, is: z.output<typeof Environment>, names: Names): string[] {
  const before = Environment.safeParse(was);
  if (!before.success)
    return [`new environment, ${is.state}${is.untilDate === null ? '' : `, until ${dayOf(is.untilDate)}`}`];
  const old = before.data;
  return [
    ...(old.state === is.state ? [] : [`${old.state} → ${is.state}`]),
    ...(old.fromDate === is.fromDate ? [] : [`from ${moved(old.fromDate, is.fromDate)}`]),
    ...(old.untilDate === is.untilDate ? [] : [`until ${moved(old.untilDate, is.untilDate)}`]),
    ...(old.capacity === is.capacity ? [] : [`capacity ${old.capacity} → ${is.capacity}`]),
    ...(old.ownerId === is.ownerId ? [] : [`owner ${nameOf(old.ownerId, names)} → ${nameOf(is.ownerId, names)}`]),
  ];
}

function lastDelivery(is: Fields): string[] {
  const parsed = End.safeParse(is['consequence']);
  if (!parsed.success || parsed.data.end.before === parsed.data.end.after) return [];
  const { before, after } = parsed.data.end;
  return [`last delivery ${moved(before, after)}`];
}

function lengthOf(days: unknown): string {
  const known = Length.parse(days);
  return known === null ? 'no length' : `${known} d`;
}

function nameOf(id: unknown, names: Names): string {
  const known = Id.parse(id);
  return known === null ? 'nobody' : (names.get(known) ?? 'somebody');
}

function dayOf(date: string | null): string {
  return date === null ? 'no date' : formatDay(date);
}
