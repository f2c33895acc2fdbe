import { PermanentFailure, TemporaryFailure } from '../../core/errors.ts';
import { ANSWER_CALL_TIMEOUT_MS } from './limits.ts';
import type { SlackMessage } from './render.ts';

/** GovSlack answers on its own domain. [docs.slack.dev/interactivity/handling-user-interaction] */
const SLACK_HOST = /^(hooks\.slack\.com|(.+\.)?slack-gov\.com)$/;

/** Where Slack keeps files. [docs.slack.dev/reference/objects/file-object: url_private_download] */
export const FILES_HOST = /^files\.slack\.com$/;

interface ResponseMessage extends SlackMessage {
  response_type?: 'ephemeral';
  replace_original?: boolean;
}

/** Posts an answer to the address that came with an act. */
export type Respond = (responseUrl: string, message: ResponseMessage) => Promise<void>;

/** Answers go to Slack's hosts, or to the host of the configured API address, and nowhere else. */
export function createRespond(apiUrl: string | undefined): Respond {
  return async (responseUrl, message) => {
    if (!isSlackAddress(responseUrl, apiUrl)) {
      throw new PermanentFailure('slack-foreign-response-url', 'The address for the answer is not one of Slack.');
    }
    const response = await post(responseUrl, message);
    if (!response.ok) {
      throw new PermanentFailure(`slack-response-${response.status}`, `Slack refused the answer: ${response.status}.`);
    }
  };
}

async function post(responseUrl: string, message: ResponseMessage): Promise<Response> {
  try {
    return await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_CALL_TIMEOUT_MS),
    });
  } catch (cause) {
    throw new TemporaryFailure('slack-unreachable', 'Slack did not take the answer.', { outcomeUnknown: true, cause });
  }
}

/** True for an address at one of Slack's hosts, or at the host of the configured API address. */
export function isSlackAddress(address: string, apiUrl: string | undefined, hosts = SLACK_HOST): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, host } = new URL(address);
  if (protocol === 'https:' && hosts.test(hostname)) return true;
  return apiUrl !== undefined && host === new URL(apiUrl).host && protocol === new URL(apiUrl).protocol;
}
