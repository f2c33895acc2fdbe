import type { DateTime } from 'luxon';
import { formatMoment } from '../core/format-time.ts';
import type { Person } from '../features/people/index.ts';
import type { ShownMessage } from './chat.ts';

/** Lines of a card that the transcript shows; the console shows all. */
const MOST_LINES = 14;
const INDENT = ' '.repeat(6);

/** Messages of one shape that are shown whole; those that follow are told by their first line. */
const WHOLE = 2;

/** Writes down who received what and did what, each in their own time. */
export function transcript(people: ReadonlyMap<string, Person>, write: (text: string) => void) {
  let day = '';
  const shown = new Map<string, number>();

  /** Shape of a message: its first line without keys, names and numbers. */
  function isKnown(text: string): boolean {
    const shape = firstLine(text).replace(/\p{Lu}[\p{L}-]*\d*|\d+/gu, '');
    const before = shown.get(shape) ?? 0;
    shown.set(shape, before + 1);
    return before >= WHOLE;
  }

  function at(moment: DateTime, zone: string): string {
    const utcDay = moment.toUTC().toISODate();
    if (utcDay !== day) {
      day = utcDay;
      write(`\n── ${moment.toUTC().setLocale('en').toFormat('cccc d LLLL yyyy')} (UTC) ${'─'.repeat(20)}`);
    }
    return `${formatMoment(moment, zone)} ${cityOf(zone)}`;
  }

  return {
    received(message: ShownMessage): void {
      const [kind, id = ''] = message.conversation.split(':');
      const person = kind === 'person' ? people.get(id) : undefined;
      const to = person?.name ?? `#${id}`;
      write(`\n${at(message.postedAt, person?.calendar.zone ?? 'UTC')} → ${to}`);
      const words = message.text.replace(/\[([^[\]:]+): \/[^\]]*\]/g, '[$1]');
      write(isKnown(words) ? `${INDENT}${firstLine(words)} …` : indented(words));
    },
    acted(person: Person, now: DateTime, what: string, answer: string): void {
      write(`\n${at(now, person.calendar.zone)}   ${person.name} ${what}`);
      const first = firstLine(answer);
      if (first !== '') write(`${INDENT}» ${first}`);
    },
  };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function indented(text: string): string {
  const lines = text.split('\n');
  const shown = lines.slice(0, MOST_LINES);
  const left = lines.length - MOST_LINES;
  const more = left > 0 ? [`(${left} more ${left === 1 ? 'line' : 'lines'})`] : [];
  return [...shown, ...more].map((line) => `${INDENT}${line}`).join('\n');
}

/** `Europe/Berlin` is Berlin, `America/Argentina/Buenos_Aires` is Buenos Aires. */
function cityOf(zone: string): string {
  return zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
}
