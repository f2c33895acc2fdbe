import { type Finding, ok, some, warn } from './finding.ts';

/** A programme as far as its ladder goes: who is asked, and who is turned to. */
export interface LadderFacts {
  programme: string;
  nudges: { delegate: boolean; lead: boolean };
  leads: number;
  /** Open dependencies by key: whether somebody owns them, and whether somebody stands behind the owner. */
  dependencies: { key: string; owned: boolean; hasDelegate: boolean }[];
}

/** Ladders with a rung that nobody stands on. */
export function judgeLadder({ programme, nudges, leads, dependencies }: LadderFacts): Finding[] {
  const name = `ladder of ${programme}`;
  const findings: Finding[] = [];
  if (leads === 0 && nudges.lead) {
    findings.push(
      warn(name, 'it has no lead: nobody hears of silent owners', 'name leads in the register file and import it'),
    );
  }
  const unowned = dependencies.filter((one) => !one.owned).map((one) => one.key);
  if (unowned.length > 0) {
    findings.push(warn(name, `nobody owns ${some(unowned)}`, 'a lead assigns each: /deps assign DEP-… owner @…'));
  }
  const alone = dependencies.filter((one) => one.owned && !one.hasDelegate).map((one) => one.key);
  if (nudges.delegate && alone.length > 0) {
    findings.push(
      warn(name, `${some(alone)}: no delegate to turn to`, 'a lead assigns each: /deps assign DEP-… delegate @…'),
    );
  }
  return findings.length > 0 ? findings : [ok(name, 'every rung is taken')];
}

/** People who read in the console only, where a chat is configured. */
export function judgeReach(withoutChat: readonly string[]): Finding {
  return withoutChat.length === 0
    ? ok('people', 'everybody has a chat identity')
    : warn(
        'people',
        `${withoutChat.length} without a chat identity: ${some(withoutChat.map((handle) => `@${handle}`))}; they are joined by e-mail address when first written to`,
        'where the address differs there, name their id in the register: slack: U…, or teams: their Entra object id',
      );
}

export function judgeChannel(channel: string, programme: string, why: string | undefined): Finding {
  const name = `channel ${channel} of ${programme}`;
  return why === undefined
    ? ok(name, 'the last message arrived, or none was sent yet')
    : warn(
        name,
        `the last message did not arrive (${why})`,
        'add Depsync there (in Slack with /invite), or choose another: /deps settings channel',
      );
}

/** Roles of a programme's channels of which none is in the chat that is configured; people there hear of nothing. */
export function judgeChatChannels(programme: string, consoleOnly: readonly string[]): Finding {
  const name = `channels of ${programme}`;
  return consoleOnly.length === 0
    ? ok(name, 'each role has one in the chat')
    : warn(
        name,
        `${consoleOnly.join(' and ')}: in the console only, so that nobody in the chat sees what is posted there`,
        `a lead invites Depsync to a channel and sends there: /deps settings channel ${consoleOnly[0]} here`,
      );
}
