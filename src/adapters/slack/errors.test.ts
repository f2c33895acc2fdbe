import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { PermanentFailure, TemporaryFailure } from '../../core/errors.ts';
import { PERMANENT, toFailure } from './errors.ts';

const refused = (error: string) => new WebAPIPlatformError({ ok: false, error });
const system = (code: string) => Object.assign(new Error(code), { code });

test.each<[string, Error, Partial<TemporaryFailure>]>([
  [
    'a limit',
    new WebAPIRateLimitedError(7),
    { code: 'slack-rate-limited', retryAfterMs: 7_000, outcomeUnknown: false },
  ],
  [
    'a time-out',
    new WebAPIRequestError(new DOMException('late', 'TimeoutError')),
    { code: 'slack-unreachable', outcomeUnknown: true },
  ],
  [
    'a cut connection',
    new WebAPIRequestError(new TypeError('fetch failed', { cause: system('ECONNRESET') })),
    { outcomeUnknown: true },
  ],
  [
    'a refused connection',
    new WebAPIRequestError(new TypeError('fetch failed', { cause: system('ECONNREFUSED') })),
    { outcomeUnknown: false },
  ],
  [
    'a name that is not found',
    new WebAPIRequestError(new TypeError('fetch failed', { cause: system('ENOTFOUND') })),
    { outcomeUnknown: false },
  ],
  ['500', new WebAPIHTTPError(500, 'oops', {}), { code: 'slack-http-500', outcomeUnknown: true }],
  ['403 of a proxy', new WebAPIHTTPError(403, 'no', {}), { code: 'slack-http-403', outcomeUnknown: false }],
  ['an error inside Slack', refused('internal_error'), { code: 'slack-internal_error', outcomeUnknown: true }],
  ['a refusal nobody has seen', refused('brand_new'), { code: 'slack-brand_new', outcomeUnknown: false }],
  ['an answer that is no JSON', refused('<html>gateway</html>'), { code: 'slack-unreadable', outcomeUnknown: true }],
  ['a body that broke off', new TypeError('terminated'), { outcomeUnknown: true }],
])('%s may work later', (_what, error, expected) => {
  const failure = toFailure(error);
  expect(failure).toBeInstanceOf(TemporaryFailure);
  expect(failure).toMatchObject({ ...expected, cause: error });
});

test.each(Object.entries(PERMANENT))('%s cannot', (code, words) => {
  const failure = toFailure(refused(code));
  expect(failure).toBeInstanceOf(PermanentFailure);
  expect(failure).toMatchObject({ code: `slack-${code}`, message: `${words} (${code})` });
});

test('a failure that was sorted stays what it is', () => {
  const failure = new PermanentFailure('x', 'y');
  expect(toFailure(failure)).toBe(failure);
});
