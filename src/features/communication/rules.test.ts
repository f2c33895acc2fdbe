import { DateTime } from 'luxon';
import { type Item, UNANSWERED } from './model.ts';
import { answersOf, weeksOf } from './rules.ts';

const utc = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' });
/** Wed 9 Dec 2026 */
const NOW = utc('2026-12-09T12:00:00Z');

function item(kind: Item['kind'], due: string, changes: Partial<Item> = {}): Item {
  return { kind, due: utc(due), sentAt: utc(due), ...UNANSWERED, ...changes };
}

it('counts each kind in the week that it was due in, agendas and minutes among them', () => {
  const items = [
    item('agenda', '2026-12-07T00:00:00Z'),
    item('agenda', '2026-12-06T23:59:59Z'),
    item('minutes', '2026-12-08T10:00:00Z', { sentAt: utc('2026-12-08T10:15:00Z') }),
    item('minutes', '2026-12-08T10:00:00Z', { sentAt: utc('2026-12-08T10:15:01Z') }),
    item('minutes', '2026-12-09T11:00:00Z', { sentAt: null }),
    item('minutes', '2026-12-09T11:50:00Z', { sentAt: null }),
  ];
  const [present, last, before] = weeksOf(items, NOW, 3);

  expect(present).toMatchObject({ monday: '2026-12-07', tallies: { agenda: { due: 1, sent: 1, late: 0 } } });
  expect(last?.tallies.agenda).toMatchObject({ due: 1, sent: 1, late: 0 });
  expect(present?.tallies.minutes).toMatchObject({ due: 4, sent: 2, late: 2, asked: 0 });
  expect(present?.tallies.prompt).toMatchObject({ due: 0, sent: 0 });
  expect(before?.tallies.agenda.due).toBe(0);
});

it('takes no minutes sent early for late', () => {
  const [present] = weeksOf([item('minutes', '2026-12-08T10:00:00Z', { sentAt: utc('2026-12-07T10:00:00Z') })], NOW, 1);
  expect(present?.tallies.minutes).toMatchObject({ due: 1, sent: 1, late: 0 });
});

it('asks of nobody an answer whose time is not over, and names those first who left most unanswered', () => {
  const asked = { answerBy: utc('2026-12-09T10:00:00Z'), answeredAt: null };
  const items = [
    item('prompt', '2026-12-08T08:30:00Z', { ...asked, who: 'Ana', answeredAt: utc('2026-12-09T11:00:00Z') }),
    item('prompt', '2026-12-08T08:30:00Z', { ...asked, who: 'Ben' }),
    item('prompt', '2026-12-08T08:30:00Z', { ...asked, who: 'Chloe', answerBy: utc('2026-12-09T13:00:00Z') }),
  ];
  expect(answersOf(items, NOW)).toEqual({
    first: [
      { who: 'Ben', asked: 1, answered: 0, late: 0 },
      { who: 'Ana', asked: 1, answered: 1, late: 1 },
    ],
    more: 0,
  });
});
