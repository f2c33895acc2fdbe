import type { Card } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { code, strong, type Text, text } from '../../chat/text.ts';
import type { Team } from '../people/model.ts';
import type { Dependency } from '../register/model.ts';
import { type Consumer, LONGEST_USES, MOST_USES, usesLine } from './model.ts';

/** Consumer teams a card lists. */
const MOST_TEAMS = 10;

/** What each consumer of a dependency uses of its contract. */
export function usesCard({ key, title }: Pick<Dependency, 'key' | 'title'>, consumers: readonly Consumer[]): Card {
  const lines = consumers.slice(0, MOST_TEAMS).map((one): Text => [usesLine(one)]);
  return {
    title: [`${key}: what consumers use of its contract`],
    blocks: [
      { kind: 'text', text: [title] },
      consumers.length === 0
        ? { kind: 'text', text: text`No team consumes it. ${code(`/deps edit ${key}`)} names consumers.` }
        : { kind: 'list', items: lines, more: consumers.length - lines.length },
      {
        kind: 'note',
        text: text`People of a consumer team say so: ${code(`/deps uses ${key} GET /orders, POST /orders request.total`)}. A breaking change then asks only whom it hits.`,
      },
    ],
  };
}

/** To who declared it: what was taken and what follows. */
export function declaredCard({ id, key }: Pick<Dependency, 'id' | 'key'>, { team, uses }: Consumer): Card {
  return {
    title: [`${key}: ${team} uses ${uses === undefined ? 'everything' : counted(uses.length)}`],
    blocks: [
      ...(uses === undefined
        ? []
        : [{ kind: 'list' as const, items: uses.slice(0, MOST_USES).map((use): Text => [use]) }]),
      {
        kind: 'text',
        text:
          uses === undefined
            ? text`Each breaking change of the contract asks ${strong(team)} to sign again.`
            : text`A breaking change that touches none of it leaves the signature of ${strong(team)} standing.`,
      },
      {
        kind: 'buttons',
        buttons: [{ kind: 'form', label: 'Change this…', name: 'consumers.form', value: { dependency: id } }],
      },
    ],
  };
}

/** Asks a team, or one of several, what it uses. */
export function usesForm(
  { id, key, title }: Pick<Dependency, 'id' | 'key' | 'title'>,
  teams: readonly Team[],
  present: string,
): Form {
  const [only, ...others] = teams;
  const choice = {
    kind: 'choice' as const,
    id: 'team',
    label: 'Team',
    options: teams.map((team) => ({ value: team.id, label: team.name })),
  };
  return {
    name: 'consumers.declare',
    value: { dependency: id, ...(only !== undefined && others.length === 0 && { team: only.id }) },
    title: `What we use of ${key}`.slice(0, 24),
    submit: 'Declare',
    intro: [`${title}. A breaking change that touches nothing of it leaves your signature standing.`],
    fields: [
      ...(others.length === 0 ? [] : [choice]),
      {
        kind: 'long-text',
        id: 'uses',
        label: 'Operations and fields, one a line',
        hint: 'GET /orders · POST /orders request.customer.email · send orders message.total. Empty: everything.',
        optional: true,
        initial: present,
        max: LONGEST_USES,
      },
    ],
  };
}

function counted(many: number): string {
  return many === 1 ? '1 part of it' : `${many} parts of it`;
}
