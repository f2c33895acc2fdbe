import { DateTime } from 'luxon';
import { z } from 'zod';
import { optional, rest } from '../../chat/commands.ts';
import { shorten } from '../../chat/shorten.ts';
import { text } from '../../chat/text.ts';
import { formatDay } from '../../core/format-time.ts';
import { localDate } from '../../core/local-time.ts';
import { listActions } from '../actions/index.ts';
import { approvalsFor } from '../approvals/index.ts';
import { nextPromptAt, openPrompts } from '../checkins/index.ts';
import { action, command, type Scope } from '../feature.ts';
import { listTeams, type Person } from '../people/index.ts';
import { listProgrammes } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import { mineCard, statusCard } from './cards.ts';
import { glance, lineOf } from './glance.ts';
import type { Mine } from './model.ts';

/** Characters of an action in a list of what waits. */
const LONGEST_ACTION = 80;

export const statusCommand = command({
  name: 'status',
  summary: 'Show the programme at a glance',
  usage: 'status [TEAM | @OWNER | red | yellow | green]',
  examples: ['status', 'status red', 'status @ana', 'status plat'],
  who: 'everybody',
  arguments: { filter: optional(rest()) },
  run: async (act, { filter }) => ({ kind: 'card', card: statusCard(await glance(act, filter)) }),
});

export const mineCommand = command({
  name: 'mine',
  summary: 'Show what waits for you and what you own',
  usage: 'mine',
  examples: ['mine'],
  who: 'everybody, for themselves',
  arguments: {},
  run: async (act) => ({ kind: 'card', card: mineCard(await mine(act)) }),
});

const nothing = z.object({});

export const actions = {
  'reports.status': action({
    value: nothing,
    run: async (act) => ({ kind: 'card', card: statusCard(await glance(act, undefined)) }),
  }),
  'reports.mine': action({ value: nothing, run: async (act) => ({ kind: 'card', card: mineCard(await mine(act)) }) }),
};

/** What waits for a person, over all programmes. */
async function mine(act: Scope & { by: Person }): Promise<Mine> {
  const { tx, now, by } = act;
  const teams = new Map((await listTeams(tx)).map((team) => [team.id, team]));
  const programmes = new Map((await listProgrammes(tx)).map((programme) => [programme.id, programme]));
  const owned = (await listDependencies(tx, { ownerIds: [by.id] })).filter((one) => one.state === 'open');
  const prompts = await openPrompts(tx, by.id);
  const asked = await listDependencies(tx, { ids: prompts.flatMap((prompt) => prompt.dependencyIds) });
  const keyOf = new Map(asked.map((one) => [one.id, one.key]));
  const nextTimes = await Promise.all([...programmes.keys()].map((id) => nextPromptAt(tx, id, by.id)));
  const today = localDate(now, by.calendar.zone);
  return {
    name: by.name,
    dependencies: owned.flatMap((one) => {
      const programme = programmes.get(one.programmeId);
      return programme === undefined ? [] : [lineOf(one, programme, teams, now)];
    }),
    approvals: (await approvalsFor(tx, by.id, now)).map((gate) => ({
      key: gate.key,
      dependencyId: gate.dependencyId,
      text: text`gate ${gate.gate} of ${gate.key}, ${gate.name}, by ${formatDay(localDate(gate.dueAt, by.calendar.zone), DateTime.fromISO(today))}`,
    })),
    actions: (await listActions(tx, { ownerId: by.id, states: ['open'] })).map(
      ({ key, what, dueOn }) => text`${key} ${shorten(what, LONGEST_ACTION)} by ${formatDay(dueOn)}`,
    ),
    prompts: prompts.map((prompt) => ({
      keys: prompt.dependencyIds.flatMap((id) => keyOf.get(id) ?? []),
      answerBy: prompt.answerBy,
    })),
    nextPromptAt:
      nextTimes.filter((at) => at !== undefined && at !== null).sort((a, b) => a.toMillis() - b.toMillis())[0] ?? null,
  };
}
