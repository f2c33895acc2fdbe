import type { Text } from '../../chat/text.ts';
import type { Tx } from '../../db/db.ts';
import { listProgrammes } from '../programme/index.ts';
import { progressLine } from './notices.ts';
import { gateProgress } from './reads.ts';

/** Contracts of one programme that a page lists. Ours: what nobody scrolls through belongs into a compendium. */
const MOST_LISTED = 500;

/** The present contracts of a programme, for a page. */
export interface ContractList {
  programme: string;
  contracts: { id: string; text: Text }[];
  /** Those that are not listed. */
  left: number;
}

/** The contracts of every programme as they stand, by number of their dependency. */
export async function contractLists(tx: Tx): Promise<ContractList[]> {
  const lists: ContractList[] = [];
  for (const programme of await listProgrammes(tx)) {
    const progress = await gateProgress(tx, programme.id);
    const shown = progress.slice(0, MOST_LISTED);
    const contracts = shown.map((one) => ({ id: one.contractId, text: progressLine(one) }));
    lists.push({ programme: programme.name, contracts, left: progress.length - shown.length });
  }
  return lists;
}
