import { setImmediate } from 'node:timers/promises';
import { stopwatch } from '../../core/clock.ts';

/** After so long without a pause, others have their turn. Requests notice nothing below some ten milliseconds. */
const TURN_SECONDS = 0.01;

/** The items of a long computation, one by one, with a pause after each turn in which the process does what else waits. */
export async function* unhurried<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  let sincePause = stopwatch();
  for (const item of items) {
    yield item;
    if (sincePause() < TURN_SECONDS) continue;
    await setImmediate();
    sincePause = stopwatch();
  }
}
