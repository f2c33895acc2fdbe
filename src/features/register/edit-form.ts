import { z } from 'zod';
import type { Field, Form } from '../../chat/form.ts';
import { shorten } from '../../chat/shorten.ts';
import type { Act } from '../feature.ts';
import { formValue, holdDependency } from './access.ts';
import { line, obligations, optionalDay, optionalLine, pastDay, someTeams, teamOptions } from './answers.ts';
import type { Changes } from './changes.ts';
import { type Dependency, KIND_LABEL, Kind, LONGEST, MOST, Risk } from './model.ts';

/** Characters of a hint: what Slack and Teams show on two lines. Ours. */
const LONGEST_HINT = 140;
/** All obligations at their longest, with commas between them. */
const MOST_OBLIGATION_CHARACTERS = MOST.obligations * (LONGEST.obligation + 2);

/** What the form to edit a dependency asks. */
export const EditAnswers = z.object({
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

/** What the form asks for, by fact; or what is wrong with it, by question. */
export function changesOfForm(
  act: Act,
  dependency: Dependency,
  answers: z.output<typeof EditAnswers>,
): { changes: Changes } | { faults: Record<string, string> } {
  const past = pastDay(answers.due, act, dependency.dueDate);
  if (past !== undefined) return { faults: { due: past } };
  if (answers.consumers.includes(dependency.producerTeamId)) {
    return { faults: { consumers: 'Leave out the producer team: it cannot wait for itself.' } };
  }
  return {
    changes: {
      title: answers.title,
      dueDate: answers.due,
      kind: answers.kind,
      risk: answers.risk,
      consumers: keepDates(dependency, answers.consumers),
      interface: answers.interface,
      roadmapGoal: answers.goal,
      sharedInfrastructure: answers.infrastructure,
      obligations: answers.obligations,
    },
  };
}

/** The teams chosen, those that were there before in their order and with their dates. */
function keepDates(dependency: Dependency, teamIds: readonly string[]): Dependency['consumers'] {
  const kept = dependency.consumers.filter((consumer) => teamIds.includes(consumer.teamId));
  const added = teamIds.filter((teamId) => !kept.some((consumer) => consumer.teamId === teamId));
  return [...kept, ...added.map((teamId) => ({ teamId, neededBy: null, priority: null }))];
}

/** The form to edit a dependency, for one of those who look after it. */
export async function openEditForm(act: Act, key: string): Promise<Form> {
  const { dependency, programme } = await holdDependency(act, key, 'edit');
  const known = programme.policy.compliance.map(({ name }) => name);
  return editForm(dependency, formValue(act, dependency), await teamOptions(act), known);
}

/** The form to edit a dependency. */
export function editForm(
  dependency: Dependency,
  value: Form['value'],
  teams: readonly { value: string; label: string }[],
  obligationsKnown: readonly string[],
): Form {
  return {
    name: 'timeline.save-edit',
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
        hint: shorten(`With commas between them, such as ${obligationsKnown.join(', ') || 'PII'}`, LONGEST_HINT),
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
