/** How often a bot may do something. [learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit] */
interface Limit {
  most: number;
  withinMs: number;
}

/** Messages of one bot in one conversation; each of these holds. */
const CONVERSATION: readonly Limit[] = [
  { most: 7, withinMs: 1_000 },
  { most: 8, withinMs: 2_000 },
  { most: 60, withinMs: 30_000 },
  { most: 1_800, withinMs: 3_600_000 },
];
/** All calls of one app in one tenant. */
const TENANT: readonly Limit[] = [{ most: 50, withinMs: 1_000 }];

export interface TeamsLimits {
  /** Counts a call. False when it is one too many; then it is not counted. `conversation` is undefined where only the tenant counts. */
  allows(conversation: string | undefined): boolean;
}

export function createLimits(now: () => number): TeamsLimits {
  const counted = new Map<string, number[]>();
  const within = (key: string, limits: readonly Limit[]) =>
    limits.every(({ most, withinMs }) => (counted.get(key) ?? []).filter((at) => now() - at < withinMs).length < most);
  const count = (key: string) => counted.set(key, [...(counted.get(key) ?? []), now()]);

  return {
    allows(conversation) {
      const fits = within('', TENANT) && (conversation === undefined || within(conversation, CONVERSATION));
      if (!fits) return false;
      count('');
      if (conversation !== undefined) count(conversation);
      return true;
    },
  };
}
