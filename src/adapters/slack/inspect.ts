import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { toFailure } from './errors.ts';
import { BACKGROUND_CALL_TIMEOUT_MS } from './limits.ts';
import { SCOPES } from './scopes.ts';

const Answer = z.object({
  team: z.string().optional(),
  user: z.string().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** What Slack says of a token. */
export interface SlackFacts {
  team: string;
  bot: string;
  /** Permissions that are needed and missing; undefined when Slack does not list the token's. */
  missing: { needed: string[]; optional: string[] } | undefined;
}

/** Asks Slack about a token, once. Throws TemporaryFailure or PermanentFailure. */
export async function inspectSlack(botToken: string, apiUrl: string | undefined): Promise<SlackFacts> {
  const client = new WebClient(botToken, {
    timeout: BACKGROUND_CALL_TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
  });
  try {
    const { team, user, response_metadata: metadata } = Answer.parse(await client.auth.test());
    return {
      team: team ?? 'unknown',
      bot: user ?? 'unknown',
      missing: metadata?.scopes && missingFrom(metadata.scopes),
    };
  } catch (error) {
    throw toFailure(error);
  }
}

function missingFrom(granted: readonly string[]): { needed: string[]; optional: string[] } {
  const missing = Object.entries(SCOPES).filter(([scope]) => !granted.includes(scope));
  const names = (optional: boolean) =>
    missing.filter(([, about]) => 'optional' in about === optional).map(([scope]) => scope);
  return { needed: names(false), optional: names(true) };
}
