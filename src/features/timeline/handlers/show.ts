import { key, optional, rest } from '../../../chat/commands.ts';
import { text } from '../../../chat/text.ts';
import { InvalidInput } from '../../../core/errors.ts';
import { command } from '../../feature.ts';
import { getProgramme, programmeFor } from '../../programme/index.ts';
import { findDependency } from '../../register/index.ts';
import { conflictsCard, consequenceCard, explainedOf } from '../cards.ts';
import { loadTimeline } from '../load.ts';
import { MOST_DAYS } from '../model.ts';
import { conflictsIn } from '../rules/conflicts/find.ts';
import { resolutionsOf } from '../rules/conflicts/resolve.ts';
import { consequenceOf } from '../rules/consequence.ts';
import { slipped } from '../rules/what-if.ts';
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

const WHAT_IF = /^slips?\s+(\d{1,6})\s*(?:d|(?:working\s+)?days?)$/i;

export const whatIfCommand = command({
  name: 'what-if',
  summary: 'Show what follows when a dependency slips; nothing is saved',
  usage: 'what-if KEY slips DAYS days',
  examples: ['what-if DEP-12 slips 5 days', 'what-if 12 slips 3d'],
  who: 'everybody',
  arguments: { key: key(), slip: optional(rest()) },
  async run(act, { key: named, slip = '' }) {
    const dependency = await findDependency(act.tx, named);
    const days = Number(WHAT_IF.exec(slip.trim())?.[1] ?? 0);
    if (days < 1 || days > MOST_DAYS.slip) {
      throw new InvalidInput(
        'no-slip',
        `Say by how many working days, 1 to ${MOST_DAYS.slip}: \`/deps what-if ${dependency.key} slips 5 days\`.`,
      );
    }
    if (dependency.state !== 'open') {
      throw new InvalidInput('not-open', `${dependency.key} is ${dependency.state}: it slips no more.`);
    }
    const programme = await getProgramme(act.tx, dependency.programmeId);
    const before = await loadTimeline(act, programme);
    const { plan, calendars } = before;
    const schedule = slipped(before.schedule, { dependencyId: dependency.id, days });
    const consequence = consequenceOf(before, { schedule, conflicts: conflictsIn(plan, schedule, calendars) });
    const names = await namesIn(act, consequence.appeared);
    const title = text`If ${dependency.key} slips ${days} working ${days === 1 ? 'day' : 'days'}`;
    const facts = {
      cutOff: plan.cutOff,
      names,
      blocks: [{ kind: 'note' as const, text: ['Nothing is saved. Signatures are not looked at.'] }],
    };
    return { kind: 'card', card: consequenceCard(title, [[dependency.title]], consequence, facts) };
  },
});
