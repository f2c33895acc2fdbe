import { resolveApprovers, signaturesNeeded } from '../features/approvals/rules.ts';
import type { Programme } from '../features/programme/model.ts';
import { openIn, type Register } from './register.ts';
import { type Finding, firstFew } from './report.ts';

/** What is missing now and does not depend on the day. */
export function missing(register: Register): Finding[] {
  return register.programmes.flatMap((programme) => [
    ...withoutOwner(register, programme),
    ...withoutApprover(register, programme),
    ...withoutChannel(register, programme),
  ]);
}

function withoutOwner(register: Register, programme: Programme): Finding[] {
  const orphans = openIn(register, programme).filter((one) => !register.people.has(one.ownerId ?? ''));
  return orphans.map(({ key, title }) => ({
    ...always(programme, [key]),
    kind: 'no-owner',
    text: `${key} ${title} has no owner: nobody is ever asked about it.`,
    remedy: `/deps assign ${key} @…`,
  }));
}

/** Gates for which too few can sign once the owner submits a contract: nobody signs what they submitted. */
function withoutApprover(register: Register, programme: Programme): Finding[] {
  return programme.policy.gates.flatMap((gate, index) => {
    const stuck = openIn(register, programme).filter((dependency) => {
      const submitterId = dependency.ownerId ?? '';
      const { people, teams } = register;
      const seats = resolveApprovers(gate.approvers, { programme, dependency, people, teams, submitterId });
      const able = seats.filter((seat) => seat.personId !== submitterId);
      return able.length < signaturesNeeded(gate.quorum, seats.length);
    });
    if (stuck.length === 0) return [];
    const keys = stuck.map((one) => one.key);
    const role = gate.approvers.roles[0];
    return {
      ...always(programme, keys),
      kind: 'no-approver' as const,
      text: `Gate ${index + 1} (${gate.name}) of ${firstFew(keys)}: nobody but the owner could sign what the owner submits.`,
      remedy:
        role === undefined
          ? `Name one more lead of ${programme.key} in the register file, and import it.`
          : `Name somebody who signs: /deps contact ${keys[0]} ${role} @….`,
    };
  });
}

/** Leadership's channels in a chat that is not connected, or only in the console while the team works in a chat. */
function withoutChannel(register: Register, programme: Programme): Finding[] {
  const { platforms } = register;
  const remedy = 'In the channel leadership reads: /deps settings channel leadership here.';
  const channels = programme.policy.channels.leadership;
  const findings: Finding[] = channels
    .filter(({ platform }) => platform !== 'web' && !platforms.includes(platform))
    .map(({ platform, id }) => ({
      ...always(programme, [`${platform}:${id}`]),
      kind: 'no-channel',
      text: `Escalations of ${programme.key} go to ${platform}:${id}, but ${platform} is not connected.`,
      remedy,
    }));
  if (platforms.length > 0 && channels.every(({ platform }) => platform === 'web')) {
    findings.push({
      ...always(
        programme,
        channels.map(({ id }) => `web:${id}`),
      ),
      kind: 'no-channel',
      text: `Escalations of ${programme.key} go to the web console only; no channel on ${platforms.join(' or ')} gets them.`,
      remedy,
    });
  }
  return findings;
}

function always(programme: Programme, subjects: string[]): Pick<Finding, 'programme' | 'at' | 'until' | 'subjects'> {
  return { programme: programme.key, at: null, until: null, subjects };
}
