import type { Form } from '../../chat/form.ts';
import { Conflict, NotAllowed } from '../../core/errors.ts';
import { record } from '../audit/index.ts';
import { consumersOf } from '../consumers/index.ts';
import {
  addContract,
  addDocument,
  type Contract,
  contractOfVersion,
  currentContract,
  type Examined,
  examineDocument,
  findDocument,
  isHonest,
  readUrl,
  readVersion,
  type Submission,
  smallestAbove,
  smallestHonest,
} from '../contracts/index.ts';
import type { Act, Before, Scope } from '../feature.ts';
import { getPeople, listTeams, type Person } from '../people/index.ts';
import { getProgramme } from '../programme/index.ts';
import { type Dependency, lockDependency } from '../register/index.ts';
import { submitForm } from './forms.ts';
import { openGate, withdrawGate } from './gates.ts';
import { type GateView, isInScope } from './model.ts';
import { showGate } from './show.ts';
import * as store from './store.ts';
import { viewOf } from './views.ts';

/** A submission that took its place: its first gate, and the version before it. */
export interface Submitted {
  view: GateView;
  replaced: Contract | undefined;
}

/**
 * Submits a version of a dependency's contract and opens its first gate; the version before it is replaced, with its
 * open gate and the votes on it. Throws NotAllowed naming who may, Conflict out of scope, InvalidInput (also by the
 * fields `version` and `url`) for what is no version, no address, or not above the present version.
 */
export async function submitContract(
  act: Pick<Act, 'tx' | 'workspace' | 'now' | 'by'>,
  dependency: Pick<Dependency, 'id'>,
  submission: Submission,
): Promise<Submitted> {
  const held = await lockDependency(act.tx, dependency.id);
  await requireSubmitter(act, held);
  return submit(act, held, { ...submission, submittedById: act.by.id }, act.by.id);
}

/** What became of a document that was sent; only `submitted` changed anything. */
export type Outcome =
  | ({ kind: 'submitted' } & Submitted)
  /** The present contract has this content already. */
  | { kind: 'unchanged'; view: GateView }
  | { kind: 'lint-refused' }
  | { kind: 'version-refused'; smallest: string };

/**
 * Examines a document for a dependency, before any transaction of its own submission. Throws NotAllowed and Conflict
 * like submitContract before it takes the time, and InvalidInput for what cannot be read.
 */
export async function examineFor(
  { look, specifications }: Before,
  dependencyOf: (act: Act) => Promise<Dependency>,
  { text, version }: { text: string; version: string | undefined },
): Promise<Examined> {
  const candidate = await look(async (act) => {
    const dependency = await dependencyOf(act);
    await requireSubmitter(act, dependency);
    requireInScope(dependency);
    const contract = await currentContract(act.tx, dependency.id);
    const before = contract && { contract, text: (await findDocument(act.tx, contract.id))?.text };
    return {
      present: before,
      policy: (await getProgramme(act.tx, dependency.programmeId)).policy.contracts.lint,
      uses: (await consumersOf(act.tx, dependency)).flatMap((consumer) => consumer.uses ?? []),
      date: act.now.toUTC().toISODate(),
    };
  });
  return examineDocument(specifications, { text, version, ...candidate });
}

/**
 * Submits an examined document like submitContract does an address, unless errors were found in it, its version does not
 * say what changed, or it is the present content. Throws Conflict when another version came in while it was examined.
 */
export async function submitDocument(
  act: Pick<Act, 'tx' | 'workspace' | 'now' | 'by'>,
  dependency: Pick<Dependency, 'id'>,
  examined: Examined,
  sent: { url: string | null; note: string | null },
): Promise<Outcome> {
  const held = await lockDependency(act.tx, dependency.id);
  await requireSubmitter(act, held);
  requireInScope(held);
  const present = await currentContract(act.tx, held.id);
  requireSame(held, present, examined);
  if (present !== undefined && present.hash === examined.hash) {
    const gate = (await store.presentGates(act.tx, [present.id])).get(present.id);
    if (gate === undefined) throw new Error(`The contract ${present.id} has no gate.`);
    return { kind: 'unchanged', view: await viewOf(act.tx, gate, held) };
  }
  if (examined.summary.lint.error > 0) return { kind: 'lint-refused' };
  if (present !== undefined) {
    const verdict = examined.summary.since?.verdict ?? 'none';
    if (!isHonest(examined.version, present.version, verdict)) {
      return { kind: 'version-refused', smallest: smallestHonest(present.version, verdict) };
    }
  }
  const url = sent.url === null ? null : readUrl(sent.url);
  const contract = await addDocument(act, held.id, { ...examined, url, note: sent.note, submittedById: act.by.id });
  return { kind: 'submitted', ...(await begin(act, held, { contract, replaced: present }, act.by.id)) };
}

function requireSame({ key }: Dependency, present: Contract | undefined, { presentId }: Examined): void {
  if ((present?.id ?? null) === presentId) return;
  throw new Conflict(
    'overtaken',
    `v${present?.version} of ${key} was submitted while yours was compared with the version before it. Nothing was saved; send yours again.`,
  );
}

/**
 * Takes over a contract from a register file: opens its first gate, unless this version was submitted before.
 * Throws InvalidInput like submitContract, also for a known version at another address.
 */
export async function importContract(
  scope: Scope,
  dependency: Pick<Dependency, 'id'>,
  { version, url, submittedById }: { version: string; url: string; submittedById: string },
): Promise<Submitted | undefined> {
  const held = await lockDependency(scope.tx, dependency.id);
  const known = await contractOfVersion(scope.tx, held.id, readVersion(version));
  if (known?.url === url.trim()) return undefined;
  return submit(scope, held, { version, url, note: null, submittedById }, submittedById);
}

async function submit(
  scope: Scope,
  dependency: Dependency,
  submission: Submission & { submittedById: string },
  byId: string,
): Promise<Submitted> {
  requireInScope(dependency);
  return begin(scope, dependency, await addContract(scope, dependency.id, submission), byId);
}

function requireInScope(dependency: Dependency): void {
  if (isInScope(dependency)) return;
  throw new Conflict('out-of-scope', `${dependency.key} was taken out of scope: nothing is to be signed for it.`);
}

/** Opens the first gate of a contract that has just taken its place. */
async function begin(
  scope: Scope,
  dependency: Dependency,
  { contract, replaced }: { contract: Contract; replaced: Contract | undefined },
  byId: string,
): Promise<Submitted> {
  const old = replaced === undefined ? [] : await store.gatesOf(scope.tx, replaced.id);
  for (const gate of old) await withdrawGate(scope, gate);
  const gate = await openGate(scope, dependency, contract, 1);
  // After the new gate is open: the old cards say whose vote is needed there.
  for (const { id, state } of old) if (state === 'open') await showGate(scope, id, dependency);
  await record(scope, {
    programmeId: dependency.programmeId,
    byId,
    action: 'contracts.submitted',
    subject: dependency.key,
    before: replaced === undefined ? null : { version: replaced.version, hash: replaced.hash },
    after: { version: contract.version, url: contract.url, hash: contract.hash },
    reason: contract.note,
  });
  return { view: await viewOf(scope.tx, gate, dependency), replaced };
}

/** The form that asks for the next version of a dependency's contract. Throws NotAllowed naming who may submit. */
export async function openSubmission(act: Pick<Act, 'tx' | 'by'>, dependency: Dependency): Promise<Form> {
  await requireSubmitter(act, dependency);
  const present = await currentContract(act.tx, dependency.id);
  return submitForm({ dependency, present }, present && smallestAbove(present.version));
}

/** True for owner, delegate, contacts and the producer's people. */
export function maySubmit(person: Pick<Person, 'id' | 'teamId'>, dependency: Dependency): boolean {
  return (
    person.id === dependency.ownerId ||
    person.id === dependency.delegateId ||
    person.teamId === dependency.producerTeamId ||
    dependency.contacts.some((contact) => contact.personId === person.id)
  );
}

/** Refuses those who may not submit for a dependency, naming who may. */
async function requireSubmitter(act: Pick<Act, 'tx' | 'by'>, dependency: Dependency): Promise<void> {
  if (maySubmit(act.by, dependency)) return;
  const ids = [dependency.ownerId, dependency.delegateId, ...dependency.contacts.map((contact) => contact.personId)];
  const people = await getPeople(
    act.tx,
    ids.filter((id) => id !== null),
  );
  const producer = (await listTeams(act.tx)).find((team) => team.id === dependency.producerTeamId);
  const named = [...people.values()].map((person) => `@${person.handle}`);
  throw new NotAllowed(
    'not-a-submitter',
    `You cannot submit a contract for ${dependency.key}. These can: ${[...named, `everybody of ${producer?.name ?? 'the producer team'}`].join(', ')}.`,
  );
}
