export type { Commitment, Negotiation, Signature, Terms } from './model.ts';
export { listCommitments, type SavedNegotiation, saveCommitment } from './store.ts';
