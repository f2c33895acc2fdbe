import { type Block, type Card, note } from '../../../chat/card.ts';
import { moment, strong, type Text, text } from '../../../chat/text.ts';
import type { Meeting, MeetingView } from '../model.ts';
import { answersOf } from './parts.ts';

/** What was said, decided and taken on between agenda and minutes. */
export interface Said {
  notes: readonly { by: string; text: string; about: string | null }[];
  decisions: readonly { key: string; choice: string; by: string }[];
  actions: readonly { key: string; what: string; owner: string; due: string; state: string }[];
  /** Further ones of each that are not listed. */
  more: { notes: number; decisions: number; actions: number };
}

/** The meeting is over: a lead completes what goes into the minutes. */
export function finishCard(view: MeetingView, said: Said): Card {
  const { meeting, programme } = view;
  return {
    title: text`${meeting.key} is over: complete its minutes by ${moment(meeting.closesAt)}`,
    blocks: [
      { kind: 'text', text: ['They are posted then, or now by your word.'] },
      ...saidBlocks(said),
      {
        kind: 'buttons',
        buttons: [
          {
            kind: 'action',
            label: `Post the minutes of ${meeting.key}`,
            name: 'meetings.post',
            value: { meeting: meeting.id },
            style: 'primary',
          },
          { kind: 'form', label: 'Add a note…', name: 'meetings.note-form', value: { meeting: meeting.id } },
        ],
      },
      { kind: 'note', text: text`You get this as lead of ${programme}.` },
    ],
  };
}

/** The minutes; `names` are who was there. */
export function minutesCard(view: MeetingView, said: Said): Card {
  const { meeting, programme } = view;
  const { agenda, state, startsAt, reason } = meeting;
  const about = agenda?.points.map(({ key }) => key) ?? [];
  const held = state === 'planned';
  return {
    title: [`Minutes of ${meeting.key}: ${said.decisions.length} decided, ${said.actions.length} to do`],
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: 'Programme', value: [programme] },
          {
            label: held ? 'Held' : 'In writing, for',
            value: text`${moment(startsAt)}${held || reason === null ? '' : `; cancelled: ${reason}`}`,
          },
          ...(held ? answersOf(view) : []),
          { label: 'About', value: [about.join(', ') || 'no point was due'] },
        ],
      },
      ...saidBlocks(said),
    ],
  };
}

function saidBlocks({ notes, decisions, actions, more }: Said): Block[] {
  const list = (label: string, items: Text[], left: number): Block[] =>
    items.length === 0
      ? []
      : [
          { kind: 'text', text: [strong(label)] },
          { kind: 'list', items, ...(left > 0 ? { more: left } : {}) },
        ];
  const blocks = [
    ...list(
      'Decided',
      decisions.map(({ key, choice, by }) => text`${strong(key)} ${choice} · ${by}`),
      more.decisions,
    ),
    ...list(
      'To do',
      actions.map(
        ({ key, what, owner, due, state }) =>
          text`${strong(key)} ${what} · ${owner} · by ${due}${state === 'open' ? '' : ` · ${state}`}`,
      ),
      more.actions,
    ),
    ...list(
      'Said',
      notes.map(({ by, text: words, about }) => text`${about === null ? '' : `${about}: `}${words} · ${by}`),
      more.notes,
    ),
  ];
  return blocks.length === 0
    ? [{ kind: 'text', text: ['Nothing was written down: no note, no decision, no action.'] }]
    : blocks;
}

/** A note was written down. */
export function notedCard({ key, closesAt }: Meeting, notes: readonly { text: string; about: string | null }[]): Card {
  return {
    title: [`Noted for ${key}`],
    blocks: [
      { kind: 'list', items: notes.map(({ text: words, about }) => [about === null ? words : `${about}: ${words}`]) },
      { kind: 'note', text: text`It stands in the minutes, posted ${moment(closesAt)} at the latest.` },
    ],
  };
}

/** The minutes were posted. */
export function postedCard({ key }: Meeting): Card {
  return note(`The minutes of ${key} are posted`, 'In the programme’s channel, and to those who were not there.');
}
