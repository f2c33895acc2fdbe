import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';

const COOKIE = 'depsync_session';
/** Signed in for so long, by the time that has really passed. */
const LIFETIME_DAYS = 30;
const NONCE_BYTES = 16;

/** A browser that visits; nobody before signing in. */
const Session = z.object({
  nonce: z.string(),
  /** ISO, UTC. */
  since: z.string(),
  person: z.object({ workspace: z.string(), id: z.string() }).optional(),
});
export type Session = z.infer<typeof Session> & {
  /** Proves that a form was rendered for this very session. */
  csrf: string;
};

export interface Sessions {
  /** The browser's session: its signed cookie, or a fresh one of nobody that is handed over with `res`. */
  of(req: Request, res: Response): Session;
  /** Starts another session, of `person` or of nobody. */
  start(req: Request, res: Response, person?: Session['person']): Session;
}

/** Sessions kept by the browser in a cookie that only this installation can sign. */
export function createSessions(secret: string, clock: Clock): Sessions {
  const sign = (purpose: string, value: string): string =>
    createHmac('sha256', secret).update(`${purpose}:${value}`).digest('base64url');

  function read(req: Request): Session | undefined {
    const [payload = '', signature = ''] = cookieOf(req).split('.');
    if (payload === '' || !same(signature, sign('session', payload))) return undefined;
    const { data } = Session.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    if (data === undefined) return undefined;
    const expires = DateTime.fromISO(data.since).plus({ days: LIFETIME_DAYS * clock.speed });
    return clock.now() > expires ? undefined : { ...data, csrf: sign('csrf', payload) };
  }

  function start(req: Request, res: Response, person?: Session['person']): Session {
    const session = {
      nonce: randomBytes(NONCE_BYTES).toString('base64url'),
      since: clock.now().toUTC().toISO(),
      ...(person === undefined ? {} : { person }),
    };
    const payload = Buffer.from(JSON.stringify(session)).toString('base64url');
    res.cookie(COOKIE, `${payload}.${sign('session', payload)}`, {
      httpOnly: true,
      sameSite: 'lax',
      secure: req.secure,
      maxAge: LIFETIME_DAYS * 24 * 60 * 60 * 1000,
    });
    return { ...session, csrf: sign('csrf', payload) };
  }

  return { of: (req, res) => read(req) ?? start(req, res), start };
}

function cookieOf(req: Request): string {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? '';
}

/** Compares without telling by its duration where the difference is. */
export function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
