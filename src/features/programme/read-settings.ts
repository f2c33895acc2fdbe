import { nearest } from '../../chat/commands.ts';
import type { Place } from '../../chat/inbound.ts';
import { InvalidInput } from '../../core/errors.ts';
import { formatWallTime, parseWallTime } from '../../core/local-time.ts';
import { type LintPolicy, rules } from '../../specifications/lint/index.ts';
import {
  type Channel,
  LONGEST_CRITERION,
  LONGEST_SURVEY_DAYS,
  MOST_CRITERIA,
  MOST_EXECUTIVES,
  Policy,
  SYNC_MINUTES,
  SyncPolicy,
} from './model.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** Two days begin with `t` and two with `s`: three letters always tell. */
const SHORTEST_WEEKDAY = 3;
/** The longest tier, in hours: a quarter; a later one would never be seen. Ours. */
const LONGEST_TIER_HOURS = 24 * 90;
/** Channels of one role. Ours: who must hear of it in more places than these is told by a channel of its own. */
const MOST_CHANNELS = 5;
/** Characters of a channel's id. Ours: ids of Teams (`19:…@thread.tacv2`) stay below 100. */
const LONGEST_ID = 180;

const CADENCE_HELP = 'Send weekdays and a time: `/deps settings cadence tue,thu 09:30`.';
const CHECKLIST_HELP =
  'Send the number of a gate and its items with semicolons between them: `/deps settings checklist 2 Error model is complete; Rate limits are agreed`, or `/deps settings checklist 2 none`.';
const LINT_HELP =
  'Send rules, each with error, warn, info, off or default: `/deps settings rules sla warn, purpose off`.';
const WEIGHTS = ['error', 'warn', 'info', 'off'] as const;
const TIERS_HELP = 'Send one to five rising numbers of hours: `/deps settings tiers 24 48 72`.';

/** `tue,thu 09:30`. Throws InvalidInput saying what to send. */
export function readCadence(words: string): Policy['cadence'] {
  const parts = words.split(/[\s,]+/).filter(Boolean);
  const time = parts.pop() ?? '';
  return { weekdays: readWeekdays(parts, 'bad-cadence', CADENCE_HELP), time: formatWallTime(parseWallTime(time)) };
}

/** `tue`, `thu` as ISO weekdays, each once, in order. Throws InvalidInput that ends with `help`. */
function readWeekdays(names: readonly string[], code: string, help: string): number[] {
  const weekdays = names.map((name) =>
    name.length < SHORTEST_WEEKDAY ? 0 : 1 + WEEKDAYS.findIndex((day) => day.startsWith(name.toLowerCase())),
  );
  if (weekdays.length === 0 || weekdays.includes(0)) {
    const wrong = names[weekdays.indexOf(0)];
    const what = wrong === undefined ? 'The weekdays are missing.' : `“${wrong.slice(0, 40)}” is no weekday.`;
    throw new InvalidInput(code, `${what} ${help}`);
  }
  return [...new Set(weekdays)].sort((a, b) => a - b);
}

const BRIEF_HELP =
  'Send a weekday, a time and who gets it: `/deps settings brief mon 08:30 @eva web:leadership`, or `/deps settings brief none`.';

/** `mon 08:30 @eva web:leadership`: who gets the brief and when, or `none`. Throws InvalidInput saying what to send. */
export function readBrief(words: string, place?: Place): Policy['brief'] {
  if (/^(?:none|-)$/i.test(words.trim())) return Policy.shape.brief.parse({});
  const [day = '', time = '', ...named] = words.split(/[\s,]+/).filter(Boolean);
  const readers = readReaders(named.join(' '), place);
  if (readers.people.length === 0 && readers.channels.length === 0) {
    throw new InvalidInput('no-readers', `Nobody is named. ${BRIEF_HELP}`);
  }
  const [weekday] = readWeekdays([day], 'bad-brief', BRIEF_HELP);
  return Policy.shape.brief.parse({ ...readers, weekday, time: formatWallTime(parseWallTime(time)) });
}

/** `@eva web:leadership`: people by handle, and channels; nobody for no words. Throws InvalidInput saying what to send. */
export function readReaders(words: string, place?: Place): Pick<Policy['brief'], 'people' | 'channels'> {
  const parts = words.split(/[\s,]+/).filter(Boolean);
  const people = parts.filter((part) => part.startsWith('@')).map((part) => part.slice(1).toLowerCase());
  const channels = parts.filter((part) => !part.startsWith('@'));
  if (people.length > MOST_EXECUTIVES) {
    throw new InvalidInput('too-many-readers', `That is ${people.length} people; name at most ${MOST_EXECUTIVES}.`);
  }
  return {
    people: [...new Set(people)],
    channels: channels.length === 0 ? [] : readChannels(channels.join(' '), place),
  };
}

/**
 * `sla warn, purpose off`: rules for contracts and how heavy each weighs; undefined for `default`, as documented. Throws
 * InvalidInput saying what to send.
 */
export function readLint(words: string): Map<string, LintPolicy[keyof LintPolicy]> {
  const parts = words
    .toLowerCase()
    .split(/[\s,;:=]+/)
    .filter(Boolean);
  const weights = new Map<string, LintPolicy[keyof LintPolicy]>();
  for (let index = 0; index < parts.length; index += 2) {
    const [rule = '', weight] = parts.slice(index, index + 2);
    weights.set(ruleNamed(rule), weightOf(rule, weight));
  }
  return weights;
}

function ruleNamed(word: string): string {
  const names = rules.map(({ name }) => name);
  if (names.includes(word)) return word;
  const near = nearest(word, names, 2);
  const offer = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  throw new InvalidInput(
    'no-such-rule',
    `“${word.slice(0, 40)}” is no rule for contracts.${offer} All stand in docs/contract-rules.md.`,
  );
}

function weightOf(rule: string, word: string | undefined): LintPolicy[keyof LintPolicy] {
  if (word === 'default') return undefined;
  const weight = WEIGHTS.find((one) => one === word);
  if (weight !== undefined) return weight;
  const wrong = word === undefined ? `How heavy ${rule} weighs is missing.` : `“${word.slice(0, 40)}” is no weight.`;
  throw new InvalidInput('bad-weight', `${wrong} ${LINT_HELP}`);
}

/** `24 48 72`: hours, rising. Throws InvalidInput saying what to send. */
export function readTiers(words: string): number[] {
  const parts = words.split(/[\s,]+/).filter(Boolean);
  const tiers = parts.map((part) => Number(part.replace(/h$/i, '')));
  const wrong = parts.find((_part, index) => !Number.isInteger(tiers[index]) || (tiers[index] ?? 0) < 1);
  if (wrong !== undefined)
    throw new InvalidInput('bad-tiers', `“${wrong.slice(0, 40)}” is no number of hours. ${TIERS_HELP}`);
  if (tiers.some((hours) => hours > LONGEST_TIER_HOURS)) {
    throw new InvalidInput('bad-tiers', `A tier is ${LONGEST_TIER_HOURS} hours (90 days) at most. ${TIERS_HELP}`);
  }
  const read = Policy.shape.tiers.safeParse(tiers);
  if (!read.success) throw new InvalidInput('bad-tiers', `${tiers.join(' ') || 'Nothing'} does not fit. ${TIERS_HELP}`);
  return read.data;
}

/** `2 Error model is complete; Rate limits are agreed`: which gate of `gates`, and its items. Throws InvalidInput saying what to send. */
export function readChecklist(words: string, gates: number): { gate: number; criteria: string[] } {
  const [, number = '', items = ''] = /^(\S*)\s*(.*)$/s.exec(words.trim()) ?? [];
  const gate = Number(number);
  if (!Number.isInteger(gate) || gate < 1 || gate > gates) {
    throw new InvalidInput('no-such-gate', `Gates have the numbers 1 to ${gates}. ${CHECKLIST_HELP}`);
  }
  if (items === '') throw new InvalidInput('no-items', `The items are missing. ${CHECKLIST_HELP}`);
  return { gate, criteria: /^none$/i.test(items) ? [] : readItems(items) };
}

/** Items of a checklist with semicolons or line ends between them; none of nothing. Throws InvalidInput saying what to send. */
export function readItems(words: string): string[] {
  const items = words
    .split(/[;\n]/)
    .map((item) => item.replace(/\s+/g, ' ').trim())
    .filter((item) => item !== '');
  if (items.length > MOST_CRITERIA) {
    throw new InvalidInput('too-many-items', `That is ${items.length} items; send at most ${MOST_CRITERIA}.`);
  }
  const long = items.find((item) => item.length > LONGEST_CRITERION);
  if (long !== undefined) {
    throw new InvalidInput(
      'long-item',
      `“${long.slice(0, 40)}…” has ${long.length} characters; shorten it to ${LONGEST_CRITERION}.`,
    );
  }
  const twice = items.find((item, index) => items.indexOf(item) !== index);
  if (twice !== undefined)
    throw new InvalidInput('item-twice', `“${twice.slice(0, 40)}” stands there twice. Keep one.`);
  return items;
}

const SYNC_HELP = 'Send the days it may lie on and its minutes, both or one of them: `/deps sync on tue,wed,thu 45`.';

/** `tue,wed,thu 45`: the days a weekly sync may lie on, and its minutes; what is not said is left out. Throws InvalidInput saying what to send. */
export function readSync(words: string): Partial<Pick<SyncPolicy, 'weekdays' | 'minutes'>> {
  const parts = words.split(/[\s,]+/).filter((part) => part !== '' && !/^min(?:utes)?$/i.test(part));
  const numbers = parts.filter((part) => /^\d/.test(part));
  const names = parts.filter((part) => !/^\d/.test(part));
  const minutes = SyncPolicy.shape.minutes.safeParse(Number(numbers[0]?.replace(/min$/i, '')));
  if (numbers.length > 1 || (numbers.length === 1 && !minutes.success)) {
    throw new InvalidInput(
      'bad-minutes',
      `A sync takes ${SYNC_MINUTES.least} to ${SYNC_MINUTES.most} minutes; you sent ${numbers.join(' and ').slice(0, 40)}. ${SYNC_HELP}`,
    );
  }
  return {
    ...(names.length > 0 && { weekdays: readWeekdays(names, 'bad-days', SYNC_HELP) }),
    ...(numbers.length > 0 && minutes.success && { minutes: minutes.data }),
  };
}

const TICKETS_HELP =
  'Send what ids look like and where they lead, # for the number: `/deps settings tickets PROJ-# = https://tracker.example/browse/PROJ-#`; several with semicolons between them, or none.';

/** `PROJ-# = https://…/PROJ-#; OPS-# = …`, or `none`: any id will do. Throws InvalidInput saying what to send. */
export function readTickets(words: string): Policy['tickets'] {
  if (/^\s*(?:none|-)\s*$/i.test(words)) return [];
  const pairs = words.split(';').filter((part) => part.trim() !== '');
  const tickets = pairs.map((pair) => {
    const [id = '', ...url] = pair.split('=');
    return { id: id.trim(), url: url.join('=').trim() };
  });
  const read = Policy.shape.tickets.safeParse(tickets);
  if (read.success && tickets.length > 0) return read.data;
  const wrong = read.error?.issues[0]?.path[0];
  const shown = typeof wrong === 'number' ? `“${pairs[wrong]?.trim().slice(0, 60)}” does not fit. ` : '';
  throw new InvalidInput('bad-tickets', `${shown}${TICKETS_HELP}`);
}

const INTERRUPTIONS_HELP =
  'Send how many messages a week may want something from one person, `/deps settings interruptions 6`, or `/deps settings interruptions single` for a message of each thing.';

/** `6`: all that is wanted in one message a day, so many a week; `single`: each thing by itself. Throws InvalidInput saying what to send. */
export function readInterruptions(words: string): Policy['interruptions'] {
  const word = words.trim().toLowerCase();
  const policy = word === 'single' ? { bundled: false } : { bundled: true, weekly: word === '' ? NaN : Number(word) };
  const read = Policy.shape.interruptions.safeParse(policy);
  if (read.success) return read.data;
  throw new InvalidInput(
    'bad-interruptions',
    `“${word.slice(0, 40)}” is no number from 1 to 50. ${INTERRUPTIONS_HELP}`,
  );
}

const RETRO_HELP = `Send anonymous or named, and the working days to answer, 1 to ${LONGEST_SURVEY_DAYS}: \`/deps settings retro anonymous 5d\`.`;

/** `anonymous 5d`, `named`; without days it is 5. Throws InvalidInput saying what to send. */
export function readRetrospectives(words: string): Policy['retrospectives'] {
  const [, who = '', days] = /^(anonymous|named)(?:\s+(\d{1,3})\s*d?)?$/i.exec(words.trim()) ?? [];
  const said = {
    anonymous: who.toLowerCase() === 'anonymous',
    ...(days === undefined ? {} : { workingDays: Number(days) }),
  };
  const read = Policy.shape.retrospectives.safeParse(said);
  if (who !== '' && read.success) return read.data;
  throw new InvalidInput('bad-retro', `“${words.slice(0, 40)}” does not fit. ${RETRO_HELP}`);
}

/** `slack:C0123ABCD`, `teams:19:…@thread.tacv2` or a channel's link, `web:leadership`, `here` where a place is given, or several. Throws InvalidInput saying what to send. */
export function readChannels(words: string, place?: Place): Channel[] {
  const parts = words.split(/[\s,]+/).filter(Boolean);
  if (parts.length === 0 || parts.length > MOST_CHANNELS) {
    throw new InvalidInput(
      'bad-channel',
      `Name one to ${MOST_CHANNELS} channels: here, slack:C0123ABCD, the link of a Teams channel, or web:leadership.`,
    );
  }
  const channels = parts.map((part) => readChannel(part, place));
  return channels.filter(
    (one, index) => channels.findIndex((other) => other.platform === one.platform && other.id === one.id) === index,
  );
}

function readChannel(word: string, place: Place | undefined): Channel {
  if (word.toLowerCase() === 'here') return hereOf(place);
  // Slack writes a channel that was picked from its list so.
  const picked = /^<#([CG][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word)?.[1];
  if (picked !== undefined) return { platform: 'slack', id: picked };
  // What Teams copies with "Get link to channel".
  const linked = /^https:\/\/teams\.(?:cloud\.)?microsoft(?:\.com)?\/l\/channel\/([^/?]+)/i.exec(word)?.[1];
  if (linked !== undefined) return readChannel(`teams:${linked.replace(/%3a/gi, ':').replace(/%40/g, '@')}`, place);
  const [, platform = '', id = ''] = /^([a-z]+):(.+)$/i.exec(word) ?? [];
  switch (platform.toLowerCase()) {
    case 'slack':
      if (/^[CG][A-Z0-9]{2,}$/.test(id)) return { platform: 'slack', id };
      throw new InvalidInput(
        'bad-channel',
        `“${word.slice(0, 60)}” is no Slack channel id. It begins with C and stands at the bottom of the channel’s details: slack:C0123ABCD.`,
      );
    case 'web':
      if (/^[\w-]{1,40}$/.test(id)) return { platform: 'web', id };
      break;
    case 'teams':
      if (/^[\w:.@-]+$/.test(id) && id.length <= LONGEST_ID) return { platform: 'teams', id };
      throw new InvalidInput(
        'bad-channel',
        `“${word.slice(0, 60)}” is no Teams channel. Send here in the channel, or the link that Teams gives with Get link to channel.`,
      );
  }
  throw new InvalidInput(
    'bad-channel',
    `“${word.slice(0, 60)}” names no channel. Send here, slack:C0123ABCD, the link of a Teams channel, or web:leadership.`,
  );
}

function hereOf(place: Place | undefined): Channel {
  if (place !== undefined && !place.direct) return { platform: place.platform, id: place.conversation };
  throw new InvalidInput(
    'not-a-channel',
    'Here is no channel that others read. Send it in the channel, or name one: slack:C0123ABCD, the link of a Teams channel, or web:leadership.',
  );
}
