import {
  type Answers,
  BEST,
  type Box,
  FEWEST_SHOWN,
  type Participant,
  type Pile,
  Question,
  type Results,
} from '../model.ts';

/** A box that nothing was put into. */
export function emptyBox(): Box {
  const pile = (): Pile => ({ scores: Array.from({ length: BEST }, () => 0), words: [] });
  return { coordination: pile(), contracts: pile(), tooling: pile() };
}

/** The box with one person's answers in it. The order in which boxes are filled leaves no trace. */
export function put(box: Box, answers: Answers): Box {
  const filled = (question: Question): Pile => {
    const { scores, words } = box[question];
    const said = answers[question];
    return {
      scores: scores.map((count, index) => (index + 1 === said.score ? count + 1 : count)),
      words: said.words === null ? words : [...words, said.words].sort(),
    };
  };
  return { coordination: filled('coordination'), contracts: filled('contracts'), tooling: filled('tooling') };
}

/** How many answers are in a box: each answers every question. */
export function answersIn({ coordination }: Box): number {
  return coordination.scores.reduce((sum, count) => sum + count, 0);
}

/** The mean score; null where nobody answered. */
export function meanOf({ scores }: Pile): number | null {
  const answers = scores.reduce((sum, count) => sum + count, 0);
  return answers === 0 ? null : scores.reduce((sum, count, index) => sum + count * (index + 1), 0) / answers;
}

/** What may be shown of a survey: of an anonymous one, nothing of fewer than three answers. */
export function resultsOf(
  anonymous: boolean,
  box: Box | undefined,
  participants: readonly Pick<Participant, 'answers'>[],
): Results {
  const named = participants.flatMap(({ answers }) => answers ?? []);
  const all = anonymous ? (box ?? emptyBox()) : named.reduce(put, emptyBox());
  const answered = answersIn(all);
  const hidden = anonymous && answered < FEWEST_SHOWN;
  return { answered, asked: participants.length, box: hidden ? null : all };
}

/** The questions in their order. */
export const questions = Question.options;
