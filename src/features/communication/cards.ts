import type { Block, Card } from '../../chat/card.ts';
import { shorten } from '../../chat/shorten.ts';
import { strong, type Text, text } from '../../chat/text.ts';
import { formatDay } from '../../core/format-time.ts';
import { type Communication, KIND_LABEL, KINDS, type Tally, type Week } from './model.ts';

/** Characters of a programme in a title. */
const NAME_IN_TITLE = 40;

/** What was due, sent, late and answered, week by week. */
export function communicationCard({ programme, weeks, people, morePeople }: Communication): Card {
  const items = people.map(
    ({ who, asked, answered, late }): Text => [
      `${who}: ${answered} of ${asked} answered${late === 0 ? '' : `, ${late} late`}`,
    ],
  );
  return {
    title: [`Communication of ${shorten(programme, NAME_IN_TITLE)}`],
    blocks: [
      ...weeks.map(weekBlock),
      ...(items.length === 0
        ? []
        : [
            { kind: 'text' as const, text: [strong('Who answers')] },
            { kind: 'list' as const, items, ...(morePeople > 0 ? { more: morePeople } : {}) },
          ]),
      { kind: 'buttons', buttons: [{ kind: 'page', label: 'Open the table', path: '/communication' }] },
    ],
  };
}

function weekBlock({ monday, tallies }: Week): Block {
  const parts = KINDS.filter((kind) => tallies[kind].due > 0).map(
    (kind) => `${KIND_LABEL[kind].toLowerCase()} ${inWords(tallies[kind])}`,
  );
  return {
    kind: 'text',
    text: text`${strong(`Week of ${formatDay(monday)}:`)} ${parts.join(' · ') || 'nothing was due'}`,
  };
}

/** `12 of 12 sent, 1 late, 9 of 11 answered, 2 late` */
function inWords({ due, sent, late, asked, answered, answeredLate }: Tally): string {
  return [
    `${sent} of ${due} sent`,
    ...(late === 0 ? [] : [`${late} late`]),
    ...(asked === 0 ? [] : [`${answered} of ${asked} answered`]),
    ...(answeredLate === 0 ? [] : [`${answeredLate} after their time`]),
  ].join(', ');
}

/** What the columns of the table are called. */
const COLUMNS = ['Due', 'Sent', 'Late', 'Answered', 'Answered late'] as const;

/** The same for a table: a row for each kind. */
export function tableOf({ programme, weeks, people, morePeople }: Communication) {
  return {
    programme,
    columns: COLUMNS,
    weeks: weeks.map(({ monday, tallies }) => ({
      title: `Week of ${formatDay(monday)}`,
      rows: KINDS.map((kind) => {
        const { due, sent, late, asked, answered, answeredLate } = tallies[kind];
        const answers = asked === 0 ? ['–', '–'] : [`${answered} of ${asked}`, String(answeredLate)];
        return { kind: KIND_LABEL[kind], cells: [String(due), String(sent), String(late), ...answers] };
      }),
    })),
    people: people.map(({ who, asked, answered, late }) => ({
      who,
      answers: `${answered} of ${asked} answered${late === 0 ? '' : `, ${late} late`}`,
    })),
    morePeople,
  };
}
