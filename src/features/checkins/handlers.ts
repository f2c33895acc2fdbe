import { z } from 'zod';
import { Colour, MARK } from '../../chat/card.ts';
import { rest } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { Conflict } from '../../core/errors.ts';
import { type Act, action, command } from '../feature.ts';
import { getProgramme, listProgrammes, programmeFor } from '../programme/index.ts';
import { type Dependency, listDependencies } from '../register/index.ts';
import { type Given, giveStatus, requireVoice } from './answer.ts';
import { detailsForm, flagged, learned, MOST_CHARACTERS, recordedCard, whichColourCard } from './cards.ts';
import type { Copy } from './model.ts';
import { answerInWords, closedAside } from './reply.ts';
import { getPrompt } from './store.ts';
import { present } from './views.ts';
import { looksLikeAnswer } from './words.ts';

/** What a button or form of a status carries; without a prompt it is about the dependency alone. */
const About = z.object({
  prompt: z.uuid().optional(),
  dependency: z.uuid(),
  card: z.enum(['prompt', 'nudge', 'delegate']).default('prompt'),
  delegate: z.uuid().optional(),
});
type About = z.output<typeof About>;
const Words = z.string().max(MOST_CHARACTERS, `At most ${MOST_CHARACTERS} characters.`).optional();

const Details = z
  .object({ colour: Colour, reason: Words, mitigation: Words, trigger: Words })
  .refine(({ colour, reason }) => colour === 'green' || (reason ?? '').trim() !== '', {
    path: ['reason'],
    message: 'Yellow and red need a reason: what happened, in one sentence.',
  });

export const actions = {
  /** One click on a prompt. */
  'checkins.answer': action({
    value: About.extend({ answer: z.enum(['same', 'green', 'yellow', 'red']) }),
    async run(act, { answer, ...about }) {
      const found = await findById(act, about.dependency);
      await requireVoice(act, found);
      const before = await othersAnswer(act, about);
      if (before !== undefined) return before;
      const colour = answer === 'same' ? found.report?.colour : answer;
      if (colour === undefined) return { kind: 'card', card: whichColourCard(askedBy(about), found) };
      const status = { colour, reason: null, mitigation: null, trigger: null };
      return showGiven(act, about, await giveStatus(act, found.id, status, 'button'));
    },
  }),

  /** Opens the form for one dependency. */
  'checkins.details': action({
    value: About,
    async run(act, about) {
      const { key, report, ...found } = await findById(act, about.dependency);
      await requireVoice(act, { key, report, ...found });
      return {
        kind: 'form',
        form: detailsForm({
          key,
          value: carried(about),
          colour: report?.colour ?? 'yellow',
          reason: report?.reason ?? null,
          mitigation: report?.mitigation ?? null,
          trigger: report?.trigger ?? null,
        }),
      };
    },
  }),

  'checkins.save': action({
    value: About,
    fields: Details,
    async run(act, about, fields) {
      await findById(act, about.dependency);
      const status = {
        colour: fields.colour,
        reason: filled(fields.reason),
        mitigation: filled(fields.mitigation),
        trigger: filled(fields.trigger),
      };
      const reply = await showGiven(act, about, await giveStatus(act, about.dependency, status, 'form'));
      const { reason, mitigation, trigger } = status;
      return 'card' in reply ? { ...reply, card: flagged(reply.card, [reason, mitigation, trigger]) } : reply;
    },
  }),
};

function askedBy({ prompt, card, delegate }: About) {
  return { promptId: prompt ?? '', kind: card, delegateId: delegate ?? null };
}

function carried(about: About): Record<string, string> {
  const { prompt, dependency, card, delegate } = about;
  return {
    dependency,
    card,
    ...(prompt === undefined ? {} : { prompt }),
    ...(delegate === undefined ? {} : { delegate }),
  };
}

function copyOf({ card, delegate }: About): Copy {
  return delegate === undefined ? { kind: card } : { kind: card, delegateId: delegate };
}

/** The present card, where somebody else answered since the one that was clicked was shown: their word stays. */
async function othersAnswer(act: Act, about: About): Promise<Reply | undefined> {
  const prompt = about.prompt === undefined ? undefined : await getPrompt(act.tx, about.prompt);
  const given = prompt?.answers[about.dependency];
  if (prompt === undefined || given === undefined || given.byId === act.by.id) return undefined;
  const programme = await getProgramme(act.tx, prompt.programmeId);
  return { kind: 'replace', card: await present(act, programme, prompt, copyOf(about)) };
}

/** The card that was clicked as it stands now; what was recorded, where it was no prompt's. */
async function showGiven(act: Act, about: About, { dependency, prompts, lessons }: Given): Promise<Reply> {
  const { report, key, id } = dependency;
  const mine = prompts.find((prompt) => prompt.id === about.prompt);
  if (mine === undefined || mine.state === 'missed') {
    const what = MARK[report?.colour ?? 'yellow'];
    const recorded = { key, dependencyId: id, what, reason: report?.reason ?? null, aside: closedAside(prompts) };
    return { kind: mine === undefined ? 'replace' : 'card', card: learned(recordedCard([recorded]), lessons) };
  }
  const programme = await getProgramme(act.tx, mine.programmeId);
  return { kind: 'replace', card: learned(await present(act, programme, mine, copyOf(about)), lessons) };
}

function filled(words: string | undefined): string | null {
  const trimmed = (words ?? '').trim();
  return trimmed === '' ? null : trimmed;
}

async function findById(act: Act, id: string): Promise<Dependency> {
  const [found] = await listDependencies(act.tx, { ids: [id] });
  if (found === undefined) {
    throw new Conflict('gone', 'This dependency is no longer in the register. `/deps mine` shows what is yours.');
  }
  return found;
}

export const replyCommand = command({
  name: 'reply',
  summary: 'Say how your dependencies stand, in plain words',
  usage: 'reply WORDS',
  examples: ['reply 7 green, staging arrived; 12 blocked by the vendor until Friday', 'reply all green'],
  who: 'owners, their delegates and stand-ins, and leads',
  arguments: { words: rest() },
  run: (act, { words }) => answerInWords(act, words, 'command'),
});

/** Plain words to the bot that read like a status. */
export async function understandWords(act: Act, words: string): Promise<Reply | undefined> {
  if ((await listProgrammes(act.tx)).length === 0) return undefined;
  const { prefix } = await programmeFor(act);
  return looksLikeAnswer(words, prefix) ? answerInWords(act, words, 'words') : undefined;
}
