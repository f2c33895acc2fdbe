/**
 * Errors are sorted by what the catcher must do.
 * Anything that is none of these is a bug: it is logged with an id and the person is given that id.
 */

/** Something the person can put right; the message is shown to them as written. */
export abstract class UserError extends Error {
  abstract readonly kind: 'invalid-input' | 'not-allowed' | 'not-found' | 'conflict' | 'not-ready';
  /** Stable name for logs and tests, such as `no-such-dependency`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** What was sent cannot be used; the message says what to send instead. */
export class InvalidInput extends UserError {
  readonly kind = 'invalid-input';
  /** Messages by form field, where the input was a form. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(code: string, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(code, message);
    this.fields = fields;
  }
}

/** What is wrong with one field of a form. */
export function onField(code: string, field: string, message: string): InvalidInput {
  return new InvalidInput(code, message, { [field]: inPlace(message) });
}

/** A message of ours as it stands beside a field, where the signs of code mean nothing. */
export function inPlace(message: string): string {
  return message.replaceAll('`', '');
}

/** The person may not do this; the message says who may. */
export class NotAllowed extends UserError {
  readonly kind = 'not-allowed';
}

/** The thing named does not exist; the message offers the nearest names. */
export class NotFound extends UserError {
  readonly kind = 'not-found';
}

/** The thing changed since the person saw it; the message says how it stands now. */
export class Conflict extends UserError {
  readonly kind = 'conflict';
}

/** It cannot be done yet, and soon can without anybody's doing; whoever is able to deliver it again does. */
export class NotReady extends UserError {
  readonly kind = 'not-ready';
}

/** The outside world failed and may work later. */
export class TemporaryFailure extends Error {
  readonly code: string;
  /** Milliseconds the outside asked us to wait, where it said so. */
  readonly retryAfterMs: number | undefined;
  /** True when the call may have taken effect all the same (time-out, 5xx, connection lost after sending). */
  readonly outcomeUnknown: boolean;

  constructor(
    code: string,
    message: string,
    options: { retryAfterMs?: number; outcomeUnknown?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'TemporaryFailure';
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
  }
}

/** The outside world refused for good; repeating cannot help. */
export class PermanentFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PermanentFailure';
    this.code = code;
  }
}
