import { z } from 'zod';
import type { Card } from '../../chat/card.ts';
import { optional, rest } from '../../chat/commands.ts';
import type { Form } from '../../chat/form.ts';
import { text } from '../../chat/text.ts';
import { Conflict, InvalidInput, NotAllowed } from '../../core/errors.ts';
import { parsePlainDate } from '../../core/plain-dates.ts';
import { record } from '../audit/index.ts';
import { type Act, action, command } from '../feature.ts';
import { lessonsFor } from '../lessons/index.ts';
import { findPerson, getPeople, listTeams } from '../people/index.ts';
import { isLead, lockProgramme, type Programme, programmeFor, replanPrompts } from '../programme/index.ts';
import {
  line,
  optionalDay,
  optionalLine,
  optionalSomebody,
  pastDay,
  readBy,
  someTeams,
  teamOptions,
} from './answers.ts';
import { tellFirstOwner } from './assign.ts';
import { dependencyLine, savedCard } from './cards.ts';
import { refuseOwnConsumer } from './changes.ts';
import { kindField, riskField } from './edit-form.ts';
import { requireTeam, teamsById } from './find.ts';
import { Kind, LONGEST, Risk } from './model.ts';
import { gapsOf, statusOf } from './rules.ts';
import { listDependencies, lockDependency, nextNumber, saveDependency, setConsumers } from './store.ts';

const EXAMPLE = 'add "Orders API" from plat to part due 11 Dec owner @sam';

export const addCommand = command({
  name: 'add',
  summary: 'Register a dependency, in a form or in words',
  usage: 'add ["TITLE" from TEAM to TEAM[, TEAM] [due DATE] [owner @OWNER]]',
  examples: ['add', 'add "Orders API" from plat to part', EXAMPLE],
  who: 'everybody of the producing or a consuming team, leads of the programme',
  arguments: { words: optional(rest()) },
  async run(act, { words }) {
    if (words === undefined) return { kind: 'form', form: await openForm(act) };
    return { kind: 'card', card: await add(act, await readNew(act, words)) };
  },
});

/** A dependency that somebody wants to register. */
interface New {
  title: string;
  kind: Kind;
  producerTeamId: string;
  consumerTeamIds: string[];
  ownerId: string | null;
  dueDate: string | null;
  risk: Risk;
  interface: string | null;
  roadmapGoal: string | null;
}

const Answers = z.object({
  title: line(LONGEST.title, 'Write a title, such as Orders API v2.'),
  kind: z.enum(Kind.options, { error: 'Choose a kind.' }),
  producer: z.uuid({ error: 'Choose the team that delivers.' }),
  consumers: someTeams,
  owner: optionalSomebody,
  due: optionalDay,
  risk: z.enum(Risk.options, { error: 'Choose a risk.' }),
  interface: optionalLine(LONGEST.interface),
  goal: optionalLine(LONGEST.goal),
});

export const addActions = {
  'register.add': action({
    value: z.object({}),
    run: async (act) => ({ kind: 'form', form: await openForm(act) }),
  }),
  'register.save-add': action({
    value: z.object({}),
    fields: Answers,
    async run(act, _value, answers) {
      const fields = await complaints(act, answers);
      if (Object.keys(fields).length > 0) return { kind: 'errors', fields };
      const { producer, consumers, owner, due, goal, ...facts } = answers;
      const wanted = { ...facts, producerTeamId: producer, consumerTeamIds: consumers, ownerId: owner };
      return { kind: 'card', card: await add(act, { ...wanted, dueDate: due, roadmapGoal: goal }) };
    },
  }),
};

async function complaints(act: Act, answers: z.output<typeof Answers>): Promise<Record<string, string>> {
  const teams = await teamsById(act.tx);
  const past = pastDay(answers.due, act);
  const { owner } = answers;
  const stranger = owner !== null && !(await getPeople(act.tx, [owner])).has(owner);
  return {
    ...(past === undefined ? {} : { due: past }),
    ...(stranger ? { owner: 'Nobody in the register is this person. Choose another.' } : {}),
    ...(teams.has(answers.producer) ? {} : { producer: 'Choose one of the teams.' }),
    ...(answers.consumers.every((id) => teams.has(id)) ? {} : { consumers: 'Choose among the teams.' }),
    ...(answers.consumers.includes(answers.producer)
      ? { consumers: 'Leave out the producer team: it cannot wait for itself.' }
      : {}),
  };
}

/** `"Orders API" from plat to part, data due 11 Dec owner @sam`; without quotes the last "from … to …" counts. */
async function readNew(act: Act, words: string): Promise<New> {
  const match =
    /^["“”](?<title>[^"“”]*)["“”]\s+from\s+(?<from>.+?)\s+to\s+(?<to>.+)$/is.exec(words) ??
    /^(?<title>.+)\s+from\s+(?<from>.+?)\s+to\s+(?<to>.+)$/is.exec(words);
  const { title = '', from = '', to = '' } = match?.groups ?? {};
  if (match === null) {
    throw new InvalidInput(
      'no-teams',
      `Say who delivers and who waits: \`/deps ${EXAMPLE}\`. \`/deps add\` alone opens a form.`,
    );
  }
  const { rest: afterOwner, found: owner } = cutKeyword(to, 'owner');
  const { rest: consumers, found: due } = cutKeyword(afterOwner, 'due');
  const teams = await listTeams(act.tx);
  return {
    title: readBy(line(LONGEST.title, 'Write a title.'), title, 'title'),
    kind: 'api',
    producerTeamId: requireTeam(teams, from).id,
    consumerTeamIds: [...new Set(consumers.split(/,|\band\b/).map((name) => requireTeam(teams, name).id))],
    ownerId: owner === undefined ? null : (await findPerson(act.tx, owner.replace(/^@/, ''))).id,
    dueDate: due === undefined ? null : parsePlainDate(due, act.by.calendar, act.now).date,
    risk: 'medium',
    interface: null,
    roadmapGoal: null,
  };
}

function cutKeyword(words: string, keyword: string): { rest: string; found: string | undefined } {
  const match = new RegExp(`\\s${keyword}\\s+(.+)$`, 'is').exec(words);
  return { rest: match === null ? words : words.slice(0, match.index), found: match?.[1]?.trim() };
}

async function add(act: Act, wanted: New): Promise<Card> {
  const { consumerTeamIds, ...row } = wanted;
  const consumers = consumerTeamIds.map((teamId) => ({ teamId, neededBy: null, priority: null }));
  const programme = await lockProgramme(act.tx, (await programmeFor(act)).id);
  refuseOwnConsumer({ producerTeamId: row.producerTeamId, consumers });
  await requireParty(act, programme, [row.producerTeamId, ...consumerTeamIds]);
  await refuseTwin(act, programme, wanted);

  const number = await nextNumber(act.tx, programme.id);
  const key = `${programme.prefix}-${number}`;
  const nothingYet = { obligations: [], criticalDates: [], links: [], report: null, override: null };
  const id = await saveDependency(act.tx, { ...row, ...nothingYet, programmeId: programme.id, key, number }, act.now);
  await setConsumers(act.tx, id, consumers);
  await record(act, {
    programmeId: programme.id,
    byId: act.by.id,
    action: 'register.added',
    subject: key,
    after: wanted,
  });
  await replanPrompts(act, programme.id);
  const added = await lockDependency(act.tx, id);
  await tellFirstOwner(act, added, programme, act.by);
  const status = statusOf(added, programme.policy.criteria, act.now);
  const gaps = [...(added.ownerId === null ? ['owner'] : []), ...gapsOf(added)];
  const learned = await lessonsFor(act.tx, added);
  return savedCard(
    key,
    text`${key} is registered`,
    dependencyLine(added, await teamsById(act.tx), status),
    text`Still missing: ${gaps.join(' · ')}.`,
    ...learned,
  );
}

async function requireParty(act: Act, programme: Programme, teamIds: readonly string[]): Promise<void> {
  if (isLead(programme, act.by)) return;
  const teams = (await listTeams(act.tx)).filter((team) => teamIds.includes(team.id));
  if (teams.some((team) => team.id === act.by.teamId || team.leadId === act.by.id)) return;
  const leads = [...(await getPeople(act.tx, programme.leadIds)).values()].map((lead) => `@${lead.handle}`);
  throw new NotAllowed(
    'not-a-party',
    `Only people of ${teams.map((team) => team.name).join(' and ')} or a lead of ${programme.name} (${leads.join(', ')}) may add this dependency. Ask one of them.`,
  );
}

/** A second click, or somebody who did not look: the same title from the same team is the same dependency. */
async function refuseTwin(act: Act, programme: Programme, wanted: New): Promise<void> {
  const title = wanted.title.toLowerCase();
  const twin = (await listDependencies(act.tx, { programmeId: programme.id, teamId: wanted.producerTeamId })).find(
    (one) => one.producerTeamId === wanted.producerTeamId && one.title.toLowerCase() === title,
  );
  if (twin === undefined) return;
  throw new Conflict(
    'registered-already',
    `${twin.key} is already “${twin.title}” from this team. See it with \`/deps show ${twin.key}\`, or give the new one another title.`,
  );
}

async function openForm(act: Act): Promise<Form> {
  return addForm(await teamOptions(act), act.by.teamId);
}

/** The form to register a dependency. */
export function addForm(teams: readonly { value: string; label: string }[], producerTeamId: string | null): Form {
  const options = [...teams];
  return {
    name: 'register.save-add',
    value: {},
    title: 'Add a dependency',
    submit: 'Register it',
    fields: [
      { kind: 'text', id: 'title', label: 'Title', hint: 'Such as Orders API v2', max: LONGEST.title },
      kindField('api'),
      {
        kind: 'choice',
        id: 'producer',
        label: 'Producer team',
        hint: 'It delivers',
        options,
        ...(producerTeamId === null ? {} : { initial: producerTeamId }),
      },
      { kind: 'choices', id: 'consumers', label: 'Consumer teams', hint: 'They wait for it', options },
      { kind: 'person', id: 'owner', label: 'Owner', hint: 'Is asked for its status', optional: true },
      { kind: 'date', id: 'due', label: 'Due', optional: true },
      riskField('medium'),
      { kind: 'text', id: 'interface', label: 'Interface', optional: true, max: LONGEST.interface },
      { kind: 'text', id: 'goal', label: 'Roadmap goal', optional: true, max: LONGEST.goal },
    ],
  };
}
