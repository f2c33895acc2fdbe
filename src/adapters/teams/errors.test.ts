import { PermanentFailure, TemporaryFailure } from '../../core/errors.ts';
import { isNotFound, refusalOf, tokenRefused, unreachable } from './errors.ts';

const named = (code: string) => ({ error: { code, message: 'as Teams says it' } });

describe('an answer of Teams', () => {
  it.each([
    [429, undefined, '7', 7_000],
    [429, named('Throttled'), null, 2_000],
    [412, named('PreconditionFailed'), null, 2_000],
    [429, named('Throttled'), 'Wed, 21 Oct 2026 07:28:00 GMT', 2_000],
  ])('%i asks to wait; nothing was sent', (status, body, retryAfter, retryAfterMs) => {
    const failure = refusalOf(status, body, retryAfter);
    expect(failure).toBeInstanceOf(TemporaryFailure);
    expect(failure).toMatchObject({ retryAfterMs, outcomeUnknown: false });
  });

  it.each([500, 502, 503, 504])('%i may have had effect', (status) => {
    expect(refusalOf(status, undefined, null)).toMatchObject({ name: 'TemporaryFailure', outcomeUnknown: true });
  });

  it.each([
    [403, named('MessageWritesBlocked'), 'They blocked or removed Depsync'],
    [403, { ...named('Forbidden'), subCode: 'MessageWritesBlocked' }, 'They blocked or removed Depsync'],
    [
      403,
      { error: { code: 'ServiceError', innerHttpError: { body: { code: 'ForbiddenOperationException' } } } },
      'Depsync is not installed for them',
    ],
    [404, named('ConversationNotFound'), 'The conversation does not exist any more'],
    [413, undefined, 'The card is too long'],
    [401, 'not json', 'TEAMS_APP_PASSWORD'],
    [418, undefined, 'Teams answered 418'],
  ])('%i is final, in words for whoever must put it right', (status, body, words) => {
    const failure = refusalOf(status, body, null);
    expect(failure).toBeInstanceOf(PermanentFailure);
    expect(failure.message).toContain(words);
  });

  it('says whether a thing is not there', () => {
    expect(isNotFound(refusalOf(404, named('ActivityNotFoundInConversation'), null))).toBe(true);
    expect(isNotFound(refusalOf(403, undefined, null))).toBe(false);
  });
});

describe('no answer', () => {
  it('before anything was sent is known to have had no effect', () => {
    const refused = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });
    expect(unreachable(refused).outcomeUnknown).toBe(false);
  });

  it('after that may have had effect', () => {
    const reset = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) });
    expect(unreachable(reset).outcomeUnknown).toBe(true);
    expect(unreachable(new DOMException('timed out', 'TimeoutError')).outcomeUnknown).toBe(true);
  });
});

describe('no access token', () => {
  it('for wrong credentials is final, and names the settings', () => {
    const wrong = {
      errorCode: 'invalid_client',
      errorMessage: '7000215 - AADSTS7000215: Invalid client secret provided.',
    };
    const failure = tokenRefused(Object.assign(new Error('x'), wrong));
    expect(failure).toBeInstanceOf(PermanentFailure);
    expect(failure.message).toMatch(/AADSTS7000215.*TEAMS_APP_PASSWORD/);
  });

  it('while Microsoft does not answer is for a while', () => {
    expect(tokenRefused(Object.assign(new Error('x'), { errorCode: 'network_error' }))).toBeInstanceOf(
      TemporaryFailure,
    );
    expect(tokenRefused(new Error('socket hang up'))).toMatchObject({ outcomeUnknown: false });
  });
});
