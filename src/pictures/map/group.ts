import { Colour } from '../../chat/card.ts';
import { groupBy } from '../../core/group.ts';
import { type MapModel, MOST } from '../model.ts';

/** A team with its dependencies counted. */
export interface TeamNode {
  team: string;
  counts: Readonly<Record<Colour, number>>;
  critical: boolean;
}

/** What one team produces for another. */
export interface TeamEdge {
  from: string;
  to: string;
  count: number;
  /** The worst of them. */
  colour: Colour;
  critical: boolean;
}

/** A map by team: who produces for whom, with counts. The teams with the most dependencies, as many as can be shown. */
export function byTeam({ nodes }: Pick<MapModel, 'nodes'>): { teams: TeamNode[]; edges: TeamEdge[] } {
  const produced = groupBy(nodes, ({ team }) => team);
  for (const consumer of nodes.flatMap(({ consumers }) => consumers)) {
    if (!produced.has(consumer)) produced.set(consumer, []);
  }
  const teams = [...produced]
    .sort(([a, of], [b, others]) => others.length - of.length || a.localeCompare(b, 'en'))
    .slice(0, MOST.teams)
    .map(([team, of]) => ({ team, counts: countsOf(of), critical: of.some(({ critical }) => critical) }));
  const shown = new Set(teams.map(({ team }) => team));
  const pairs = nodes.flatMap((node) => node.consumers.map((to) => ({ from: node.team, to, node })));
  const edges = [...groupBy(pairs, ({ from, to }) => JSON.stringify([from, to])).values()].flatMap((of): TeamEdge[] => {
    const [first] = of;
    if (first === undefined || !shown.has(first.from) || !shown.has(first.to)) return [];
    const colour = Colour.options.find((one) => of.some(({ node }) => node.colour === one)) ?? 'green';
    const critical = of.some(({ node }) => node.critical);
    return [{ from: first.from, to: first.to, count: of.length, colour, critical }];
  });
  return { teams, edges };
}

function countsOf(nodes: readonly { colour: Colour }[]): Record<Colour, number> {
  const count = (colour: Colour) => nodes.filter((node) => node.colour === colour).length;
  return { red: count('red'), yellow: count('yellow'), green: count('green') };
}
