import type { Specification } from '../model.ts';
import type { Place } from '../read/index.ts';
import type { Kind } from '../walk/grammar.ts';
import { type Misfit, type Node, walk } from '../walk/walk.ts';
import type { LintPolicy } from './policy.ts';
import type { Checks, Report, Severity } from './rule.ts';
import { rules } from './rules.ts';

export interface Finding extends Place {
  rule: string;
  severity: Severity;
  /** What is wrong and what to write instead. */
  message: string;
  /** JSON pointer. */
  pointer: string;
}

export interface Lint {
  /** Errors first, then by place. */
  findings: readonly Finding[];
  /** Findings of each severity, also those that are not listed. */
  counts: Readonly<Record<Severity, number>>;
}

/** Findings that are listed; more are counted. Ours: nobody reads more, and a page or a message holds no more. */
export const MOST_FINDINGS = 1_000;

const RANK: Readonly<Record<Severity, number>> = { error: 0, warn: 1, info: 2 };

/** Holds a specification to the rules. `policy` changes how heavy they weigh; places come from reading. */
export function lint(specification: Specification, placeOf: (pointer: string) => Place, policy: LintPolicy = {}): Lint {
  const found: Omit<Finding, keyof Place>[] = [];
  const counts = { error: 0, warn: 0, info: 0 };
  const checks: Checks[] = [];
  for (const rule of rules) {
    const severity = policy[rule.name] ?? rule.severity;
    if (severity === 'off' || !rule.formats.includes(specification.format)) continue;
    let ofRule = 0;
    const report: Report = (pointer, message) => {
      counts[severity] += 1;
      ofRule += 1;
      if (ofRule <= MOST_FINDINGS) found.push({ rule: rule.name, severity, message, pointer });
    };
    checks.push(rule.check(specification, report));
  }
  run(specification, checks);

  const heaviest = found.sort((a, b) => RANK[a.severity] - RANK[b.severity]).slice(0, MOST_FINDINGS);
  const findings = heaviest
    .map((one): Finding => ({ ...one, ...placeOf(one.pointer) }))
    .sort((a, b) => RANK[a.severity] - RANK[b.severity] || a.line - b.line || a.column - b.column);
  return { findings, counts };
}

/** One walk for all rules: what each wants to see is looked up by kind. */
function run(specification: Specification, checks: readonly Checks[]): void {
  const every = checks.flatMap((check) => check.every ?? []);
  const misfits = checks.flatMap((check) => check.misfit ?? []);
  const byKind = new Map<Kind, ((node: Node) => void)[]>();
  walk(specification, {
    node: (node) => {
      let those = byKind.get(node.kind);
      if (those === undefined) {
        those = [...every, ...checks.flatMap((check) => check.kinds?.[node.kind] ?? [])];
        byKind.set(node.kind, those);
      }
      for (const check of those) check(node);
    },
    misfit: (misfit: Misfit) => {
      for (const check of misfits) check(misfit);
    },
  });
  for (const check of checks) check.end?.();
}
