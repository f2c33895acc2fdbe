import type { DateTime } from 'luxon';
import { type Card, note } from '../../chat/card.ts';
import { code, moment, text } from '../../chat/text.ts';

/** Somebody is away until a moment; who stands in, by name, null for nobody. */
export function awayCard(until: DateTime, standIn: string | null): Card {
  const title = text`You are away until ${moment(until)}`;
  return standIn === null
    ? note(title, text`Nobody stands in: name one with ${code('/deps away until …, @handle stands in')}.`)
    : note(title, text`${standIn} gets your prompts and signs in your place. Back earlier? ${code('/deps away back')}`);
}

/** Somebody is back; `wasAway` false: they never were away. */
export function backCard(wasAway: boolean): Card {
  return note(wasAway ? 'You are back: prompts come to you again' : 'You were not away');
}
