import type { RequestHandler } from 'express';
import type { DateTime } from 'luxon';
import { SIGNATURE_GOOD_FOR_SECONDS } from './limits.ts';

/**
 * Refuses what Bolt lets through: requests signed for the future, and requests seen before. Slack signs what it
 * delivers again with a new timestamp, so the same signature twice is somebody else's copy. A request that was not
 * answered with success may come again. The memory is this process's own; acts are guarded by their receipts as well.
 */
export function refuseReplays(now: () => DateTime): RequestHandler {
  const seen = new Map<string, number>();

  return (request, response, next) => {
    const seconds = now().toSeconds();
    forgetBefore(seen, seconds);
    const signature = request.get('x-slack-signature');
    const timestamp = Number(request.get('x-slack-request-timestamp'));
    if (signature === undefined || timestamp > seconds + SIGNATURE_GOOD_FOR_SECONDS || seen.has(signature)) {
      response.status(401).end();
      return;
    }
    seen.set(signature, seconds + 2 * SIGNATURE_GOOD_FOR_SECONDS);
    response.on('close', () => {
      const accepted = response.statusCode >= 200 && response.statusCode < 300;
      if (!accepted) seen.delete(signature);
    });
    next();
  };
}

/** A map keeps the order of arrival: what is forgotten first stands first. */
function forgetBefore(seen: Map<string, number>, seconds: number): void {
  for (const [signature, until] of seen) {
    if (until > seconds) return;
    seen.delete(signature);
  }
}
