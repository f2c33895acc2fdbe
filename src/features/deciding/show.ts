import type { Card } from '../../chat/card.ts';
import { optional, rest, type Speaker } from '../../chat/commands.ts';
import { readSearch, searchText } from '../../chat/search.ts';
import { countDecisions, type DecisionFilter, listDecisions } from '../decisions/index.ts';
import { circleOf } from '../escalations/index.ts';
import { type Act, command } from '../feature.ts';
import { findPerson, withStandIns } from '../people/index.ts';
import { getProgramme, programmeFor } from '../programme/index.ts';
import { findDependency, listDependencies } from '../register/index.ts';
import { decisionCard, logCard } from './cards.ts';
import { partiesOf } from './parties.ts';
import { findDecision, viewOf, viewsOf } from './view.ts';

/** Decisions one card shows. */
const MOST_SHOWN = 20;
const DECISION_KEY = /^DEC-\d+$/;

export const decisionsCommand = command({
  name: 'decisions',
  summary: 'Show the decision log, or find in it',
  usage: 'decisions [WORDS] [by @WHO] [since DAY] [DEP-4 | DEC-3]',
  examples: ['decisions', 'decisions DEP-4', 'decisions DEC-3', 'decisions sandbox by @ana since 1 Nov'],
  who: 'everybody',
  arguments: { words: optional(rest()) },
  run: async (act, { words = '' }) => ({ kind: 'card', card: await show(act, words) }),
});

async function show(act: Act & { speaker: Speaker }, said: string): Promise<Card> {
  const { tx } = act;
  const search = readSearch(said, act.speaker);
  const { key, since, words } = search;
  if (key !== undefined && DECISION_KEY.test(key)) return showOne(act, key);
  const by = search.by === undefined ? undefined : await findPerson(tx, search.by);
  const about = key === undefined ? undefined : await findDependency(tx, key);
  const { name, ...home } = about === undefined ? await inProgramme(act) : { name: about.key, dependencyId: about.id };
  const filter: DecisionFilter = {
    ...home,
    ...(by !== undefined && { byId: by.id }),
    ...(since !== undefined && { from: since.at }),
    ...(words !== '' && { words }),
  };
  const found = await listDecisions(tx, filter, MOST_SHOWN);
  const narrowed = searchText(search, by?.name);
  return logCard(
    narrowed === '' ? name : `${name}, ${narrowed}`,
    await viewsOf(tx, found),
    await countDecisions(tx, filter),
  );
}

async function inProgramme(act: Act) {
  const { id, name } = await programmeFor(act);
  return { name, programmeId: id };
}

async function showOne(act: Act, key: string): Promise<Card> {
  const here = await programmeFor(act);
  const decision = await findDecision(act, { programmeId: here.id, keys: [key] });
  const programme = await getProgramme(act.tx, decision.programmeId);
  const [dependency] = await listDependencies(act.tx, { ids: [decision.dependencyId ?? []].flat() });
  const circle = dependency && (await circleOf(act.tx, dependency));
  const mayDecide = await withStandIns(act, await partiesOf(act, programme, circle));
  return decisionCard(await viewOf(act.tx, decision), { mayDecide });
}
