import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import type { Picture } from '../../pictures/model.ts';
import { pictures } from './tables.ts';

/** The sizes that PNG is kept in. */
export type Size = 'large' | 'small';

/** Writes a picture down; gives its id. */
export async function addPicture(tx: Tx, model: Picture, madeAt: DateTime): Promise<string> {
  const id = randomUUID();
  await tx.insert(pictures).values({ id, model, madeAt });
  return id;
}

export async function getModel(tx: Tx, id: string): Promise<Picture | undefined> {
  const [found] = await tx.select({ model: pictures.model }).from(pictures).where(eq(pictures.id, id));
  return found?.model;
}

/** What was drawn of a picture; undefined where it was not yet. */
export async function getDrawn(tx: Tx, id: string, size: Size): Promise<Uint8Array | undefined> {
  const [found] = await tx.select({ png: pictures[size] }).from(pictures).where(eq(pictures.id, id));
  return found?.png ?? undefined;
}

export async function saveDrawn(tx: Tx, id: string, size: Size, png: Uint8Array): Promise<void> {
  await tx
    .update(pictures)
    .set({ [size]: png })
    .where(eq(pictures.id, id));
}
