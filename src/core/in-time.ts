/** The work was not done in time; it goes on. */
export const LATE = Symbol('late');

/** The result of `work`, or LATE after so many milliseconds. */
export async function inTime<Result>(work: Promise<Result>, withinMs: number): Promise<Result | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), withinMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
