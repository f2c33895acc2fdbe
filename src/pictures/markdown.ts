import { formatDay } from '../core/format-time.ts';
import { escaped } from '../core/markdown.ts';
import type { GanttModel } from './model.ts';
import { oneLine } from './text.ts';

/** The milestones of a timeline as a table in Markdown. */
export function milestoneTable({ rows }: GanttModel): string {
  const lines = rows.map(({ key, title, team, colour, critical, late, bars }) => {
    const of = (stage: string) => {
      const bar = bars.find((one) => one.stage === stage);
      if (bar === undefined) return '';
      return stage === 'test' ? `${formatDay(bar.start)} – ${formatDay(bar.end)}` : formatDay(bar.end);
    };
    const stages = [of('contract'), of('development'), of('test'), of('release')];
    return [key, title, team, colour, ...stages, late === 0 ? '' : `+${late} d`, critical ? 'yes' : ''];
  });
  const head = [
    'Key',
    'Title',
    'Team',
    'Status',
    'Contract',
    'Development',
    'Test window',
    'Release',
    'Late',
    'Critical path',
  ];
  return [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.map((cell) => escaped(oneLine(cell))).join(' | ')} |\n`)
    .join('');
}
