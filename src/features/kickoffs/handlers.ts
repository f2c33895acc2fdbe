import { z } from 'zod';
import { choice, optional, word } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { Conflict, InvalidInput, NotAllowed, onField, UserError } from '../../core/errors.ts';
import { formatMoment } from '../../core/format-time.ts';
import { clearTimers, setTimers } from '../../timers/timers.ts';
import { openSaid, readActionWords } from '../actions/index.ts';
import { record } from '../audit/index.ts';
import { type Act, action, command } from '../feature.ts';
import { findPerson, getPeople, getPerson, handles, isAmong } from '../people/index.ts';
import { getProgramme, lockProgramme, type Programme, programmeFor } from '../programme/index.ts';
import { optionalLine } from '../register/index.ts';
import { editForm, notStartedCard, startedCard } from './cards.ts';
import { loadSummary } from './load.ts';
import { dueAt, HOURS, type Kickoff, LONGEST_SCOPE } from './model.ts';
import { post, postedCard, reviewFor, showPosted, showReview } from './show.ts';
import * as store from './store.ts';
import { POST, WARN } from './timers.ts';

export const programmeCommand = command({
  name: 'programme',
  summary: 'Start a programme: its kickoff summary is composed, and posted within 24 hours',
  usage: 'programme start [PROGRAMME]',
  examples: ['programme start', 'programme start Q1'],
  who: 'leads of the programme',
  arguments: { what: choice(['start']), key: optional(word()) },
  async run(act, { key }): Promise<Reply> {
    const { tx, now, by } = act;
    const { id } = await programmeFor(act, key);
    const programme = await lockProgramme(tx, id);
    await requireLeads(act, programme, 'start it');
    const before = await store.kickoffOf(tx, id);
    if (before !== undefined) throw await startedAlready(act, programme, before);
    const kickoff = await store.insertKickoff(tx, { programmeId: id, startedAt: now, startedById: by.id });
    await record(act, { programmeId: id, byId: by.id, action: 'kickoffs.started', subject: programme.key });
    await setTimers(tx, [
      { kind: WARN, subject: kickoff.id, occurrence: 'once', dueAt: now.plus({ hours: HOURS.warn }) },
      { kind: POST, subject: kickoff.id, occurrence: 'once', dueAt: dueAt(kickoff) },
    ]);
    await showReview(act, programme, kickoff);
    const leads = handles([...(await getPeople(tx, programme.leadIds)).values()]);
    return { kind: 'card', card: startedCard(programme.name, kickoff, leads) };
  },
});

async function startedAlready(act: Act, { name }: Programme, kickoff: Kickoff): Promise<Conflict> {
  const { zone } = act.by.calendar;
  const { handle } = await getPerson(act.tx, kickoff.startedById);
  const posted =
    kickoff.postedAt === null
      ? `is due ${formatMoment(dueAt(kickoff), zone)}`
      : `was posted ${formatMoment(kickoff.postedAt, zone)}`;
  return new Conflict(
    'started-already',
    `${name} is started since ${formatMoment(kickoff.startedAt, zone)}, by @${handle}. Its kickoff summary ${posted}: \`/deps kickoff\` shows it.`,
  );
}

export const kickoffCommand = command({
  name: 'kickoff',
  summary: 'Show the kickoff summary of a programme: scope, stakeholders, what is missing, next actions',
  usage: 'kickoff [PROGRAMME]',
  examples: ['kickoff', 'kickoff Q1'],
  who: 'everybody; leads review, edit and post it',
  arguments: { key: optional(word()) },
  async run(act, { key }): Promise<Reply> {
    const programme = await programmeFor(act, key);
    const kickoff = await store.kickoffOf(act.tx, programme.id);
    if (kickoff === undefined) return { kind: 'card', card: notStartedCard(programme) };
    const isReviewer = await isAmong(act, [...(await getPeople(act.tx, programme.leadIds)).values()]);
    const card =
      isReviewer && kickoff.postedAt === null
        ? await reviewFor(act, programme, kickoff, act.by)
        : await postedCard(act, programme, kickoff);
    return { kind: 'card', card };
  },
});

const Value = z.object({ kickoff: z.uuid() });

export const kickoffActions = {
  'kickoffs.post': action({
    value: Value,
    async run(act, value): Promise<Reply> {
      const { kickoff, programme } = await hold(act, value.kickoff);
      const posted = kickoff.postedAt === null ? await post(act, programme, kickoff, act.by.id) : kickoff;
      await clearTimers(act.tx, kickoff.id, [WARN, POST]);
      return { kind: 'replace', card: await reviewFor(act, programme, posted, act.by) };
    },
  }),
  'kickoffs.edit': action({
    value: Value,
    async run(act, value): Promise<Reply> {
      const { kickoff, programme } = await hold(act, value.kickoff);
      return { kind: 'form', form: editForm(kickoff, await loadSummary(act, programme, kickoff)) };
    },
  }),
  'kickoffs.save': action({
    value: Value.extend({ version: z.coerce.number().int() }),
    fields: z.object({ scope: optionalLine(LONGEST_SCOPE), actions: z.string().default('') }),
    async run(act, value, { scope, actions }): Promise<Reply> {
      const { kickoff, programme } = await hold(act, value.kickoff);
      if (kickoff.version !== value.version) throw changedMeanwhile(kickoff);
      await openActions(act, programme, actions);
      const kept = scope === programme.goal ? null : scope;
      const saved = await store.updateKickoff(act.tx, kickoff.id, { scope: kept });
      await record(act, {
        programmeId: programme.id,
        byId: act.by.id,
        action: 'kickoffs.edited',
        subject: programme.key,
        before: { scope: kickoff.scope },
        after: { scope: kept },
      });
      await showReview(act, programme, saved);
      if (saved.postedAt !== null) await showPosted(act, programme, saved);
      return { kind: 'replace', card: await reviewFor(act, programme, saved, act.by) };
    },
  }),
};

/** The kickoff, locked, and its programme, for a lead or who stands in for one. */
async function hold(act: Act, id: string): Promise<{ kickoff: Kickoff; programme: Programme }> {
  const kickoff = await store.lockKickoff(act.tx, id);
  if (kickoff === undefined) throw new Conflict('no-such-kickoff', 'This card is out of date. Send `/deps kickoff`.');
  const programme = await getProgramme(act.tx, kickoff.programmeId);
  await requireLeads(act, programme, 'review its kickoff');
  return { kickoff, programme };
}

async function requireLeads(act: Act, { name, leadIds }: Programme, doing: string): Promise<void> {
  const leads = [...(await getPeople(act.tx, leadIds)).values()];
  if (await isAmong(act, leads)) return;
  throw new NotAllowed(
    'leads-only',
    `Only a lead of ${name} may ${doing}: ${handles(leads) || 'nobody is named yet'}, and who stands in for them.`,
  );
}

function changedMeanwhile({ scope }: Kickoff): Conflict {
  return new Conflict(
    'outdated-form',
    `The summary changed while your form was open: its scope is ${scope === null ? 'as the register has it' : `“${scope}”`}. Nothing of yours was saved. \`/deps kickoff\` shows it as it is.`,
  );
}

/** Next actions that one form may open. Ours: what a lead types in a minute. */
const MOST_ACTIONS = 10;

/** Opens the actions of a form, a line each: all of them or none. Throws InvalidInput on their field, naming the line. */
async function openActions(act: Act, programme: Programme, words: string): Promise<void> {
  const lines = words.split('\n').flatMap((line) => line.trim() || []);
  if (lines.length > MOST_ACTIONS) {
    throw onField('too-many', 'actions', `That is ${lines.length} actions; send at most ${MOST_ACTIONS}.`);
  }
  for (const [index, line] of lines.entries()) {
    try {
      await openLine(act, programme, line);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw onField('bad-action', 'actions', `Line ${index + 1}: ${error.message}`);
    }
  }
}

async function openLine(act: Act, programme: Programme, line: string): Promise<void> {
  const said = readActionWords(line, { zone: act.by.calendar.zone, now: act.now });
  if (said.owner === undefined || said.what === '' || said.dueOn === undefined) {
    throw new InvalidInput('incomplete', 'say who, what and by when: @ana send the test data by Fri on DEP-4.');
  }
  const { id: ownerId } = await findPerson(act.tx, said.owner);
  const { what, dueOn, dependency } = said;
  await openSaid(act, programme, { what, ownerId, dueOn, dependency }, `kickoff of ${programme.name}`);
}
