import { z } from 'zod';
import { optional, rest } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { type Act, action, command } from '../feature.ts';
import { programmeFor, requireLead } from '../programme/index.ts';
import { importedCard, importForm, lessonsCard, MOST_LISTED } from './cards.ts';
import { importLessons } from './import.ts';
import type { Lesson } from './model.ts';
import * as store from './store.ts';

const IMPORT = 'import';
/** How errors name a file whose name no platform hands over. */
const THE_FILE = 'The file';

const lessonsCommand = command({
  name: 'lessons',
  summary: 'Show what was learned before, find in it, or import it',
  usage: 'lessons [WORDS | import]',
  examples: ['lessons', 'lessons sandbox', 'lessons api', 'lessons import'],
  who: 'everybody; leads of the programme import',
  arguments: { words: optional(rest()) },
  async run(act, { words = '' }): Promise<Reply> {
    if (words.toLowerCase() === IMPORT) {
      await requireImporter(act);
      return { kind: 'form', form: importForm() };
    }
    const all = await store.listLessons(act.tx);
    const found = words === '' ? all : all.filter((lesson) => holds(lesson, words.toLowerCase()));
    const about = words === '' ? 'all' : `with “${words.slice(0, 40)}”`;
    return {
      kind: 'card',
      card: lessonsCard(about, found.slice(0, MOST_LISTED), Math.max(0, found.length - MOST_LISTED)),
    };
  },
});

function holds({ title, text, kinds, teams, words, source }: Lesson, asked: string): boolean {
  return [title, text ?? '', ...kinds, ...teams, ...words, source ?? ''].some((one) =>
    one.toLowerCase().includes(asked),
  );
}

async function requireImporter(act: Act): Promise<void> {
  await requireLead(act, await programmeFor(act), 'import lessons');
}

export const actions = {
  'lessons.import': action({
    value: z.object({}),
    fields: z.object({ file: z.string({ error: 'Choose a Markdown file.' }).min(1, 'Choose a Markdown file.') }),
    async run(act, _value, { file }): Promise<Reply> {
      await requireImporter(act);
      const imported = await importLessons(act, [{ name: THE_FILE, text: file }], { byId: act.by.id, dryRun: false });
      return { kind: 'card', card: importedCard(imported) };
    },
  }),
};

export const commands = [lessonsCommand];
