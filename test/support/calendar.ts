import ICAL from 'ical.js';
import { listMeetings } from '../../src/features/meetings/store.ts';
import type { Installation } from './installation.ts';

/** A calendar file with its one event, as a library reads it that is not the one that wrote it. */
export function readCalendar(file: string): { calendar: ICAL.Component; event: ICAL.Event } {
  const calendar = ICAL.Component.fromString(file);
  const events = calendar.getAllSubcomponents('vevent');
  const [event] = events;
  if (event === undefined || events.length > 1) throw new Error(`The file has ${events.length} events:\n${file}`);
  return { calendar, event: new ICAL.Event(event) };
}

/** The newest sync as its calendar file tells of it, fetched at its address. */
export async function invitation({ db, workspace, url }: Installation) {
  const [meeting] = await db.tx(workspace, (tx) => listMeetings(tx, {}, 1));
  const file = await (await fetch(`${url}/meetings/calendar/${meeting?.shareId}`)).text();
  const { calendar, event } = readCalendar(file);
  const method = calendar.getFirstPropertyValue('method');
  return { uid: event.uid, sequence: event.sequence, method, start: event.startDate.toJSDate().toISOString() };
}
