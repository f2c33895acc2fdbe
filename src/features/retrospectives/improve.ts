import { z } from 'zod';
import type { Reply } from '../../chat/inbound.ts';
import { NotFound, onField } from '../../core/errors.ts';
import { openAction, refuseDay } from '../actions/index.ts';
import { type Act, action } from '../feature.ts';
import { keepLesson } from '../lessons/index.ts';
import { getPeople, listTeams } from '../people/index.ts';
import { getProgramme, requireLead } from '../programme/index.ts';
import { line } from '../register/index.ts';
import { Kind } from '../register/model.ts';
import { RetroValue } from './answer.ts';
import { improveForm, keptCard, lessonForm } from './cards.ts';
import { LONGEST, type Retrospective } from './model.ts';
import { cardOf, showProgramme } from './show.ts';
import * as store from './store.ts';

/** Words that recall a lesson, and characters of one. Ours, as of a lesson from a file. */
const MOST_WORDS = 20;
const LONGEST_WORD = 40;
const LONGEST_LINK = 2_000;

async function findById(act: Act, id: string): Promise<Retrospective> {
  const [found] = await store.listRetrospectives(act.tx, { ids: [id] });
  if (found === undefined)
    throw new NotFound('no-such-retro', 'This retrospective is gone. `/deps retro` shows the last one.');
  return found;
}

/** Boxes of a form: a platform hands over one answer without a list. */
const Kinds = z.union([z.array(Kind), Kind.transform((one) => [one])]).default([]);
const Teams = z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]);

export const improveActions = {
  'retrospectives.improve-form': action({
    value: RetroValue,
    run: async (act, { retro }): Promise<Reply> => ({ kind: 'form', form: improveForm(await findById(act, retro)) }),
  }),
  /** An improvement is an action, which is reminded of, moved and closed like all others. */
  'retrospectives.improve': action({
    value: RetroValue,
    fields: z.object({
      what: line(LONGEST.improvement, 'Say what is done differently.'),
      owner: z.uuid('Choose a person.'),
      due: z.iso.date('Choose a day.'),
    }),
    async run(act, { retro: id }, { what, owner: ownerId, due }): Promise<Reply> {
      const retro = await findById(act, id);
      const owner = (await getPeople(act.tx, [ownerId])).get(ownerId);
      if (owner === undefined) {
        throw onField('no-such-person', 'owner', 'Nobody in the register is this person. Choose another.');
      }
      refuseDay(act, owner, due);
      await openAction(act, {
        programmeId: retro.programmeId,
        what,
        ownerId,
        dueOn: due,
        dependencyId: null,
        source: { kind: 'retro', key: retro.key, why: `agreed in the retrospective of ${retro.milestone}` },
        openedById: act.by.id,
      });
      await showProgramme(act, retro);
      return { kind: 'replace', card: await cardOf(act, retro) };
    },
  }),
  'retrospectives.lesson-form': action({
    value: RetroValue,
    async run(act, { retro: id }): Promise<Reply> {
      const retro = await findById(act, id);
      await requireLead(act, await getProgramme(act.tx, retro.programmeId), 'keep lessons');
      const teams = (await listTeams(act.tx)).map(({ key, name }) => ({ value: key.toLowerCase(), label: name }));
      return { kind: 'form', form: lessonForm(retro, await store.listThemes(act.tx, id), teams) };
    },
  }),
  'retrospectives.lesson': action({
    value: RetroValue,
    fields: z.object({
      title: line(LONGEST.lesson, 'Say what was learned.'),
      kinds: Kinds,
      teams: Teams,
      words: z
        .string()
        .default('')
        .transform((words) =>
          words
            .split(',')
            .map((one) => one.trim().toLowerCase())
            .filter((one) => one !== ''),
        )
        .pipe(z.array(z.string().max(LONGEST_WORD, `A word has at most ${LONGEST_WORD} characters.`)).max(MOST_WORDS)),
      link: z
        .string()
        .default('')
        .transform((link) => link.trim() || null)
        .pipe(
          z
            .string()
            .max(LONGEST_LINK)
            .regex(
              /^https?:\/\/\S+$/i,
              'Send a web address such as https://wiki.example/post-mortem, or leave it empty.',
            )
            .nullable(),
        ),
    }),
    async run(act, { retro: id }, { title, kinds, teams, words, link }): Promise<Reply> {
      const retro = await findById(act, id);
      await requireLead(act, await getProgramme(act.tx, retro.programmeId), 'keep lessons');
      if (kinds.length + teams.length + words.length === 0) {
        throw onField('nothing-recalls-it', 'words', 'Nothing recalls it: choose kinds or teams, or write words.');
      }
      const known = new Set((await listTeams(act.tx)).map(({ key }) => key.toLowerCase()));
      if (teams.some((team) => !known.has(team))) throw onField('no-such-team', 'teams', 'Choose among the teams.');
      const lesson = { title, text: null, kinds, teams, words, link, learnedOn: retro.until, source: retro.key };
      const kept = await keepLesson(act, lesson, act.by.id);
      return { kind: 'card', card: keptCard(kept) };
    },
  }),
};
