import type { Block, Button, Card } from '../../chat/card.ts';
import { shorten } from '../../chat/shorten.ts';
import { code, join, link, mention, moment, type Span, strong, type Text, text } from '../../chat/text.ts';
import { enumerate } from '../../core/enumerate.ts';
import { formatDay } from '../../core/format-time.ts';
import type { Person, Team } from '../people/model.ts';
import { STAGE_LABEL } from '../timeline/model.ts';
import { COMPLIANCE, type Terms } from './model.ts';
import type { Lateness } from './rules/forecast.ts';
import { type Seat, type Standing, sidesOf } from './rules/standing.ts';

/** People, or obligations, that one line names before it only counts them. */
const MOST_NAMED = 5;
/** Seats that a card lists, and commitments of a list. */
const MOST_LINES = 15;
/** A promise on a line of a list. */
const SHORT = 80;

/** What the cards need of a commitment (`view.ts` reads it). */
export interface Shown {
  negotiation: { commitment: ShownCommitment };
  circle: { programme: { name: string }; dependency: { key: string; title: string; producerTeamId: string } };
  terms: Terms;
  inForce: Terms | undefined;
  standing: Standing;
  isOverdue: boolean;
  seats: readonly Seat[];
  pending: readonly Seat[];
  signed: readonly { seat: string; byId: string; at: Terms['proposedAt'] }[];
  evidence: readonly { obligation: string; url: string | null }[];
  address: string | null;
  people: ReadonlyMap<string, Pick<Person, 'id' | 'name' | 'handle'>>;
  follows: readonly Block[] | null;
  forecast: ShownForecast | null;
}

interface ShownCommitment {
  id: string;
  key: string;
  stage: keyof typeof STAGE_LABEL;
  lockedTerms: number | null;
  keptOn: string | null;
}

interface ShownForecast {
  team: Pick<Team, 'id' | 'key' | 'name'>;
  p50: string;
  p85: string;
  lateness: Lateness;
  seen: boolean;
}

type Reader = Pick<Person, 'id' | 'teamId'>;

/** A commitment as one reader sees it, with what they may do. */
export function commitmentCard(shown: Shown, reader: Reader): Card {
  const { terms, inForce, standing } = shown;
  const mine = shown.pending.filter(({ may }) => may.includes(reader.id));
  return {
    title: [titleOf(shown, mine.length > 0)],
    ...(shown.isOverdue && { status: 'red' as const }),
    blocks: [
      { kind: 'text', text: promise(shown, terms) },
      { kind: 'text', text: about(shown) },
      ...(mine.length === 0 ? [] : [line(text`You sign for ${enumerate(mine.map(({ as }) => as))}.`)]),
      ...(terms.reason === null ? [] : [line(text`Reason: ${terms.reason}`)]),
      ...(inForce === undefined ? [] : [line(text`In force until all have signed: ${promise(shown, inForce)}`)]),
      ...(standing === 'withdrawn' ? [] : [signatures(shown)]),
      ...evidence(shown),
      ...(shown.follows === null ? [] : [line([strong('When it is locked:')]), ...shown.follows]),
      ...forecast(shown, reader),
      ...buttons(shown, reader, mine),
    ],
  };
}

function titleOf({ negotiation, circle, terms, standing, inForce, isOverdue }: Shown, sign: boolean): string {
  const { key, keptOn } = negotiation.commitment;
  const what = `${circle.dependency.key} by ${formatDay(terms.byDate)}`;
  switch (standing) {
    case 'kept':
      return `${key} kept: ${circle.dependency.key} on ${formatDay(keptOn ?? terms.byDate)}`;
    case 'withdrawn':
      return `${key} ended: ${circle.dependency.key} is promised by nobody`;
    case 'locked':
      return isOverdue ? `${key} is overdue: ${what}` : `${key} locked: ${what}`;
    case 'agreed':
      return sign ? `${key} waits for your sign-off: ${what}` : `${key} agreed: compliance signs off next`;
    case 'proposed': {
      const kind = inForce === undefined ? 'proposed' : 'change proposed';
      return sign ? `${key} waits for your signature: ${what}` : `${key} ${kind}: ${what}`;
    }
  }
}

/** `@Ana Example delivers v2 to staging by Fri 11 Dec`. */
function promise({ people }: Pick<Shown, 'people'>, { ownerId, what, byDate }: Terms): Text {
  return text`${nameOf(people, ownerId)} ${what} by ${strong(formatDay(byDate))}`;
}

function nameOf(people: Shown['people'], id: string): Span {
  const person = people.get(id);
  return person === undefined ? 'somebody' : mention(person);
}

function about({ circle, negotiation, terms, address, people }: Shown): Text {
  const { dependency } = circle;
  const trace = address === null ? code(terms.trace) : link(terms.trace, address);
  return text`${strong(dependency.key)} ${dependency.title} · ${STAGE_LABEL[negotiation.commitment.stage]} · tracked in ${trace} · proposed by ${nameOf(people, terms.proposedById)}, ${moment(terms.proposedAt)}`;
}

/** Who signed and who is missing, seat by seat. */
function signatures({ seats, signed, standing, people }: Shown): Block {
  const items = seats.slice(0, MOST_LINES).map((seat): Text => {
    const own = signed.find((one) => one.seat === seat.id);
    if (own !== undefined) return text`✓ ${seat.as}: ${people.get(own.byId)?.name ?? 'somebody'}, ${moment(own.at)}`;
    if (standing === 'locked' || standing === 'kept') return text`${seat.as}: by decision`;
    const after = seat.id === COMPLIANCE && standing === 'proposed' ? ', when the teams agree' : '';
    return text`${seat.as} waits for ${named(seat.signers.map(({ handle }) => `@${handle}`))}${after}`;
  });
  return { kind: 'list', items, more: Math.max(0, seats.length - MOST_LINES) };
}

function named(names: readonly string[]): string {
  if (names.length === 0) return 'nobody: no lead is named';
  const left = names.length - MOST_NAMED;
  return left > 0 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${left} more` : names.join(' or ');
}

function evidence({ evidence: all, circle, standing }: Shown): Block[] {
  if (all.length === 0 || standing === 'withdrawn') return [];
  const items = all
    .slice(0, MOST_LINES)
    .map(
      ({ obligation, url }): Text =>
        url === null
          ? text`${obligation} has no evidence: ${code(`/deps link ${circle.dependency.key} URL ${obligation}`)}`
          : text`✓ ${obligation}: ${link('evidence', url)}`,
    );
  return [line([strong('Obligations')]), { kind: 'list', items, more: Math.max(0, all.length - MOST_LINES) }];
}

/** The team reads its forecast first; others once somebody of the team has. */
function forecast({ forecast: found }: Shown, reader: Reader): Block[] {
  if (found === null || !(found.seen || reader.teamId === found.team.id)) return [];
  const { p50, p85, team, lateness } = found;
  return [
    {
      kind: 'note',
      text: text`Forecast: half of such promises are kept by ${formatDay(p50)} (P50), 85 of 100 by ${formatDay(p85)} (P85) · ${sample(team.name, lateness)}`,
    },
  ];
}

function sample(team: string, { own, all }: Lateness): string {
  return `from ${own} kept by ${team}, ${all} in the programme`;
}

function buttons({ negotiation, terms, standing, seats }: Shown, reader: Reader, mine: readonly Seat[]): Block[] {
  if (standing === 'kept' || standing === 'withdrawn') return [];
  const { id, key } = negotiation.commitment;
  const value = { commitment: id, terms: String(terms.number) };
  const compliance = mine.some((seat) => seat.id === COMPLIANCE);
  const sign: Button = {
    kind: 'action',
    label: compliance ? `Sign off ${key}` : `Sign ${key} for ${formatDay(terms.byDate)}`,
    name: 'commitments.sign',
    value,
    style: 'primary',
  };
  const isSide = sidesOf(seats, reader).length > 0;
  const counter: Button = {
    kind: 'form',
    label: standing === 'locked' ? 'Propose a change…' : 'Counter…',
    name: 'commitments.counter',
    value,
  };
  const withdraw: Button = { kind: 'action', label: `Withdraw these terms`, name: 'commitments.withdraw', value };
  const offered = [
    ...(mine.length > 0 ? [sign] : []),
    ...(isSide ? [counter] : []),
    ...(isSide && standing !== 'locked' && terms.proposedById === reader.id ? [withdraw] : []),
  ];
  const may = [...new Set([reader.id, ...seats.flatMap((seat) => seat.may)])];
  return offered.length === 0 ? [] : [{ kind: 'buttons', buttons: offered, only: may }];
}

/** Terms that others took the place of. */
export function supersededCard(shown: Shown, before: Terms): Card {
  const { key } = shown.negotiation.commitment;
  const { terms, people, standing } = shown;
  const withdrawn = before.withdrawnAt !== null || before.number > terms.number;
  const what =
    standing === 'withdrawn' || withdrawn
      ? [`${key}: these terms were withdrawn`]
      : text`${key}: other terms were proposed by ${people.get(terms.proposedById)?.name ?? 'somebody'}`;
  return {
    title: what,
    blocks: [
      line(text`Before: ${promise(shown, before)}`),
      line(text`Now: ${promise(shown, terms)}`),
      { kind: 'note', text: text`${code(`/deps commit ${key}`)} shows them.` },
    ],
  };
}

/** To leads of the programme: signatures have been missing for days. */
export function unsignedCard(shown: Shown): Card {
  const { negotiation, pending, terms, circle } = shown;
  const { key } = negotiation.commitment;
  return {
    title: [
      `${key} waits for ${pending.length === 1 ? 'a signature' : `${pending.length} signatures`} of ${circle.dependency.key}`,
    ],
    blocks: [
      line(promise(shown, terms)),
      line(about(shown)),
      {
        kind: 'list',
        items: pending
          .slice(0, MOST_LINES)
          .map((seat): Text => text`${seat.as}: ${named(seat.signers.map(({ handle }) => `@${handle}`))}`),
        more: Math.max(0, pending.length - MOST_LINES),
      },
      {
        kind: 'note',
        text: text`You lead ${circle.programme.name}. The terms hold for nobody before all have signed.`,
      },
    ],
  };
}

/** A promise was not kept by its day; `own` when the reader gave it. */
export function overdueCard(shown: Shown, broken: Terms, own: boolean): Card {
  const { key, stage } = shown.negotiation.commitment;
  const { circle } = shown;
  const done =
    stage === 'release'
      ? `/deps edit ${circle.dependency.key} state delivered`
      : `/deps milestones ${circle.dependency.key} ${stage} done`;
  return {
    title: [`${key} is overdue since ${formatDay(broken.byDate)}: ${circle.dependency.key}`],
    status: 'red',
    blocks: [
      line(promise(shown, broken)),
      line(about(shown)),
      line(
        own
          ? text`You promised it. Done: ${code(done)} · another day: ${code(`/deps counter ${key} DATE because …`)}`
          : text`You lead ${circle.programme.name}. It hears of it once.`,
      ),
    ],
  };
}

/** One commitment on a line. */
export interface Listed {
  key: string;
  dependency: string;
  stage: keyof typeof STAGE_LABEL;
  who: string;
  terms: Pick<Terms, 'what' | 'byDate'>;
  standing: Standing;
  /** A change of it is negotiated. */
  isChanging: boolean;
  isOverdue: boolean;
}

/** What is promised. */
export function commitmentsCard(programme: string, all: readonly Listed[], about: string): Card {
  if (all.length === 0) {
    return {
      title: [`${programme}: no commitment ${about}`],
      blocks: [
        line(
          text`Propose one: ${code('/deps commit DEP-4 @ana delivers v2 to staging by Fri TICKET-77')}, or ${code('/deps commit')} for a form.`,
        ),
      ],
    };
  }
  const shown = all.slice(0, MOST_LINES);
  return {
    title: [`${programme}: ${all.length} ${all.length === 1 ? 'commitment' : 'commitments'} ${about}`],
    blocks: [
      { kind: 'list', items: shown.map(listedLine), more: all.length - shown.length },
      {
        kind: 'note',
        text: join([[code('/deps commit COM-1')], [code('/deps counter COM-1 11 Dec because …')]], ' · '),
      },
    ],
  };
}

function listedLine({ key, dependency, stage, who, terms, standing, isChanging, isOverdue }: Listed): Text {
  const state = isOverdue ? '● RED overdue' : isChanging ? `${standing}, a change is proposed` : standing;
  return text`${strong(key)} ${dependency} ${STAGE_LABEL[stage]} · ${who} ${shorten(terms.what, SHORT)} by ${formatDay(terms.byDate)} · ${state}`;
}

/** How late teams keep their promises. */
export function forecastsCard(
  programme: string,
  teams: readonly { team: Pick<Team, 'name'>; lateness: Lateness | undefined; mayRead: boolean }[],
): Card {
  const known = teams.filter(({ lateness }) => lateness !== undefined);
  return {
    title: [`${programme}: how late promises are kept`],
    blocks:
      known.length === 0
        ? [line(['No promise has been kept yet: there is nothing to forecast from.'])]
        : [
            {
              kind: 'list',
              items: known.slice(0, MOST_LINES).map(latenessLine),
              more: Math.max(0, known.length - MOST_LINES),
            },
            {
              kind: 'note',
              text: [
                'Working days after the day that was locked first. A team with few promises is judged by the programme’s.',
              ],
            },
          ],
  };
}

function latenessLine({ team, lateness, mayRead }: Parameters<typeof forecastsCard>[1][number]): Text {
  if (lateness === undefined) return [team.name];
  if (!mayRead) return text`${strong(team.name)}: its own people see it first, by ${code('/deps forecast')}`;
  return text`${strong(team.name)}: P50 ${daysText(lateness.p50)}, P85 ${daysText(lateness.p85)} · ${sample(team.name, lateness)}`;
}

function daysText(days: number): string {
  const whole = Math.ceil(days);
  return whole === 0 ? 'on the day' : `${whole > 0 ? '+' : '−'}${Math.abs(whole)} d`;
}

function line(words: Text): Block {
  return { kind: 'text', text: words };
}
