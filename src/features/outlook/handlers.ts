import { optional, rest } from '../../chat/commands.ts';
import { altOf } from '../../pictures/words.ts';
import { command } from '../feature.ts';
import { listTeams } from '../people/index.ts';
import { programmeFor } from '../programme/index.ts';
import { timelineCard } from '../timeline/index.ts';
import { mapCard, nothingCard, withPicture } from './cards.ts';
import { loadFacts } from './load.ts';
import { readFilter, wordsOf } from './rules/filter.ts';
import { ganttOf, mapOf } from './rules/pictures.ts';
import { addPicture } from './store.ts';

const PART = '[TEAM] [red | yellow | green] [path]';

export const mapCommand = command({
  name: 'map',
  summary: 'Show who produces what for whom as a picture, with the critical path',
  usage: `map ${PART}`,
  examples: ['map', 'map path', 'map plat red'],
  who: 'everybody',
  arguments: { words: optional(rest()) },
  async run(act, { words = '' }) {
    const programme = await programmeFor(act);
    const filter = readFilter(words, await listTeams(act.tx), 'map');
    const { facts } = await loadFacts(act, programme);
    const model = mapOf(facts, filter);
    if (model.nodes.length === 0) {
      return { kind: 'card', card: nothingCard(programme.name, wordsOf(filter), 'map') };
    }
    const picture = await addPicture(act.tx, model, act.now);
    return { kind: 'card', card: mapCard(model, picture, altOf(model)) };
  },
});

export const timelineCommand = command({
  name: 'timeline',
  summary:
    'Show the critical path, what is later than planned, and the float of everything that is open, with a picture',
  usage: `timeline ${PART}`,
  examples: ['timeline', 'timeline path', 'timeline plat red'],
  who: 'everybody',
  arguments: { words: optional(rest()) },
  async run(act, { words = '' }) {
    const programme = await programmeFor(act);
    const filter = readFilter(words, await listTeams(act.tx), 'timeline');
    const { facts, timeline } = await loadFacts(act, programme);
    const model = ganttOf(facts, filter);
    if (model.rows.length === 0) {
      return { kind: 'card', card: nothingCard(programme.name, wordsOf(filter), 'timeline') };
    }
    const shown = new Set(model.rows.map(({ key }) => key));
    const dependencies = [...facts.schedule.dependencies].filter(([, { dependency }]) => shown.has(dependency.key));
    const schedule = { ...facts.schedule, dependencies: new Map(dependencies) };
    const idle = timeline.plan.idle.map(({ personId }) => timeline.records.people.get(personId)?.name ?? 'somebody');
    const said = { cutOff: facts.cutOff, conflicts: timeline.conflicts.length, idle };
    const picture = await addPicture(act.tx, model, act.now);
    return { kind: 'card', card: withPicture(timelineCard(programme.name, schedule, said), picture, altOf(model)) };
  },
});
