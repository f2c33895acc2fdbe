import type { Paces } from '../../chat/port.ts';

/**
 * Numbers of Teams for cards. Characters unless said otherwise.
 * Sources: [cards] learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference; others as named.
 */
export const LIMITS = Object.freeze({
  /** The newest version of Adaptive Cards that Teams shows for a bot. [cards: Adaptive Card] */
  cardVersion: '1.5',
  /**
   * A whole message as JSON, in bytes of UTF-8. Bots may send about 100 KB of UTF-16; 28 KB is what every way into Teams takes
   * (webhooks, workflows, older clouds), and 28 KB of UTF-8 are at most 56 KB of UTF-16.
   * [learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages; …/webhooks-and-connectors/how-to/add-incoming-webhook]
   */
  messageBytes: 28 * 1024,
  /** Room for what the sender puts around a message: conversation, ids, the recipient. Ours. */
  envelopeBytes: 1024,
  /** One text. Teams states none; a screen of them is enough. Ours. */
  text: 4_000,
  /** Buttons of one ActionSet; Teams hides those above. [hostConfig `actions.maxActions` of Teams; MicrosoftDocs/msteams-docs issue 5356] */
  buttonsPerSet: 6,
  /** Longer ones are cut by the client. Ours, as on Slack. */
  buttonLabel: 75,
  /** Ours, as on Slack: what a button carries works on every platform. */
  buttonValue: 2_000,
  buttonUrl: 3_000,
  /** Whose clients ask for their own view by themselves. [learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views] */
  refreshUsers: 60,
  /** The first line in a notification. Ours. */
  summary: 250,
  /** People that one card notifies. Ours. */
  mentions: 20,
  /** Ours; Teams states none for these. */
  inputLabel: 500,
  inputHint: 1_000,
  /** An answer. Teams states none; what a dialog brings back must fit a request. Ours. */
  inputText: 10_000,
  optionLabel: 200,
  options: 100,
  /** Up to so many options are shown at once, more in a list to open. Ours. */
  optionsShown: 5,
});

/**
 * How often we post and update. In one conversation Teams takes 7 calls in 1 s, 8 in 2 s, 60 in 30 s and 1,800 in an hour: one
 * each 2.01 s and 7 at once keep all four. An app may call 50 times a second in a tenant: 20 posts and
 * 20 updates are.
 * [learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit]
 */
export const PACES: Paces = {
  post: { everyMs: 50, burst: 5 },
  update: { everyMs: 50, burst: 5 },
  conversation: { everyMs: 2_010, burst: 7 },
  cardEveryMs: 2_000,
};

/** Teams gives up on an act after 10 to 15 s; the rest is left for the way there and back. [Azure Bot Service: long operations] */
export const ANSWER_WITHIN_MS = 8_000;
/** A call that nobody waits for. */
export const CALL_TIMEOUT_MS = 10_000;
/** A file of the largest size. Ours. */
export const FILE_TIMEOUT_MS = 10_000;
/** What Teams sends at most for one act: a message may have 100 KB, a form's answers more. Ours. */
export const LARGEST_ACTIVITY = '1mb';
/** Teams asked by e-mail address for somebody; Depsync is in few. Ours. */
export const MOST_TEAMS_ASKED = 10;

/** Where Teams is called before it ever called us. [learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages] */
export const PUBLIC_SERVICE_URL = 'https://smba.trafficmanager.net/teams/';
