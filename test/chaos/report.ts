import { type AuditResult, auditLines, type Finding } from '../../src/features/selfaudit/index.ts';
import type { Verdict } from './compare.ts';

/** Lines of one kind that are shown; the count is always whole. */
const MOST_SHOWN = 10;

export interface Findings extends Verdict {
  seed: number;
  faults: ReadonlyMap<string, number>;
  acts: { done: number; refused: ReadonlyMap<string, number> };
  /** What Depsync's own check of its schedule finds, which reads its database and not Slack. */
  audit: AuditResult;
  undrained: readonly string[];
  parked: readonly string[];
  died: readonly string[];
  errors: ReadonlyMap<string, number>;
  seconds: number;
  simulatedDays: number;
}

/** True when the promises held. */
export function held(findings: Findings): boolean {
  const { lost, doubled, wrongPerson, uncalledFor, undrained, parked } = findings;
  return [lost, doubled, wrongPerson, uncalledFor, undrained, parked, beyondExcuse(findings)].every(
    (list) => list.length === 0,
  );
}

/**
 * What the self-audit found beyond what this clock explains: it excuses nothing, while here prompts are dropped as too late,
 * and a matter may end while its message is some seconds, that is hours, late.
 */
function beyondExcuse({ audit, tooLate, unsure }: Findings): Finding[] {
  const missed = audit.findings.filter(({ fault }) => fault === 'missed');
  const others = audit.findings.filter(({ fault }) => fault !== 'missed');
  return missed.length > tooLate.length + unsure ? [...others, ...missed] : others;
}

export function reportOf(findings: Findings): string {
  const { faults, acts, errors, lateness } = findings;
  const total = [...faults.values()].reduce((sum, count) => sum + count, 0);
  return [
    `seed ${findings.seed}: ${total} faults, ${findings.simulatedDays.toFixed(1)} simulated days in ${Math.round(findings.seconds)} s`,
    ...[...faults]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, count]) => `  ${String(count).padStart(4)}  ${name}`),
    `acts of people: ${acts.done} answered`,
    ...section('acts without an answer, by why', counted(acts.refused)),
    `messages Slack and Teams took: ${findings.messages}; expected among them: ${findings.expected}`,
    ...[...lateness].map(
      ([kind, minutes]) =>
        `  ${kind}: ${minutes.length}; late by p50 ${quantile(minutes, 0.5)}, p99 ${quantile(minutes, 0.99)}, most ${quantile(minutes, 1)} simulated minutes`,
    ),
    ...section('lost', findings.lost),
    ...section('doubled', findings.doubled),
    ...section('doubled after an attempt whose outcome was unknown', findings.withinWindow),
    `doubled on Teams and taken away by whoever saw it: ${findings.healed}`,
    `told on the other platform, with the reason: ${findings.elsewhere}`,
    ...section('to a wrong person', findings.wrongPerson),
    ...section('uncalled for', findings.uncalledFor),
    ...section('not sent because more than two hours late', findings.tooLate),
    `self-audit: ${auditLines({ ...findings.audit, findings: beyondExcuse(findings) }, (to) => to).join('\n  ')}`,
    ...section('still open', findings.undrained),
    ...section('given up', findings.parked),
    ...section('processes that ended by themselves', findings.died),
    ...section('errors logged', counted(errors)),
    held(findings) ? 'Nothing lost, nothing doubled, nobody wrong.' : 'The promises did not hold.',
  ].join('\n');
}

function counted(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].map(([name, count]) => `${count} × ${name}`);
}

function section(title: string, items: readonly string[]): string[] {
  const more = items.length > MOST_SHOWN ? [`  and ${items.length - MOST_SHOWN} more`] : [];
  return [`${title}: ${items.length}`, ...items.slice(0, MOST_SHOWN).map((item) => `  ${item}`), ...more];
}

function quantile(rising: readonly number[], part: number): string {
  const value = rising[Math.min(rising.length - 1, Math.floor(rising.length * part))];
  return value === undefined ? '–' : value.toFixed(0);
}
