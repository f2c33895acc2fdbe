import { choice, key, optional, rest, word } from '../../chat/commands.ts';
import { Conflict, InvalidInput, NotAllowed, NotFound } from '../../core/errors.ts';
import { templates } from '../../specifications/templates/index.ts';
import { consumersOf } from '../consumers/index.ts';
import { currentContract } from '../contracts/index.ts';
import { type Act, command } from '../feature.ts';
import { getProgramme, programmeFor } from '../programme/index.ts';
import { type Dependency, findDependency, listDependencies } from '../register/index.ts';
import { templateCard } from './cards/template.ts';
import { ballot, gateCard } from './cards.ts';
import { tickItems } from './checklist.ts';
import { checklistForm, submitForm } from './forms.ts';
import { GATES, type Gate } from './model.ts';
import { gatesCard, progressCard, submittedCard } from './notices.ts';
import { gateProgress } from './reads.ts';
import { ownItems } from './rules.ts';
import * as store from './store.ts';
import { maySubmit, openSubmission, submitContract } from './submit.ts';
import { viewsOf } from './views.ts';
import { castVote, openBallot } from './votes.ts';

/** `/deps submit DEP-4 v2.1.0 https://…`; a form asks for what is missing. */
export const submitCommand = command({
  name: 'submit',
  summary: "Submit a dependency's contract for approval: by form its file or text, in words its address",
  usage: 'submit [DEP-4] [VERSION] [URL] [NOTE]',
  examples: ['submit DEP-4 v2.1.0 https://specs.example.com/orders-v2.yaml', 'submit DEP-4'],
  who: 'its owner, delegate and contacts, and the producer team',
  arguments: { dependency: optional(key()), version: optional(word()), url: optional(word()), note: optional(rest()) },
  async run(act, { dependency: named, version, url, note }) {
    if (named === undefined) return { kind: 'form', form: submitForm({ choose: await buildersChoice(act) }) };
    const dependency = await findDependency(act.tx, named);
    if (version === undefined || url === undefined)
      return { kind: 'form', form: await openSubmission(act, dependency) };
    const { view, replaced } = await submitContract(act, dependency, { version, url, note: note ?? null });
    return { kind: 'card', card: submittedCard(view, replaced) };
  },
});

async function buildersChoice(act: Act): Promise<Dependency[]> {
  const programme = await programmeFor(act);
  const all = await listDependencies(act.tx, { programmeId: programme.id });
  const own = all.filter((dependency) => dependency.state === 'open' && maySubmit(act.by, dependency));
  if (own.length > 0) return own;
  throw new NotAllowed(
    'nothing-to-submit',
    `You build no open dependency of ${programme.name}. Its owner, delegate, contacts and producer team submit a contract; \`/deps list\` names them.`,
  );
}

/** `/deps template openapi` */
export const templateCommand = command({
  name: 'template',
  summary: 'Show a document to start a contract from',
  usage: 'template openapi|asyncapi|json-schema',
  examples: ['template openapi'],
  who: 'everybody',
  arguments: { format: choice(['openapi', 'asyncapi', 'json-schema']) },
  async run(_act, { format }) {
    return { kind: 'card', card: templateCard(format, templates[format]) };
  },
});

/** `/deps gates` and `/deps gates DEP-4`. */
export const gatesCommand = command({
  name: 'gates',
  summary: 'Show which gate each contract has come to, or the four gates of one',
  usage: 'gates [DEP-4]',
  examples: ['gates', 'gates DEP-4'],
  who: 'everybody',
  arguments: { dependency: optional(key()) },
  async run(act, { dependency: named }) {
    if (named !== undefined) return { kind: 'card', card: await gatesOf(act, await findDependency(act.tx, named)) };
    const programme = await programmeFor(act);
    return { kind: 'card', card: progressCard(programme.name, await gateProgress(act.tx, programme.id)) };
  },
});

/** The four gates of a dependency's present contract. Throws NotFound without one. */
export async function gatesOf(act: Act, dependency: Dependency) {
  const { contract, gate } = await presentGate(act, dependency);
  const views = await viewsOf(act.tx, await store.gatesOf(act.tx, contract.id), contract, dependency);
  const present = views.find((view) => view.gate.id === gate.id);
  if (present === undefined) throw new Error(`The gate ${gate.id} is none of its contract's.`);
  const { policy } = await getProgramme(act.tx, dependency.programmeId);
  const names = policy.gates.map((one) => one.name);
  return gatesCard(present, views, names, await consumersOf(act.tx, dependency), act.by.id);
}

/** `/deps approve DEP-4`: the same as the button. */
export const approveCommand = command({
  name: 'approve',
  summary: 'Sign the present gate of a contract',
  usage: 'approve DEP-4 [COMMENT]',
  examples: ['approve DEP-4', 'approve DEP-4 error model checked against our client'],
  who: 'the approvers of that gate and who stands in for them',
  arguments: { dependency: key(), comment: optional(rest()) },
  async run(act, { dependency: named, comment }) {
    const dependency = await findDependency(act.tx, named);
    const { contract, gate } = await presentGate(act, dependency);
    refuseClosed(gate, dependency, contract.version);
    const ballot = { hash: contract.hash, vote: 'approve' as const, comment: comment ?? null };
    return { kind: 'card', card: gateCard(await castVote(act, gate.id, ballot), act.by.id) };
  },
});

/** `/deps tick DEP-4 1 3`; without numbers a form asks which. */
export const tickCommand = command({
  name: 'tick',
  summary: "Confirm items of a gate's checklist before signing",
  usage: 'tick DEP-4 [ITEM…]',
  examples: ['tick DEP-4 1 3', 'tick DEP-4'],
  who: 'the approvers of that gate and who stands in for them',
  arguments: { dependency: key(), items: optional(rest()) },
  async run(act, { dependency: named, items }) {
    const dependency = await findDependency(act.tx, named);
    const { contract, gate } = await presentGate(act, dependency);
    refuseClosed(gate, dependency, contract.version);
    const { view, open } = await openBallot(act, gate.id, contract.hash);
    if (items === undefined && open) {
      return { kind: 'form', form: checklistForm(view, act.by.id, ballot(gate.id, contract.hash)) };
    }
    const ticked = [...ownItems(view, act.by.id).mine, ...itemsIn(items ?? '', dependency)];
    return {
      kind: 'card',
      card: gateCard(await tickItems(act, gate.id, { hash: contract.hash, items: ticked }), act.by.id),
    };
  },
});

function itemsIn(words: string, { key }: Dependency): number[] {
  const parts = words.split(/[\s,]+/).filter((part) => part !== '');
  const wrong = parts.find((part) => !/^\d{1,3}$/.test(part));
  if (wrong === undefined) return parts.map(Number);
  throw new InvalidInput(
    'no-item',
    `“${wrong.slice(0, 40)}” is no number of an item. Send those that \`/deps gates ${key}\` shows: \`/deps tick ${key} 1 3\`.`,
  );
}

/** Throws Conflict for a gate that is not open, saying what is. */
export function refuseClosed(gate: Gate, { key, title }: Dependency, version: string): void {
  if (gate.state === 'passed') {
    throw new Conflict('signed-off', `${title} v${version} is signed off: all ${GATES} gates of ${key} passed.`);
  }
  if (gate.state === 'changes-requested') {
    throw new Conflict(
      'changes-requested',
      `${key} waits for a new version: changes to v${version} were requested at gate ${gate.number} (${gate.name}). \`/deps gates ${key}\` shows them.`,
    );
  }
}

/** The present contract of a dependency and the gate it has come to. Throws NotFound without one. */
export async function presentGate({ tx }: Pick<Act, 'tx'>, { id, key }: Dependency) {
  const contract = await currentContract(tx, id);
  const gate = contract && (await store.presentGates(tx, [contract.id])).get(contract.id);
  if (contract !== undefined && gate !== undefined) return { contract, gate };
  throw new NotFound(
    'no-contract',
    `${key} has no contract yet. Its owner submits one: \`/deps submit ${key} v1.0.0 https://specs.example.com/orders.yaml\`.`,
  );
}
