import { z } from 'zod';
import type { Reply } from '../../chat/inbound.ts';
import { Conflict, NotAllowed, NotFound } from '../../core/errors.ts';
import { formatMoment } from '../../core/format-time.ts';
import { type Act, action } from '../feature.ts';
import { optionalLine } from '../register/index.ts';
import { answeredCard, answerForm } from './cards.ts';
import { BEST, LONGEST, type Question, type Retrospective } from './model.ts';
import { emptyBox, put } from './rules/box.ts';
import * as store from './store.ts';

/** What a button of a retrospective carries. */
export const RetroValue = z.object({ retro: z.uuid() });

/** An open retrospective, locked. Throws Conflict where it is closed. */
export async function holdOpen(act: Act, id: string): Promise<Retrospective> {
  const held = await store.lockRetrospective(act.tx, id);
  if (held === undefined)
    throw new NotFound('no-such-retro', 'This retrospective is gone. `/deps retro` shows the last one.');
  if (held.closedAt === null) return held;
  throw new Conflict(
    'closed',
    `${held.key} closed on ${formatMoment(held.closedAt, act.by.calendar.zone)}. Nothing of yours was saved. \`/deps retro ${held.key}\` shows what it came to.`,
  );
}

/** The survey, when this person is asked and has not answered. Throws NotAllowed and Conflict. */
async function holdSurvey(act: Act, id: string): Promise<Retrospective> {
  const held = await holdOpen(act, id);
  const mine = (await store.participantsOf(act.tx, id)).find(({ personId }) => personId === act.by.id);
  if (mine === undefined) {
    throw new NotAllowed(
      'not-asked',
      `${held.key} asks owners, approvers, contacts and leads. You may add themes and vote: \`/deps retro theme TEXT\`.`,
    );
  }
  if (mine.answered) {
    throw new Conflict(
      'answered-already',
      `You answered ${held.key} already: everybody answers once. Your first answers count.`,
    );
  }
  return held;
}

const CHOOSE = { error: `Choose 1 to ${BEST}.` };
const score = z.coerce.number(CHOOSE).int(CHOOSE).min(1, CHOOSE).max(BEST, CHOOSE);
const words = optionalLine(LONGEST.words);
const Fields = z
  .object({
    coordination: score,
    'coordination-words': words,
    contracts: score,
    'contracts-words': words,
    tooling: score,
    'tooling-words': words,
  })
  .transform((said) => {
    const of = (question: Question) => ({ score: said[question], words: said[`${question}-words` as const] });
    return { coordination: of('coordination'), contracts: of('contracts'), tooling: of('tooling') };
  });

export const answerActions = {
  'retrospectives.answer-form': action({
    value: RetroValue,
    run: async (act, { retro }): Promise<Reply> => ({ kind: 'form', form: answerForm(await holdSurvey(act, retro)) }),
  }),
  /** Writes no audit entry and no instant: either would tell who answered what. */
  'retrospectives.answer': action({
    value: RetroValue,
    fields: Fields,
    async run(act, { retro }, answers): Promise<Reply> {
      const held = await holdSurvey(act, retro);
      await store.setAnswered(act.tx, held.id, act.by.id, held.anonymous ? null : answers);
      if (held.anonymous) {
        await store.saveBox(act.tx, held.id, put((await store.getBox(act.tx, held.id)) ?? emptyBox(), answers));
      }
      return { kind: 'replace', card: answeredCard(held) };
    },
  }),
};
