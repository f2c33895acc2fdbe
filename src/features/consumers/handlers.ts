import { z } from 'zod';
import { key, optional, rest } from '../../chat/commands.ts';
import type { Form } from '../../chat/form.ts';
import type { Reply } from '../../chat/inbound.ts';
import { Conflict } from '../../core/errors.ts';
import { type Act, type Action, action, command } from '../feature.ts';
import { listTeams } from '../people/index.ts';
import { type Dependency, findDependency, listDependencies } from '../register/index.ts';
import { declaredCard, usesCard, usesForm } from './cards.ts';
import { declare, lookUp, requireTeams } from './declare.ts';
import { consumersOf } from './reads.ts';
import { teamsOf, usesIn } from './rules.ts';

/** Says that all of a contract is used, as if nothing had been declared. */
const EVERYTHING = 'everything';

/** `/deps uses DEP-4 GET /orders`: a form with it, so that names are looked up before they are taken. */
export const usesCommand = command({
  name: 'uses',
  summary: 'Say what your team uses of a contract, so that only breaking changes to it ask you again',
  usage: 'uses DEP-4 [OPERATION FIELD, … | everything]',
  examples: ['uses DEP-4', 'uses DEP-4 GET /orders, POST /orders request.customer.email', 'uses DEP-4 everything'],
  who: 'people of its consumer teams and their leads; to others it shows what is declared',
  arguments: { dependency: key(), uses: optional(rest()) },
  async run(act, { dependency: named, uses }) {
    const dependency = await findDependency(act.tx, named);
    const own = teamsOf(act.by, dependency, await listTeams(act.tx));
    if (uses === undefined && own.length === 0) {
      return { kind: 'card', card: usesCard(dependency, await consumersOf(act.tx, dependency)) };
    }
    const [team, ...others] = await requireTeams(act, dependency);
    if (uses?.toLowerCase() === EVERYTHING && team !== undefined && others.length === 0) {
      const declared = await declare(act, dependency, team, [], { contract: undefined, checked: [] });
      return { kind: 'card', card: declaredCard(dependency, declared) };
    }
    return { kind: 'form', form: await openForm(act, dependency, uses) };
  },
});

const Declared = z.object({
  team: z.uuid('Choose your team.').optional(),
  uses: z
    .string()
    .optional()
    .transform((typed = '') => (typed.trim().toLowerCase() === EVERYTHING ? [] : usesIn(typed))),
});

export const actions: Readonly<Record<string, Action>> = {
  'consumers.form': action({
    value: z.object({ dependency: z.uuid() }),
    async run(act, { dependency }): Promise<Reply> {
      return { kind: 'form', form: await openForm(act, await byId(act, dependency)) };
    },
  }),
  'consumers.declare': action({
    value: z.object({ dependency: z.uuid(), team: z.uuid().optional() }),
    fields: Declared,
    prepare: (before, value, { uses }) => lookUp(before, (act) => byId(act, value.dependency), uses),
    async run(act, value, { team: chosen, uses }, found): Promise<Reply> {
      const dependency = await byId(act, value.dependency);
      const own = await requireTeams(act, dependency);
      const team = own.find((one) => one.id === (value.team ?? chosen));
      if (team === undefined) return { kind: 'errors', fields: { team: 'Choose your team.' } };
      return { kind: 'card', card: declaredCard(dependency, await declare(act, dependency, team, uses, found)) };
    },
  }),
};

/** The form with what was typed, else with what is declared. */
async function openForm(act: Act, dependency: Dependency, typed?: string): Promise<Form> {
  const teams = await requireTeams(act, dependency);
  const [team] = teams;
  const consumers = teams.length === 1 ? await consumersOf(act.tx, dependency) : [];
  const present = consumers.find((one) => one.teamId === team?.id)?.uses ?? [];
  return usesForm(dependency, teams, (typed === undefined ? present : usesIn(typed)).join('\n'));
}

async function byId(act: Act, id: string): Promise<Dependency> {
  const [found] = await listDependencies(act.tx, { ids: [id] });
  if (found !== undefined) return found;
  throw new Conflict('no-such-dependency', 'This dependency is not in the register any more. `/deps list` shows all.');
}
