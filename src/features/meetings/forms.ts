import type { Form } from '../../chat/form.ts';
import { shorten } from '../../chat/shorten.ts';
import type { Text } from '../../chat/text.ts';
import { LONGEST, type Meeting, type Point } from './model.ts';

/** Points that a form asks about. Ours: what somebody answers in one go. */
export const MOST_ASKED = 6;
/** Characters of a point in a form's label. */
const POINT_IN_LABEL = 60;

/** Asks for a note. */
export function noteForm({ id, key }: Meeting): Form {
  return {
    name: 'meetings.note',
    value: { meeting: id },
    title: `Note for ${key}`.slice(0, 24),
    submit: 'Write it down',
    fields: [{ kind: 'long-text', id: 'text', label: 'What goes into the minutes', max: LONGEST.note }],
  };
}

/** Asks somebody about each point that needs them. */
export function answerForm({ id, key }: Meeting, mine: readonly Point[], words: (text: Text) => string): Form {
  return {
    name: 'meetings.answer',
    value: { meeting: id },
    title: `${key} in writing`.slice(0, 24),
    submit: 'Send my answers',
    fields: [
      ...mine.slice(0, MOST_ASKED).map((point) => ({
        kind: 'long-text' as const,
        id: point.key,
        label: shorten(words(point.text), POINT_IN_LABEL),
        optional: true,
        max: LONGEST.note,
      })),
      { kind: 'long-text', id: 'other', label: 'Anything else', optional: true, max: LONGEST.note },
    ],
  };
}
