import { z } from 'zod';
import { PermanentFailure, TemporaryFailure } from '../../core/errors.ts';
import { wasNeverSent } from '../../core/unsent.ts';

/** Refusals that repeating cannot change, in the words of whoever must put them right. [learn.microsoft.com/microsoftteams/platform/bots: status codes] */
const PERMANENT: Readonly<Record<string, string>> = {
  ActivityNotFoundInConversation: 'The message was deleted.',
  BadArgument: 'Teams refused the call as malformed.',
  BadSyntax: 'Teams refused the card as malformed.',
  BotNotInConversationRoster: 'Depsync is not a member there: add the app to the team or the chat.',
  ConversationNotFound: 'The conversation does not exist any more.',
  ForbiddenOperationException: 'Depsync is not installed for them: have the app installed, or ask them to add it.',
  InvalidBotApiHost: 'The conversation belongs to another region of Teams: say anything to Depsync there.',
  MessageSizeTooBig: 'The card is too long for Teams.',
  MessageWritesBlocked: 'They blocked or removed Depsync: ask them to add the app again.',
  NotEnoughPermissions: 'The app may not post there.',
};

/** What a status means that comes without a name we know. */
const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'Teams refused the call as malformed.',
  401: 'Teams does not accept TEAMS_APP_ID and TEAMS_APP_PASSWORD.',
  403: 'Depsync may not post there: have the app installed, or added to the team.',
  404: 'The conversation or the message does not exist any more.',
  413: 'The card is too long for Teams.',
};

/** Teams took nothing: it was busy with the same conversation, or asks to wait. */
const TRY_AGAIN = new Set([408, 412, 429]);

/** To be asked to wait without being told how long. Ours: twice the shortest of Teams' limits. */
const WAIT_MS = 2_000;

const Refusal = z.object({
  error: z.object({
    code: z.string().optional(),
    innerHttpError: z.object({ body: z.object({ code: z.string().optional() }).optional() }).optional(),
  }),
  subCode: z.string().optional(),
});

/** Teams answered a call with another status than success. */
export function refusalOf(
  status: number,
  body: unknown,
  retryAfter: string | null,
): TemporaryFailure | PermanentFailure {
  const code = codeOf(body);
  const named = code === undefined ? '' : ` (${code})`;
  if (TRY_AGAIN.has(status)) {
    const told = retryAfter === null ? Number.NaN : Number(retryAfter) * 1_000;
    const retryAfterMs = Number.isFinite(told) ? told : WAIT_MS;
    return new TemporaryFailure(`teams-http-${status}`, `Teams asked to wait${named}.`, { retryAfterMs });
  }
  if (status >= 500) {
    return new TemporaryFailure(`teams-http-${status}`, `Teams answered ${status}.`, { outcomeUnknown: true });
  }
  const words = (code === undefined ? undefined : PERMANENT[code]) ?? BY_STATUS[status];
  const name = code === undefined ? `teams-${status}` : `teams-${status}-${code}`;
  return new PermanentFailure(name, `${words ?? `Teams answered ${status}.`}${named}`);
}

/** True for a refusal that says: there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof PermanentFailure && error.code.startsWith('teams-404');
}

/** No answer came. */
export function unreachable(cause: unknown): TemporaryFailure {
  const outcomeUnknown = !wasNeverSent(cause);
  return new TemporaryFailure('teams-unreachable', 'Teams did not answer.', { outcomeUnknown, cause });
}

/** No access token was given; nothing was sent. */
export function tokenRefused(cause: unknown): TemporaryFailure | PermanentFailure {
  const { errorCode, errorMessage } = MsalError.safeParse(cause).data ?? {};
  if (errorCode === undefined || !/^(invalid_|unauthorized_)/.test(errorCode)) {
    return new TemporaryFailure('teams-no-token', 'Microsoft gave no access token.', { cause });
  }
  // Microsoft's number says what is wrong; the rest of its text names the app and the moment.
  const number = /AADSTS\d+/.exec(errorMessage ?? '')?.[0] ?? errorCode;
  return new PermanentFailure(
    'teams-credentials',
    `Microsoft does not accept the app's credentials (${number}): check TEAMS_APP_ID, TEAMS_TENANT_ID and TEAMS_APP_PASSWORD.`,
    { cause },
  );
}

const MsalError = z.object({ errorCode: z.string(), errorMessage: z.string().optional() });

/** The most telling name of a refusal. */
function codeOf(body: unknown): string | undefined {
  const parsed = Refusal.safeParse(body);
  if (!parsed.success) return undefined;
  const { error, subCode } = parsed.data;
  const codes = [subCode, error.innerHttpError?.body?.code, error.code].filter((code) => code !== undefined);
  return codes.find((code) => code in PERMANENT) ?? codes[0];
}
