import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { dayCard, todayCard, type Waiting } from '../../../src/features/mornings/cards.ts';

const NASTY = '<!channel> *bold* <script>alert(1)</script> "];evil[ שלום & 😀 ';
const full = (most: number) => NASTY.repeat(most).slice(0, most).toWellFormed();

const ONE: Waiting = {
  id: '0195f2a0-0000-7000-8000-000000000001',
  title: ['DEP-4 needs a word by ', { kind: 'moment', at: '2026-12-02T17:00:00.000Z' }],
  float: 0,
  downstream: 2,
};
const OTHERS: Waiting[] = [
  { ...ONE, title: ['Technical sign-off needed: Orders API v3.0.0'], float: 3, downstream: 1 },
  { ...ONE, title: ['ACT-1: order the licences by Fri 4 Dec'], float: null, downstream: 0 },
];
const LARGE: Waiting[] = Array(40).fill({ ...ONE, title: [full(200)], float: 250, downstream: 200 });

/** Every card of the message of the day, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  return {
    'of the day': dayCard([ONE, ...OTHERS]),
    'of the day, largest': dayCard(LARGE),
    today: todayCard([ONE, ...OTHERS], 2, 6),
    'today, one': todayCard([ONE], 1, 6),
    'today, nothing': todayCard([], 6, 6),
    'today, largest': todayCard(LARGE, 50, 50),
  };
}

export const forms = (): Record<string, Form> => ({});
