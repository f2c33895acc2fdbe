import { Colour, MARK } from '../chat/card.ts';
import { formatDay } from '../core/format-time.ts';
import { type BarsModel, type GanttModel, type MapModel, MOST, type Picture } from './model.ts';
import { oneLine } from './text.ts';

/** Characters of an alternative text. Slack takes 2,000. [docs.slack.dev/reference/block-kit/blocks/image-block: alt_text] */
const LONGEST_ALT = 1_900;
/** Keys named of one kind. Ours. */
const MOST_KEYS = 12;

const NOUN = { map: 'Dependency map', gantt: 'Timeline', bars: 'Figures' } as const;

/** What a picture shows, in words: for those who do not see it, and where it cannot be shown. */
export function altOf(picture: Picture): string {
  return cut(picture.kind === 'bars' ? barsAlt(picture) : planAlt(picture));
}

function barsAlt(picture: BarsModel): string {
  const rows = picture.rows.map(({ label, shown, shownBefore }) => `${label}: ${shown}, ${shownBefore}.`);
  return [captionOf(picture), ...rows].join(' ');
}

/** What bars are about, where their figures stand beside them in words. */
export function captionOf(picture: BarsModel): string {
  return `${titleOf(picture)}, ${picture.caption}.`;
}

function planAlt(picture: MapModel | GanttModel): string {
  const shown = picture.kind === 'map' ? picture.nodes : picture.rows;
  const late = picture.kind === 'gantt' ? picture.rows.filter((row) => row.late > 0) : [];
  const alt = [
    `${titleOf(picture)}: ${many(shown.length, 'dependency', 'dependencies')} of ${many(new Set(shown.map(({ team }) => team)).size, 'team', 'teams')}.`,
    ...Colour.options.flatMap((colour) => {
      const keys = shown.filter((one) => one.colour === colour).map(({ key }) => key);
      if (keys.length === 0) return [];
      return `${MARK[colour]} ${keys.length}${colour === 'green' ? '' : `: ${listed(keys)}`}.`;
    }),
    picture.path.length === 0 ? '' : `Critical path: ${listed(picture.path, ' → ')}.`,
    picture.end === null ? '' : `Last delivery ${formatDay(picture.end)}.`,
    late.length === 0 ? '' : `Later than planned: ${listed(late.map(({ key, late }) => `${key} +${late} d`))}.`,
    picture.kind === 'gantt' && picture.cutOff !== null ? `Cut-off ${formatDay(picture.cutOff)}.` : '',
  ];
  return alt.filter(Boolean).join(' ');
}

function cut(alt: string): string {
  return oneLine(alt).slice(0, LONGEST_ALT).toWellFormed();
}

/** The first line of a picture. */
export function titleOf({ kind, programme, filter }: Picture): string {
  return `${NOUN[kind]} of ${programme}${filter === null ? '' : `, ${filter}`}`;
}

/** What a picture in this room does not show one by one, in words; undefined when it shows all. */
export function leftOutOf(picture: Picture, room: keyof Pick<typeof MOST, 'chat' | 'page'>): string | undefined {
  if (picture.kind === 'bars') return undefined;
  if (picture.kind === 'map') {
    const { nodes } = MOST[room];
    if (picture.nodes.length <= nodes) return undefined;
    const teams = new Set(picture.nodes.map(({ team }) => team)).size;
    const left = teams > MOST.teams ? `; ${teams - MOST.teams} teams with the fewest are left out` : '';
    return `Grouped by team: ${picture.nodes.length} dependencies are more than ${nodes}${left}.`;
  }
  const left = picture.rows.length - MOST[room].rows;
  return left > 0 ? `${left} more dependencies, those with the most float, are left out.` : undefined;
}

function listed(keys: readonly string[], separator = ', '): string {
  const some = keys.slice(0, MOST_KEYS).join(separator);
  return keys.length > MOST_KEYS ? `${some} and ${keys.length - MOST_KEYS} more` : some;
}

/** `1 dependency`, `3 dependencies`. */
export function many(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
