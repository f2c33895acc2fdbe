/** Codes of failures before anything was sent. [Node: errors of the system; undici: connect timeout] */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** True for a failed request of which nothing had left: it had no effect. */
export function wasNeverSent(error: unknown): boolean {
  return NEVER_SENT.has(systemCode(error));
}

/** fetch hides the system's code one or two causes deep. */
function systemCode(error: unknown): string {
  let at = error;
  while (typeof at === 'object' && at !== null) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    at = 'cause' in at ? at.cause : undefined;
  }
  return '';
}
