import { type Block, type Card, note } from '../../chat/card.ts';
import { code, strong, type Text, text } from '../../chat/text.ts';

/** Things of which one message shows a button each. Ours: a screen of a phone, twice. */
const MOST_LISTED = 10;

/** Something that waits for a person, with what hangs on it. */
export interface Waiting {
  /** Id of the held message. */
  id: string;
  title: Text;
  /** Working days by which it can be late before the release moves; null when it is about nothing that is planned. */
  float: number | null;
  /** Others that wait for what it is about: teams and dependencies. */
  downstream: number;
}

/** All that is wanted from somebody today, the most urgent for others first. */
export function dayCard(waiting: readonly Waiting[]): Card {
  const left = waiting.length - MOST_LISTED;
  return {
    title: [`${waiting.length} things wait for you today`],
    blocks: [
      { kind: 'note', text: ['In the order of what hangs on them.'] },
      ...waiting.slice(0, MOST_LISTED).flatMap(itemBlocks),
      ...(left > 0 ? [more(left)] : []),
    ],
  };
}

/** What is left of the list when its reader has opened something; `spent` of `weekly` messages came this week. */
export function todayCard(waiting: readonly Waiting[], spent: number, weekly: number): Card {
  const budget: Block = { kind: 'note', text: [`${spent} of ${weekly} messages this week.`] };
  if (waiting.length === 0) return { ...note('Nothing else waits for you'), blocks: [budget] };
  const [only] = waiting;
  const card = dayCard(waiting);
  const title = waiting.length === 1 && only !== undefined ? ['1 thing waits for you'] : card.title;
  return { title, blocks: [...card.blocks, budget] };
}

function itemBlocks({ id, title, float, downstream }: Waiting, index: number): Block[] {
  const [first] = title;
  const numbered: Text = [
    strong(`${index + 1}. `),
    ...(typeof first === 'string' ? [strong(first), ...title.slice(1)] : title),
  ];
  return [
    { kind: 'text', text: text`${numbered}${why(float, downstream)}` },
    { kind: 'buttons', buttons: [{ kind: 'action', label: 'Open', name: 'mornings.open', value: { message: id } }] },
  ];
}

function why(float: number | null, downstream: number): string {
  const parts = [
    ...(float === null
      ? []
      : [float <= 0 ? 'no float left' : `${float} working ${float === 1 ? 'day' : 'days'} of float`]),
    ...(downstream === 0 ? [] : [`${downstream} ${downstream === 1 ? 'waits' : 'wait'} for it`]),
  ];
  return parts.length === 0 ? '' : ` · ${parts.join(' · ')}`;
}

function more(left: number): Block {
  return { kind: 'note', text: text`and ${left} more: ${code('/deps today')}` };
}

/** What somebody asked to open is open, or was taken back. */
export function goneCard(): Card {
  return note('That is open already, or nobody waits for it any more', 'What is open stands among your messages.');
}
