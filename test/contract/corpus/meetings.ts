import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { plainText } from '../../../src/chat/plain.ts';
import { agendaCard } from '../../../src/features/meetings/cards/agenda.ts';
import { invitationCard, overtakenCard } from '../../../src/features/meetings/cards/invitation.ts';
import {
  finishCard,
  minutesCard,
  notedCard,
  postedCard,
  type Said,
} from '../../../src/features/meetings/cards/minutes.ts';
import { noSlotCard, nothingCard, syncCard } from '../../../src/features/meetings/cards/sync.ts';
import { asyncCard, cancelledCard } from '../../../src/features/meetings/cards/writing.ts';
import { answerForm, noteForm } from '../../../src/features/meetings/forms.ts';
import {
  LONGEST,
  type Meeting,
  type MeetingView,
  MOST_PARTICIPANTS,
  type Point,
  type Seat,
} from '../../../src/features/meetings/model.ts';
import type { Person } from '../../../src/features/people/model.ts';

const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' });
const NASTY = '<!channel> *bold* <script>alert(1)</script> "];evil[ שלום & 😀 ';
const full = (most: number) => NASTY.repeat(most).slice(0, most).toWellFormed();
const ZONES = ['Asia/Kolkata', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland'];

function person(id: string, name: string, zone: string): Person {
  const calendar = { zone, workStart: { hour: 9, minute: 0 }, workEnd: { hour: 18, minute: 0 } };
  return { id, handle: id, name, email: null, title: null, teamId: null, delegateId: null, preferred: null, calendar };
}

const POINTS: Point[] = [
  {
    kind: 'decision',
    key: 'DEP-4',
    text: ['DEP-4 Orders API: blocked 31 h, the sandbox is down'],
    minutes: 10,
    needs: ['ana', 'chloe'],
  },
  {
    kind: 'gate',
    key: 'DEP-7',
    text: ['DEP-7 gate 2 (Technical sign-off) is due Thu 29 Oct'],
    minutes: 2,
    needs: ['dev'],
  },
];

const MEETING: Meeting = {
  id: '01900000-0000-7000-8000-000000000001',
  shareId: '5b1f7f8e-3b0c-4a53-9a59-0f3f7a2f4b11',
  programmeId: 'q1',
  key: 'SYNC-3',
  number: 3,
  startsAt: at('2026-10-28T12:30:00Z'),
  minutes: 45,
  sequence: 0,
  changedAt: at('2026-10-21T09:00:00Z'),
  state: 'planned',
  seats: [
    { personId: 'ana', points: 0, can: true, answer: 'attends', standsInFor: [] },
    { personId: 'chloe', points: 2, can: true, answer: 'none', standsInFor: [] },
    { personId: 'dev', points: 1, can: true, answer: 'cannot', standsInFor: [] },
    { personId: 'kiri', points: 20, can: false, answer: 'none', standsInFor: [] },
  ],
  uninvited: 0,
  reason: null,
  agenda: { points: POINTS, reading: [], more: 0 },
  agendaAt: at('2026-10-27T12:30:00Z'),
  closesAt: at('2026-10-29T13:15:00Z'),
  closedAt: null,
  version: 1,
};
const PEOPLE = [
  person('ana', 'Ana Example', 'Europe/Berlin'),
  person('chloe', 'Chloe Example', 'America/New_York'),
  person('dev', 'Dev Example', 'Asia/Kolkata'),
  person('kiri', 'Kiri Example', 'Pacific/Auckland'),
];

function view(changes: Partial<Meeting> = {}): MeetingView {
  return {
    meeting: { ...MEETING, ...changes },
    programme: 'Q1 launch',
    people: new Map(PEOPLE.map((one) => [one.id, one])),
    zoneless: [],
    burdens: new Map([
      ['ana', 3],
      ['chloe', 12],
      ['dev', 7],
      ['kiri', 20],
    ]),
  };
}

const MANY = Array.from({ length: MOST_PARTICIPANTS }, (_, n) =>
  person(`p-${n}`, full(200), ZONES[n % ZONES.length] ?? 'UTC'),
);
const LARGE_POINTS = Array.from(
  { length: 15 },
  (_, n): Point => ({
    kind: 'action',
    key: `ACT-${n}`,
    text: [full(400)],
    minutes: 5,
    needs: MANY.map(({ id }) => id),
  }),
);
const LARGE: MeetingView = {
  meeting: {
    ...MEETING,
    key: 'SYNC-98765',
    sequence: 7,
    uninvited: 980,
    reason: full(LONGEST.reason),
    seats: MANY.map(({ id }, n) => ({
      personId: id,
      points: 20,
      can: n % 2 === 0,
      answer: n % 3 === 0 ? 'attends' : 'none',
      standsInFor: [],
    })),
    agenda: { points: LARGE_POINTS, reading: LARGE_POINTS, more: 980 },
  },
  programme: full(200),
  people: new Map(MANY.map((one) => [one.id, one])),
  zoneless: MANY.slice(0, 20).map(({ id }) => id),
  burdens: new Map(MANY.map(({ id }) => [id, 240])),
};
const cancelled = (of: MeetingView): MeetingView => ({
  ...of,
  meeting: { ...of.meeting, state: 'cancelled', reason: of.meeting.reason ?? 'half of us are at the summit' },
});

const SAID: Said = {
  notes: [{ by: 'Chloe Example', text: 'the vendor confirmed Friday', about: 'DEP-4' }],
  decisions: [{ key: 'DEC-9', choice: 'Go on with the stub', by: 'Lena Example' }],
  actions: [{ key: 'ACT-4', what: 'send the test data', owner: 'Ana Example', due: 'Fri 30 Oct', state: 'open' }],
  more: { notes: 0, decisions: 0, actions: 0 },
};
const NOTHING: Said = { notes: [], decisions: [], actions: [], more: { notes: 0, decisions: 0, actions: 0 } };
const MUCH: Said = {
  notes: Array(20).fill({ by: full(200), text: full(LONGEST.note), about: 'DEP-98765' }),
  decisions: Array(20).fill({ key: 'DEC-98765', choice: full(500), by: full(200) }),
  actions: Array(20).fill({ key: 'ACT-98765', what: full(300), owner: full(200), due: 'Fri 30 Oct', state: 'dropped' }),
  more: { notes: 180, decisions: 180, actions: 180 },
};
const SEAT: Seat = { personId: 'ana', points: 4, can: true, answer: 'none', standsInFor: [] };

/** Every card of the weekly sync, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  const moved = view({ sequence: 1, reason: 'Ana is away on Wednesday' });
  return {
    sync: syncCard(view(), true, ['ana']),
    'sync before its agenda': syncCard(view({ agenda: null, agendaAt: null }), false, []),
    'sync without points': syncCard(view({ agenda: { points: [], reading: [], more: 0 } }), false, []),
    'sync, largest': syncCard(
      LARGE,
      true,
      MANY.map(({ id }) => id),
    ),
    'nothing planned, off': nothingCard('Q1 launch', false, undefined),
    'nothing planned, on': nothingCard('Q1 launch', true, at('2026-10-21T09:00:00Z')),
    'nothing planned, largest': nothingCard(full(200), true, at('2026-10-21T09:00:00Z')),
    'no slot': noSlotCard('Q1 launch', 'Nobody can attend any hour of the week of Mon 26 Oct.'),
    'no slot, largest': noSlotCard(full(200), full(400)),
    invitation: invitationCard(view(), SEAT),
    'invitation, moved': invitationCard(moved, { ...SEAT, points: 0, answer: 'attends' }),
    'invitation, left out': invitationCard(view(), { ...SEAT, can: false, points: 20, answer: 'cannot' }),
    'invitation of a stand-in': invitationCard(view(), { ...SEAT, standsInFor: ['chloe'] }),
    'invitation, largest': invitationCard(LARGE, { ...SEAT, standsInFor: MANY.map(({ id }) => id) }),
    'invitation before a move': overtakenCard(moved.meeting),
    'invitation before a cancellation': overtakenCard(cancelled(view()).meeting),
    'invitation overtaken, largest': overtakenCard(cancelled(LARGE).meeting),
    agenda: agendaCard(view()),
    'agenda of a cancelled one': agendaCard(cancelled(view())),
    'agenda, largest': agendaCard(LARGE),
    'to be finished': finishCard(view(), SAID),
    'to be finished, largest': finishCard(LARGE, MUCH),
    minutes: minutesCard(view({ closedAt: at('2026-10-28T14:00:00Z') }), SAID),
    'minutes of nothing': minutesCard(view(), NOTHING),
    'minutes in writing': minutesCard(cancelled(view()), SAID),
    'minutes, largest': minutesCard(cancelled(LARGE), MUCH),
    'cancelled, to who did it': cancelledCard(cancelled(LARGE).meeting),
    'minutes are posted': postedCard(view().meeting),
    'in writing': asyncCard(cancelled(view()), POINTS),
    'in writing, nothing needed': asyncCard(cancelled(view()), []),
    'in writing, largest': asyncCard(cancelled(LARGE), LARGE_POINTS),
    noted: notedCard(MEETING, [{ text: 'the vendor confirmed', about: 'DEP-4' }]),
    'noted, largest': notedCard(LARGE.meeting, Array(7).fill({ text: full(LONGEST.note), about: 'DEP-98765' })),
  };
}

/** Every form of the weekly sync, ordinary and at its largest. */
export function forms(): Record<string, Form> {
  return {
    'a note': noteForm(MEETING),
    'answers in writing': answerForm(MEETING, POINTS, (text) => plainText(text)),
    'answers in writing, largest': answerForm(LARGE.meeting, LARGE_POINTS, (text) => plainText(text)),
  };
}
