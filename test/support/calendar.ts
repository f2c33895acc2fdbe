import ICAL from 'ical.js';

/** A calendar file with its one event, as a library reads it that is not the one that wrote it. */
export function readCalendar(file: string): { calendar: ICAL.Component; event: ICAL.Event } {
  const calendar = ICAL.Component.fromString(file);
  const events = calendar.getAllSubcomponents('vevent');
  const [event] = events;
  if (event === undefined || events.length > 1) throw new Error(`The file has ${events.length} events:\n${file}`);
  return { calendar, event: new ICAL.Event(event) };
}
