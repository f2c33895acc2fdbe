import { command } from '../../feature.ts';
import { programmeFor } from '../../programme/index.ts';
import { conflictsCard, explainedOf } from '../cards.ts';
import { loadTimeline } from '../load.ts';
import { resolutionsOf } from '../rules/conflicts/resolve.ts';
import { namesIn } from './change.ts';

export const conflictsCommand = command({
  name: 'conflicts',
  summary: 'Show what contradicts itself in the plan, with ways out and what each costs',
  usage: 'conflicts',
  examples: ['conflicts'],
  who: 'everybody',
  arguments: {},
  async run(act) {
    const programme = await programmeFor(act);
    const { conflicts, ...setting } = await loadTimeline(act, programme);
    const shown = explainedOf(conflicts).map((conflict) => ({ conflict, ways: resolutionsOf(conflict, setting) }));
    const people = shown.flatMap(({ ways }) => ways.flatMap((way) => way.people));
    const names = await namesIn(act, conflicts, people);
    return { kind: 'card', card: conflictsCard(programme.name, shown, conflicts.length, names) };
  },
});
