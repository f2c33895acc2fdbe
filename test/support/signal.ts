/** Lets a test wait for something to happen, however often it happened before. */
export interface Signal {
  notify(): void;
  /** Resolves with the next notification after this call. */
  next(): Promise<void>;
}

export function signal(): Signal {
  let waiting: (() => void)[] = [];
  return {
    notify() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
  };
}
