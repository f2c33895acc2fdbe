import type { Card } from '../../../chat/card.ts';
import { nearest, normaliseKey, optional, rest, word } from '../../../chat/commands.ts';
import type { Reply } from '../../../chat/inbound.ts';
import { text } from '../../../chat/text.ts';
import { Conflict, InvalidInput, NotFound } from '../../../core/errors.ts';
import { formatDay } from '../../../core/format-time.ts';
import { localDate } from '../../../core/local-time.ts';
import type { Act } from '../../feature.ts';
import { getProgramme, programmeFor, requireLead } from '../../programme/index.ts';
import {
  CARERS,
  findDependency,
  holdDependency,
  line,
  readBy,
  settleCommitments,
  updateDependency,
} from '../../register/index.ts';
import { milestonesCard, plannedText, programmeDaysCard } from '../cards.ts';
import { loadTimeline } from '../load.ts';
import { CUT_OFF, type Environment, LONGEST_NAME, type Milestone, MOST, STAGE_LABEL, StageName } from '../model.ts';
import { heldBy, readDay, readPlanned, refuseOutsideLife } from '../read.ts';
import { cutOffOf, stagesOf, unplanned } from '../rules/plan.ts';
import { withDependency, withMilestone, withoutMilestone } from '../rules/records.ts';
import * as store from '../store.ts';
import { type Asking, askOrMake, planning } from './ask.ts';
import { moveLabel } from './dates.ts';

const PROGRAMME = 'programme';
const IN = /\s*\bin\s+(\S+)$/i;

/** Removes, of a stage or a day of the programme. */
export const NONE = /^(?:none|nothing|-)$/i;

export const milestonesCommand = planning('timeline', {
  name: 'milestones',
  summary: 'Show or plan the stages of a dependency, or the days of the programme',
  usage: 'milestones [KEY [STAGE WHEN] | programme NAME: DATE]',
  examples: [
    'milestones DEP-4',
    'milestones DEP-4 contract 4 Dec',
    'milestones DEP-4 development 10d by 18 Dec',
    'milestones DEP-4 test 7 Jan to 9 Jan in qa-1',
    'milestones DEP-4 contract done',
    'milestones programme Cut-off: 12 Feb',
  ],
  who: `${CARERS}; days of the programme: its leads; everybody may look`,
  arguments: { about: optional(word()), stage: optional(word()), when: optional(rest()) },
  async run(act, { about, stage, when = '' }) {
    if (about === undefined || about.toLowerCase() === PROGRAMME) {
      const words = [stage ?? '', when].join(' ').trim();
      return words === '' ? { kind: 'card', card: await showProgramme(act) } : planProgramme(act, words);
    }
    const key = normaliseKey(about);
    return stage === undefined ? { kind: 'card', card: await show(act, key) } : plan(act, key, stage, when);
  },
});

async function show(act: Act, named: string): Promise<Card> {
  const dependency = await findDependency(act.tx, named);
  const programme = await getProgramme(act.tx, dependency.programmeId);
  const { plan: present, schedule } = await loadTimeline(act, programme);
  const own = (await store.listMilestones(act.tx, programme.id)).filter((one) => one.dependencyId === dependency.id);
  const keys = new Map(present.dependencies.map(({ id, key }) => [id, key]));
  const needed = present.needs.filter((one) => one.dependencyId === dependency.id);
  return milestonesCard(dependency, stagesOf(dependency, own), {
    scheduled: schedule.dependencies.get(dependency.id),
    environments: present.environments,
    needs: needed.map(({ neededId, lag }) => ({ key: keys.get(neededId) ?? 'what is done', lag })),
  });
}

async function plan(act: Asking, key: string, name: string, words: string): Promise<Reply> {
  const stage = stageNamed(name, key);
  const { dependency, programme } = await holdDependency(act, key, 'plan');
  const own = (await store.listMilestones(act.tx, programme.id)).filter((one) => one.dependencyId === dependency.id);
  const before = stagesOf(dependency, own).find((one) => one.stage === stage) ?? unplanned(dependency.id, stage);
  const after = await read(act, programme, dependency.key, before, words);
  const held = heldBy(before, after.endDate, act.now);
  if (held !== undefined) throw new Conflict('committed', held);
  const isRelease = stage === 'release';
  const removed = NONE.test(words);
  const saved = isRelease ? { ...after, endDate: null } : after;
  return askOrMake(act, programme, {
    title: text`${dependency.key}: ${STAGE_LABEL[stage]} ${plannedText(after)}`,
    said: [[`Before: ${plannedText(before)}`]],
    button: isRelease
      ? moveLabel(dependency.key, before.endDate, after.endDate)
      : `Plan ${dependency.key} ${STAGE_LABEL[stage]} ${plannedText(after)}`,
    subject: dependency.key,
    ...(isRelease && { moves: dependency.key }),
    ...(overturns(before, after) && {
      decides: {
        question: isRelease
          ? `When is ${dependency.key} delivered?`
          : `When is the ${STAGE_LABEL[stage].toLowerCase()} of ${dependency.key}?`,
        dependencyId: dependency.id,
      },
    }),
    before: isRelease ? { dueDate: before.endDate, workingDays: before.workingDays } : { [stage]: before },
    after: isRelease ? { dueDate: after.endDate, workingDays: after.workingDays } : { [stage]: after },
    to(records) {
      const moved = isRelease ? withDependency(records, dependency.id, { dueDate: after.endDate }) : records;
      return removed ? withoutMilestone(moved, dependency.id, stage) : withMilestone(moved, saved);
    },
    async save() {
      if (isRelease) await updateDependency(act.tx, dependency.id, { dueDate: after.endDate }, act.now);
      if (removed) await store.removeMilestone(act.tx, dependency.id, stage);
      else await store.saveMilestone(act.tx, saved);
      if (saved.doneOn !== null) await settleCommitments(act, dependency.id);
    },
  });
}

/** True when something that was planned is moved or taken away; that it is done is no decision. */
function overturns(before: Milestone, after: Milestone): boolean {
  const planned = [before.startDate, before.endDate, before.workingDays].some((one) => one !== null);
  return planned && after.doneOn === before.doneOn;
}

async function read(
  act: Act,
  programme: Awaited<ReturnType<typeof programmeFor>>,
  key: string,
  before: Milestone,
  words: string,
): Promise<Milestone> {
  const { stage, dependencyId } = before;
  if (words === '') {
    throw new InvalidInput(
      'no-day',
      `Say when: \`/deps milestones ${key} ${stage} 11 Dec\`, \`10d\`, \`done\` or \`none\`.`,
    );
  }
  if (NONE.test(words)) return unplanned(dependencyId, stage);
  if (/^done$/i.test(words)) {
    if (stage !== 'release') return { ...before, doneOn: localDate(act.now, act.by.calendar.zone) };
    throw new InvalidInput('delivered', `The release is the delivery. Say so: \`/deps edit ${key} state delivered\`.`);
  }
  const where = stage === 'test' ? IN.exec(words)?.[1] : undefined;
  const environment = where === undefined ? undefined : await environmentNamed(act, programme.id, where);
  const when = where === undefined ? words : words.replace(IN, '').trim();
  const cutOff = cutOffOf(await store.listProgrammeMilestones(act.tx, programme.id), programme.releaseDate);
  const planned = when === '' ? before : readPlanned(when, act, cutOff);
  const environmentId = environment?.id ?? before.environmentId;
  const there = (await store.listEnvironments(act.tx, programme.id)).find(({ id }) => id === environmentId);
  if (there !== undefined) refuseOutsideLife(there, planned);
  const { startDate, endDate, workingDays } = planned;
  // A length alone leaves the day as it was, where there is one.
  const kept = startDate === null && endDate === null ? before.endDate : endDate;
  return { ...before, startDate, endDate: kept, workingDays, environmentId, doneOn: null };
}

function stageNamed(words: string, key: string): StageName {
  const found = StageName.safeParse(words.toLowerCase());
  if (found.success) return found.data;
  const near = nearest(words.toLowerCase(), StageName.options);
  throw new InvalidInput(
    'no-such-stage',
    `“${words.slice(0, 40)}” is no stage. ${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}Send one of ${StageName.options.join(', ')}: \`/deps milestones ${key} contract 4 Dec\`.`,
  );
}

/** The environment with this name; NotFound names those there are. */
export async function environmentNamed({ tx }: Act, programmeId: string, name: string): Promise<Environment> {
  const all = await store.listEnvironments(tx, programmeId);
  const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const names = all.map((one) => one.name);
  const near = nearest(name, names);
  throw new NotFound(
    'no-such-environment',
    `No environment is called “${name.slice(0, 40)}”. ${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}${names.length === 0 ? 'There is none yet: `/deps environment qa-1 ready`.' : `There is: ${names.slice(0, 20).join(', ')}.`}`,
  );
}

async function showProgramme(act: Act): Promise<Card> {
  const programme = await programmeFor(act);
  const milestones = await store.listProgrammeMilestones(act.tx, programme.id);
  return programmeDaysCard(
    programme.name,
    milestones,
    await store.listFreezes(act.tx, programme.id),
    programme.releaseDate,
  );
}

/** `Code freeze: 15 Jan` sets a day, `Code freeze: none` removes it. */
async function planProgramme(act: Asking, words: string): Promise<Reply> {
  const programme = await programmeFor(act);
  await requireLead(act, programme, 'change the days of the programme');
  const { name, when } = named(words, 'milestones programme Cut-off: 12 Feb');
  const all = await store.listProgrammeMilestones(act.tx, programme.id);
  const before = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const date = NONE.test(when) ? null : readDay(when, act, null);
  if (before === undefined && all.length >= MOST.milestones) {
    throw new InvalidInput(
      'too-many',
      `There are ${all.length} milestones, the most there may be. Remove one with “: none”.`,
    );
  }
  const saved = { programmeId: programme.id, name: nameOf(name, before?.name), date: date ?? '' };
  return askOrMake(act, programme, {
    title: text`${saved.name}: ${date === null ? 'no day any more' : formatDay(date)}`,
    said: [],
    button: date === null ? `Remove ${saved.name}` : `Set ${saved.name} to ${formatDay(date)}`,
    subject: programme.key,
    ...(before !== undefined && { decides: { question: `When is ${saved.name}?`, dependencyId: null } }),
    before: { [saved.name]: before?.date ?? null },
    after: { [saved.name]: date },
    to: (records) => ({
      ...records,
      programmeMilestones: [
        ...records.programmeMilestones.filter(({ name: one }) => one !== saved.name),
        ...(date === null ? [] : [saved]),
      ],
    }),
    async save() {
      if (date === null) await store.removeProgrammeMilestone(act.tx, saved);
      else await store.saveProgrammeMilestone(act.tx, saved);
    },
  });
}

/** The cut-off has one name however it is written, since it has a meaning. */
function nameOf(typed: string, present: string | undefined): string {
  return present ?? (typed.toLowerCase() === CUT_OFF.toLowerCase() ? CUT_OFF : typed);
}

/** A name and what follows its colon. Throws InvalidInput with an example. */
export function named(words: string, example: string): { name: string; when: string } {
  const colon = words.lastIndexOf(':');
  if (colon < 0) throw new InvalidInput('no-name', `Put a colon between the name and the day: \`/deps ${example}\`.`);
  const name = readBy(line(LONGEST_NAME.milestone, 'Name it.'), words.slice(0, colon), 'name');
  return { name, when: words.slice(colon + 1).trim() };
}
