import { z } from 'zod';
import { normaliseKey, optional, rest } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { isWebAddress } from '../../chat/text.ts';
import { Conflict, InvalidInput, onField } from '../../core/errors.ts';
import { enqueue } from '../../outbox/outbox.ts';
import { type Decision, decisionInForce, LONGEST, MOST, recordDecision, supersedersOf } from '../decisions/index.ts';
import { circleOf, concernedBy, tell } from '../escalations/index.ts';
import { type Act, action, command } from '../feature.ts';
import { channelsOf, getProgramme, lockProgramme, type Programme, programmeFor } from '../programme/index.ts';
import { findDependency, line } from '../register/index.ts';
import { decideForm, decisionCard } from './cards.ts';
import { requireParty } from './parties.ts';
import { itemsOf, readDecisionWords } from './rules.ts';
import { findDecision, viewOf } from './view.ts';

/** `none said` is an empty text, in words as in a form. */
const Said = z.string().trim().default('');
const Items = z.union([z.array(z.string()), z.string().transform(itemsOf)]).default([]);

const Answers = z.object({
  question: line(LONGEST.question, 'Write the question.'),
  choice: line(LONGEST.choice, 'Write what is decided.'),
  others: Items.pipe(
    z
      .array(z.string().max(LONGEST.option, `Shorten each option to ${LONGEST.option} characters.`))
      .max(MOST.options, `Name at most ${MOST.options} options.`),
  ),
  reason: line(LONGEST.reason, 'Write why.'),
  dependency: Said,
  links: Items.pipe(
    z
      .array(
        z
          .string()
          .max(LONGEST.url, `Shorten each address to ${LONGEST.url} characters.`)
          .refine(isWebAddress, 'Send addresses that begin with https:// or http://.'),
      )
      .max(MOST.links, `Name at most ${MOST.links} links.`),
  ),
  supersedes: Said,
});
type Answers = z.output<typeof Answers>;

export const decideCommand = command({
  name: 'decide',
  summary: 'Log a decision: the question, what is decided, why, and what could have been chosen',
  usage: 'decide QUESTION? CHOICE [instead of OPTION; OPTION] because REASON [on DEP-4] [link URL] [supersedes DEC-3]',
  examples: [
    'decide Which sandbox do we use? our own because the vendor is down until January on DEP-4',
    'decide Which sandbox do we use? the vendor’s instead of our own; a mock because it is back supersedes DEC-3',
    'decide',
  ],
  who: 'leads of the programme; for a dependency also its owner, delegate, contacts and the leads of its teams',
  arguments: { words: optional(rest()) },
  async run(act, { words = '' }): Promise<Reply> {
    const said = readDecisionWords(words);
    const missing = [
      ...(said.question === '' ? ['the question, with its question mark'] : []),
      ...(said.choice === '' ? ['what is decided'] : []),
      ...(said.reason === '' ? ['why'] : []),
    ];
    const programme = await programmeFor(act);
    if (missing.length > 0) {
      return { kind: 'form', form: decideForm({ programme: programme.id }, said, words === '' ? [] : missing) };
    }
    const read = Answers.safeParse(said);
    if (!read.success) throw new InvalidInput('bad-decision', read.error.issues[0]?.message ?? 'That is no decision.');
    return decide(act, programme, read.data);
  },
});

export const decideActions = {
  'deciding.decide': action({
    value: z.object({ programme: z.uuid() }),
    fields: Answers,
    run: async (act, value, answers) => decide(act, await getProgramme(act.tx, value.programme), answers),
  }),
  'deciding.anew': action({
    value: z.object({ decision: z.uuid() }),
    async run(act, value): Promise<Reply> {
      const found = await findDecision(act, { ids: [value.decision] });
      const { decision, dependency, supersededBy } = await viewOf(act.tx, found);
      if (supersededBy !== null) throw superseded(decision.key, supersededBy);
      const { programmeId, question, options, links } = decision;
      const draft = {
        question,
        choice: '',
        others: options.map(({ label }) => label),
        reason: '',
        dependency: dependency?.key ?? '',
        links,
        supersedes: decision.key,
      };
      return { kind: 'form', form: decideForm({ programme: programmeId }, draft, []) };
    },
  }),
};

/** Logs a decision in the programme of its dependency, else in this one, and tells those whom it concerns. */
async function decide(act: Act, home: Programme, said: Answers): Promise<Reply> {
  const dependency =
    said.dependency === '' ? undefined : await findDependency(act.tx, normaliseKey(said.dependency, home.prefix));
  const programme = await lockProgramme(act.tx, dependency?.programmeId ?? home.id);
  const circle = dependency && (await circleOf(act.tx, dependency));
  await requireParty(act, programme, circle);
  const place = { programmeId: programme.id, dependencyId: dependency?.id ?? null };
  const before = await supersededBy(act, programme, said.supersedes);
  const standing = await decisionInForce(act, { ...place, question: said.question });
  if (standing !== undefined && standing.id !== before?.id) {
    const { choice } = await findDecision(act, { ids: [standing.id] });
    throw onField(
      'decided-already',
      'supersedes',
      `${standing.key} decided this already: ${choice}. To decide it anew, say so: \`supersedes ${standing.key}\`.`,
    );
  }
  const decision = await recordDecision(act, {
    ...place,
    question: said.question,
    options: optionsOf(said),
    choice: said.choice,
    reason: said.reason,
    blockerId: null,
    byId: act.by.id,
    links: said.links,
    ...(before !== undefined && { supersedesId: before.id }),
  });
  const logged = await viewOf(act.tx, decision);
  const key = `decided:${decision.id}`;
  if (circle === undefined) {
    const messages = channelsOf(programme, 'programme').map((to, index) => ({
      key: `${key}:${index}`,
      to,
      card: decisionCard(logged),
      priority: 'reply' as const,
    }));
    await enqueue(act.tx, act.now, messages);
  } else {
    const card = (as: string) => decisionCard(logged, { as });
    await tell(act, circle, concernedBy(circle), { key, except: [act.by.id], card });
  }
  return { kind: 'card', card: decisionCard(logged) };
}

/** All that could be chosen, the choice among it; none when nothing else was named. */
function optionsOf({ choice, others }: Answers): Decision['options'] {
  if (others.length === 0) return [];
  return [...new Set([choice, ...others])].map((label) => ({ label, consequence: '' }));
}

/** The decision whose place is taken. Throws NotFound, and Conflict when another took it. */
async function supersededBy(act: Act, { id: programmeId }: Programme, said: string): Promise<Decision | undefined> {
  if (said === '') return undefined;
  const found = await findDecision(act, { programmeId, keys: [normaliseKey(said, 'DEC')] });
  const later = (await supersedersOf(act.tx, [found.id])).get(found.id);
  if (later !== undefined) throw superseded(found.key, later);
  return found;
}

function superseded(key: string, later: string): Conflict {
  return new Conflict(
    'superseded-already',
    `${key} was superseded by ${later}. Supersede that one: \`supersedes ${later}\`; \`/deps decisions ${later}\` shows it.`,
  );
}
