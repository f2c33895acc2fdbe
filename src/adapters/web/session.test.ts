import type { Request, Response } from 'express';
import { DateTime } from 'luxon';
import { type SteppedClock, steppedClock } from '../../core/clock.ts';
import { createSessions, type Sessions } from './session.ts';

const person = { workspace: 'w-1', id: 'p-ana' };
let clock: SteppedClock;
let sessions: Sessions;

beforeEach(() => {
  clock = steppedClock(DateTime.fromISO('2026-12-01T09:00:00Z'));
  sessions = createSessions('secret', clock);
});

/** A browser that keeps the cookie it was given, or sends `cookie`. */
function browser(cookie = '') {
  const jar = { cookie };
  return {
    jar,
    req: () => ({ headers: { cookie: `other=1; depsync_session=${jar.cookie}` }, secure: false }) as Request, // all that is read of it
    res: { cookie: (_name: string, value: string) => (jar.cookie = value) } as unknown as Response, // all that is called of it
  };
}

it('knows a browser again, with the same token', () => {
  const { req, res } = browser();
  const started = sessions.start(req(), res, person);
  const again = sessions.of(req(), res);
  expect(again.person).toEqual(person);
  expect(again.csrf).toBe(started.csrf);
});

it('gives a new browser a session of nobody', () => {
  const { req, res, jar } = browser();
  expect(sessions.of(req(), res).person).toBeUndefined();
  expect(jar.cookie).not.toBe('');
});

it('gives another token after signing in', () => {
  const { req, res } = browser();
  const before = sessions.of(req(), res).csrf;
  expect(sessions.start(req(), res, person).csrf).not.toBe(before);
});

it.each([
  ['changed', (cookie: string) => `x${cookie}`],
  ['without its signature', (cookie: string) => cookie.split('.')[0] ?? ''],
  ['empty', () => ''],
])('does not believe a cookie that is %s', (_what, change) => {
  const honest = browser();
  sessions.start(honest.req(), honest.res, person);
  const other = browser(change(honest.jar.cookie));
  expect(sessions.of(other.req(), other.res).person).toBeUndefined();
});

it('does not believe a cookie signed by another installation', () => {
  const { req, res } = browser();
  createSessions('another secret', clock).start(req(), res, person);
  expect(sessions.of(req(), res).person).toBeUndefined();
});

it('forgets who it was after 30 days', () => {
  const { req, res } = browser();
  sessions.start(req(), res, person);
  clock.set(clock.now().plus({ days: 30 }));
  expect(sessions.of(req(), res).person).toEqual(person);
  clock.set(clock.now().plus({ seconds: 1 }));
  expect(sessions.of(req(), res).person).toBeUndefined();
});
