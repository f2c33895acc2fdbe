import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import { nextTimer } from '../../timers/timers.ts';
import type { Feature } from '../feature.ts';
import { actions, replyCommand, understandWords } from './handlers.ts';
import { CLOSE, NUDGE, PLAN, PROMPT, type Prompt, promptSubject } from './model.ts';
import { nudgeTimer } from './nudges.ts';
import { askCommand } from './out-of-turn.ts';
import { planTimer } from './plan.ts';
import { promptTimers } from './prompt.ts';
import { closeTimer } from './rounds.ts';
import { unanswered } from './rules.ts';
import { openPromptsOf } from './store.ts';

export const checkins: Feature = {
  name: 'checkins',
  commands: [replyCommand, askCommand],
  actions,
  timers: { [PLAN]: planTimer, [NUDGE]: nudgeTimer, [CLOSE]: closeTimer },
  timersTogether: { [PROMPT]: promptTimers },
  words: understandWords,
};

/** Prompts that wait for a person, with the dependencies that have no answer yet. */
export async function openPrompts(
  tx: Tx,
  personId: string,
): Promise<Pick<Prompt, 'id' | 'dependencyIds' | 'answerBy'>[]> {
  return (await openPromptsOf(tx, personId)).map((prompt) => ({
    id: prompt.id,
    answerBy: prompt.answerBy,
    dependencyIds: unanswered(prompt),
  }));
}

/** When an owner is asked next in a programme. */
export function nextPromptAt(tx: Tx, programmeId: string, ownerId: string): Promise<DateTime | undefined> {
  return nextTimer(tx, promptSubject(programmeId, ownerId), PROMPT);
}
