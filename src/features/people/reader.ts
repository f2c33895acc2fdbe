import type { Platform } from '../../chat/inbound.ts';
import type { Reader } from '../../chat/port.ts';
import type { Tx } from '../../db/db.ts';
import { identitiesOf, personByIdentity } from './store.ts';

/** How somebody on a platform reads what names these people (Depsync ids): in their zone, with the platform's ids of them. */
export async function readerOn(
  tx: Tx,
  platform: Platform,
  externalId: string,
  people: readonly string[],
): Promise<Reader> {
  const person = await personByIdentity(tx, platform, externalId);
  const known = (await identitiesOf(tx, people)).filter((one) => one.platform === platform);
  return {
    zone: person?.calendar.zone,
    mentions: new Map(known.map((one) => [one.personId, one.externalId])),
  };
}
