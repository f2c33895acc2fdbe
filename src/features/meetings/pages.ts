import { plainText } from '../../chat/plain.ts';
import { formatMoment } from '../../core/format-time.ts';
import { escaped, row } from '../../core/markdown.ts';
import type { Said } from './cards/minutes.ts';
import type { MeetingView } from './model.ts';

/** A meeting as Markdown: when, who, agenda, and what was said, decided and taken on. Times are UTC. */
export function meetingMarkdown({ meeting, programme, people, burdens }: MeetingView, said: Said): string {
  const { key, startsAt, minutes, state, reason, agenda, seats } = meeting;
  const head = [
    `# ${key}: weekly sync of ${escaped(programme)}`,
    '',
    `${formatMoment(startsAt, 'UTC')} UTC, ${startsAt.toUTC().toISODate()}, ${minutes} min${state === 'cancelled' ? ', cancelled and held in writing' : ''}`,
    ...(reason === null ? [] : ['', `Reason: ${escaped(reason)}`]),
  ];
  const invited = seats.map(({ personId, answer, points }) => {
    const name = people.get(personId)?.name ?? 'somebody';
    return row([
      escaped(name),
      answer === 'none' ? 'no answer' : answer,
      String(points),
      String(burdens.get(personId) ?? 0),
    ]);
  });
  const lines = (title: string, items: readonly string[], more = 0) =>
    items.length === 0
      ? []
      : ['', `## ${title}`, '', ...items.map((item) => `- ${item}`), ...(more > 0 ? [`- and ${more} more`] : [])];
  const words = (point: { text: Parameters<typeof plainText>[0] }) => escaped(plainText(point.text));
  return [
    ...head,
    '',
    '## Invited',
    '',
    row(['Who', 'Answer', 'Points', 'In the quarter']),
    row(['---', '---', '---:', '---:']),
    ...invited,
    ...lines('Agenda', agenda?.points.map((point) => `${point.minutes} min: ${words(point)}`) ?? []),
    ...lines('For reading', agenda?.reading.map(words) ?? [], agenda?.more),
    ...lines(
      'Decided',
      said.decisions.map(({ key: of, choice, by }) => `${of}: ${escaped(choice)} (${escaped(by)})`),
      said.more.decisions,
    ),
    ...lines(
      'To do',
      said.actions.map(
        ({ key: of, what, owner, due, state: is }) => `${of}: ${escaped(what)}, ${escaped(owner)}, by ${due} (${is})`,
      ),
      said.more.actions,
    ),
    ...lines(
      'Said',
      said.notes.map(({ by, text, about }) => `${about === null ? '' : `${about}: `}${escaped(text)} (${escaped(by)})`),
      said.more.notes,
    ),
    '',
  ].join('\n');
}
