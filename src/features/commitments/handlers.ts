import { z } from 'zod';
import { normaliseKey, optional, rest, word } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { InvalidInput, NotAllowed } from '../../core/errors.ts';
import { localDate } from '../../core/local-time.ts';
import { parsePlainDate } from '../../core/plain-dates.ts';
import { type Act, action, command } from '../feature.ts';
import { getPeople, getPerson } from '../people/index.ts';
import { getProgramme, type Programme, programmeFor } from '../programme/index.ts';
import { type Dependency, findDependency, listDependencies, requireTeam } from '../register/index.ts';
import { StageName } from '../timeline/index.ts';
import { commitmentCard, commitmentsCard, forecastsCard, type Listed } from './cards.ts';
import { tracingOf } from './checks.ts';
import { latenesses, noteSeen } from './forecasts.ts';
import { commitForm, counterForm } from './forms.ts';
import type { Negotiation } from './model.ts';
import { counter, propose, requireSide, withdraw } from './propose.ts';
import { isOverdue, latestTerms, standingOf, termsInForce } from './rules/standing.ts';
import { exampleOf } from './rules/trace.ts';
import { readCounter, readProposal } from './rules/words.ts';
import { sign } from './sign.ts';
import * as store from './store.ts';
import { type CommitmentView, findCommitment, hold, lookAt, refuseClosed, refuseOutdated, standOf } from './view.ts';

const SIDES = 'who is of the producer team or of a consumer team; the owner and the delegate';
const SIGNERS =
  'for the producer its owner, delegate and lead; for a consumer the lead; for obligations the compliance contact; who stands in for them';

/** The key of a commitment: `COM-4`, `4`. */
const COMMITMENT = /^COM[- ]?\d+$/i;

const commitCommand = command({
  name: 'commit',
  summary: 'Promise a stage of a dependency: who delivers what by when, and where it is tracked',
  usage: 'commit [DEP-4 [STAGE] @WHO WHAT by DATE TRACE | COM-4]',
  examples: [
    'commit DEP-4 @ana delivers v2 to staging by Fri TICKET-77',
    'commit DEP-4 contract @ana publishes the schema by 4 Dec acme/orders/openapi.yaml',
    'commit COM-4',
    'commit',
  ],
  who: SIDES,
  arguments: { about: optional(word()), words: optional(rest()) },
  async run(act, { about, words }) {
    if (about === undefined) return { kind: 'form', form: await chooseForm(act) };
    if (COMMITMENT.test(about)) return look(act, await findCommitment(act, normaliseKey(about, 'COM')));
    const dependency = await findDependency(act.tx, normaliseKey(about));
    const programme = await getProgramme(act.tx, dependency.programmeId);
    if (words === undefined) {
      return { kind: 'form', form: commitForm({ dependency }, `Such as ${exampleOf(tracingOf(programme))}`) };
    }
    const said = readProposal(words, tracingOf(programme), (tail) => dayIn(act, tail) !== undefined);
    return shown(act, await propose(act, dependency, said));
  },
});

const counterCommand = command({
  name: 'counter',
  summary: 'Send other terms for a commitment, propose a change of a locked one, or take back the terms of your side',
  usage: 'counter COM-4 [@WHO] [DATE | WHAT [by DATE]] [TRACE] [because REASON] · counter COM-4 withdraw',
  examples: [
    'counter COM-4 11 Dec because the vendor tests next week',
    'counter COM-4 delivers v2 without refunds by 11 Dec',
    'counter COM-4 @ben TICKET-78',
    'counter COM-4 withdraw',
    'counter COM-4',
  ],
  who: SIDES,
  arguments: { commitment: word(), words: optional(rest()) },
  async run(act, { commitment: named, words }) {
    const negotiation = await findCommitment(act, normaliseKey(named, 'COM'));
    const { commitment } = negotiation;
    if (words === undefined) return openCounter(act, commitment.id);
    if (/^withdraw$/i.test(words.trim())) {
      return shown(act, await withdraw(act, commitment.id, latestTerms(negotiation).number));
    }
    const tracing = tracingOf(await getProgramme(act.tx, commitment.programmeId));
    return shown(
      act,
      await counter(
        act,
        commitment.id,
        readCounter(words, tracing, (tail) => dayIn(act, tail)),
      ),
    );
  },
});

/** The words of a text that are a day, also a past one, which is refused later; undefined without any. */
function dayIn({ by, now }: Act, words: string): string | undefined {
  try {
    return parsePlainDate(words, by.calendar, now).text;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.code === 'no-date' ? undefined : words;
  }
}

const lockCommand = command({
  name: 'lock',
  summary: 'Sign the present terms of a commitment; with the last signature they are locked',
  usage: 'lock COM-4',
  examples: ['lock COM-4'],
  who: SIGNERS,
  arguments: { commitment: word() },
  async run(act, { commitment: named }) {
    const { commitment } = await findCommitment(act, normaliseKey(named, 'COM'));
    return shown(act, await sign(act, commitment.id));
  },
});

const commitmentsCommand = command({
  name: 'commitments',
  summary: 'Show what is promised: all, of a dependency, or what you promised or sign for',
  usage: 'commitments [DEP-4 | mine]',
  examples: ['commitments', 'commitments DEP-4', 'commitments mine'],
  who: 'everybody',
  arguments: { about: optional(word()) },
  async run(act, { about }) {
    if (about !== undefined && about.toLowerCase() !== 'mine') {
      const dependency = await findDependency(act.tx, normaliseKey(about));
      const programme = await getProgramme(act.tx, dependency.programmeId);
      const all = await store.listCommitments(act.tx, { dependencyId: dependency.id });
      return { kind: 'card', card: commitmentsCard(programme.name, await listed(act, all), `for ${dependency.key}`) };
    }
    const programme = await programmeFor(act);
    const open = await store.listCommitments(act.tx, { programmeId: programme.id, state: 'open' });
    const all = about === undefined ? open : await minesOf(act, open);
    const card = commitmentsCard(programme.name, await listed(act, all), about === undefined ? 'open' : 'of yours');
    return { kind: 'card', card };
  },
});

/** Those that somebody promised or signs for. */
async function minesOf(act: Act, all: readonly Negotiation[]): Promise<Negotiation[]> {
  const dependencies = await dependenciesIn(act, all);
  const mine: Negotiation[] = [];
  for (const one of all) {
    const dependency = dependencies.get(one.commitment.dependencyId);
    if (dependency === undefined) continue;
    const { seats, terms } = await standOf(act, one, dependency);
    if (terms.ownerId === act.by.id || seats.some(({ may }) => may.includes(act.by.id))) mine.push(one);
  }
  return mine;
}

async function dependenciesIn({ tx }: Act, all: readonly Negotiation[]): Promise<Map<string, Dependency>> {
  const found = await listDependencies(tx, { ids: all.map(({ commitment }) => commitment.dependencyId) });
  return new Map(found.map((one) => [one.id, one]));
}

async function listed(act: Act, all: readonly Negotiation[]): Promise<Listed[]> {
  const dependencies = await dependenciesIn(act, all);
  const people = await getPeople(
    act.tx,
    all.map((one) => latestTerms(one).ownerId),
  );
  return all.map((one) => {
    const { commitment } = one;
    const dependency = dependencies.get(commitment.dependencyId);
    const terms = termsInForce(one) ?? latestTerms(one);
    const isChanging = commitment.state === 'open' && terms.number !== latestTerms(one).number;
    return {
      key: commitment.key,
      dependency: dependency?.key ?? '',
      stage: commitment.stage,
      who: people.get(terms.ownerId)?.name ?? 'Somebody',
      terms,
      standing: isChanging ? 'locked' : standingOf(one, []),
      isChanging,
      isOverdue: isOverdue(one, localDate(act.now, dependency?.zone ?? act.by.calendar.zone)),
    };
  });
}

const forecastCommand = command({
  name: 'forecast',
  summary: 'Show how late teams keep their promises (P50, P85); a team sees its own first',
  usage: 'forecast [TEAM]',
  examples: ['forecast', 'forecast plat'],
  who: 'everybody; of another team once somebody of it has looked',
  arguments: { team: optional(rest()) },
  async run(act, { team: named }) {
    const programme = await programmeFor(act);
    const all = await latenesses(act, programme.id);
    const wanted =
      named === undefined
        ? undefined
        : requireTeam(
            all.map(({ team }) => team),
            named,
          );
    const teams = all.filter(({ team }) => wanted === undefined || team.id === wanted.id);
    for (const { team, lateness } of teams) {
      if (lateness !== undefined) await noteSeen(act, programme.id, { team, lateness });
    }
    const rows = teams.map(({ team, lateness, seen }) => ({
      team,
      lateness,
      mayRead: seen || act.by.teamId === team.id,
    }));
    return { kind: 'card', card: forecastsCard(programme.name, rows) };
  },
});

const Button = z.object({ commitment: z.uuid(), terms: z.coerce.number().int() });
const Line = z.string().default('');

export const actions = {
  'commitments.sign': action({
    value: Button,
    run: async (act, { commitment, terms }) => replaced(act, await sign(act, commitment, terms)),
  }),
  'commitments.withdraw': action({
    value: Button,
    run: async (act, { commitment, terms }) => replaced(act, await withdraw(act, commitment, terms)),
  }),
  'commitments.counter': action({
    value: Button,
    run: (act, { commitment, terms }) => openCounter(act, commitment, terms),
  }),
  'commitments.save-counter': action({
    value: Button,
    fields: z.object({
      // Nobody is chosen where whoever delivers is not on the platform: then it stays.
      who: z
        .literal('')
        .or(z.uuid({ error: 'Choose who delivers.' }))
        .optional(),
      by: Line,
      what: Line,
      trace: z.string().optional(),
      reason: Line,
    }),
    async run(act, { commitment, terms }, { who: chosen, by, ...fields }) {
      const who = chosen ? (await getPerson(act.tx, chosen)).handle : undefined;
      return shown(act, await counter(act, commitment, { ...fields, who, by: by || undefined }, terms));
    },
  }),
  'commitments.propose': action({
    value: z.object({ dependency: z.uuid().optional() }),
    fields: z.object({
      dependency: z.uuid({ error: 'Choose a dependency.' }).optional(),
      stage: StageName.default('release'),
      who: z.uuid({ error: 'Choose who delivers.' }),
      what: Line,
      by: Line,
      trace: Line,
    }),
    async run(act, { dependency: given }, { dependency: chosen, who, by, ...fields }) {
      const [dependency] = await listDependencies(act.tx, { ids: [given ?? chosen ?? ''].filter(Boolean) });
      if (dependency === undefined) return { kind: 'errors', fields: { dependency: 'Choose a dependency.' } };
      const { handle } = await getPerson(act.tx, who);
      return shown(act, await propose(act, dependency, { ...fields, who: handle, by: by || undefined }));
    },
  }),
};

/** What the actor sees of it; a producer who sees a forecast frees it for the others. */
async function cardFor(act: Act, view: CommitmentView) {
  const { forecast, circle } = view;
  if (forecast !== null) await noteSeen(act, circle.programme.id, forecast);
  return commitmentCard(view, act.by);
}

async function shown(act: Act, view: CommitmentView): Promise<Reply> {
  return { kind: 'card', card: await cardFor(act, view) };
}

async function replaced(act: Act, view: CommitmentView): Promise<Reply> {
  return { kind: 'replace', card: await cardFor(act, view) };
}

async function look(act: Act, negotiation: Negotiation): Promise<Reply> {
  return shown(act, await lookAt(act, negotiation));
}

async function openCounter(act: Act, id: string, seen?: number): Promise<Reply> {
  const { negotiation } = await hold(act.tx, id);
  const view = await lookAt(act, negotiation);
  await requireSide(act, view.seats, negotiation.commitment.key);
  refuseClosed(negotiation);
  await refuseOutdated(act, negotiation, seen);
  const { key, lockedTerms } = negotiation.commitment;
  const value = { commitment: id, terms: String(view.terms.number) };
  return { kind: 'form', form: counterForm(key, view.terms, lockedTerms !== null, value) };
}

/** The open dependencies of the teams that somebody is of. */
async function chooseForm(act: Act) {
  const programme = await programmeFor(act);
  const own = await dependenciesOf(act, programme);
  if (own.length === 0) {
    throw new NotAllowed(
      'nothing-to-commit',
      `You are of no team of an open dependency of ${programme.name}. Producer and consumer teams commit; \`/deps commitments\` shows what is promised.`,
    );
  }
  return commitForm({ choose: own }, `Such as ${exampleOf(tracingOf(programme))}`);
}

async function dependenciesOf({ tx, by }: Act, programme: Programme): Promise<Dependency[]> {
  const all = await listDependencies(tx, { programmeId: programme.id });
  const isOf = ({ producerTeamId, consumers, ownerId, delegateId }: Dependency) =>
    [producerTeamId, ...consumers.map(({ teamId }) => teamId)].includes(by.teamId ?? '') ||
    [ownerId, delegateId].includes(by.id);
  return all.filter((one) => one.state === 'open' && isOf(one));
}

export const commands = [commitCommand, counterCommand, lockCommand, commitmentsCommand, forecastCommand];
