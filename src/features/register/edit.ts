import { z } from 'zod';
import { key, optional, rest, word } from '../../chat/commands.ts';
import type { Field, Form } from '../../chat/form.ts';
import { type Act, action, command } from '../feature.ts';
import { FormValue, formValue, holdDependency, refuseStale } from './access.ts';
import { line, obligations, optionalDay, optionalLine, pastDay, someTeams, teamOptions } from './answers.ts';
import { saveChanges } from './changes.ts';
import { readChange } from './edit-words.ts';
import { type Dependency, KIND_LABEL, Kind, LONGEST, MOST, Risk } from './model.ts';

/** Who may change a dependency, as help says it. */
export const CARERS = 'its owner and delegate, the lead of its producer team, leads of the programme';

export const editCommand = command({
  name: 'edit',
  summary: 'Change a dependency, in a form or one field in words',
  usage: 'edit KEY [FIELD VALUE]',
  examples: [
    'edit DEP-4',
    'edit DEP-4 due 11 Dec',
    'edit DEP-4 risk high',
    'edit DEP-4 needed part 7 Dec',
    'edit DEP-4 date Code freeze: 15 Jan',
    'edit DEP-4 state delivered',
  ],
  who: CARERS,
  arguments: { key: key(), field: optional(word()), value: optional(rest()) },
  async run(act, { key, field, value = '' }) {
    if (field === undefined) return { kind: 'form', form: await openForm(act, key) };
    const held = await holdDependency(act, key, 'edit');
    const changes = await readChange(act, held.dependency, field, value);
    return { kind: 'card', card: await saveChanges(act, held, changes) };
  },
});

/** All obligations at their longest, with commas between them. */
const MOST_OBLIGATION_CHARACTERS = MOST.obligations * (LONGEST.obligation + 2);

const Answers = z.object({
  title: line(LONGEST.title, 'Write a title, such as Orders API v2.'),
  due: optionalDay,
  kind: z.enum(Kind.options, { error: 'Choose a kind.' }),
  risk: z.enum(Risk.options, { error: 'Choose a risk.' }),
  consumers: someTeams,
  interface: optionalLine(LONGEST.interface),
  goal: optionalLine(LONGEST.goal),
  infrastructure: optionalLine(LONGEST.infrastructure),
  obligations,
});

export const editActions = {
  'register.edit': action({
    value: z.object({ key: z.string() }),
    run: async (act, { key }) => ({ kind: 'form', form: await openForm(act, key) }),
  }),
  'register.save-edit': action({
    value: FormValue,
    fields: Answers,
    async run(act, form, answers) {
      const held = await holdDependency(act, form.key, 'edit');
      await refuseStale(act, held, form, `edit ${form.key}`);
      const { dependency } = held;
      const past = pastDay(answers.due, act, dependency.dueDate);
      if (past !== undefined) return { kind: 'errors', fields: { due: past } };
      if (answers.consumers.includes(dependency.producerTeamId)) {
        return { kind: 'errors', fields: { consumers: 'Leave out the producer team: it cannot wait for itself.' } };
      }
      const card = await saveChanges(act, held, {
        title: answers.title,
        dueDate: answers.due,
        kind: answers.kind,
        risk: answers.risk,
        consumers: keepDates(dependency, answers.consumers),
        interface: answers.interface,
        roadmapGoal: answers.goal,
        sharedInfrastructure: answers.infrastructure,
        obligations: answers.obligations,
      });
      return { kind: 'card', card };
    },
  }),
};

/** The teams chosen, those that were there before in their order and with their dates. */
function keepDates(dependency: Dependency, teamIds: readonly string[]): Dependency['consumers'] {
  const kept = dependency.consumers.filter((consumer) => teamIds.includes(consumer.teamId));
  const added = teamIds.filter((teamId) => !kept.some((consumer) => consumer.teamId === teamId));
  return [...kept, ...added.map((teamId) => ({ teamId, neededBy: null }))];
}

async function openForm(act: Act, key: string): Promise<Form> {
  const { dependency } = await holdDependency(act, key, 'edit');
  return editForm(dependency, formValue(act, dependency), await teamOptions(act));
}

/** The form to edit a dependency. */
export function editForm(
  dependency: Dependency,
  value: Form['value'],
  teams: readonly { value: string; label: string }[],
): Form {
  return {
    name: 'register.save-edit',
    value,
    title: `Edit ${dependency.key}`.slice(0, 24),
    submit: 'Save changes',
    fields: [
      { kind: 'text', id: 'title', label: 'Title', initial: dependency.title, max: LONGEST.title },
      { kind: 'date', id: 'due', label: 'Due', optional: true, ...initial(dependency.dueDate) },
      kindField(dependency.kind),
      riskField(dependency.risk),
      {
        kind: 'choices',
        id: 'consumers',
        label: 'Consumer teams',
        options: [...teams],
        initial: dependency.consumers.map((consumer) => consumer.teamId),
      },
      textField('interface', 'Interface', LONGEST.interface, dependency.interface),
      textField('goal', 'Roadmap goal', LONGEST.goal, dependency.roadmapGoal),
      textField('infrastructure', 'Shared infrastructure', LONGEST.infrastructure, dependency.sharedInfrastructure),
      {
        ...textField(
          'obligations',
          'Obligations',
          MOST_OBLIGATION_CHARACTERS,
          dependency.obligations.join(', ') || null,
        ),
        hint: 'With commas between them, such as PII, audit logging',
      },
    ],
  };
}

export function kindField(initial: Kind): Field {
  const options = Kind.options.map((kind) => ({ value: kind, label: KIND_LABEL[kind] }));
  return { kind: 'choice', id: 'kind', label: 'Kind', options, initial };
}

export function riskField(initial: Risk): Field {
  return {
    kind: 'choice',
    id: 'risk',
    label: 'Risk',
    options: Risk.options.map((risk) => ({ value: risk, label: risk })),
    initial,
  };
}

function textField(id: string, label: string, max: number, present: string | null): Field {
  return { kind: 'text', id, label, optional: true, max, ...initial(present) };
}

function initial(present: string | null): { initial?: string } {
  return present === null ? {} : { initial: present };
}
