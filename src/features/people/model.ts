import type { DateTime } from 'luxon';
import type { Platform } from '../../chat/inbound.ts';
import type { Calendar } from '../../core/calendar.ts';

/** Somebody in the register. */
export interface Person {
  id: string;
  handle: string;
  name: string;
  email: string | null;
  title: string | null;
  teamId: string | null;
  delegateId: string | null;
  preferred: Platform | null;
  /** Zone, holidays, weekend and working hours. */
  calendar: Calendar;
}

export interface Team {
  id: string;
  key: string;
  name: string;
  leadId: string | null;
}

/** A time somebody is not there, and who was named to stand in; `endsAt` is the first moment back. */
export interface Absence {
  personId: string;
  startsAt: DateTime;
  endsAt: DateTime;
  standInId: string | null;
}
