import type { Form } from '../../chat/form.ts';
import { channelName, weightsOf } from './cards.ts';
import { type Channel, LONGEST_CRITERION, MOST_CRITERIA, type Programme } from './model.ts';

/** Characters of a list of channels: five of the longest ids fit (read-settings.ts). */
const LONGEST_CHANNELS = 1_000;

/** Characters of the readers of a brief: twenty handles and five of the longest channels fit. */
const LONGEST_READERS = 2_000;

/** Characters of a list of rules: all of them fit. */
const LONGEST_RULES = 2_000;

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** On which weekdays and when owners are asked. */
export function cadenceForm({ policy }: Programme, value: Form['value']): Form {
  return {
    name: 'programme.save-cadence',
    value,
    title: 'Cadence of the prompts',
    submit: 'Save cadence',
    fields: [
      {
        kind: 'choices',
        id: 'weekdays',
        label: 'Weekdays',
        options: WEEKDAYS.map((label, index) => ({ value: String(index + 1), label })),
        initial: policy.cadence.weekdays.map(String),
      },
      {
        kind: 'text',
        id: 'time',
        label: 'Time',
        hint: 'On each owner’s clock, such as 09:30',
        initial: policy.cadence.time,
        max: 5,
      },
    ],
  };
}

/** After how many hours an open blocker goes to leadership. */
export function tiersForm({ policy }: Programme, value: Form['value']): Form {
  return {
    name: 'programme.save-tiers',
    value,
    title: 'Tiers of escalation',
    submit: 'Save tiers',
    fields: [
      {
        kind: 'text',
        id: 'tiers',
        label: 'Hours',
        hint: 'One to five rising numbers, such as 24 48 72',
        initial: policy.tiers.join(' '),
        max: 40,
      },
    ],
  };
}

/** What approvers of each gate tick. */
export function checklistsForm({ policy }: Programme, value: Form['value']): Form {
  return {
    name: 'programme.save-gates',
    value,
    title: 'Checklists of the gates',
    submit: 'Save checklists',
    fields: policy.gates.map((gate, index) => ({
      kind: 'long-text',
      id: `gate${index + 1}`,
      label: `${index + 1} ${gate.name}`,
      hint: `One item a line, ${MOST_CRITERIA} at most`,
      optional: true,
      initial: gate.criteria.join('\n'),
      max: MOST_CRITERIA * (LONGEST_CRITERION + 1),
    })),
  };
}

/** How heavy rules for contracts weigh. */
export function rulesForm({ policy }: Programme, value: Form['value']): Form {
  return {
    name: 'programme.save-rules',
    value,
    title: 'Rules for contracts',
    submit: 'Save rules',
    fields: [
      {
        kind: 'long-text',
        id: 'rules',
        label: 'Rules that weigh otherwise than documented',
        hint: 'One a line, with error, warn, info or off: sla warn. The rules stand in docs/contract-rules.md.',
        optional: true,
        initial: weightsOf(policy).join('\n'),
        max: LONGEST_RULES,
      },
    ],
  };
}

/** Who gets the brief, on which weekday and when. */
export function briefForm({ policy }: Programme, value: Form['value']): Form {
  const { people, channels, weekday, time } = policy.brief;
  return {
    name: 'programme.save-brief',
    value,
    title: 'Brief for executives',
    submit: 'Save brief',
    fields: [
      {
        kind: 'long-text',
        id: 'readers',
        label: 'Who gets it',
        hint: 'People and channels, such as @eva web:leadership. Empty: it is not sent',
        optional: true,
        initial: [...people.map((handle) => `@${handle}`), ...channels.map(channelName)].join(' '),
        max: LONGEST_READERS,
      },
      {
        kind: 'choice',
        id: 'weekday',
        label: 'Weekday',
        options: WEEKDAYS.map((label, index) => ({ value: String(index + 1), label })),
        initial: String(weekday),
      },
      { kind: 'text', id: 'time', label: 'Time', hint: 'On each reader’s clock, such as 08:30', initial: time, max: 5 },
    ],
  };
}

/** Where the programme and leadership are spoken to. */
export function channelsForm({ policy }: Programme, value: Form['value']): Form {
  const names = (channels: readonly Channel[]) => channels.map(channelName).join(' ');
  const hint = 'Such as slack:C0123ABCD or web:leadership; several with spaces between';
  const field = (id: 'programme' | 'leadership', label: string) => ({
    kind: 'text' as const,
    id,
    label,
    hint,
    initial: names(policy.channels[id]),
    max: LONGEST_CHANNELS,
  });
  return {
    name: 'programme.save-channels',
    value,
    title: 'Channels',
    submit: 'Save channels',
    fields: [field('programme', 'Programme channel'), field('leadership', 'Leadership channel')],
  };
}
