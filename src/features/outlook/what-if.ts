import type { Card } from '../../chat/card.ts';
import { key, optional, rest } from '../../chat/commands.ts';
import { InvalidInput } from '../../core/errors.ts';
import { gateProgress } from '../approvals/index.ts';
import { type Act, command } from '../feature.ts';
import { getProgramme } from '../programme/index.ts';
import { findDependency } from '../register/index.ts';
import { consequenceBlocks, trySlip } from '../timeline/index.ts';
import { MOST_DAYS } from '../timeline/model.ts';
import { whatIfCard } from './cards.ts';
import { expiring } from './rules/expiring.ts';

const WHAT_IF = /^slips?\s+(\d{1,6})\s*(?:d|(?:working\s+)?days?)$/i;

export const whatIfCommand = command({
  name: 'what-if',
  summary: 'Show what follows when a dependency slips, waivers that end too early among it; nothing is saved',
  usage: 'what-if KEY slips DAYS days',
  examples: ['what-if DEP-12 slips 5 days', 'what-if 12 slips 3d'],
  who: 'everybody',
  arguments: { key: key(), slip: optional(rest()) },
  async run(act, { key: named, slip = '' }) {
    return { kind: 'card', card: await whatIf(act, named, Number(WHAT_IF.exec(slip.trim())?.[1] ?? 0)) };
  },
});

/**
 * What follows when an open dependency slips by so many working days; nothing is saved. Throws InvalidInput and NotFound,
 * saying what to send.
 */
export async function whatIf(act: Pick<Act, 'tx' | 'now' | 'by'>, named: string, days: number): Promise<Card> {
  const dependency = await findDependency(act.tx, named);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS.slip) {
    throw new InvalidInput(
      'no-slip',
      `Say by how many working days, 1 to ${MOST_DAYS.slip}: \`/deps what-if ${dependency.key} slips 5 days\`.`,
    );
  }
  if (dependency.state !== 'open') {
    throw new InvalidInput('not-open', `${dependency.key} is ${dependency.state}: it slips no more.`);
  }
  const programme = await getProgramme(act.tx, dependency.programmeId);
  const { consequence, facts } = await trySlip(act, programme, { dependencyId: dependency.id, days });
  const progress = await gateProgress(act.tx, programme.id);
  const ended = expiring(consequence.moved, progress, act.by.calendar.zone);
  return whatIfCard({ dependency, days }, consequenceBlocks(consequence, facts), ended);
}
