import { type Card, MARK } from '../../chat/card.ts';
import type { Reply } from '../../chat/inbound.ts';
import { moment, type Text, text } from '../../chat/text.ts';
import { InvalidInput, UserError } from '../../core/errors.ts';
import { formatDay } from '../../core/format-time.ts';
import { subjectsSentTo } from '../../outbox/outbox.ts';
import { record } from '../audit/index.ts';
import { recordedCard as blockedCard, raiseBlocker, resolveOpenBlocker } from '../blockers/index.ts';
import type { BlockerView } from '../blockers/model.ts';
import type { Act } from '../feature.ts';
import { programmeFor, replanPrompts } from '../programme/index.ts';
import { type Dependency, findDependency, listDependencies, updateDependency } from '../register/index.ts';
import { answerBlocked, giveStatus, requireVoice } from './answer.ts';
import { byDelegate, stillUnanswered } from './ask.ts';
import { flagged, type Recorded, recordedCard } from './cards.ts';
import { DELEGATE_COPIES, type Prompt, type Via } from './model.ts';
import { unanswered } from './rules.ts';
import { getPrompt, openPromptsOf } from './store.ts';
import { readAnswer, type Said } from './words.ts';

/** Something said, and the dependency it is said of. */
interface Statement {
  said: Said;
  dependency: Dependency;
}

/** Records an answer in plain words: all of it, or nothing with every problem named. */
export async function answerInWords(act: Act, words: string, via: Via): Promise<Reply> {
  const { prefix } = await programmeFor(act);
  const understood = readAnswer(words, await openKeys(act), act.by.calendar, act.now, prefix);
  const { statements, problems } = await resolve(act, understood.said);
  const all = [...understood.problems, ...problems];
  if (all.length > 0) throw new InvalidInput('not-understood', `Nothing is recorded yet. ${all.join(' ')}`);
  const [only] = statements;
  if (only === undefined)
    throw new InvalidInput('no-words', 'Say how it stands: `/deps reply DEP-4 green, tests pass`.');
  const reasons = statements.map(({ said }) => said.reason);
  if (statements.length === 1 && only.said.verdict === 'blocked')
    return { kind: 'card', card: flagged(await block(act, only, via), reasons) };
  const recorded: Recorded[] = [];
  for (const one of statements) recorded.push(await recordOne(act, one, via));
  return { kind: 'card', card: flagged(recordedCard(recorded), reasons) };
}

/** The keys that this person is asked about and has not answered; without any, those they were asked about as a delegate. */
async function openKeys(act: Act): Promise<string[]> {
  const own = (await openPromptsOf(act.tx, act.by.id)).flatMap(unanswered);
  const asked = await listDependencies(act.tx, { ids: own });
  const open = asked.length > 0 ? asked : await askedAsDelegate(act);
  return open.filter((one) => one.state === 'open').map((one) => one.key);
}

async function askedAsDelegate(act: Act): Promise<Dependency[]> {
  const asked: Dependency[] = [];
  for (const subject of await subjectsSentTo(act.tx, act.by.id, DELEGATE_COPIES)) {
    const [, promptId = '', delegateId = ''] = subject.split(':');
    const prompt = await getPrompt(act.tx, promptId);
    if (prompt?.state !== 'open') continue;
    const left = await byDelegate(act, prompt, await stillUnanswered(act, prompt));
    asked.push(...(left.get(delegateId) ?? []));
  }
  return asked;
}

/** Finds what the words name and whether this person may say it: everything that is wrong, before anything is written. */
async function resolve(act: Act, said: readonly Said[]): Promise<{ statements: Statement[]; problems: string[] }> {
  const statements: Statement[] = [];
  const problems: string[] = [];
  for (const one of said) {
    try {
      const dependency = await findDependency(act.tx, one.key);
      await checkStatement(act, { said: one, dependency });
      statements.push({ said: one, dependency });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
    }
  }
  return { statements, problems };
}

async function checkStatement(act: Act, { said, dependency }: Statement): Promise<void> {
  const { key, signals, report } = dependency;
  const isBlocked = signals.some((signal) => signal.kind === 'blocker');
  // Who may end a blocker is the blocker's to check.
  if (said.verdict !== 'unblocked') await requireVoice(act, dependency);
  switch (said.verdict) {
    case 'blocked':
      if (said.reason !== null) return;
      throw new InvalidInput('no-reason', `Say what blocks ${key}: "${key} blocked by the vendor until Friday".`);
    case 'unblocked':
      if (isBlocked) return;
      throw new InvalidInput('not-blocked', `${key} is not blocked. Say how it stands: "${key} green".`);
    case 'delivered':
      if (!isBlocked) return;
      throw new InvalidInput('still-blocked', `${key} has an open blocker. Say first: "${key} unblocked, HOW".`);
    case 'same':
      if (report !== null) return;
      throw new InvalidInput('nothing-before', `${key} has no status yet that could stay: say green, yellow or red.`);
    case 'red':
    case 'yellow':
    case 'green':
      return;
  }
}

async function block(act: Act, statement: Statement, via: Via): Promise<Card> {
  const { blocker, prompts } = await raise(act, statement, via);
  const card = blockedCard(blocker, act.now);
  const aside = closedAside(prompts);
  return aside === null ? card : { ...card, blocks: [...card.blocks, { kind: 'note', text: aside }] };
}

async function raise(
  act: Act,
  { said, dependency }: Statement,
  via: Via,
): Promise<{ blocker: BlockerView; prompts: Prompt[] }> {
  const reason = said.reason ?? '';
  const blocker = await raiseBlocker(act, dependency, { reason, expectedUntil: said.until });
  const { prompts } = await answerBlocked(act, dependency.id, reason, via);
  return { blocker, prompts };
}

async function recordOne(act: Act, statement: Statement, via: Via): Promise<Recorded> {
  const { said, dependency } = statement;
  const { key, id, report } = dependency;
  const base = { key, dependencyId: id, reason: said.reason, aside: null };
  switch (said.verdict) {
    case 'blocked': {
      const { blocker } = await raise(act, statement, via);
      const what = said.until === null ? 'blocked' : `blocked until ${formatDay(said.until, act.now)}`;
      return { ...base, what, aside: hearsOf(blocker), blockerId: blocker.id };
    }
    case 'unblocked': {
      await resolveOpenBlocker(act, dependency, said.reason);
      return { ...base, what: 'unblocked' };
    }
    case 'delivered': {
      const status = { colour: 'green' as const, reason: said.reason ?? 'delivered', mitigation: null, trigger: null };
      await giveStatus(act, id, status, via);
      await deliver(act, dependency);
      return { ...base, what: 'delivered' };
    }
    case 'same':
    case 'red':
    case 'yellow':
    case 'green': {
      const colour = said.verdict === 'same' ? (report?.colour ?? 'yellow') : said.verdict;
      const status = { colour, reason: said.reason, mitigation: null, trigger: null };
      const { prompts, lessons } = await giveStatus(act, id, status, via);
      const what = said.verdict === 'same' ? `no change, ${MARK[colour]}` : MARK[colour];
      return { ...base, what, aside: closedAside(prompts), lessons };
    }
  }
}

function hearsOf({ key, nextTierAt }: BlockerView): Text | null {
  return nextTierAt === null ? null : text`${key}: leadership hears of it ${moment(nextTierAt)} if it is still open.`;
}

async function deliver(act: Act, { id, key, programmeId }: Dependency): Promise<void> {
  await updateDependency(act.tx, id, { state: 'delivered' }, act.now);
  await record(act, {
    programmeId,
    byId: act.by.id,
    action: 'register.edited',
    subject: key,
    before: { state: 'open' },
    after: { state: 'delivered' },
  });
  await replanPrompts(act, programmeId);
}

/** What an answer to a round that is over is told. */
export function closedAside(prompts: readonly Prompt[]): Text | null {
  const [newest] = prompts;
  if (newest === undefined || newest.state !== 'missed') return null;
  return text`The round of that prompt closed ${moment(newest.answerBy)}; this counts as the present status.`;
}
