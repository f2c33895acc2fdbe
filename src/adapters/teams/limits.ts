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
