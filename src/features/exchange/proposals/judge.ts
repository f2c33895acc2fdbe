import type { Dependency } from '../../register/index.ts';
import type { DependencyEntry } from '../format/index.ts';
import type { Judged } from '../model.ts';
import { didYouMean } from '../problems.ts';
import type { Proposal, Proposed } from './model.ts';

interface Team {
  id: string;
  key: string;
  name: string;
}

/**
 * Compares proposals with the register: what is new, what is there already (of the same team, with the same interface or
 * title), what cannot be judged. The entries bring in what is new, and consumers that a dependency lacks.
 */
export function judge(
  { proposals, notJudged }: Proposed,
  teams: readonly Team[],
  dependencies: readonly Dependency[],
): { entries: DependencyEntry[]; judged: Judged } {
  const judged: Judged = { added: [], present: [], notJudged: [...notJudged] };
  const entries: DependencyEntry[] = [];
  const taken = new Set<string>();
  for (const proposal of proposals) {
    const unknown = (message: string) => judged.notJudged.push(`${proposal.title}: ${message}`);
    const producer = producerOf(proposal, teams, unknown);
    const consumers = consumersOf(proposal, teams, unknown).filter((one) => one !== producer);
    if (producer === undefined || consumers.length === 0) continue;
    const between = `${producer.key} → ${consumers.map(({ key }) => key).join(', ')}`;
    const present = dependencies.find((one) => one.producerTeamId === producer.id && isSame(one, proposal));
    const missing = consumers.filter(({ id }) => !present?.consumers.some(({ teamId }) => teamId === id));
    if (present !== undefined && missing.length === 0) {
      judged.present.push(`${present.key} ${present.title}: ${between}`);
      continue;
    }
    const kept = present?.consumers.map(({ teamId, ...own }) => ({ team: keyOf(teams, teamId), ...own })) ?? [];
    const waiting = [...kept, ...missing.map(({ key }) => ({ team: key }))];
    if (present !== undefined) {
      const { key, title, kind } = present;
      judged.added.push(`${key} ${title}: ${missing.map((one) => one.key).join(', ')} waits for it too`);
      entries.push({ key, title, kind, producer: producer.key, consumers: waiting });
      continue;
    }
    const { kind, url } = proposal;
    const title = taken.has(`${producer.key} ${proposal.title.toLowerCase()}`)
      ? `${proposal.title} (${proposal.interface})`
      : proposal.title;
    taken.add(`${producer.key} ${title.toLowerCase()}`);
    judged.added.push(`${title}: ${between}, ${kind}`);
    const links = url === undefined ? undefined : [{ label: 'Source', url }];
    entries.push({ title, kind, producer: producer.key, consumers: waiting, interface: proposal.interface, links });
  }
  return { entries, judged };
}

function isSame({ title, interface: where }: Dependency, proposal: Proposal): boolean {
  return where === proposal.interface || title.toLowerCase() === proposal.title.toLowerCase();
}

type Tell = (message: string) => void;

function producerOf({ producer }: Proposal, teams: readonly Team[], unknown: Tell): Team | undefined {
  if (producer === undefined) {
    unknown('the file does not say who produces it. Send `--producer TEAM`.');
    return undefined;
  }
  return teamCalled(producer, teams, unknown);
}

function consumersOf({ consumers }: Proposal, teams: readonly Team[], unknown: Tell): Team[] {
  if (consumers.length === 0) unknown('the file does not say who waits for it. Send `--consumers TEAM,TEAM`.');
  return [...new Set(consumers.flatMap((one) => teamCalled(one, teams, unknown) ?? []))];
}

function teamCalled(name: string, teams: readonly Team[], unknown: Tell): Team | undefined {
  const wanted = slug(name);
  const found = teams.find(({ key }) => slug(key) === wanted) ?? teams.find((team) => slug(team.name) === wanted);
  if (found !== undefined) return found;
  const keys = teams.map(({ key }) => key);
  const near =
    didYouMean(name, keys) ||
    didYouMean(
      wanted,
      teams.map((team) => slug(team.name)),
    );
  unknown(`there is no team “${name.slice(0, 40)}”.${near || ' Import the team first.'}`);
  return undefined;
}

/** `Product Platform` and `product-platform` are the same. */
function slug(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
}

function keyOf(teams: readonly Team[], id: string): string {
  return teams.find((one) => one.id === id)?.key ?? id;
}
