import { nearest, normaliseKey, optional, rest, word } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { Conflict, NotFound } from '../../core/errors.ts';
import { formatDay } from '../../core/format-time.ts';
import { localDate } from '../../core/local-time.ts';
import { type Act, command } from '../feature.ts';
import { type Programme, programmeFor, requireLead } from '../programme/index.ts';
import { readBy } from '../register/index.ts';
import { listProgrammeMilestones } from '../timeline/index.ts';
import { calendarOf } from './calendar.ts';
import type { Retrospective } from './model.ts';
import { cardOf } from './show.ts';
import { startRetrospective } from './start.ts';
import * as store from './store.ts';
import { addTheme, ThemeText } from './themes.ts';

const retroCommand = command({
  name: 'retro',
  summary: 'Show the retrospective of the last milestone, add a theme, or begin one',
  usage: 'retro [RETRO-1 | theme TEXT | start MILESTONE]',
  examples: ['retro', 'retro RETRO-1', 'retro theme contracts came late', 'retro start Beta'],
  who: 'everybody; leads of the programme begin one',
  arguments: { what: optional(word()), words: optional(rest()) },
  async run(act, { what = '', words = '' }): Promise<Reply> {
    const programme = await programmeFor(act);
    switch (what.toLowerCase()) {
      case 'start':
        return { kind: 'card', card: await cardOf(act, await start(act, programme, words)) };
      case 'theme': {
        const { id } = await latest(act, programme);
        return { kind: 'card', card: await cardOf(act, await addTheme(act, id, readBy(ThemeText, words, 'text'))) };
      }
      case '':
        return { kind: 'card', card: await cardOf(act, await latest(act, programme)) };
    }
    return { kind: 'card', card: await cardOf(act, await named(act, programme, what)) };
  },
});

async function latest(act: Act, { id, name }: Programme): Promise<Retrospective> {
  const [last] = await store.listRetrospectives(act.tx, { programmeId: id }, 1);
  if (last !== undefined) return last;
  throw new NotFound(
    'no-retro',
    `${name} has no retrospective yet. One begins after each milestone; a lead begins one with \`/deps retro start MILESTONE\`.`,
  );
}

async function named(act: Act, programme: Programme, words: string): Promise<Retrospective> {
  const key = normaliseKey(words, 'RETRO');
  const [found] = await store.listRetrospectives(act.tx, { programmeId: programme.id, key });
  if (found !== undefined) return found;
  const all = (await store.listRetrospectives(act.tx, { programmeId: programme.id })).map((one) => one.key);
  throw new NotFound(
    'no-such-retro',
    `${key.slice(0, 40)} is no retrospective of ${programme.name}. There is: ${all.join(', ') || 'none yet'}.`,
  );
}

async function start(act: Act, programme: Programme, words: string): Promise<Retrospective> {
  await requireLead(act, programme, 'begin a retrospective');
  const milestones = await listProgrammeMilestones(act.tx, programme.id);
  const milestone = milestones.find(({ name }) => name.toLowerCase() === words.toLowerCase());
  if (milestone === undefined) {
    const names = milestones.map(({ name }) => name);
    const near = nearest(words, names, 1);
    const meant = near.length > 0 ? ` Did you mean ${near[0]}?` : '';
    throw new NotFound(
      'no-such-milestone',
      `“${words.slice(0, 40)}” is no milestone of ${programme.name}.${meant} There is: ${names.join(', ') || 'none; `/deps milestones programme Beta: 4 Dec` plans one'}.`,
    );
  }
  const { zone } = await calendarOf(act, programme);
  if (milestone.date > localDate(act.now, zone)) {
    throw new Conflict(
      'milestone-ahead',
      `${milestone.name} is on ${formatDay(milestone.date, act.now)}. Its retrospective begins by itself in the working morning after.`,
    );
  }
  return startRetrospective(act, programme.id, milestone, act.by.id);
}

export const commands = [retroCommand];
