import { type Card, note } from '../../chat/card.ts';
import { code, moment, strong, type Text, text } from '../../chat/text.ts';
import type { Decision } from './model.ts';

/** What the log shows of a decision: itself, who took it, and the dependency it is about. */
export interface LoggedDecision {
  decision: Decision;
  by: string;
  /** DEP-4; null when it is about none. */
  dependency: string | null;
}

/** The decision log, newest first; `all` counts those that are not shown as well. */
export function logCard(about: string, logged: readonly LoggedDecision[], all: number): Card {
  if (logged.length === 0) {
    return note(
      `No decision is logged for ${about} yet`,
      text`A blocker that stays open goes to leadership; what is decided there is logged here. ${code('/deps blockers')} shows the open ones.`,
    );
  }
  return {
    title: text`${all} ${all === 1 ? 'decision' : 'decisions'} logged for ${about}`,
    blocks: [{ kind: 'list', items: logged.map(line), more: all - logged.length }],
  };
}

function line({ decision, by, dependency }: LoggedDecision): Text {
  const about = dependency === null ? '' : `${dependency}: `;
  const others = decision.options.length;
  return text`${strong(decision.key)} ${about}${decision.choice} · ${by}, ${moment(decision.at)}${decision.reason === null ? '' : ` · reason: ${decision.reason}`}${others > 0 ? ` · chosen from ${others}` : ''}`;
}
