import { type Button, type Card, note } from '../../chat/card.ts';
import { code, join, strong, type Text, text } from '../../chat/text.ts';
import { type Channel, CONTACT, type GatePolicy, type Policy, type Programme } from './model.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** ISO weekdays as `Tue, Thu`. */
function weekdayNames(weekdays: readonly number[]): string {
  return weekdays.map((weekday) => WEEKDAYS[weekday - 1]).join(', ');
}

/** What leads change from chat, by its part of the policy; of gates their checklists. */
export type Setting =
  | 'cadence'
  | 'tiers'
  | 'channels'
  | 'gates'
  | 'contracts'
  | 'tickets'
  | 'interruptions'
  | 'brief'
  | 'sync'
  | 'retrospectives';

/** What a setting is called. */
export const SETTING: Readonly<Record<Setting, string>> = {
  cadence: 'cadence',
  tiers: 'tiers',
  channels: 'channels',
  gates: 'gates',
  contracts: 'contract rules',
  tickets: 'ticket ids',
  interruptions: 'interruptions',
  brief: 'brief',
  sync: 'weekly sync',
  retrospectives: 'retrospectives',
};

/** What leads can say to change one: its words after the command, and an example. */
export const SETTING_WORDS: readonly { usage: string; example: string }[] = [
  { usage: 'cadence DAYS TIME', example: 'cadence tue,thu 09:30' },
  { usage: 'tiers HOURS…', example: 'tiers 24 48 72' },
  { usage: 'channel programme|leadership CHANNEL…', example: 'channel leadership here' },
  { usage: 'checklist GATE ITEM; ITEM…', example: 'checklist 2 Error model is complete; Rate limits are agreed' },
  { usage: 'rules RULE WEIGHT…', example: 'rules sla warn, purpose off' },
  { usage: 'tickets ID = URL; …', example: 'tickets PROJ-# = https://tracker.example/browse/PROJ-#' },
  { usage: 'interruptions NUMBER|single', example: 'interruptions 6' },
  { usage: 'retro anonymous|named DAYS', example: 'retro anonymous 5d' },
  { usage: 'brief DAY TIME @WHO… CHANNEL…|none', example: 'brief mon 08:30 @eva web:leadership' },
];

/** A channel as it is written in a setting: `slack:C0123ABCD`. */
export function channelName(channel: Channel): string {
  return `${channel.platform}:${channel.id}`;
}

/** What a programme has decided for itself; leads get buttons to change it. */
export function settingsCard(programme: Programme, forLead: boolean): Card {
  const { policy } = programme;
  return {
    title: text`Settings of ${programme.name}`,
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: 'Cadence', value: cadenceText(policy) },
          { label: 'Answers', value: answersText(policy) },
          { label: 'Tiers', value: tiersText(policy) },
          { label: 'Programme channel', value: channelsText(policy.channels.programme) },
          { label: 'Leadership channel', value: channelsText(policy.channels.leadership) },
          { label: 'Contract rules', value: rulesText(policy) },
          { label: 'Ticket ids', value: ticketsText(policy) },
          { label: 'Interruptions', value: interruptionsText(policy) },
          { label: 'Brief', value: briefText(policy) },
          { label: 'Weekly sync', value: syncText(policy) },
          { label: 'Retrospectives', value: retrospectivesText(policy) },
          { label: 'Obligations', value: complianceText(policy) },
        ],
      },
      { kind: 'text', text: [strong('Gates')] },
      { kind: 'list', items: policy.gates.map(gateText) },
      { kind: 'text', text: [strong('Checklists')] },
      { kind: 'list', items: policy.gates.map(checklistText) },
      { kind: 'text', text: [strong('Criteria')] },
      { kind: 'list', items: criteriaTexts(policy) },
      ...(forLead
        ? [
            { kind: 'buttons' as const, buttons: settingButtons(programme) },
            {
              kind: 'note' as const,
              text: text`In words: ${join(
                SETTING_WORDS.map(({ example }) => [code(`/deps settings ${example}`)]),
                ', ',
              )}.`,
            },
          ]
        : [{ kind: 'note' as const, text: [`Leads of ${programme.name} change them.`] }]),
    ],
  };
}

function settingButtons({ key }: Programme): Button[] {
  const form = (label: string, setting: string): Button => ({
    kind: 'form',
    label,
    name: `programme.${setting}`,
    value: { programme: key },
  });
  return [
    form('Cadence…', 'cadence'),
    form('Channels…', 'channels'),
    form('Tiers…', 'tiers'),
    form('Checklists…', 'gates'),
    form('Contract rules…', 'rules'),
    form('Brief…', 'brief'),
  ];
}

/** One setting in words, for cards and for telling what it was before. */
export function settingText(name: Setting, policy: Policy): Text {
  switch (name) {
    case 'cadence':
      return cadenceText(policy);
    case 'tiers':
      return tiersText(policy);
    case 'channels':
      return text`programme ${channelsText(policy.channels.programme)}; leadership ${channelsText(policy.channels.leadership)}`;
    case 'gates':
      return join(policy.gates.map(checklistText), ' · ');
    case 'contracts':
      return rulesText(policy);
    case 'tickets':
      return ticketsText(policy);
    case 'interruptions':
      return interruptionsText(policy);
    case 'brief':
      return briefText(policy);
    case 'sync':
      return syncText(policy);
    case 'retrospectives':
      return retrospectivesText(policy);
  }
}

function cadenceText({ cadence }: Policy): Text {
  return [`${weekdayNames(cadence.weekdays)} ${cadence.time}, on each owner’s clock`];
}

function briefText({ brief }: Policy): Text {
  const readers = [...brief.people.map((handle) => `@${handle}`), ...brief.channels.map(channelName)];
  if (readers.length === 0) return ['not sent: nobody is named'];
  return [`${weekdayNames([brief.weekday])} ${brief.time} on each reader’s clock, to ${readers.join(', ')}`];
}

function answersText({ answerBy, nudges }: Policy): Text {
  const step = (who: string, at: { workingDays: number; time: string } | null) =>
    at === null ? [] : [`${who} ${after(at)}`];
  const ladder = [
    ...step('owner', nudges.owner),
    ...step('delegate', nudges.delegate),
    ...step('lead', nudges.lead),
  ].join(', then ');
  return [`due ${after(answerBy)}; reminders: ${ladder || 'none'}`];
}

function after({ workingDays, time }: { workingDays: number; time: string }): string {
  if (workingDays === 0) return `the same day ${time}`;
  return `${workingDays === 1 ? 'the next working day' : `${workingDays} working days later`} ${time}`;
}

function tiersText({ tiers }: Policy): Text {
  return [`an open blocker goes to leadership after ${tiers.map((hours) => `${hours} h`).join(', ')}`];
}

/** Rules that weigh otherwise than documented, as they are written in the setting. */
export function weightsOf({ contracts }: Policy): string[] {
  return Object.entries(contracts.lint)
    .map(([rule, weight]) => `${rule} ${weight}`)
    .sort();
}

function rulesText(policy: Policy): Text {
  const weights = weightsOf(policy);
  return [weights.length === 0 ? 'all as documented' : `${weights.join(', ')}; the others as documented`];
}

function ticketsText({ tickets }: Policy): Text {
  return [tickets.length === 0 ? 'any like ABC-12' : tickets.map(({ id, url }) => `${id} = ${url}`).join('; ')];
}

function interruptionsText({ interruptions: { bundled, weekly } }: Policy): Text {
  if (!bundled) return ['each thing comes as a message of its own'];
  return [`one message a day of all that is wanted, at most ${weekly} a week; escalations come besides`];
}

function syncText({ sync }: Policy): Text {
  const { on, weekdays, minutes, participants, agendaHours } = sync;
  if (!on) return text`off; a lead switches it on: ${code('/deps sync on')}`;
  const who = participants.join(', ').replace('team-leads', 'leads of teams');
  return [`${minutes} min, ${weekdayNames(weekdays)}; ${who}; agenda ${agendaHours} h ahead`];
}

function retrospectivesText({ retrospectives }: Policy): Text {
  const { anonymous, workingDays } = retrospectives;
  return [
    `${anonymous ? 'anonymous' : 'with names'}, ${workingDays === 1 ? '1 working day' : `${workingDays} working days`} to answer`,
  ];
}

/** Each obligation with the evidence that is asked for. */
function complianceText({ compliance }: Policy): Text {
  return [compliance.map(({ name, evidence }) => `${name} (evidence: ${evidence})`).join(', ') || 'none'];
}

function channelsText(channels: readonly Channel[]): Text {
  return [channels.map(channelName).join(', ')];
}

function gateText(gate: GatePolicy): Text {
  const { roles, people, teams, leadsOf } = gate.approvers;
  const approvers = [
    ...roles.map((role) => (role === 'compliance' ? `${CONTACT[role]} for obligations` : CONTACT[role])),
    ...people.map((handle) => `@${handle}`),
    ...teams.map((key) => `one of ${key}`),
    ...leadsOf.map((side) => (side === 'producer' ? 'producer’s lead' : 'consumers’ leads')),
  ];
  const quorum = typeof gate.quorum === 'number' ? `${gate.quorum} of them` : gate.quorum;
  const days = `${gate.workingDays} working day${gate.workingDays === 1 ? '' : 's'}`;
  return text`${strong(gate.name)} · ${approvers.join(', ') || 'no approver named'} · ${quorum} · within ${days}`;
}

function checklistText({ name, criteria }: GatePolicy): Text {
  return [`${name}: ${criteria.join('; ') || 'nothing to tick'}`];
}

function criteriaTexts({ criteria }: Policy): Text[] {
  return [
    [`Due within ${criteria.dueSoonDays} days and not confirmed green: yellow; overdue: red`],
    [`An open blocker: yellow, from ${criteria.blockerRedHours} h on red`],
    [`A late gate: yellow, from ${criteria.gateLateRedDays} days on red`],
    [`Rounds without an answer: ${criteria.silentRoundsYellow} yellow, ${criteria.silentRoundsRed} red`],
  ];
}

/** A setting was changed. */
export function settingSavedCard(programme: Programme, name: Setting, before: Policy, by: string): Card {
  return note(
    text`${programme.name}: ${SETTING[name]} changed`,
    text`Now: ${settingText(name, programme.policy)}`,
    text`Before: ${settingText(name, before)}`,
    FOLLOWS[name],
    text`By ${by}.`,
  );
}

const FOLLOWS: Readonly<Record<Setting, string>> = {
  cadence: 'The next prompts are planned anew.',
  tiers: 'They count for blockers raised from now on.',
  gates: 'They count for gates that open from now on; those that are open keep theirs.',
  contracts: 'They count for contracts submitted from now on; one with an error is not taken.',
  tickets: 'They count for commitments proposed from now on.',
  interruptions: 'They count for what is wanted from people from now on.',
  brief: 'The next brief goes to them, at that time on each one’s clock.',
  sync: 'It counts from the next sync that is planned; one that is planned stays until it is moved or cancelled.',
  retrospectives: 'It counts for retrospectives that begin from now on; one that runs stays as it was promised.',
  channels: 'A first message was sent to each new channel: if it does not arrive, Depsync is not a member there.',
};

/** First words in a channel that was just named: they show that it can be reached. */
export function channelHelloCard(programme: string, role: 'programme' | 'leadership', by: string): Card {
  const what =
    role === 'leadership'
      ? 'Blockers that stay open are escalated here, with options to decide.'
      : 'The roll-up of every round comes here.';
  return note(text`${programme} speaks here now`, what, text`Set by ${by}.`);
}
