import { DateTime } from 'luxon';
import type { Colour } from '../../chat/card.ts';
import { daysBetween } from '../../core/calendar-date.ts';
import { formatDay, formatSpan } from '../../core/format-time.ts';
import { localDate } from '../../core/local-time.ts';
import { ContactRole, type Criteria } from '../programme/model.ts';
import type { Dependency, Signal } from './model.ts';

/** Why a dependency is not green. */
export interface Reason {
  level: Exclude<Colour, 'green'>;
  text: string;
  /** ISO instant since when it holds, where it has one. */
  since: string | null;
}

/** A dependency's colour with all that speaks for it. */
export interface Status {
  colour: Colour;
  /** Worst first. */
  reasons: Reason[];
  /** What the owner says, where that differs from the facts or nothing else speaks. */
  says: Colour | null;
  /** The owner says green and the facts say red. */
  disputed: boolean;
  /** A lead's override is in force. */
  overridden: { reason: string; byId: string; until: string } | null;
  /** ISO instant of the newest evidence; null when there is none. */
  evidenceAt: string | null;
}

const RANK: Readonly<Record<Colour, number>> = { red: 0, yellow: 1, green: 2 };

/** The worse of two colours. */
function worse(a: Colour, b: Colour): Colour {
  return RANK[a] <= RANK[b] ? a : b;
}

/** Orders worst first. */
export function byColour(a: Colour, b: Colour): number {
  return RANK[a] - RANK[b];
}

/** The colour of an open dependency by the programme's written criteria; a delivered or dropped one is green. */
export function statusOf(dependency: Dependency, criteria: Criteria, now: DateTime): Status {
  const said = dependency.report?.colour ?? null;
  if (dependency.state !== 'open') {
    return {
      colour: 'green',
      reasons: [],
      says: said,
      disputed: false,
      overridden: null,
      evidenceAt: newestEvidence(dependency),
    };
  }
  const facts = factsOf(dependency, criteria, now);
  const reasons = [...facts, ...reportReasons(dependency)].sort((a, b) => byColour(a.level, b.level));
  const computed = reasons.reduce<Colour>((worst, reason) => worse(worst, reason.level), 'green');
  const overridden = overrideAt(dependency, now);
  return {
    colour: overridden?.colour ?? computed,
    reasons,
    says: said,
    disputed: said === 'green' && facts.some((fact) => fact.level === 'red'),
    overridden: overridden && { reason: overridden.reason, byId: overridden.byId, until: overridden.until },
    evidenceAt: newestEvidence(dependency),
  };
}

function factsOf(dependency: Dependency, criteria: Criteria, now: DateTime): Reason[] {
  return [
    ...dependency.signals.flatMap((signal) => signalReason(signal, criteria, now)),
    ...dateReasons(dependency, criteria, now),
  ];
}

function signalReason(signal: Signal, criteria: Criteria, now: DateTime): Reason[] {
  const hours = now.diff(DateTime.fromISO(signal.since)).as('hours');
  const reason = (red: boolean): Reason[] => [
    { level: red ? 'red' : 'yellow', text: signal.text, since: signal.since },
  ];
  switch (signal.kind) {
    case 'blocker':
      return reason(hours >= criteria.blockerRedHours);
    case 'gate-late':
      return reason(hours >= criteria.gateLateRedDays * 24);
    case 'gate-refused':
      return reason(false);
    case 'silence':
      return signal.count >= criteria.silentRoundsYellow ? reason(signal.count >= criteria.silentRoundsRed) : [];
  }
}

function dateReasons(dependency: Dependency, criteria: Criteria, now: DateTime): Reason[] {
  const { dueDate } = dependency;
  if (dueDate === null) return [];
  const today = localDate(now, dependency.zone);
  const daysLeft = daysBetween(today, dueDate);
  const reasons: Reason[] = [];
  if (daysLeft < 0) {
    reasons.push({ level: 'red', text: `overdue since ${formatDay(dueDate)}`, since: null });
  } else if (daysLeft <= criteria.dueSoonDays && dependency.report?.colour !== 'green') {
    reasons.push({ level: 'yellow', text: `due ${formatDay(dueDate)} and not confirmed green`, since: null });
  }
  const early = dependency.consumers.filter((consumer) => consumer.neededBy !== null && consumer.neededBy < dueDate);
  for (const { neededBy } of early.slice(0, 1)) {
    reasons.push({
      level: 'yellow',
      text: `needed by ${formatDay(neededBy ?? '')}, due ${formatDay(dueDate)}`,
      since: null,
    });
  }
  return reasons;
}

function reportReasons(dependency: Dependency): Reason[] {
  const { report } = dependency;
  if (report === null) return [{ level: 'yellow', text: 'no status yet', since: null }];
  if (report.colour === 'green') return [];
  return [{ level: report.colour, text: report.reason ?? 'no reason given', since: report.at }];
}

function overrideAt(dependency: Dependency, now: DateTime) {
  const { override } = dependency;
  return override !== null && DateTime.fromISO(override.until) > now ? override : null;
}

// Silence is no evidence: it must not make what is known look fresh.
function newestEvidence(dependency: Dependency): string | null {
  const times = [
    ...(dependency.report ? [dependency.report.at] : []),
    ...dependency.signals.filter((signal) => signal.kind !== 'silence').map((signal) => signal.since),
  ];
  return times.sort().at(-1) ?? null;
}

/** What is missing on a red or yellow: an owner, a mitigation, its trigger (A6). A risk on it has both of these. */
export function faultsOf(dependency: Dependency, status: Status): string[] {
  if (dependency.state !== 'open') return [];
  const faults = dependency.ownerId === null ? ['no owner'] : [];
  if (status.colour === 'green' || dependency.mitigated) return faults;
  if (!dependency.report?.mitigation) faults.push('no mitigation');
  else if (!dependency.report.trigger) faults.push('no trigger for the mitigation');
  return faults;
}

/** What the register does not know yet of a dependency, whatever its colour (A2, A3). */
export function gapsOf(dependency: Dependency): string[] {
  const gaps: string[] = [];
  if (dependency.delegateId === null) gaps.push('delegate');
  if (dependency.dueDate === null) gaps.push('due date');
  if (dependency.interface === null) gaps.push('interface');
  if (dependency.consumers.length === 0) gaps.push('consumers');
  if (dependency.consumers.some((consumer) => consumer.neededBy === null)) gaps.push('needed-by date');
  const named = dependency.contacts.map((contact) => contact.role);
  const wanted = ContactRole.options.filter((role) => role !== 'compliance' || dependency.obligations.length > 0);
  const roles = wanted.filter((role) => !named.includes(role));
  if (roles.length > 0) gaps.push(`${roles.join(', ')} contact`);
  return gaps;
}

/** The colour of many dependencies together: that of the worst one, but a red counts only as yellow unless it is critical (risk high). */
export function rollUp(children: readonly { risk: Dependency['risk']; colour: Colour }[]): Colour {
  return children
    .map(({ risk, colour }) => (colour === 'red' && risk !== 'high' ? 'yellow' : colour))
    .reduce<Colour>(worse, 'green');
}

/** The age of the newest evidence in words: `2 h old`. */
export function evidenceAge(status: Status, now: DateTime): string {
  if (status.evidenceAt === null) return 'no evidence';
  const minutes = Math.max(0, Math.round(now.diff(DateTime.fromISO(status.evidenceAt)).as('minutes')));
  return `${formatSpan(minutes)} old`;
}
