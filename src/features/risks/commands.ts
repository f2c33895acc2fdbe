import { z } from 'zod';
import { nearest, normaliseKey, optional, rest } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { InvalidInput, NotFound, onField } from '../../core/errors.ts';
import { type Act, action, command } from '../feature.ts';
import { findPerson } from '../people/index.ts';
import { getProgramme, type Programme, programmeFor } from '../programme/index.ts';
import { faultsOf, findDependency, line, listDependencies, statusOf } from '../register/index.ts';
import { closeForm, listCard, riskCard, riskForm } from './cards.ts';
import { type Fault, LONGEST, type Risk, RiskKind } from './model.ts';
import { changeRisk, closeRisk, holdRisk, recordRisk, SaidRisk } from './record.ts';
import { readRiskWords } from './rules/risk-words.ts';
import { triggerWords } from './rules/trigger-words.ts';
import * as store from './store.ts';
import { viewOf, viewsOf } from './view.ts';

/** Risks and faults one card shows. */
const MOST_SHOWN = { risks: 20, faults: 10 };
const OPEN = ['watching', 'triggered'] as const;

const riskCommand = command({
  name: 'risk',
  summary: 'Record a constraint or a risk, what is done about it, and when that begins',
  usage: 'risk [DEP-4] @OWNER RISK mitigation: WHAT trigger: WHEN [kind: KIND]',
  examples: [
    'risk DEP-4 @ana the vendor has one sandbox mitigation: book our own sandbox trigger: DEP-4 red kind: vendor',
    'risk @ana staging is shared mitigation: move the test window trigger: float of DEP-4 below 3',
    'risk',
  ],
  who: 'everybody',
  arguments: { words: optional(rest()) },
  async run(act, { words = '' }): Promise<Reply> {
    const said = readRiskWords(words);
    const programme = await programmeFor(act);
    const owner = said.owner === undefined ? undefined : await findPerson(act.tx, said.owner);
    const kind = readKind(said.kind);
    const { text, mitigation = '', trigger = '', dependency } = said;
    const missing = [
      ...(text === '' ? ['what the risk is'] : []),
      ...(owner === undefined ? ['who looks after it'] : []),
      ...(mitigation === '' ? ['what is done about it'] : []),
      ...(trigger === '' ? ['when that begins'] : []),
    ];
    if (missing.length > 0) {
      const form = { name: 'risks.record' as const, value: { programme: programme.id }, title: 'Record a risk' };
      const draft = { kind, text, owner: owner?.id, mitigation, trigger, dependency };
      return { kind: 'form', form: riskForm(form, draft, words === '' ? [] : missing) };
    }
    const read = SaidRisk.safeParse({ kind, text, owner: owner?.id, mitigation, trigger, dependency });
    if (!read.success) throw new InvalidInput('bad-text', read.error.issues[0]?.message ?? 'That is no risk.');
    return { kind: 'card', card: await cardOf(act, await recordRisk(act, programme, read.data)) };
  },
});

function readKind(said: string | undefined): RiskKind {
  const known = RiskKind.options.find((kind) => kind === (said ?? 'other').replace(/\s+/g, '-'));
  if (known !== undefined) return known;
  const near = nearest(said ?? '', RiskKind.options, 1);
  const meant = near.length > 0 ? ` Did you mean ${near[0]}?` : '';
  throw onField(
    'no-such-kind',
    'kind',
    `“${said?.slice(0, 40)}” is no kind.${meant} There is: ${RiskKind.options.join(', ')}.`,
  );
}

const risksCommand = command({
  name: 'risks',
  summary: 'Show the risks, and which red or yellow has no plan',
  usage: 'risks [DEP-4 | RISK-3 | triggered | closed | mine]',
  examples: ['risks', 'risks DEP-4', 'risks triggered', 'risks mine'],
  who: 'everybody',
  arguments: { words: optional(rest()) },
  run: async (act, { words = '' }) => ({ kind: 'card', card: await show(act, words.trim()) }),
});

const RISK_KEY = /^RISK-\d+$/;

async function show(act: Act, words: string) {
  const programme = await programmeFor(act);
  const key = normaliseKey(words);
  if (RISK_KEY.test(key)) {
    const found = await store.listRisks(act.tx, { keys: [key] });
    const one = found.find(({ programmeId }) => programmeId === programme.id) ?? found[0];
    if (one === undefined)
      throw new NotFound('no-such-risk', `${key} is not in the register. \`/deps risks\` shows what is.`);
    return cardOf(act, one);
  }
  const { about, faultsIn, ...filter } = await narrow(act, programme, words, key);
  const shown = await store.listRisks(act.tx, filter, MOST_SHOWN.risks);
  const all = await store.countRisks(act.tx, filter);
  const faults = faultsIn === undefined ? [] : await faultsOfProgramme(act, programme, faultsIn);
  return listCard({
    about,
    faults: { shown: faults.slice(0, MOST_SHOWN.faults), more: Math.max(0, faults.length - MOST_SHOWN.faults) },
    risks: { shown: await viewsOf(act.tx, shown), more: all - shown.length },
  });
}

interface Narrowed extends store.RiskFilter {
  about: string;
  /** Which dependencies' faults are listed; left out: none. */
  faultsIn?: { ids?: readonly string[] };
}

async function narrow(act: Act, { id: programmeId, name }: Programme, words: string, key: string): Promise<Narrowed> {
  switch (words.toLowerCase()) {
    case '':
      return { programmeId, states: OPEN, about: `open in ${name}`, faultsIn: {} };
    case 'triggered':
      return { programmeId, states: ['triggered'], about: `came true in ${name}` };
    case 'closed':
      return { programmeId, states: ['closed'], about: `closed in ${name}` };
    case 'mine':
      return { ownerId: act.by.id, states: OPEN, about: 'open, yours' };
  }
  const dependency = await findDependency(act.tx, key);
  return { dependencyId: dependency.id, about: `for ${dependency.key}`, faultsIn: { ids: [dependency.id] } };
}

/** Every red or yellow on which something is missing, the worst first. */
async function faultsOfProgramme(
  { tx, now }: Act,
  programme: Programme,
  which: { ids?: readonly string[] },
): Promise<Fault[]> {
  const found = await listDependencies(
    tx,
    which.ids === undefined ? { programmeId: programme.id } : { ids: which.ids },
  );
  const home =
    found[0] === undefined || found[0].programmeId === programme.id
      ? programme
      : await getProgramme(tx, found[0].programmeId);
  const faults = found.flatMap((dependency): Fault[] => {
    const status = statusOf(dependency, home.policy.criteria, now);
    const missing = status.colour === 'green' ? [] : faultsOf(dependency, status);
    if (missing.length === 0) return [];
    return [{ key: dependency.key, title: dependency.title, colour: status.colour, missing }];
  });
  return [...faults.filter(({ colour }) => colour === 'red'), ...faults.filter(({ colour }) => colour !== 'red')];
}

async function cardOf(act: Act, risk: Risk) {
  const { view, mayChange } = await viewOf(act, risk);
  return riskCard(view, mayChange);
}

const RiskValue = z.object({ risk: z.uuid() });

export const actions = {
  'risks.record': action({
    value: z.object({ programme: z.uuid() }),
    fields: SaidRisk,
    async run(act, { programme: id }, said): Promise<Reply> {
      const programme = await getProgramme(act.tx, id);
      return { kind: 'card', card: await cardOf(act, await recordRisk(act, programme, withKey(said, programme))) };
    },
  }),
  'risks.change-form': action({
    value: RiskValue,
    async run(act, value): Promise<Reply> {
      const held = await holdRisk(act, value.risk);
      const [about] = held.dependencyId === null ? [] : await listDependencies(act.tx, { ids: [held.dependencyId] });
      const form = {
        name: 'risks.change' as const,
        value: { risk: held.id, version: String(held.version) },
        title: `Change ${held.key}`,
      };
      const { kind, text, ownerId, mitigation, trigger } = held;
      const draft = {
        kind,
        text,
        owner: ownerId,
        mitigation,
        trigger: triggerWords(trigger, true),
        dependency: about?.key,
      };
      return { kind: 'form', form: riskForm(form, draft) };
    },
  }),
  'risks.change': action({
    value: RiskValue.extend({ version: z.coerce.number().int() }),
    fields: SaidRisk,
    async run(act, value, said): Promise<Reply> {
      const held = await holdRisk(act, value.risk);
      if (held.version !== value.version) {
        throw onField(
          'outdated-form',
          'text',
          `${held.key} changed while your form was open. Nothing of yours was saved. /deps risks ${held.key} shows it as it is.`,
        );
      }
      const programme = await getProgramme(act.tx, held.programmeId);
      return { kind: 'replace', card: await cardOf(act, await changeRisk(act, held, withKey(said, programme))) };
    },
  }),
  'risks.close-form': action({
    value: RiskValue,
    async run(act, value): Promise<Reply> {
      const held = await holdRisk(act, value.risk);
      return { kind: 'form', form: closeForm(held, { risk: held.id }) };
    },
  }),
  'risks.close': action({
    value: RiskValue,
    fields: z.object({ note: line(LONGEST.note, 'Write why it is over.') }),
    async run(act, value, { note }): Promise<Reply> {
      const closed = await closeRisk(act, await holdRisk(act, value.risk), note);
      return { kind: 'replace', card: await cardOf(act, closed) };
    },
  }),
};

/** `4` and `dep4` in a form are `DEP-4`. */
function withKey(said: SaidRisk, { prefix }: Programme): SaidRisk {
  return said.dependency === undefined ? said : { ...said, dependency: normaliseKey(said.dependency, prefix) };
}

export const commands = [riskCommand, risksCommand];
