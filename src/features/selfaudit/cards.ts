import { formatSpan } from '../../core/format-time.ts';
import { type AuditResult, FAULTS, type Finding } from './model.ts';

/** Lines shown of what could not be judged; `--json` has all. */
const MOST_NOT_JUDGED = 10;
const MOMENT = "d LLL yyyy, HH:mm 'UTC'";

/** How many findings there are of each fault. */
export function countsOf(findings: readonly Pick<Finding, 'fault'>[]): Record<Finding['fault'], number> {
  const count = (fault: Finding['fault']) => findings.filter((one) => one.fault === fault).length;
  const [missed, late, doubled] = [count('missed'), count('late'), count('doubled')];
  return { missed, late, doubled, 'wrong-person': count('wrong-person'), unexpected: count('unexpected') };
}

/** A result as lines of text; `nameOf` tells whom a conversation is with. */
export function auditLines(
  { span, judged, findings, notJudged }: AuditResult,
  nameOf: (to: string) => string,
): string[] {
  const when = `${span.from.toFormat(MOMENT)} to ${span.to.toFormat(MOMENT)}`;
  const counts = countsOf(findings);
  const wrong = FAULTS.filter((fault) => counts[fault] > 0).map((fault) => `${counts[fault]} ${words(fault)}`);
  const head =
    findings.length === 0
      ? `All ${judged} sends that were due reached whom they were for, in time and once`
      : `${wrong.join(', ')} of ${judged} sends that were due`;
  const left = notJudged.length - MOST_NOT_JUDGED;
  return [
    `${head} (${when}).`,
    ...findings.map((one) => line(one, nameOf)),
    ...notJudged.slice(0, MOST_NOT_JUDGED).map((one) => `not judged: ${one.about}: ${one.why}`),
    ...(left > 0 ? [`not judged: ${left} more; --json lists them all`] : []),
  ];
}

function line({ fault, send, about, at, to, minutes, why }: Finding, nameOf: (to: string) => string): string {
  const by = minutes === null ? '' : ` by ${formatSpan(minutes)}`;
  const reason = why.replace(/(person:[\w-]+|\w+:\w+)$/, (conversation) => nameOf(conversation));
  return `${words(fault)}${by}: the ${send} about ${about} to ${nameOf(to)}, due ${at.toFormat(MOMENT)}: ${reason}`;
}

function words(fault: Finding['fault']): string {
  return fault === 'wrong-person' ? 'to the wrong person' : fault;
}
