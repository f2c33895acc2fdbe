import type { GanttModel, MapModel } from './model.ts';
import { oneLine } from './text.ts';

/** Characters of a label. Ours. */
const LONGEST_LABEL = 80;

/** A map as a flowchart of Mermaid. */
export function flowchart({ nodes, edges }: MapModel): string {
  const names = new Map(nodes.map(({ key }, index) => [key, `n${index}`]));
  const teams = [...new Set(nodes.map(({ team }) => team))];
  return [
    'flowchart LR',
    ...teams.flatMap((team, index) => [
      `  subgraph t${index}["${label(team)}"]`,
      ...nodes
        .filter((node) => node.team === team)
        .map(({ key, title, colour }) => `    ${names.get(key)}["${label(`${key} ${title} (${colour})`)}"]`),
      '  end',
    ]),
    ...edges.flatMap(({ from, to, critical }) => {
      const [a, b] = [names.get(from), names.get(to)];
      return a === undefined || b === undefined ? [] : [`  ${a} ${critical ? '==>' : '-->'} ${b}`];
    }),
    '',
  ].join('\n');
}

/** A timeline as a Gantt chart of Mermaid. */
export function ganttChart({ programme, rows }: GanttModel): string {
  return [
    'gantt',
    `  title ${line(programme)}`,
    '  dateFormat YYYY-MM-DD',
    ...[...new Set(rows.map(({ team }) => team))].flatMap((team) => [
      `  section ${line(team)}`,
      ...rows
        .filter((row) => row.team === team)
        .flatMap(({ key, title, bars }) =>
          bars.map(({ stage, start, end, critical }) => {
            const tags = [critical ? 'crit' : '', stage === 'release' ? 'milestone' : ''].filter(Boolean);
            return `  ${line(`${key} ${title} ${stage}`)} :${[...tags, stage === 'release' ? end : start, stage === 'release' ? '0d' : end].join(', ')}`;
          }),
        ),
    ]),
    '',
  ].join('\n');
}

/** Words in quotes: each sign that could end them, or that Mermaid reads as markup, as its number. */
function label(words: string): string {
  return oneLine(words)
    .slice(0, LONGEST_LABEL)
    .toWellFormed()
    .replace(/["#&<>\\`[\](){}|;*_~%]/g, (sign) => `#${sign.codePointAt(0)};`);
}

/** Words of a line that nothing quotes: signs that end or begin something are left out. */
function line(words: string): string {
  const plain = oneLine(
    words
      .slice(0, LONGEST_LABEL)
      .toWellFormed()
      .replace(/["#&<>\\`[\](){}|;:,%]/g, ' '),
  );
  return plain === '' ? '-' : plain;
}
