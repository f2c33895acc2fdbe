import ical, { ICalAttendeeRole, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { clean } from '../../chat/shorten.ts';
import { endOf, type Meeting } from './model.ts';

/** Somebody of a calendar file; without an e-mail address calendars know nobody. */
interface Guest {
  name: string;
  email: string;
}

/**
 * A meeting as an iCalendar file (RFC 5545, RFC 5546): an invitation, or what takes it back. Its UID stays, SEQUENCE counts what was
 * changed, and times are UTC, so that no calendar needs to know a zone of ours.
 */
export function calendarFile(
  meeting: Meeting,
  {
    title,
    details,
    organizer,
    guests,
  }: { title: string; details: string; organizer: Guest | null; guests: readonly Guest[] },
): string {
  const cancelled = meeting.state === 'cancelled';
  const calendar = ical({
    prodId: { company: 'Depsync', product: 'Weekly sync', language: 'EN' },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  });
  calendar.createEvent({
    id: `${meeting.id}@depsync`,
    sequence: meeting.sequence,
    stamp: meeting.changedAt,
    start: meeting.startsAt,
    end: endOf(meeting),
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    summary: clean(title),
    description: clean(details),
    ...(organizer === null ? {} : { organizer: asParameter(organizer) }),
    attendees: guests.map((guest) => ({
      ...asParameter(guest),
      role: ICalAttendeeRole.REQ,
      rsvp: !cancelled,
    })),
  });
  return `${calendar.toString()}\r\n`;
}

/** A parameter takes no quotes and no line ends, and the library escapes them by signs that other libraries do not know. */
function asParameter({ name, email }: Guest): Guest {
  return {
    name: clean(name)
      .replace(/["\s]+/g, ' ')
      .trim(),
    email: email.replace(/[\s,;:"<>]/g, ''),
  };
}
