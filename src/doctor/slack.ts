import type { SlackFacts } from '../adapters/slack/inspect.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const INSTALL_AGAIN = 'install the app again from `depsync manifest`';

export function judgeSlack({ team, bot, missing }: SlackFacts): Finding[] {
  return [ok('slack', `the token is @${bot}'s in ${team}`), scopes(missing)];
}

function scopes(missing: SlackFacts['missing']): Finding {
  const name = 'slack scopes';
  if (missing === undefined) return warn(name, 'Slack did not list them', INSTALL_AGAIN);
  if (missing.needed.length > 0) return fail(name, `missing: ${missing.needed.join(', ')}`, INSTALL_AGAIN);
  if (missing.optional.length > 0) {
    return warn(
      name,
      `missing: ${missing.optional.join(', ')}; a channel may get a message twice after a failed call`,
      INSTALL_AGAIN,
    );
  }
  return ok(name, 'all granted');
}
