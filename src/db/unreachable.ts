/** Codes of node for an address at which nothing answers. */
const NOTHING_THERE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET'];
/**
 * PostgreSQL's codes (appendix A of its manual) for a server that is there and lets nobody in at present: it starts up, shuts down,
 * recovers, has no connection left, or its database is closed to connections.
 */
const REFUSES_FOR_NOW = ['57P01', '57P02', '57P03', '53300', '55000', '08006'];

/** True of an error, or what caused it, that says that nothing answers at the database's address. */
export function isNothingThere(error: unknown): boolean {
  return codesOf(error).some((code) => NOTHING_THERE.includes(code));
}

/** True of an error, or what caused it, by which PostgreSQL refuses a connection that it will accept later. */
export function isRefusedForNow(error: unknown): boolean {
  return codesOf(error).some((code) => REFUSES_FOR_NOW.includes(code));
}

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error ? [String(error.code)] : [];
  return [...own, ...codesOf(error.cause)];
}
