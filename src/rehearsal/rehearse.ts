import type { DateTime } from 'luxon';
import { NoWorkingTime } from '../core/calendar.ts';
import { movedClocks } from './clocks.ts';
import { brokenLadders, overAsked, type Question, withoutIdentity } from './ladders.ts';
import { missing } from './missing.ts';
import { movedPrompts } from './moved.ts';
import { playOwner } from './play.ts';
import { type Ownership, openIn, ownershipsOf, type Register } from './register.ts';
import { type Finding, inOrder, type Report } from './report.ts';
import { spansOf } from './spans.ts';
import { unreachable } from './unreachable.ts';

/** Plays a register's check-ins from `from` until `until` in memory and reports what would go wrong. Changes nothing. */
export function rehearse(
  register: Register,
  from: DateTime,
  until: DateTime,
  onOwner: (done: number, of: number) => void = () => {},
): Report {
  const ownerships = ownershipsOf(register);
  const spans = spansOf(register, from, until);
  const findings: Finding[] = [];
  const questions: Question[] = [];
  const workable: Ownership[] = [];
  let nudges = 0;
  for (const [done, of] of ownerships.entries()) {
    try {
      const moments = playOwner(register, of, from, until);
      workable.push(of);
      // Of a year of moments only these are kept: they meet those of other owners.
      const sent = moments.filter((one) => one.kind === 'sent');
      const asked = sent.filter((one) => one.rung === 'prompt');
      for (const { at, to, dependencies } of asked) questions.push({ of, at, to, dependencies });
      nudges += sent.length - asked.length;
      findings.push(...brokenLadders(of, moments), ...unreachable(register, spans, of, from, until));
    } catch (error) {
      if (!(error instanceof NoWorkingTime)) throw error;
      findings.push(neverAsked(of, error));
    }
    onOwner(done + 1, ownerships.length);
  }
  findings.push(
    ...missing(register),
    ...withoutIdentity(register, ownerships),
    ...overAsked(register, questions),
    ...movedPrompts(workable, from, until),
    ...movedClocks(workable, from, until),
  );
  return {
    from: from.toUTC().toISO(),
    until: until.toUTC().toISO(),
    programmes: register.programmes.map((programme) => programme.key),
    owners: new Set(ownerships.map(({ owner }) => owner.id)).size,
    dependencies: register.programmes.reduce((sum, programme) => sum + openIn(register, programme).length, 0),
    prompts: questions.length,
    nudges,
    findings: inOrder(findings),
  };
}

function neverAsked({ programme, owner }: Ownership, { message }: NoWorkingTime): Finding {
  return {
    kind: 'never-asked',
    programme: programme.key,
    at: null,
    until: null,
    subjects: [owner.handle],
    text: `Prompts and nudges for @${owner.handle} cannot be planned: ${message}.`,
    remedy: 'Correct the weekend or working hours of those people in the register file, and import it.',
  };
}
