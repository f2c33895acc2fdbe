import { type Card, note } from '../../chat/card.ts';
import { normaliseKey, word } from '../../chat/commands.ts';
import { moment, text } from '../../chat/text.ts';
import { nextWorkingMoment } from '../../core/calendar.ts';
import { Conflict, InvalidInput } from '../../core/errors.ts';
import { formatMoment } from '../../core/format-time.ts';
import { record } from '../audit/index.ts';
import { type Act, command } from '../feature.ts';
import { findPerson, getPerson, type Person } from '../people/index.ts';
import { getProgramme, isLead, type Programme, programmeFor, requireLead } from '../programme/index.ts';
import { type Dependency, findDependency } from '../register/index.ts';
import { ask, ownedBy } from './ask.ts';
import { answererOf, askedToday, askLater } from './prompt.ts';
import { lastAsked } from './store.ts';

/** Keys named in the answer. */
const MOST_NAMED = 6;

/** `/deps ask`: the prompt of an owner at once, about all they own, instead of the one that the day would bring. */
export const askCommand = command({
  name: 'ask',
  summary: 'Ask an owner for a status now',
  usage: 'ask DEP-4 · ask @OWNER',
  examples: ['ask DEP-4', 'ask @ana'],
  who: 'leads, and the teams that wait',
  arguments: { whom: word() },
  async run(act, { whom }) {
    const { programme, owner, about } = await ownerMeant(act, whom);
    await requireAsker(act, programme, about);
    if ((await askedToday(act, programme, [owner])).has(owner.id)) throw await askedAlready(act, programme, owner);
    const dependencies = (await ownedBy(act, programme, [owner.id])).get(owner.id) ?? [];
    const asked = await answererOf(act, programme, owner);
    await record(act, {
      programmeId: programme.id,
      byId: act.by.id,
      action: 'checkins.asked',
      subject: whom,
      after: { owner: owner.handle, asked: asked.handle },
    });
    const at = nextWorkingMoment(asked.calendar, act.now);
    if (at > act.now) {
      await askLater(act, programme, { owner, asked }, at);
      const when = text`The working day there begins ${moment(at)}; the prompt goes out then.`;
      return { kind: 'card', card: askedCard(asked, dependencies, when) };
    }
    const [prompt] = await ask(act, programme, [{ owner, asked, dependencies, roundId: null }]);
    const due = prompt === undefined ? [] : text`An answer is due ${moment(prompt.answerBy)}.`;
    return { kind: 'card', card: askedCard(asked, dependencies, due) };
  },
});

function askedCard(asked: Person, dependencies: readonly Dependency[], when: ReturnType<typeof text>): Card {
  const named = dependencies.slice(0, MOST_NAMED).map((one) => one.key);
  const more = dependencies.length - named.length;
  return note(`${asked.name} is asked about ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`, when);
}

/** Whom the words mean: a person by handle, or the owner of a dependency; and for which dependencies they are asked. */
async function ownerMeant(
  act: Act,
  words: string,
): Promise<{ programme: Programme; owner: Person; about: Dependency[] }> {
  if (words.startsWith('@')) {
    const programme = await programmeFor(act);
    const owner = await findPerson(act.tx, words.slice(1));
    const about = (await ownedBy(act, programme, [owner.id])).get(owner.id);
    if (about !== undefined) return { programme, owner, about };
    throw new InvalidInput(
      'owns-nothing',
      `${owner.name} owns no open dependency of ${programme.name}. \`/deps list\` shows who owns what.`,
    );
  }
  const { prefix } = await programmeFor(act);
  const found = await findDependency(act.tx, normaliseKey(words, prefix));
  if (found.state !== 'open')
    throw new Conflict('not-open', `${found.key} is ${found.state}: nobody is asked about it.`);
  if (found.ownerId === null) {
    throw new InvalidInput('no-owner', `${found.key} has no owner. Name one: \`/deps assign ${found.key} @handle\`.`);
  }
  const programme = await getProgramme(act.tx, found.programmeId);
  return { programme, owner: await getPerson(act.tx, found.ownerId), about: [found] };
}

async function requireAsker(act: Act, programme: Programme, about: readonly Dependency[]): Promise<void> {
  const waits = about.some((one) => one.consumers.some((consumer) => consumer.teamId === act.by.teamId));
  if (waits || isLead(programme, act.by)) return;
  await requireLead(act, programme, 'ask (and the teams that wait for it may)');
}

async function askedAlready(act: Act, programme: Programme, owner: Person): Promise<Conflict> {
  const last = (await lastAsked(act.tx, programme.id, [owner.id])).get(owner.id) ?? act.now;
  return new Conflict(
    'asked-today',
    `${owner.name} was asked today already (${formatMoment(last, act.by.calendar.zone)}), and nobody is asked twice a day. Reminders follow by themselves; \`/deps status @${owner.handle}\` shows what is known.`,
  );
}
