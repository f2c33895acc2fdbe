import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { PermanentFailure, TemporaryFailure } from '../../core/errors.ts';
import { wasNeverSent } from '../../core/unsent.ts';

/** Answers of Slack that repeating cannot change, in the words of whoever must put them right. */
export const PERMANENT: Readonly<Record<string, string>> = {
  account_inactive: 'The Slack app was removed from the workspace, or its bot user was deactivated: install it again.',
  block_mismatch: 'The message can no longer be changed in this way.',
  cannot_dm_bot: 'The person is a bot.',
  cant_update_message: 'The message was not posted by Depsync.',
  channel_not_found: 'The channel does not exist, or Depsync is not a member of it: invite it with /invite.',
  edit_window_closed: 'The workspace no longer allows this message to be edited.',
  ekm_access_denied: "The workspace's administrators have suspended the posting of messages.",
  enterprise_is_restricted: 'The organisation does not allow the app here.',
  invalid_arguments: 'Slack refused the call as malformed.',
  invalid_auth: 'Slack does not accept SLACK_BOT_TOKEN: copy it again from the app (OAuth & Permissions).',
  invalid_blocks: 'Slack refused the card as malformed.',
  invalid_blocks_format: 'Slack refused the card as malformed.',
  is_archived: 'The channel is archived.',
  message_not_found: 'The message was deleted.',
  messages_tab_disabled: "Direct messages to the app are off: turn on the Messages tab in the app's App Home.",
  missing_scope: 'The app lacks a permission: install it again from the current manifest.',
  msg_blocks_too_long: 'The card is too long for Slack.',
  msg_too_long: 'The text is too long for Slack.',
  no_permission: 'The app lacks a permission: install it again from the current manifest.',
  no_text: 'Slack refused an empty message.',
  not_allowed_token_type: 'SLACK_BOT_TOKEN must be a bot token (xoxb-…).',
  not_authed: 'SLACK_BOT_TOKEN is missing.',
  not_in_channel: 'Depsync is not a member of the channel: invite it with /invite.',
  restricted_action: 'The workspace does not let the app post there.',
  restricted_action_read_only_channel: 'The channel is read-only.',
  restricted_action_thread_only_channel: 'The channel takes replies in threads only.',
  team_access_not_granted: 'The app has no access to that workspace.',
  token_expired: 'SLACK_BOT_TOKEN has expired: turn token rotation off, or copy the new token.',
  token_revoked: 'SLACK_BOT_TOKEN was revoked: install the app again.',
  user_disabled: 'The person left the workspace.',
  user_not_found: 'Slack knows no such person.',
  user_not_visible: 'The person is not visible to the app.',
  users_not_found: 'Slack knows no such person.',
};

/** Slack's own failures; something may have happened before it failed. [docs.slack.dev/reference/methods/chat.postMessage: errors] */
const HALF_DONE = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']);
/** What a failed call to Slack means for whoever made it. */
export function toFailure(error: unknown): TemporaryFailure | PermanentFailure {
  if (error instanceof TemporaryFailure || error instanceof PermanentFailure) return error;
  if (error instanceof WebAPIRateLimitedError) {
    const retryAfterMs = error.retryAfter * 1000;
    return new TemporaryFailure('slack-rate-limited', `Slack asked to wait ${error.retryAfter} s.`, {
      retryAfterMs,
      cause: error,
    });
  }
  if (error instanceof WebAPIPlatformError) return refused(error);
  if (error instanceof WebAPIHTTPError) {
    const outcomeUnknown = error.statusCode >= 500;
    return new TemporaryFailure(`slack-http-${error.statusCode}`, `Slack answered ${error.statusCode}.`, {
      outcomeUnknown,
      cause: error,
    });
  }
  const reason = error instanceof WebAPIRequestError ? error.original : error;
  const outcomeUnknown = !wasNeverSent(reason);
  return new TemporaryFailure('slack-unreachable', 'Slack did not answer.', { outcomeUnknown, cause: error });
}

/** The name Slack gives to a refusal, such as `missing_scope`; undefined for other failures. */
export function refusalCode(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

function refused(error: WebAPIPlatformError): TemporaryFailure | PermanentFailure {
  const code = error.data.error;
  const words = PERMANENT[code];
  if (words !== undefined) return new PermanentFailure(`slack-${code}`, `${words} (${code})`, { cause: error });
  // An answer that is no JSON comes as an error with the whole body for its name.
  const known = /^\w{1,60}$/.test(code);
  return new TemporaryFailure(known ? `slack-${code}` : 'slack-unreadable', `Slack refused: ${code.slice(0, 60)}.`, {
    outcomeUnknown: !known || HALF_DONE.has(code),
    cause: error,
  });
}
