import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import {
  type ActionView,
  actionCard,
  closeForm,
  dueCard,
  handOverForm,
  listCard,
  moveForm,
  openForm,
  overdueCard,
} from '../../../src/features/actions/cards.ts';
import { type ActionItem, LONGEST } from '../../../src/features/actions/model.ts';

const AT = DateTime.fromISO('2026-12-01T09:00:00Z', { zone: 'utc' });
const NASTY = '<!channel> *bold* <script>alert(1)</script> "];evil[ שלום & 😀 ';
const full = (most: number) => NASTY.repeat(most).slice(0, most).toWellFormed();

function action(number: number, changes: Partial<ActionItem> = {}): ActionItem {
  return {
    id: `action-${number}`,
    key: `ACT-${number}`,
    number,
    programmeId: 'q1',
    what: 'send the test data',
    ownerId: 'ana',
    dueOn: '2026-12-04',
    dependencyId: null,
    source: { kind: 'person', key: null, why: null },
    openedById: 'chloe',
    openedAt: AT,
    state: 'open',
    note: null,
    closedById: null,
    closedAt: null,
    version: 1,
    ...changes,
  };
}

function view(one: ActionItem, changes: Partial<ActionView> = {}): ActionView {
  const about = { key: 'DEP-4', title: 'Orders API' };
  return { action: one, owner: 'Ana Example', about, openedBy: 'Chloe', closedBy: 'Ben', overdue: false, ...changes };
}

const LARGE = view(
  action(98_765, {
    what: full(LONGEST.what),
    source: { kind: 'risk', key: 'RISK-98765', why: full(900) },
    note: full(LONGEST.note),
    closedAt: AT,
  }),
  {
    owner: full(200),
    about: { key: 'DEP-98765', title: full(200) },
    openedBy: full(200),
    closedBy: full(200),
    overdue: true,
  },
);
const CLOSED = { ...LARGE, action: { ...LARGE.action, state: 'dropped' as const } };
const VALUE = { action: 'action-1', version: '1' };
const mayChange = ['ana', 'chloe'];

/** Every card of actions, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  return {
    'an action': actionCard(view(action(1)), { mayChange, standIn: null }),
    'an action, largest': actionCard(LARGE, { mayChange, standIn: full(200) }),
    'an action, done': actionCard(view(action(1, { state: 'done', note: 'in the bucket', closedAt: AT })), {
      mayChange,
      standIn: 'Ben Example',
    }),
    'an action, closed, largest': actionCard(CLOSED, { mayChange, standIn: null }),
    'due today': dueCard([view(action(1))], null),
    'due today, many': dueCard(Array(30).fill(LARGE), full(200)),
    overdue: overdueCard('Q1 launch', [view(action(1), { overdue: true })], 0),
    'overdue, many': overdueCard(full(200), Array(20).fill(LARGE), 980),
    'no actions': listCard('open in Q1 launch', [], 0),
    'actions, many': listCard(full(240), [...Array(10).fill(LARGE), ...Array(10).fill(CLOSED)], 980),
  };
}

/** Every form of actions, ordinary and at its largest. */
export function forms(): Record<string, Form> {
  const draft = { what: full(LONGEST.what), owner: 'ana', dueOn: '2026-12-04', dependency: 'DEP-4' };
  return {
    'open an action': openForm(
      { programme: 'q1' },
      { what: '', owner: undefined, dueOn: undefined, dependency: undefined },
      [],
    ),
    'open an action, filled in': openForm({ programme: 'q1' }, draft, ['who does it', 'by when']),
    'close an action': closeForm(LARGE.action, VALUE),
    'move an action': moveForm(LARGE.action, VALUE),
    'hand an action over': handOverForm(LARGE.action, VALUE),
  };
}
