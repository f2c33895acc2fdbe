import { DateTime } from 'luxon';
import { z } from 'zod';
import { type Card, note } from '../../chat/card.ts';
import { optional, rest, word } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { text } from '../../chat/text.ts';
import { Conflict, InvalidInput, inPlace, NotFound, onField } from '../../core/errors.ts';
import { formatWallTime, parseWallTime } from '../../core/local-time.ts';
import { LintPolicy } from '../../specifications/lint/index.ts';
import { type Act, action, command } from '../feature.ts';
import { findPerson } from '../people/index.ts';
import { isLead, programmeFor, requireLead, whoChanged } from './access.ts';
import { SETTING, SETTING_WORDS, type Setting, settingSavedCard, settingsCard, settingText } from './cards.ts';
import { changePolicy } from './change-policy.ts';
import { briefForm, cadenceForm, channelsForm, checklistsForm, rulesForm, tiersForm } from './forms.ts';
import { Policy, type Programme } from './model.ts';
import {
  readBrief,
  readCadence,
  readChannels,
  readChecklist,
  readInterruptions,
  readItems,
  readLint,
  readReaders,
  readRetrospectives,
  readTickets,
  readTiers,
} from './read-settings.ts';
import { lockProgramme } from './store.ts';

const USAGE = `Send ${SETTING_WORDS.map(({ example }) => `\`/deps settings ${example}\``).join(' or ')}.`;

export const settingsCommand = command({
  name: 'settings',
  summary:
    'Show or change how the programme runs: cadence, tiers, channels, checklists, rules for contracts, ticket ids, retrospectives, interruptions, brief; most open a form by their name alone',
  usage: `settings [${SETTING_WORDS.map(({ usage }) => usage).join(' | ')}]`,
  examples: ['settings', 'settings brief', ...SETTING_WORDS.map(({ example }) => `settings ${example}`)],
  who: 'everybody sees them; leads of the programme change them',
  arguments: { setting: optional(word()), value: optional(rest()) },
  async run(act, { setting, value = '' }) {
    const programme = await programmeFor(act);
    if (setting === undefined) return { kind: 'card', card: settingsCard(programme, isLead(programme, act.by)) };
    const form = FORMS[setting.toLowerCase()];
    if (form !== undefined && value === '') return openForm(act, programme, form);
    return { kind: 'card', card: await changeByWords(act, programme.id, setting.toLowerCase(), value) };
  },
});

/** The forms of settings, each by the word that names it: the word alone opens it. */
const FORMS: Readonly<Record<string, typeof cadenceForm>> = {
  cadence: cadenceForm,
  tiers: tiersForm,
  channel: channelsForm,
  channels: channelsForm,
  checklist: checklistsForm,
  checklists: checklistsForm,
  rules: rulesForm,
  brief: briefForm,
};

async function changeByWords(act: Act, id: string, setting: string, value: string): Promise<Card> {
  const programme = await lockProgramme(act.tx, id);
  await requireLead(act, programme, 'change the settings');
  const { policy } = programme;
  switch (setting) {
    case 'cadence':
      return savePart(act, programme, 'cadence', { ...policy, cadence: readCadence(value) });
    case 'tiers':
      return savePart(act, programme, 'tiers', { ...policy, tiers: readTiers(value) });
    case 'channel':
    case 'channels': {
      const [role = '', ...names] = value.split(/\s+/);
      if (role !== 'programme' && role !== 'leadership') {
        throw new InvalidInput('no-such-channel-role', `Say which channel: programme or leadership. ${USAGE}`);
      }
      const channels = { ...policy.channels, [role]: readChannels(names.join(' '), act.place) };
      return savePart(act, programme, 'channels', { ...policy, channels });
    }
    case 'checklist':
    case 'checklists': {
      const { gate, criteria } = readChecklist(value, policy.gates.length);
      const gates = policy.gates.map((one, index) => (index === gate - 1 ? { ...one, criteria } : one));
      return savePart(act, programme, 'gates', { ...policy, gates });
    }
    case 'rules': {
      const weights = readLint(value);
      if (weights.size === 0) throw new InvalidInput('no-rules', `Say which rules. ${USAGE}`);
      return savePart(act, programme, 'contracts', { ...policy, contracts: { lint: weighing(policy, weights) } });
    }
    case 'tickets':
      return savePart(act, programme, 'tickets', { ...policy, tickets: readTickets(value) });
    case 'interruptions':
      return savePart(act, programme, 'interruptions', { ...policy, interruptions: readInterruptions(value) });
    case 'brief': {
      const brief = readBrief(value, act.place);
      await requireReaders(act, brief);
      return savePart(act, programme, 'brief', { ...policy, brief });
    }
    case 'retro':
    case 'retrospectives':
      return savePart(act, programme, 'retrospectives', { ...policy, retrospectives: readRetrospectives(value) });
    default:
      throw new InvalidInput('no-such-setting', `“${setting.slice(0, 40)}” is no setting of chat. ${USAGE}`);
  }
}

/** Throws NotFound, with who is meant, for a handle that nobody has. */
async function requireReaders({ tx }: Act, { people }: Pick<Policy['brief'], 'people'>): Promise<void> {
  for (const handle of people) await findPerson(tx, handle);
}

/** The policy's rules with these weights; those that weigh as documented are left out. */
function weighing({ contracts }: Pick<Policy, 'contracts'>, weights: ReturnType<typeof readLint>): LintPolicy {
  const all = Object.entries({ ...contracts.lint, ...Object.fromEntries(weights) });
  return LintPolicy.parse(Object.fromEntries(all.filter(([, weight]) => weight !== undefined)));
}

const FormValue = z.object({
  programme: z.string(),
  version: z.coerce.number().int(),
  opened: z.iso.datetime().transform((at) => DateTime.fromISO(at)),
});

/** An answer that is read by the same rule as the words of the command. */
function readBy<Value>(read: (words: string) => Value) {
  return z
    .string()
    .default('')
    .transform((words, context) => {
      try {
        return read(words);
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        context.addIssue({ code: 'custom', message: inPlace(error.message) });
        return z.NEVER;
      }
    });
}

const Items = readBy(readItems);
const NO_DAY = 'Choose at least one weekday.';
const Time = readBy((words) => formatWallTime(parseWallTime(words)));
const Weekday = z.coerce.number('Choose a weekday.').int().min(1).max(7);

export const settingsActions = {
  'programme.settings': action({
    value: z.object({}),
    async run(act) {
      const programme = await programmeFor(act);
      return { kind: 'card', card: settingsCard(programme, isLead(programme, act.by)) };
    },
  }),
  'programme.cadence': opens(cadenceForm),
  'programme.tiers': opens(tiersForm),
  'programme.channels': opens(channelsForm),
  'programme.gates': opens(checklistsForm),
  'programme.rules': opens(rulesForm),
  'programme.brief': opens(briefForm),

  'programme.save-cadence': action({
    value: FormValue,
    fields: z.object({
      weekdays: z
        .union([z.array(Weekday), Weekday.transform((one) => [one])], { error: NO_DAY })
        .pipe(z.array(z.number()).min(1, { error: NO_DAY })),
      time: Time,
    }),
    async run(act, form, cadence) {
      const programme = await present(act, form);
      return { kind: 'card', card: await savePart(act, programme, 'cadence', { ...programme.policy, cadence }) };
    },
  }),
  'programme.save-tiers': action({
    value: FormValue,
    fields: z.object({ tiers: readBy(readTiers) }),
    async run(act, form, { tiers }) {
      const programme = await present(act, form);
      return { kind: 'card', card: await savePart(act, programme, 'tiers', { ...programme.policy, tiers }) };
    },
  }),
  'programme.save-channels': action({
    value: FormValue,
    fields: z.object({ programme: readBy(readChannels), leadership: readBy(readChannels) }),
    async run(act, form, channels) {
      const programme = await present(act, form);
      return { kind: 'card', card: await savePart(act, programme, 'channels', { ...programme.policy, channels }) };
    },
  }),
  'programme.save-gates': action({
    value: FormValue,
    fields: z.object({ gate1: Items, gate2: Items, gate3: Items, gate4: Items }),
    async run(act, form, { gate1, gate2, gate3, gate4 }) {
      const programme = await present(act, form);
      const checklists = [gate1, gate2, gate3, gate4];
      const { policy } = programme;
      const gates = policy.gates.map((gate, index) => ({ ...gate, criteria: checklists[index] ?? gate.criteria }));
      return { kind: 'card', card: await savePart(act, programme, 'gates', { ...policy, gates }) };
    },
  }),
  'programme.save-brief': action({
    value: FormValue,
    fields: z.object({ readers: readBy(readReaders), weekday: Weekday, time: Time }),
    async run(act, form, { readers, weekday, time }) {
      const programme = await present(act, form);
      try {
        await requireReaders(act, readers);
      } catch (error) {
        if (!(error instanceof NotFound)) throw error;
        throw onField(error.code, 'readers', error.message);
      }
      const brief = { ...readers, weekday, time };
      return { kind: 'card', card: await savePart(act, programme, 'brief', { ...programme.policy, brief }) };
    },
  }),
  'programme.save-rules': action({
    value: FormValue,
    fields: z.object({ rules: readBy(readLint) }),
    async run(act, form, { rules }) {
      const programme = await present(act, form);
      const contracts = { lint: weighing({ contracts: { lint: {} } }, rules) };
      return { kind: 'card', card: await savePart(act, programme, 'contracts', { ...programme.policy, contracts }) };
    },
  }),
};

function opens(form: typeof cadenceForm) {
  return action({
    value: z.object({ programme: z.string() }),
    run: async (act, { programme: key }) => openForm(act, await programmeFor(act, key), form),
  });
}

async function openForm(act: Act, programme: Programme, form: typeof cadenceForm): Promise<Reply> {
  await requireLead(act, programme, 'change the settings');
  const opened = act.now.toUTC().toISO() ?? '';
  const value = { programme: programme.key, version: String(programme.version), opened };
  return { kind: 'form', form: form(programme, value) };
}

/** The programme as it stands, locked, for a form of a lead that shows its present version. */
async function present(act: Act, form: z.output<typeof FormValue>): Promise<Programme> {
  const { id } = await programmeFor(act, form.programme);
  const programme = await lockProgramme(act.tx, id);
  await requireLead(act, programme, 'change the settings');
  if (programme.version === form.version) return programme;
  const changed = await whoChanged(act, programme.key, form.opened);
  throw new Conflict(
    'outdated-form',
    `The settings of ${programme.name} changed while your form was open${changed ? `: ${changed}` : ''}. Nothing of yours was saved. Send \`/deps settings\` for the present ones.`,
  );
}

/** Changes one part of the policy of a programme that is locked, for a lead of it; gives what to answer. */
export async function savePart(act: Act, programme: Programme, part: Setting, policy: Policy): Promise<Card> {
  const checked = Policy.parse(policy);
  const before = programme.policy;
  const changed = await changePolicy(act, programme, checked, {
    by: act.by,
    action: 'programme.settings-changed',
    file: null,
  });
  if (changed.length === 0) {
    return note(`${programme.name}: ${SETTING[part]} stays as it was`, text`Now: ${settingText(part, checked)}`);
  }
  return settingSavedCard({ ...programme, policy: checked }, part, before, act.by.name);
}
