import type { DateTime } from 'luxon';
import { formatMoment } from '../core/format-time.ts';
import { groupBy } from '../core/group.ts';
import { localDate } from '../core/local-time.ts';
import type { Person } from '../features/people/model.ts';
import type { Dependency } from '../features/register/model.ts';
import type { Missing, Moment, Rung } from './play.ts';
import { leadsOf } from './presence.ts';
import { delegateOf, type Ownership, type Register } from './register.ts';
import { type Finding, firstFew } from './report.ts';

/** Dependencies one person may be asked about in a day. Ours: a minute each is ten minutes of a morning. */
const MOST_QUESTIONS_A_DAY = 10;

/** A prompt, as far as it burdens whoever gets it. */
export interface Question {
  of: Ownership;
  at: DateTime;
  to: Person;
  dependencies: readonly Dependency[];
}

const WHO: Readonly<Record<Rung, string>> = {
  prompt: 'the owner',
  owner: 'the owner',
  delegate: 'the delegate',
  lead: 'a lead',
};

/** Rungs of an owner's ladder that reach nobody, each with the first time and how often. */
export function brokenLadders({ programme, owner }: Ownership, moments: readonly Moment[]): Finding[] {
  const unreached = moments.filter((moment) => moment.kind === 'unreached');
  return [...groupBy(unreached, (one) => `${one.rung} ${one.why}`).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const keys = [...new Set(own.flatMap((one) => one.dependencies.map((dependency) => dependency.key)))];
    const always = first.why === 'not-named';
    const when = always ? 'Always' : formatMoment(first.at, owner.calendar.zone);
    const more = !always && own.length > 1 ? `, and ${own.length - 1} times after` : '';
    return {
      kind: 'broken-ladder' as const,
      programme: programme.key,
      at: always ? null : first.at.toISO(),
      until: null,
      subjects: [owner.handle, ...keys],
      text: `${when}: silence of @${owner.handle} on ${firstFew(keys)} ${effect(first.rung, first.why)}${more}.`,
      remedy: remedy(first.rung, first.why, keys[0] ?? '', programme.key),
    };
  });
}

function effect(rung: Rung, why: Missing): string {
  if (rung === 'prompt') return 'goes to a lead at once: the owner is away and nobody stands in';
  if (why === 'away') return `skips ${WHO[rung]}, who is away, and nobody stands in`;
  if (why === 'not-named') return `skips ${WHO[rung]}: none is named`;
  return `skips ${WHO[rung]}: it is whom the prompt had asked or told already`;
}

function remedy(rung: Rung, why: Missing, key: string, programme: string): string {
  if (rung === 'lead' && why !== 'away')
    return `Name one more lead of ${programme} in the register file, and import it.`;
  if (rung === 'delegate' && why !== 'away') return `Name somebody else: /deps assign ${key} delegate @….`;
  return 'Whoever is away says who stands in: /deps away until DATE, @… stands in.';
}

/** People who are asked about too much in one day: on their own behalf, and as stand-ins. */
export function overAsked(register: Register, questions: readonly Question[]): Finding[] {
  return [...groupBy(questions, (one) => one.to.id)].flatMap(([id, asked]) => {
    const person = register.people.get(id);
    const [some] = asked;
    if (person === undefined || some === undefined) return [];
    const days = [...groupBy(asked, (one) => localDate(one.at, person.calendar.zone)).values()]
      .map((own) => ({
        at: own[0]?.at ?? some.at,
        own,
        count: own.reduce((sum, one) => sum + one.dependencies.length, 0),
      }))
      .filter((day) => day.count > MOST_QUESTIONS_A_DAY)
      .sort((a, b) => a.at.toMillis() - b.at.toMillis());
    const [first] = days;
    if (first === undefined) return [];
    const others = first.own.filter((one) => one.of.owner.id !== id).map((one) => `@${one.of.owner.handle}`);
    const inPlaceOf = others.length === 0 ? '' : `, standing in for ${firstFew(others)}`;
    const more = days.length > 1 ? `, and on ${days.length - 1} more days` : '';
    return {
      kind: 'over-asked' as const,
      programme: some.of.programme.key,
      at: first.at.toISO(),
      until: null,
      subjects: [person.handle],
      text: `${formatMoment(first.at, person.calendar.zone)}: @${person.handle} is asked about ${first.count} dependencies${inPlaceOf}${more}.`,
      remedy: `Give some to somebody else: /deps assign KEY @…; more than ${MOST_QUESTIONS_A_DAY} a day get no real answers.`,
    };
  });
}

/** People of a ladder whom no connected chat can find: neither an id there nor an e-mail address to look them up by. */
export function withoutIdentity(register: Register, ownerships: readonly Ownership[]): Finding[] {
  if (register.platforms.length === 0) return [];
  return [...groupBy(ownerships, (one) => one.programme)].flatMap(([programme, own]) => {
    const roles = new Map<string, Set<string>>();
    const note = (id: string | undefined, role: string) => {
      if (id !== undefined) roles.set(id, (roles.get(id) ?? new Set()).add(role));
    };
    for (const lead of leadsOf(register, programme)) note(lead.id, 'lead');
    for (const of of own) {
      note(of.owner.id, 'owner');
      for (const one of of.dependencies) note(delegateOf(register, of, one)?.id, 'delegate');
    }
    return [...roles].flatMap(([id, held]) => {
      const person = register.people.get(id);
      if (person === undefined || register.identified.has(id) || person.email !== null) return [];
      const chats = register.platforms.join(' and ');
      return {
        kind: 'no-identity' as const,
        programme: programme.key,
        at: null,
        until: null,
        subjects: [person.handle],
        text: `@${person.handle} (${[...held].join(', ')}) has no id on ${chats} and no e-mail address: messages go to the web console only.`,
        remedy: `Give @${person.handle} an e-mail address or an id of that chat in the register file, and import it.`,
      };
    });
  });
}
