/** Fires when somebody's message of the day is to be sent; its subject is the person. Whoever knows what is downstream handles it. */
export const MORNING = 'mornings.send';

/** What falls due at one moment gathers for so long: a programme's prompt with another's, and with the reminders of the day. */
export const GATHER_SECONDS = 30;
