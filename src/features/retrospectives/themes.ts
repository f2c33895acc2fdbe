import { z } from 'zod';
import type { Reply } from '../../chat/inbound.ts';
import { Conflict, NotFound } from '../../core/errors.ts';
import { type Act, action } from '../feature.ts';
import { line } from '../register/index.ts';
import { holdOpen, RetroValue } from './answer.ts';
import { themeForm } from './cards.ts';
import { LONGEST, MOST_THEMES, MOST_VOTES, type Retrospective } from './model.ts';
import { cardOf, showProgramme } from './show.ts';
import * as store from './store.ts';

/** A theme as it is typed. */
export const ThemeText = line(LONGEST.theme, 'Write what is to be talked about.');

/** Puts a theme to the vote. Throws Conflict where it stands there, or where there are too many. */
export async function addTheme(act: Act, id: string, text: string): Promise<Retrospective> {
  const held = await holdOpen(act, id);
  const themes = await store.listThemes(act.tx, id);
  const twin = themes.find((one) => one.text.toLowerCase() === text.toLowerCase());
  if (twin !== undefined) throw new Conflict('theme-twice', `Theme ${twin.number} says so already. Vote for it.`);
  if (themes.length >= MOST_THEMES) {
    throw new Conflict(
      'too-many-themes',
      `${held.key} has ${MOST_THEMES} themes, which is all it takes. Vote for the nearest one.`,
    );
  }
  const number = Math.max(0, ...themes.map((one) => one.number)) + 1;
  await store.insertTheme(act.tx, { retrospectiveId: id, number, text, byId: act.by.id, at: act.now });
  await showProgramme(act, held);
  return held;
}

export const themeActions = {
  'retrospectives.theme-form': action({
    value: RetroValue,
    run: async (act, { retro }): Promise<Reply> => ({ kind: 'form', form: themeForm(await holdOpen(act, retro)) }),
  }),
  'retrospectives.theme': action({
    value: RetroValue,
    fields: z.object({ text: ThemeText }),
    async run(act, { retro }, { text }): Promise<Reply> {
      return { kind: 'replace', card: await cardOf(act, await addTheme(act, retro, text)) };
    },
  }),
  /** A vote, or where the theme has this person's, its end. */
  'retrospectives.vote': action({
    value: z.object({ theme: z.uuid() }),
    async run(act, { theme }): Promise<Reply> {
      const id = await store.retroOfTheme(act.tx, theme);
      if (id === undefined)
        throw new NotFound('no-such-theme', 'This theme is gone. `/deps retro` shows what there is.');
      const held = await holdOpen(act, id);
      const mine = await store.votesOf(act.tx, held.id, act.by.id);
      if (mine.includes(theme)) await store.removeVote(act.tx, theme, act.by.id);
      else if (mine.length < MOST_VOTES) await store.addVote(act.tx, theme, act.by.id);
      else {
        throw new Conflict(
          'no-votes-left',
          `You gave your ${MOST_VOTES} votes. Press one of them again to take it back.`,
        );
      }
      await showProgramme(act, held);
      return { kind: 'replace', card: await cardOf(act, held) };
    },
  }),
};
