import type { Paces } from '../../chat/port.ts';

/**
 * Slack's numbers. Characters unless said otherwise.
 * Sources: [types] the comments of @slack/types 3.2; [block-kit] docs.slack.dev/reference/block-kit; others as named.
 */
export const LIMITS = Object.freeze({
  /** Blocks of one message, one modal, one Home tab. [block-kit: blocks] */
  blocksPerMessage: 50,
  blocksPerView: 100,
  /**
   * Text of all blocks of a message together. Not documented: 9,597 were accepted and 11,341 refused with
   * `msg_blocks_too_long`. [slackapi/bolt-js issues 2509 and 2867]
   */
  charactersPerMessage: 9_000,
  /** One text. Sections state it; rich text states none and is held to the same. [types: SectionBlock.text] */
  text: 3_000,
  /** What a screen shows in one line; Slack would take 25 in one block. [types: ActionsBlock.elements] */
  buttonsPerRow: 5,
  buttonLabel: 75,
  buttonValue: 2_000,
  buttonUrl: 3_000,
  /** `action_id`, `block_id` and `callback_id`. [types: Actionable, Block, BaseView] */
  id: 255,
  modalTitle: 24,
  modalButton: 24,
  privateMetadata: 3_000,
  inputLabel: 2_000,
  inputHint: 2_000,
  /** `max_length` and `initial_value` of a text input. [block-kit: plain-text-input] */
  inputText: 3_000,
  /** [types say 75 for `value`; Slack's pages have said 150: 75 is accepted by both] */
  optionText: 75,
  optionValue: 75,
  options: 100,
  /** [block-kit: image-block] */
  imageAlt: 2_000,
  /** Checkboxes and radio buttons. [types: Checkboxes.options, RadioButtons.options] */
  boxes: 10,
  /** The `text` of a message that is updated: `msg_too_long` above it. [docs.slack.dev/reference/methods/chat.update] */
  messageText: 4_000,
  /** [docs.slack.dev/reference/app-manifest] */
  commandUsageHint: 1_000,
});

/**
 * How often we post and update. One message a second in a channel and "several hundred per minute" in a workspace: 240
 * are. chat.update is of tier 3, more than 50 a minute. [docs.slack.dev/apis/web-api/rate-limits]
 */
export const PACES: Paces = {
  post: { everyMs: 250, burst: 20 },
  update: { everyMs: 1_200, burst: 10 },
  conversation: { everyMs: 1_000, burst: 1 },
  cardEveryMs: 2_000,
};

/** Slack gives up on an act that is not answered within 3 s; the rest is left for the way there and back. [docs.slack.dev/interactivity/handling-user-interaction] */
export const ANSWER_WITHIN_MS = 2_500;
/** A call that is part of an answer must leave time for the answer. */
export const ANSWER_CALL_TIMEOUT_MS = 2_000;
/** A call that nobody waits for. */
export const BACKGROUND_CALL_TIMEOUT_MS = 10_000;
/** A file of the largest size; Slack has its answer by then. Ours. */
export const FILE_TIMEOUT_MS = 10_000;
/** A file that was uploaded is ready after a moment; Slack says when. [slackapi/node-slack-sdk issue 1865] Ours. */
export const FILES_READY_TRIES = 10;
export const FILES_READY_WAIT_MS = 500;
/** Pictures that a process knows to be in Slack; beyond it they are given again. Ours. */
export const UPLOADS_REMEMBERED = 1_000;
/** Signed requests are good for five minutes, before and after. [docs.slack.dev/authentication/verifying-requests-from-slack] */
export const SIGNATURE_GOOD_FOR_SECONDS = 300;
/** Messages looked through for one of ours: the most that a restricted app may read at once. [docs.slack.dev/apis/web-api/rate-limits] */
export const MESSAGES_LOOKED_THROUGH = 15;
