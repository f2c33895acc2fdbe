import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { channelHelloCard, settingSavedCard, settingsCard } from '../../../src/features/programme/cards.ts';
import {
  briefForm,
  cadenceForm,
  channelsForm,
  checklistsForm,
  rulesForm,
  tiersForm,
} from '../../../src/features/programme/forms.ts';
import {
  ContactRole,
  LONGEST_CRITERION,
  MOST_CRITERIA,
  Policy,
  type Programme,
} from '../../../src/features/programme/model.ts';
import { LintPolicy, rules } from '../../../src/specifications/lint/index.ts';

const ordinary: Programme = {
  id: '018f0000-0000-7000-8000-000000000001',
  key: 'Q1',
  name: 'Q1 launch',
  prefix: 'DEP',
  goal: null,
  releaseDate: '2027-02-26',
  leadIds: [],
  policy: Policy.parse({}),
  version: 1,
};

const long = (length: number) => '<!channel> <b>*_`'.repeat(length).slice(0, length);
const channels = Array.from({ length: 5 }, (_, index) => ({
  platform: 'teams' as const,
  id: `19:${long(90)}${index}`,
}));
const largest: Programme = {
  ...ordinary,
  name: long(200),
  policy: {
    ...ordinary.policy,
    cadence: { weekdays: [1, 2, 3, 4, 5, 6, 7], time: '23:59' },
    tiers: [1, 24, 48, 72, 2160],
    nudges: { owner: null, delegate: { workingDays: 0, time: '14:00' }, lead: { workingDays: 3, time: '16:30' } },
    channels: { programme: channels, leadership: channels },
    brief: { people: Array.from({ length: 20 }, () => long(30)), channels, weekday: 7, time: '23:59' },
    contracts: { lint: LintPolicy.parse(Object.fromEntries(rules.map(({ name }) => [name, 'error']))) },
    gates: ordinary.policy.gates.map((gate) => ({
      ...gate,
      name: long(200),
      criteria: Array.from({ length: MOST_CRITERIA }, () => long(LONGEST_CRITERION)),
      approvers: {
        roles: [...ContactRole.options],
        people: Array.from({ length: 20 }, () => long(30)),
        teams: Array.from({ length: 20 }, () => long(20)),
        leadsOf: ['producer', 'consumers'],
      },
      quorum: 3,
    })),
  },
};

export function cards(): Record<string, Card> {
  return {
    settings: settingsCard(ordinary, false),
    'settings for a lead': settingsCard(ordinary, true),
    'settings, largest': settingsCard(largest, true),
    'cadence saved': settingSavedCard(ordinary, 'cadence', largest.policy, 'Lena Example'),
    'tiers saved': settingSavedCard(ordinary, 'tiers', largest.policy, 'Lena Example'),
    'rules saved': settingSavedCard(ordinary, 'contracts', largest.policy, 'Lena Example'),
    'rules saved, largest': settingSavedCard(largest, 'contracts', ordinary.policy, 'Lena Example'),
    'channels saved, largest': settingSavedCard(largest, 'channels', largest.policy, long(120)),
    'checklists saved, largest': settingSavedCard(largest, 'gates', largest.policy, long(120)),
    'first words in a channel': channelHelloCard('Q1 launch', 'leadership', 'Lena Example'),
    'first words in a channel, largest': channelHelloCard(long(200), 'programme', long(120)),
  };
}

export function forms(): Record<string, Form> {
  const value = { programme: 'Q1', version: '1', opened: '2026-11-30T07:00:00.000Z' };
  return {
    cadence: cadenceForm(ordinary, value),
    tiers: tiersForm(largest, value),
    channels: channelsForm(ordinary, value),
    checklists: checklistsForm(ordinary, value),
    'checklists, largest': checklistsForm(largest, value),
    'channels, largest': channelsForm(largest, value),
    brief: briefForm(ordinary, value),
    'brief, largest': briefForm(largest, value),
    rules: rulesForm(ordinary, value),
    'rules, largest': rulesForm(largest, value),
  };
}
