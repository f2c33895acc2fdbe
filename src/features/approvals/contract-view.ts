import { moment, type Text, text } from '../../chat/text.ts';
import type { Tx } from '../../db/db.ts';
import { consumersOf, usesLine } from '../consumers/index.ts';
import { type Contract, type ContractDocument, contractsOf, findContract, findDocument } from '../contracts/index.ts';
import { getPeople } from '../people/index.ts';
import { listDependencies } from '../register/index.ts';
import { checklistItems } from './cards/checklist.ts';
import { sinceLine } from './cards/document.ts';
import { voteTexts } from './cards.ts';
import type { GateState } from './model.ts';
import { gateLine } from './notices.ts';
import * as store from './store.ts';
import { viewsOf } from './views.ts';

/** A version of a contract with all that is known of it, for a page. */
export interface ContractView {
  /** Key of its dependency. */
  dependency: string;
  /** `DEP-4 Orders API v2.1.0` */
  title: string;
  url: string | null;
  facts: string[];
  /** How each gate stands, who ticked what of its checklist, and who signed. */
  gates: { standing: Text; checklist: Text[]; votes: Text[] }[];
  /** All versions of it, the newest first. */
  versions: { id: string; text: Text }[];
  /** Undefined for an address alone. */
  document: (ContractDocument & { since: string | undefined; findingsLeft: number }) | undefined;
}

/** Undefined when no contract has this id. */
export async function contractView(tx: Tx, id: string): Promise<ContractView | undefined> {
  const contract = await findContract(tx, id);
  if (contract === undefined) return undefined;
  const [dependency] = await listDependencies(tx, { ids: [contract.dependencyId] });
  if (dependency === undefined) throw new Error(`No dependency has the id ${contract.dependencyId}.`);
  const views = await viewsOf(tx, await store.gatesOf(tx, id), contract, dependency);
  const document = await findDocument(tx, id);
  return {
    dependency: dependency.key,
    title: `${dependency.key} ${dependency.title} v${contract.version}`,
    url: contract.url,
    facts: [...(await factsOf(tx, contract)), ...(await consumersOf(tx, dependency)).map(usesLine)],
    gates: views.map((view) => ({ standing: gateLine(view), checklist: checklistItems(view), votes: voteTexts(view) })),
    versions: await versionsText(tx, dependency.id),
    document: document && withSums(contract, document),
  };
}

const STATE: Readonly<Record<GateState, string>> = {
  open: 'open',
  passed: 'passed',
  'changes-requested': 'changes requested',
  withdrawn: 'replaced',
  lapsed: 'waiver ended',
};

async function versionsText(tx: Tx, dependencyId: string): Promise<ContractView['versions']> {
  const contracts = await contractsOf(tx, dependencyId);
  const gates = await store.presentGates(
    tx,
    contracts.map((contract) => contract.id),
  );
  return contracts.map(({ id, version, submittedAt, withdrawn }) => {
    const gate = gates.get(id);
    const standing = withdrawn === null ? gate && `${STATE[gate.state]} at gate ${gate.number}` : 'withdrawn';
    return { id, text: text`v${version}, ${moment(submittedAt)}${standing === undefined ? '' : `: ${standing}`}` };
  });
}

function withSums({ document: summary }: Contract, document: ContractDocument) {
  const { error, warn, info } = summary?.lint ?? { error: 0, warn: 0, info: 0 };
  return {
    ...document,
    since: summary?.since ? sinceLine({ ...summary.since, first: null }) : undefined,
    findingsLeft: error + warn + info - document.findings.length,
  };
}

async function factsOf(tx: Tx, { submittedById, note, document, withdrawn }: Contract): Promise<string[]> {
  const submitter = (await getPeople(tx, [submittedById])).get(submittedById);
  return [
    `Submitted by ${submitter?.name ?? 'somebody who left'}`,
    ...(note === null ? [] : [`Note: ${note}`]),
    ...(withdrawn === null ? [] : [`Withdrawn: ${withdrawn.reason}`]),
    document === null
      ? 'By address alone: neither linted nor compared'
      : `${document.format} ${document.dialect}, ${document.bytes.toLocaleString('en')} bytes`,
  ];
}
