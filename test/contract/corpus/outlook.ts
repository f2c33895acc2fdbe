import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { mapCard, nothingCard, whatIfCard, withPicture } from '../../../src/features/outlook/cards.ts';
import type { MapModel } from '../../../src/pictures/model.ts';
import { altOf } from '../../../src/pictures/words.ts';
import * as timeline from './timeline.ts';

const PICTURE = 'b4c1d1a2-6c55-4f0e-9d6a-0d8f6f1f7a11';
const NASTY = '<!channel> *bold* <script>alert(1)</script> & 😀 ';

function mapOf(many: number, words: string): MapModel {
  const nodes = Array.from({ length: many }, (_, index) => ({
    key: `DEP-${index + 1}`,
    title: words,
    team: words,
    owner: null,
    consumers: [words],
    colour: 'red' as const,
    critical: true,
    due: null,
  }));
  const path = nodes.map(({ key }) => key);
  return {
    kind: 'map',
    programme: words,
    filter: null,
    today: '2026-11-27',
    end: '2027-02-12',
    path,
    nodes,
    edges: [],
  };
}

/** What follows from a slip that so many waivers do not last for. */
function slipCard(title: string, follows: Card | undefined, many: number): Card {
  const ended = Array.from({ length: many }, (_, n) => ({
    ...{ key: `DEP-${n + 1}`, gate: (n % 4) + 1, until: '2026-12-11', days: n + 4, planned: n % 2 },
  }));
  return whatIfCard({ dependency: { key: 'DEP-12', title }, days: 40 }, follows?.blocks ?? [], ended);
}

/** The cards of pictures, at their most usual and at their largest. */
export function cards(): Record<string, Card> {
  const planned = timeline.cards();
  const { slip, 'slip, largest': largestSlip } = planned;
  const [usual, largest] = [mapOf(3, 'Q1 launch'), mapOf(400, NASTY.repeat(4))];
  return {
    map: mapCard(usual, PICTURE, altOf(usual)),
    'the largest map': mapCard(largest, PICTURE, altOf(largest)),
    'a slip past waivers': slipCard('Orders API', slip, 2),
    'the largest slip': slipCard(NASTY.repeat(4), largestSlip, 60),
    'nothing of a part': nothingCard('Q1 launch', 'Product Platform, red', 'map'),
    'nothing at all': nothingCard('Q1 launch', null, 'map'),
    ...Object.fromEntries(
      Object.entries(planned)
        .filter(([name]) => /timeline/.test(name))
        .map(([name, card]) => [`${name} with its picture`, withPicture(card, PICTURE, altOf(usual))]),
    ),
  };
}

export function forms(): Record<string, Form> {
  return {};
}
