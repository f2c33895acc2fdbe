import { v7 } from 'uuid';

/** A new id, ordered by creation time (UUID version 7). */
export function newId(): string {
  return v7();
}
